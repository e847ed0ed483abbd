/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <libsecret/secret.h>

#include "door-clock.h"

G_BEGIN_DECLS

/* How long the clipboard keeps a password. */
#define DOOR_CLIPPED_SECRET_S 30

#define DOOR_TYPE_CLIPPED_SECRET (door_clipped_secret_get_type ())
G_DECLARE_FINAL_TYPE (DoorClippedSecret,
                      door_clipped_secret,
                      DOOR,
                      CLIPPED_SECRET,
                      GdkContentProvider)

/* A password in a clipboard, which forgets it again. It is written only to those who paste it,
 * never handed over to live on after the program, and marked so that histories leave it out. */
void door_clipped_secret_put (GdkClipboard *clipboard, SecretValue *secret, DoorClock *clock);

G_END_DECLS
