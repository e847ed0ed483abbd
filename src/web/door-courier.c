/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-courier.h"

/* What ends the network process so often may be what it loads. */
#define MAX_LOSSES 3

struct _DoorCourier
{
  GObject parent_instance;

  DoorWebContext *context;
  DoorPrompter *prompter;
  DoorJudge *judge; /* not owned: it outlives this */
  guint n_losses;   /* of what is being loaded, with the network process */
  guint n_misses;   /* of what the person answered for a download: there was nobody to take it */
  DoorAct lost_act; /* who was behind it */
  GCancellable *cancellable;
};

enum
{
  LOAD_AGAIN,
  FRAME_AGAIN,
  DOWNLOAD_AGAIN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorCourier, door_courier, G_TYPE_OBJECT)

static void
door_courier_dispose (GObject *object)
{
  g_cancellable_cancel (DOOR_COURIER (object)->cancellable);

  G_OBJECT_CLASS (door_courier_parent_class)->dispose (object);
}

static void
door_courier_finalize (GObject *object)
{
  DoorCourier *self = DOOR_COURIER (object);

  g_object_unref (self->cancellable);
  g_object_unref (self->prompter);
  g_object_unref (self->context);

  G_OBJECT_CLASS (door_courier_parent_class)->finalize (object);
}

