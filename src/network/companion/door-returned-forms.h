/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-request-body.h"

G_BEGIN_DECLS

/* Forms with files that came back with the question for a login, and are going to be sent again
 * when somebody has signed in. WebKit keeps of a file that a script has made no more than its
 * address, and as soon as the page that made it is gone sends nothing in its place, without a word.
 */
typedef struct _DoorReturnedForms DoorReturnedForms;

#define DOOR_RETURNED_FORMS_MAX 4

DoorReturnedForms *door_returned_forms_new (void);
void door_returned_forms_free (DoorReturnedForms *forms);

void
door_returned_forms_add (DoorReturnedForms *forms, SoupMessage *message, DoorRequestBody *body);
void door_returned_forms_remove (DoorReturnedForms *forms, SoupMessage *message);
void door_returned_forms_clear (DoorReturnedForms *forms);
void door_returned_forms_complete (DoorReturnedForms *forms, SoupMessage *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorReturnedForms, door_returned_forms_free)

G_END_DECLS
