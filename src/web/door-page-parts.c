/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-page-parts.h"

#include "door-frame-uris.h"

struct _DoorPageParts
{
  GObject parent_instance;

  WebKitWebView *view;               /* not owned: the page owns both */
  DoorJudge *judge;                  /* not owned: it outlives this */
  DoorProxyAcceptor *proxy_acceptor; /* likewise */
  DoorExaminer *examiner;            /* likewise */
  DoorPrompter *prompter;
  DoorFrameUris *frame_uris;
};

G_DEFINE_FINAL_TYPE (DoorPageParts, door_page_parts, G_TYPE_OBJECT)

static void
door_page_parts_finalize (GObject *object)
{
  DoorPageParts *self = DOOR_PAGE_PARTS (object);

  door_frame_uris_free (self->frame_uris);
  g_object_unref (self->prompter);

  G_OBJECT_CLASS (door_page_parts_parent_class)->finalize (object);
}

static void
door_page_parts_class_init (DoorPagePartsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_page_parts_finalize;
}

static void
door_page_parts_init (DoorPageParts *self)
{
  self->frame_uris = door_frame_uris_new ();
}

static void
let_through (DoorPageParts *self, WebKitURIResponse *response)
{
  door_proxy_acceptor_let_through (self->proxy_acceptor, webkit_uri_response_get_uri (response));
  door_judge_accept_part (self->judge, response);
}

static void
on_resource_response (WebKitWebResource *resource, GParamSpec *pspec, DoorPageParts *self)
{
  WebKitURIResponse *response = webkit_web_resource_get_response (resource);
  g_autoptr (DoorChallengedResponse) challenged = NULL;

  if (response == NULL || resource == webkit_web_view_get_main_resource (self->view))
    return;

  challenged = door_challenged_response_new (response);
  if (challenged == NULL)
    {
      let_through (self, response);
      return;
    }

  if (!door_frame_uris_contains (self->frame_uris, challenged->uri))
    door_prompter_show_part (self->prompter, door_examiner_examine (self->examiner, challenged,
                                                                    DOOR_CONTEXT_SUBRESOURCE));
}

static void
on_resource_failed (WebKitWebResource *resource, GError *error, DoorPageParts *self)
{
  DoorFinding *finding;

  if (webkit_web_resource_get_response (resource) != NULL
      || resource == webkit_web_view_get_main_resource (self->view))
    return;

  finding = door_examiner_examine_failed (self->examiner, webkit_web_resource_get_uri (resource));
  if (finding != NULL)
    door_prompter_show_part (self->prompter, finding);
}

static void
on_resource_load_started (WebKitWebView *view,
                          WebKitWebResource *resource,
                          WebKitURIRequest *request,
                          DoorPageParts *self)
{
  g_signal_connect_object (resource, "notify::response", G_CALLBACK (on_resource_response), self,
                           0);
  g_signal_connect_object (resource, "failed", G_CALLBACK (on_resource_failed), self, 0);
}

/**
 * door_page_parts_new:
 * @view: the view of the page; it outlives this
 * @judge: is told what the parts say of what was sent; it outlives this
 * @proxy_acceptor: likewise, of what was sent to a proxy
 * @examiner: decides about what they ask for; likewise
 * @prompter: says it to the person
 *
 * Returns: (transfer full): what reads the responses to all parts
 */
DoorPageParts *
door_page_parts_new (WebKitWebView *view,
                     DoorJudge *judge,
                     DoorProxyAcceptor *proxy_acceptor,
                     DoorExaminer *examiner,
                     DoorPrompter *prompter)
{
  DoorPageParts *self;

  g_return_val_if_fail (WEBKIT_IS_WEB_VIEW (view), NULL);
  g_return_val_if_fail (DOOR_IS_PROMPTER (prompter), NULL);

  self = g_object_new (DOOR_TYPE_PAGE_PARTS, NULL);
  self->view = view;
  self->judge = judge;
  self->proxy_acceptor = proxy_acceptor;
  self->examiner = examiner;
  self->prompter = g_object_ref (prompter);
  g_signal_connect_object (view, "resource-load-started", G_CALLBACK (on_resource_load_started),
                           self, 0);

  return self;
}

static gboolean
is_posted (WebKitResponsePolicyDecision *decision)
{
  WebKitURIRequest *request = webkit_response_policy_decision_get_request (decision);

  return g_strcmp0 (webkit_uri_request_get_http_method (request), "POST") == 0;
}

/**
 * door_page_parts_decide_frame:
 * @decision: about the document of a frame
 *
 * Reads its response, which is shown if it is a 401 or 407; what else becomes of it is left to
 * others.
 *
 * Returns: whether @decision was decided here
 */
gboolean
door_page_parts_decide_frame (DoorPageParts *self, WebKitResponsePolicyDecision *decision)
{
  WebKitURIResponse *response = webkit_response_policy_decision_get_response (decision);
  g_autoptr (DoorChallengedResponse) challenged = door_challenged_response_new (response);
  DoorFinding *finding;

  g_return_val_if_fail (DOOR_IS_PAGE_PARTS (self), FALSE);

  if (challenged == NULL)
    {
      let_through (self, response);
      return FALSE;
    }

  door_frame_uris_add (self->frame_uris, challenged->uri);
  finding = door_examiner_examine (self->examiner, challenged, DOOR_CONTEXT_FRAME);
  finding->posted = is_posted (decision);
  door_prompter_show_part (self->prompter, finding);
  webkit_policy_decision_use (WEBKIT_POLICY_DECISION (decision));

  return TRUE;
}

/**
 * door_page_parts_forget:
 *
 * Another page is shown.
 */
void
door_page_parts_forget (DoorPageParts *self)
{
  g_return_if_fail (DOOR_IS_PAGE_PARTS (self));

  door_frame_uris_clear (self->frame_uris);
}