static void
door_courier_class_init (DoorCourierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = door_courier_dispose;
  object_class->finalize = door_courier_finalize;

  signals[LOAD_AGAIN] = g_signal_new ("load-again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[FRAME_AGAIN]
      = g_signal_new ("frame-again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[DOWNLOAD_AGAIN]
      = g_signal_new ("download-again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
door_courier_init (DoorCourier *self)
{
  self->cancellable = g_cancellable_new ();
}

static void on_ready_to_sign_in_anew (GObject *source, GAsyncResult *result, gpointer user_data);

/* WebKit tells of no download that it gives to a network process that has just ended. So one waits
 * until there is another process, unlike a page, which is loaded then in any case. */
static gboolean
wait_for_taker (DoorCourier *self)
{
  if (!door_prompter_is_about_download (self->prompter) || self->n_misses == MAX_LOSSES)
    return FALSE;

  self->n_misses++;
  door_web_context_wait_ready_async (self->context, self->cancellable, on_ready_to_sign_in_anew,
                                     self);

  return TRUE;
}

static void
on_preloaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DoorCourier *self = user_data;
  g_autofree char *uri = NULL;
  g_autoptr (GError) error = NULL;
  DoorFinding *finding;
  gboolean posted;

  if (door_web_context_preload_finish (DOOR_WEB_CONTEXT (source), result, &error))
    {
      self->n_misses = 0;
      door_judge_note_preloaded (self->judge);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      return;
    }
  else if (!door_web_context_is_limited (self->context))
    {
      /* The network process has ended; what comes in its place is given all that there is. */
      door_judge_interrupt (self->judge);
      if (wait_for_taker (self))
        return;
    }

  if (!door_prompter_is_signing_in (self->prompter))
    {
      door_judge_forget_sign_in (self->judge);
      return;
    }

  finding = door_prompter_get_finding (self->prompter);
  if (finding->context != DOOR_CONTEXT_FRAME && finding->context != DOOR_CONTEXT_DOWNLOAD)
    {
      door_courier_load_again (self, DOOR_ACT_ASK);
      return;
    }

  uri = g_strdup (finding->uri);
  if (finding->context == DOOR_CONTEXT_DOWNLOAD)
    {
      g_signal_emit (self, signals[DOWNLOAD_AGAIN], 0, uri);
      return;
    }

  posted = finding->posted;
  door_prompter_clear (self->prompter, DOOR_PROMPT_OUTCOME_SUBMIT);
  g_signal_emit (self, signals[FRAME_AGAIN], 0, uri, posted);
}

static void
hand_over (DoorCourier *self, DoorCredentials *credentials)
{
  DoorFinding *finding = door_prompter_get_finding (self->prompter);

  door_web_context_preload_async (self->context, credentials, finding->uri, finding->challenge,
                                  self->cancellable, on_preloaded, self);
}

static void
on_submitted (DoorPrompter *prompter, DoorCredentials *credentials, DoorCourier *self)
{
  DoorFinding *finding = door_prompter_get_finding (prompter);
  DoorPrompt *prompt = door_prompter_get_prompt (prompter);

  self->n_losses = 0;
  self->n_misses = 0;
  door_judge_take_sign_in (
      self->judge,
      door_sign_in_new (credentials, door_prompt_get_id (prompt), door_prompt_get_attempt (prompt),
                        finding->context != DOOR_CONTEXT_NAVIGATION ? finding->uri : NULL));
  hand_over (self, credentials);
}

/**
 * door_courier_new:
 * @context: whose network process it is
 * @prompter: tells what the person has answered
 * @judge: is told what is sent; it outlives the courier
 *
 * Returns: (transfer full): a courier with nothing to carry
 */
DoorCourier *
door_courier_new (DoorWebContext *context, DoorPrompter *prompter, DoorJudge *judge)
{
  DoorCourier *self;

  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (context), NULL);
  g_return_val_if_fail (DOOR_IS_PROMPTER (prompter), NULL);

  self = g_object_new (DOOR_TYPE_COURIER, NULL);
  self->context = g_object_ref (context);
  self->prompter = g_object_ref (prompter);
  self->judge = judge;
  g_signal_connect_object (prompter, "submitted", G_CALLBACK (on_submitted), self, 0);

  return self;
}

/**
 * door_courier_load_again:
 * @act: who is behind it
 *
 * Has the page loaded again at once.
 */
void
door_courier_load_again (DoorCourier *self, DoorAct act)
{
  g_return_if_fail (DOOR_IS_COURIER (self));

  g_signal_emit (self, signals[LOAD_AGAIN], 0, act);
}

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  if (door_web_context_wait_ready_finish (DOOR_WEB_CONTEXT (source), result, NULL))
    door_courier_load_again (user_data, DOOR_ACT_ASK);
}

/**
 * door_courier_load_again_when_ready:
 *
 * Has the page loaded again as soon as the network process has all that there is to answer it.
 */
void
door_courier_load_again_when_ready (DoorCourier *self)
{
  g_return_if_fail (DOOR_IS_COURIER (self));

  door_web_context_wait_ready_async (self->context, self->cancellable, on_ready, self);
}

/* What the person answered, unless it has been forgotten since. */
static DoorCredentials *
get_answer (DoorCourier *self)
{
  DoorSignIn *sign_in = door_judge_get_sign_in (self->judge);
  DoorCredentials *answer = sign_in != NULL ? sign_in->credentials : NULL;
  DoorVault *vault = door_session_get_vault (door_web_context_get_session (self->context));

  return answer != NULL
                 && door_vault_lookup (vault, door_credentials_get_space (answer), NULL) == answer
             ? answer
             : NULL;
}

/**
 * door_courier_has_answer:
 *
 * Returns: whether there is what the person has answered and no server has judged
 */
gboolean
door_courier_has_answer (DoorCourier *self)
{
  g_return_val_if_fail (DOOR_IS_COURIER (self), FALSE);

  return get_answer (self) != NULL;
}

static void
on_ready_to_sign_in_anew (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DoorCourier *self = user_data;

  if (!door_web_context_wait_ready_finish (DOOR_WEB_CONTEXT (source), result, NULL)
      || (door_judge_is_loading (self->judge) && !door_prompter_is_about_download (self->prompter)))
    return;

  if (door_prompter_is_signing_in (self->prompter) && get_answer (self) != NULL)
    {
      hand_over (self, get_answer (self));
      return;
    }

  door_judge_forget_sign_in (self->judge);
  door_prompter_set_loading (self->prompter, FALSE);
  if (door_prompter_is_signing_in (self->prompter))
    door_prompter_ask_again (self->prompter);
}

static void
on_ready_to_load_anew (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DoorCourier *self = user_data;

  /* Somebody may have gone to another page meanwhile. */
  if (door_web_context_wait_ready_finish (DOOR_WEB_CONTEXT (source), result, NULL)
      && !door_judge_is_loading (self->judge))
    door_courier_load_again (self, self->lost_act);
}

/**
 * door_courier_begin_anew:
 * @act: who was behind it
 *
 * The network process has ended. What it was loading is loaded again as soon as there is another
 * one, with what the person has answered, if they have.
 *
 * Returns: whether that is so; if not, it has failed
 */
gboolean
door_courier_begin_anew (DoorCourier *self, DoorAct act)
{
  gboolean signing_in;

  g_return_val_if_fail (DOOR_IS_COURIER (self), FALSE);

  signing_in = door_prompter_is_signing_in (self->prompter)
               && !door_prompter_is_about_download (self->prompter);
  if (self->n_losses == MAX_LOSSES || (signing_in && get_answer (self) == NULL))
    {
      self->n_losses = 0;
      return FALSE;
    }

  self->n_losses++;
  self->lost_act = act;
  door_judge_interrupt (self->judge);
  door_web_context_wait_ready_async (self->context, self->cancellable,
                                     signing_in ? on_ready_to_sign_in_anew : on_ready_to_load_anew,
                                     self);

  return TRUE;
}

/**
 * door_courier_begin_download_anew:
 *
 * The network process has ended with a download that the person has signed in for. It begins anew
 * with what they answered as soon as there is another one. Without a companion nobody would tell
 * when that is.
 *
 * Returns: whether that is so; if not, it has failed, and what they answered is forgotten
 */
gboolean
door_courier_begin_download_anew (DoorCourier *self)
{
  g_return_val_if_fail (DOOR_IS_COURIER (self), FALSE);

  if (self->n_losses == MAX_LOSSES || get_answer (self) == NULL
      || door_web_context_is_limited (self->context))
    {
      self->n_losses = 0;
      door_judge_forget_sign_in (self->judge);
      return FALSE;
    }

  self->n_losses++;
  door_judge_interrupt (self->judge);
  door_web_context_wait_ready_async (self->context, self->cancellable, on_ready_to_sign_in_anew,
                                     self);

  return TRUE;
}

/**
 * door_courier_arrived:
 *
 * What was being loaded is there.
 */
void
door_courier_arrived (DoorCourier *self)
{
  g_return_if_fail (DOOR_IS_COURIER (self));

  self->n_losses = 0;
}
