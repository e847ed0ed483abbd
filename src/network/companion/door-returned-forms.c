/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-returned-forms.h"

#include <string.h>

#include "door-lost-body.h"

/* WebKit invents what comes after it anew for each form that is sent, and has it in the history. */
#define BOUNDARY "----WebKitFormBoundary"

struct _DoorReturnedForms
{
  GQueue forms; /* Form, newest first */
};

typedef struct
{
  char *uri;
  char *boundary;
  goffset length;
  GBytes *octets; /* or NULL: not known */
} Form;

static void
form_free (Form *form)
{
  g_free (form->uri);
  g_free (form->boundary);
  g_clear_pointer (&form->octets, g_bytes_unref);
  g_free (form);
}

DoorReturnedForms *
door_returned_forms_new (void)
{
  DoorReturnedForms *forms = g_new0 (DoorReturnedForms, 1);

  g_queue_init (&forms->forms);

  return forms;
}

void
door_returned_forms_free (DoorReturnedForms *forms)
{
  door_returned_forms_clear (forms);
  g_free (forms);
}

/**
 * door_returned_forms_clear:
 *
 * Somebody has signed out: what they have sent is nobody's business any more.
 */
void
door_returned_forms_clear (DoorReturnedForms *forms)
{
  g_queue_clear_full (&forms->forms, (GDestroyNotify)form_free);
}

static goffset
get_length (SoupMessage *message)
{
  return soup_message_headers_get_content_length (soup_message_get_request_headers (message));
}

/* NULL if it is no form with files, or not one that WebKit sends by itself. */
static char *
dup_boundary (SoupMessage *message)
{
  g_autoptr (GHashTable) parameters = NULL;
  const char *boundary;

  if (strcmp (soup_message_get_method (message), SOUP_METHOD_POST) != 0
      || g_strcmp0 (soup_message_headers_get_content_type (
                        soup_message_get_request_headers (message), &parameters),
                    "multipart/form-data")
             != 0)
    return NULL;

  boundary = g_hash_table_lookup (parameters, "boundary");

  return boundary != NULL && g_str_has_prefix (boundary, BOUNDARY) ? g_strdup (boundary) : NULL;
}

static GList *
find (DoorReturnedForms *forms, SoupMessage *message)
{
  g_autofree char *boundary = NULL;
  g_autofree char *uri = NULL;

  if (g_queue_is_empty (&forms->forms))
    return NULL;

  boundary = dup_boundary (message);
  if (boundary == NULL)
    return NULL;

  uri = g_uri_to_string (soup_message_get_uri (message));
  for (GList *link = forms->forms.head; link != NULL; link = link->next)
    {
      Form *form = link->data;

      if (strcmp (form->boundary, boundary) == 0 && strcmp (form->uri, uri) == 0)
        return link;
    }

  return NULL;
}

/**
 * door_returned_forms_add:
 * @message: a message whose response asks for a login
 * @body: what was sent with it
 *
 * Remembers what was sent, if that was a form with files. The oldest one is forgotten.
 */
void
door_returned_forms_add (DoorReturnedForms *forms, SoupMessage *message, DoorRequestBody *body)
{
  g_autofree char *boundary = dup_boundary (message);
  Form *form;

  if (boundary == NULL || get_length (message) == 0)
    return;

  door_returned_forms_remove (forms, message);
  form = g_new0 (Form, 1);
  form->uri = g_uri_to_string (soup_message_get_uri (message));
  form->boundary = g_steal_pointer (&boundary);
  form->length = get_length (message);
  form->octets = door_request_body_dup_bytes (body);
  g_queue_push_head (&forms->forms, form);
  if (forms->forms.length > DOOR_RETURNED_FORMS_MAX)
    form_free (g_queue_pop_tail (&forms->forms));
}

/**
 * door_returned_forms_remove:
 * @message: a message whose response does not ask for a login
 *
 * It has got where it was to go.
 */
void
door_returned_forms_remove (DoorReturnedForms *forms, SoupMessage *message)
{
  GList *found = find (forms, message);

  if (found == NULL)
    return;

  form_free (found->data);
  g_queue_delete_link (&forms->forms, found);
}

/**
 * door_returned_forms_complete:
 * @message: a message that is about to be sent
 *
 * Has @message carry all that it carried the first time. Where that is not known it fails, rather
 * than that the server takes the half for the whole.
 */
void
door_returned_forms_complete (DoorReturnedForms *forms, SoupMessage *message)
{
  GList *found = find (forms, message);
  Form *form = found != NULL ? found->data : NULL;
  g_autoptr (GInputStream) lost = NULL;

  if (form == NULL || get_length (message) >= form->length)
    return;

  if (form->octets != NULL)
    {
      soup_message_set_request_body_from_bytes (message, NULL, form->octets);
      return;
    }

  lost = door_lost_body_new ();
  soup_message_set_request_body (message, NULL, lost, form->length);
}
