/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-attempts.h"

/* A server that keeps saying “stale” is answered this often; libsoup would go on up to 20 times,
 * and then throw the response away. It may mean it: where every second nonce is stale, one message
 * of 65,000 is still unanswered. */
#define ATTEMPTS_MAX 16

/* After so many attempts a message no longer shares the nonce that all messages use: there are
 * servers that take a nonce once, and others are faster. */
#define SHARED_ATTEMPTS_MAX 2

/* A login of which nothing can be made may do once the challenge, or the body, is known. After that
 * there is nothing that would change it. */
#define SILENCES_MAX 2

void
door_attempts_clear (DoorAttempts *self)
{
  g_clear_object (&self->login);
  g_clear_object (&self->own);
  g_clear_pointer (&self->sent, door_digest_answer_unref);
}

/**
 * door_attempts_authorize:
 * @login: with what to send it
 * @request: the message as it is about to be sent
 *
 * Returns: (transfer full) (nullable): the value of the field, %NULL if there is to be none
 */
char *
door_attempts_authorize (DoorAttempts *self, DoorLogin *login, const DoorLoginRequest *request)
{
  DoorDigestAnswer *sent = NULL;
  char *credentials;

  if (self->login != login || self->generation != door_login_get_generation (login))
    g_clear_object (&self->own);

  credentials = door_login_authorize (self->own != NULL ? self->own : login, request, &sent);
  self->silences = credentials != NULL ? 0 : self->silences + 1;
  if (credentials == NULL)
    return NULL;

  g_set_object (&self->login, login);
  self->generation = door_login_get_generation (login);
  g_clear_pointer (&self->sent, door_digest_answer_unref);
  self->sent = sent;
  self->awaiting = TRUE;
  self->n++;

  return credentials;
}

/**
 * door_attempts_are_over:
 *
 * Returns: whether a refusal is what the page gets: it had no challenge that goes with what was
 *   sent, or that happened too often
 */
gboolean
door_attempts_are_over (const DoorAttempts *self)
{
  return self->awaiting || self->n >= ATTEMPTS_MAX || self->silences >= SILENCES_MAX;
}

/**
 * door_attempts_challenge:
 * @login: the login that is asked for
 * @challenge: the challenge, which @login can answer
 * @request: the message that it came back for
 *
 * Decides what the challenge says of the credentials that the message was sent with, if any. If
 * they were wrong, @login has none from now on.
 */
void
door_attempts_challenge (DoorAttempts *self,
                         DoorLogin *login,
                         DoorChallenge *challenge,
                         const DoorLoginRequest *request)
{
  gboolean was_sent = self->login == login && self->awaiting
                      && self->generation == door_login_get_generation (login);
  DoorDigestAnswer *sent = was_sent ? self->sent : NULL;

  if (was_sent && self->own == NULL && self->n >= SHARED_ATTEMPTS_MAX)
    {
      self->own = door_login_copy (login);
      sent = NULL;
    }

  self->awaiting = FALSE;

  if (door_login_challenge (self->own != NULL ? self->own : login, challenge, request, sent)
          == DOOR_STANDING_REFUSED
      && was_sent)
    door_login_clear_credentials (login);
}

/**
 * door_attempts_got_info:
 * @info: the value of an Authentication-Info or Proxy-Authentication-Info field
 */
void
door_attempts_got_info (DoorAttempts *self, const char *info)
{
  if (self->login != NULL && self->generation == door_login_get_generation (self->login))
    door_login_got_info (self->own != NULL ? self->own : self->login, info, self->sent);
}
