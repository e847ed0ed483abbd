/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-digest-answer.h"

struct _DoorDigestAnswer
{
  gatomicrefcount references;
  DoorDigestInput input;
  char *nonce;
  char *nc;
  char *cnonce;
  char *uri;
  char *entity_hash;
  char *authorization;
};

G_DEFINE_BOXED_TYPE (DoorDigestAnswer,
                     door_digest_answer,
                     door_digest_answer_ref,
                     door_digest_answer_unref)

/*
 * door_digest_answer_new:
 * @input: what the response was made of; its method is not kept
 * @authorization: (transfer full): the field value
 *
 * Returns: (transfer full): the answer
 */
DoorDigestAnswer *
door_digest_answer_new (const DoorDigestInput *input, char *authorization)
{
  DoorDigestAnswer *answer = g_new0 (DoorDigestAnswer, 1);

  g_atomic_ref_count_init (&answer->references);
  answer->nonce = g_strdup (input->nonce);
  answer->nc = g_strdup (input->nc);
  answer->cnonce = g_strdup (input->cnonce);
  answer->uri = g_strdup (input->uri);
  answer->entity_hash = g_strdup (input->entity_hash);
  answer->authorization = authorization;
  answer->input = (DoorDigestInput){
    .algorithm = input->algorithm,
    .qop = input->qop,
    .nonce = answer->nonce,
    .nc = answer->nc,
    .cnonce = answer->cnonce,
    .method = "",
    .uri = answer->uri,
    .entity_hash = answer->entity_hash,
  };

  return answer;
}

DoorDigestAnswer *
door_digest_answer_ref (DoorDigestAnswer *answer)
{
  g_return_val_if_fail (answer != NULL, NULL);

  g_atomic_ref_count_inc (&answer->references);

  return answer;
}

void
door_digest_answer_unref (DoorDigestAnswer *answer)
{
  g_return_if_fail (answer != NULL);

  if (!g_atomic_ref_count_dec (&answer->references))
    return;

  g_free (answer->nonce);
  g_free (answer->nc);
  g_free (answer->cnonce);
  g_free (answer->uri);
  g_free (answer->entity_hash);
  g_free (answer->authorization);
  g_free (answer);
}

/**
 * door_digest_answer_get_authorization:
 *
 * Returns: the value of the Authorization or Proxy-Authorization field
 */
const char *
door_digest_answer_get_authorization (DoorDigestAnswer *answer)
{
  return answer->authorization;
}

/*
 * door_digest_answer_get_input:
 *
 * Returns: (transfer none): what the server's proof is made of (RFC 7616 section 3.5), with the
 *   hash of the request's body in place of the response's
 */
const DoorDigestInput *
door_digest_answer_get_input (DoorDigestAnswer *answer)
{
  return &answer->input;
}
