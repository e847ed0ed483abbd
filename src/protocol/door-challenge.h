/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* One challenge of a WWW-Authenticate or Proxy-Authenticate field (RFC 9110 section 11.3).
 * Immutable and reference counted; the challenges of one response share one block of memory. */
typedef struct _DoorChallenge DoorChallenge;

#define DOOR_TYPE_CHALLENGE (door_challenge_get_type ())
GType door_challenge_get_type (void) G_GNUC_CONST;

DoorChallenge *door_challenge_ref (DoorChallenge *challenge);
void door_challenge_unref (DoorChallenge *challenge);

const char *door_challenge_get_scheme (DoorChallenge *challenge);
const char *door_challenge_get_realm (DoorChallenge *challenge);
const char *door_challenge_get_token68 (DoorChallenge *challenge);
const char *door_challenge_get_param (DoorChallenge *challenge, const char *name);
guint door_challenge_get_n_params (DoorChallenge *challenge);
const char *door_challenge_get_param_name (DoorChallenge *challenge, guint i);
const char *door_challenge_get_param_value (DoorChallenge *challenge, guint i);
gboolean door_challenge_is_malformed (DoorChallenge *challenge);
char *door_challenge_to_string (DoorChallenge *challenge);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorChallenge, door_challenge_unref)

G_END_DECLS
