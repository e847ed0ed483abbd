/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsecret/secret.h>

#include "door-challenge.h"
#include "door-digest-answer.h"
#include "door-protection-space.h"
#include "door-request-body.h"

G_BEGIN_DECLS

#define DOOR_TYPE_LOGIN (door_login_get_type ())
G_DECLARE_DERIVABLE_TYPE (DoorLogin, door_login, DOOR, LOGIN, GObject)

/* What a challenge says of the credentials that were sent. */
typedef enum
{
  DOOR_STANDING_GOOD,    /* nothing: what was wrong was something else, so send them again */
  DOOR_STANDING_REFUSED, /* they are wrong */
} DoorStanding;

/* What a login is sent with. */
typedef struct
{
  const char *method;
  const char *target;    /* "/path?query", or "host:port" for CONNECT */
  DoorRequestBody *body; /* or NULL if there is none */
} DoorLoginRequest;

/* One login of one session: a protection space, a scheme, and, while somebody is signed in, the
 * credentials. Every SoupAuth refers to such a one and keeps nothing itself, so that what is
 * forgotten here is forgotten everywhere, and a SoupAuth that is cancelled takes nothing along.
 *
 * Signals: signed-in (): there are credentials where there were none. */
struct _DoorLoginClass
{
  GObjectClass parent_class;

  gboolean (*can_answer) (DoorLogin *self, DoorChallenge *challenge);
  DoorStanding (*challenge) (DoorLogin *self,
                             DoorChallenge *challenge,
                             const DoorLoginRequest *request,
                             DoorDigestAnswer *answer);
  char *(*authorize) (DoorLogin *self, const DoorLoginRequest *request, DoorDigestAnswer **answer);
  void (*got_info) (DoorLogin *self, const char *info, DoorDigestAnswer *answer);
  GSList *(*get_paths) (DoorLogin *self, GUri *uri);
  void (*credentials_changed) (DoorLogin *self);
};

DoorLogin *door_login_copy (DoorLogin *login);

DoorProtectionSpace *door_login_get_space (DoorLogin *self);
void door_login_set_credentials (DoorLogin *self, const char *username, SecretValue *password);
void door_login_clear_credentials (DoorLogin *self);
void door_login_set_place (DoorLogin *self, GUri *uri);
GUri *door_login_get_place (DoorLogin *self);
gboolean door_login_has_credentials (DoorLogin *self);
const char *door_login_get_username (DoorLogin *self);
SecretValue *door_login_get_password (DoorLogin *self);
guint door_login_get_generation (DoorLogin *self);

gboolean door_login_can_answer (DoorLogin *self, DoorChallenge *challenge);
DoorStanding door_login_challenge (DoorLogin *self,
                                   DoorChallenge *challenge,
                                   const DoorLoginRequest *request,
                                   DoorDigestAnswer *answer);
char *
door_login_authorize (DoorLogin *self, const DoorLoginRequest *request, DoorDigestAnswer **answer);
void door_login_got_info (DoorLogin *self, const char *info, DoorDigestAnswer *answer);
GSList *door_login_get_paths (DoorLogin *self, GUri *uri);

G_END_DECLS
