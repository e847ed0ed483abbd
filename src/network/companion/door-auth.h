/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

#include "door-login.h"

G_BEGIN_DECLS

#define DOOR_TYPE_AUTH (door_auth_get_type ())
G_DECLARE_DERIVABLE_TYPE (DoorAuth, door_auth, DOOR, AUTH, SoupAuth)

/* What libsoup sees of a login. The types below it differ in the scheme that they stand for. */
struct _DoorAuthClass
{
  SoupAuthClass parent_class;
};

SoupAuth *door_auth_new (DoorLogin *login, const char *realm);

G_END_DECLS
