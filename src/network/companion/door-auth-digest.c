/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-auth-digest.h"

struct _DoorAuthDigest
{
  DoorAuth parent_instance;
};

G_DEFINE_FINAL_TYPE (DoorAuthDigest, door_auth_digest, DOOR_TYPE_AUTH)

static void
door_auth_digest_class_init (DoorAuthDigestClass *klass)
{
  SoupAuthClass *auth_class = SOUP_AUTH_CLASS (klass);

  /* Above libsoup's own, and below Negotiate as there. */
  auth_class->scheme_name = "Digest";
  auth_class->strength = 6;
}

static void
door_auth_digest_init (DoorAuthDigest *self)
{
}
