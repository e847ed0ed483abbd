/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-proxy-queue.h"

typedef struct
{
  guint64 id;
  gboolean in_front;
} Page;

/* One question, and who waits for the answer. */
typedef struct
{
  DoorPrompt *prompt;
  GArray *pages;  /* of Page, in the order that they came */
  guint64 place;  /* the page that it is shown in */
  guint64 opener; /* the page that it was opened in, or 0 */
} Question;

struct _DoorProxyQueue
{
  GObject parent_instance;

  GPtrArray *questions; /* of Question, oldest first */
  guint64 attended;     /* of the pages in front, one for each window, the one before the person */
};

enum
{
  MOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorProxyQueue, door_proxy_queue, G_TYPE_OBJECT)

static void
question_free (Question *question)
{
  g_array_unref (question->pages);
  g_object_unref (question->prompt);
  g_free (question);
}

static void
door_proxy_queue_finalize (GObject *object)
{
  g_ptr_array_unref (DOOR_PROXY_QUEUE (object)->questions);

  G_OBJECT_CLASS (door_proxy_queue_parent_class)->finalize (object);
}

static void
door_proxy_queue_class_init (DoorProxyQueueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_proxy_queue_finalize;

  signals[MOVED] = g_signal_new ("moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, DOOR_TYPE_PROMPT);
}

static void
door_proxy_queue_init (DoorProxyQueue *self)
{
  self->questions = g_ptr_array_new_with_free_func ((GDestroyNotify)question_free);
}

/**
 * door_proxy_queue_new:
 *
 * Returns: (transfer full): a queue without questions
 */
DoorProxyQueue *
door_proxy_queue_new (void)
{
  return g_object_new (DOOR_TYPE_PROXY_QUEUE, NULL);
}

static Question *
find_question (DoorProxyQueue *self, DoorPrompt *prompt)
{
  for (guint i = 0; i < self->questions->len; i++)
    {
      Question *question = g_ptr_array_index (self->questions, i);

      if (question->prompt == prompt)
        return question;
    }

  return NULL;
}

static Page *
find_page (Question *question, guint64 id)
{
  for (guint i = 0; i < question->pages->len; i++)
    {
      Page *page = &g_array_index (question->pages, Page, i);

      if (page->id == id)
        return page;
    }

  return NULL;
}

static void
move (DoorProxyQueue *self, Question *question, guint64 place)
{
  if (question->place == place)
    return;

  question->place = place;
  g_signal_emit (self, signals[MOVED], 0, question->prompt);
}

static gboolean
is_page_in_front (Question *question, guint64 id)
{
  const Page *page = find_page (question, id);

  return page != NULL && page->in_front;
}

static guint64
find_page_in_front (Question *question)
{
  for (guint i = 0; i < question->pages->len; i++)
    {
      const Page *page = &g_array_index (question->pages, Page, i);

      if (page->in_front)
        return page->id;
    }

  return 0;
}

/* Where the person looks, or else where the question is or was first. */
static void
find_place (DoorProxyQueue *self, Question *question)
{
  guint64 place = question->place;

  if (is_page_in_front (question, self->attended))
    place = self->attended;
  else if (!is_page_in_front (question, place) && find_page_in_front (question) != 0)
    place = find_page_in_front (question);
  else if (find_page (question, place) == NULL)
    place = g_array_index (question->pages, Page, 0).id;

  move (self, question, place);
}

/* While the server has not judged an answer, the page that was loaded again with it has it. */
static gboolean
can_move (Question *question)
{
  return door_prompt_get_state (question->prompt) != DOOR_PROMPT_SUBMITTED;
}

static void
on_state (DoorPrompt *prompt, GParamSpec *pspec, DoorProxyQueue *self)
{
  Question *question = find_question (self, prompt);

  if (question != NULL && door_prompt_get_state (prompt) == DOOR_PROMPT_OPEN)
    find_place (self, question);
}

static void
on_closed (DoorPrompt *prompt, int outcome, DoorProxyQueue *self)
{
  g_ptr_array_remove (self->questions, find_question (self, prompt));

  if (self->questions->len > 0)
    g_signal_emit (self, signals[MOVED], 0,
                   ((Question *)g_ptr_array_index (self->questions, 0))->prompt);
}

/**
 * door_proxy_queue_find:
 * @space: a protection space of a proxy
 *
 * Returns: (transfer none) (nullable): the question about it
 */
DoorPrompt *
door_proxy_queue_find (DoorProxyQueue *self, DoorProtectionSpace *space)
{
  g_return_val_if_fail (DOOR_IS_PROXY_QUEUE (self), NULL);

  for (guint i = 0; i < self->questions->len; i++)
    {
      const Question *question = g_ptr_array_index (self->questions, i);

      if (door_protection_space_equal (door_prompt_get_space (question->prompt), space))
        return question->prompt;
    }

  return NULL;
}

/**
 * door_proxy_queue_join:
 * @prompt: a question that is not closed
 * @page: the number of a page that does not wait for it yet
 * @in_front: whether the person sees that page
 */
void
door_proxy_queue_join (DoorProxyQueue *self, DoorPrompt *prompt, guint64 page, gboolean in_front)
{
  const Page joined = { page, in_front };
  Question *question;

  g_return_if_fail (DOOR_IS_PROXY_QUEUE (self));

  question = find_question (self, prompt);
  if (question == NULL)
    {
      question = g_new0 (Question, 1);
      question->prompt = g_object_ref (prompt);
      question->pages = g_array_new (FALSE, FALSE, sizeof (Page));
      question->place = page;
      g_ptr_array_add (self->questions, question);
      g_signal_connect_object (prompt, "notify::state", G_CALLBACK (on_state), self, 0);
      g_signal_connect_object (prompt, "closed", G_CALLBACK (on_closed), self, 0);
    }

  g_array_append_val (question->pages, joined);
  if (in_front && can_move (question))
    find_place (self, question);
}

/**
 * door_proxy_queue_leave:
 * @outcome: how the question ends if no other page waits for it
 *
 * An answer that @page was to be loaded with, and that nobody has judged, is asked for again.
 */
void
door_proxy_queue_leave (DoorProxyQueue *self,
                        DoorPrompt *prompt,
                        guint64 page,
                        DoorPromptOutcome outcome)
{
  Question *question;

  g_return_if_fail (DOOR_IS_PROXY_QUEUE (self));

  question = find_question (self, prompt);
  if (question == NULL)
    return;

  for (guint i = 0; i < question->pages->len; i++)
    if (g_array_index (question->pages, Page, i).id == page)
      {
        g_array_remove_index (question->pages, i);
        break;
      }

  if (question->pages->len == 0)
    {
      door_prompt_close (prompt, outcome);
      return;
    }

  if (question->place != page)
    return;

  find_place (self, question);
  if (door_prompt_get_state (prompt) == DOOR_PROMPT_SUBMITTED)
    door_prompt_ask_again (prompt, door_prompt_get_id (prompt), FALSE);
}

/**
 * door_proxy_queue_set_in_front:
 * @page: the number of a page
 * @in_front: whether the person sees it
 *
 * A question that @page waits for is where the person looks.
 */
void
door_proxy_queue_set_in_front (DoorProxyQueue *self, guint64 page, gboolean in_front)
{
  g_return_if_fail (DOOR_IS_PROXY_QUEUE (self));

  for (guint i = 0; i < self->questions->len; i++)
    {
      Question *question = g_ptr_array_index (self->questions, i);
      Page *waiting = find_page (question, page);

      if (waiting == NULL)
        continue;

      waiting->in_front = in_front;
      if (in_front && can_move (question) && question->place != page)
        move (self, question, page);
    }
}

/**
 * door_proxy_queue_attend:
 * @page: the number of a page that is in front
 *
 * The person turned to that page, or to its window: each window has a page in front.
 */
void
door_proxy_queue_attend (DoorProxyQueue *self, guint64 page)
{
  g_return_if_fail (DOOR_IS_PROXY_QUEUE (self));

  self->attended = page;
  door_proxy_queue_set_in_front (self, page, TRUE);
}

/**
 * door_proxy_queue_is_place:
 *
 * Returns: whether @prompt is shown in @page
 */
gboolean
door_proxy_queue_is_place (DoorProxyQueue *self, DoorPrompt *prompt, guint64 page)
{
  const Question *question;

  g_return_val_if_fail (DOOR_IS_PROXY_QUEUE (self), FALSE);

  question = find_question (self, prompt);

  return question != NULL && question->place == page;
}

/**
 * door_proxy_queue_set_opener:
 * @page: the page in which the question was put to the person
 *
 * The event log knows it by that page, wherever it is answered.
 */
void
door_proxy_queue_set_opener (DoorProxyQueue *self, DoorPrompt *prompt, guint64 page)
{
  Question *question;

  g_return_if_fail (DOOR_IS_PROXY_QUEUE (self));

  question = find_question (self, prompt);
  if (question != NULL)
    question->opener = page;
}

/**
 * door_proxy_queue_get_opener:
 *
 * Returns: the page in which the question was put to the person, 0 before that
 */
guint64
door_proxy_queue_get_opener (DoorProxyQueue *self, DoorPrompt *prompt)
{
  const Question *question;

  g_return_val_if_fail (DOOR_IS_PROXY_QUEUE (self), 0);

  question = find_question (self, prompt);

  return question != NULL ? question->opener : 0;
}

/**
 * door_proxy_queue_may_open:
 *
 * What is before the person can be answered, and is asked, whatever another proxy asks behind it.
 *
 * Returns: whether @prompt is in a page in front, or no other proxy asks at the moment or waits
 *   longer
 */
gboolean
door_proxy_queue_may_open (DoorProxyQueue *self, DoorPrompt *prompt)
{
  Question *question;

  g_return_val_if_fail (DOOR_IS_PROXY_QUEUE (self), FALSE);

  question = find_question (self, prompt);

  return question != NULL
         && (question == g_ptr_array_index (self->questions, 0)
             || is_page_in_front (question, question->place));
}
