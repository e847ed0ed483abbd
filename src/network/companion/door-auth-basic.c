/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-auth-basic.h"

struct _DoorAuthBasic
{
  DoorAuth parent_instance;
};

G_DEFINE_FINAL_TYPE (DoorAuthBasic, door_auth_basic, DOOR_TYPE_AUTH)

static void
door_auth_basic_class_init (DoorAuthBasicClass *klass)
{
  SoupAuthClass *auth_class = SOUP_AUTH_CLASS (klass);

  /* Above libsoup's own, and below NTLM as there. */
  auth_class->scheme_name = "Basic";
  auth_class->strength = 2;
}

static void
door_auth_basic_init (DoorAuthBasic *self)
{
}
