/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-logins-window.h"
#include "door-secret-keyring.h"

#include <stdlib.h>

/* How long the page of logins takes to open with many saved logins, against few: from the call that
 * makes it until a frame with rows in it has been drawn. By turns, in one run. With --keyring it is
 * the desktop's keyring, with what there is in it, and what it prints is for logins.py. */

#define FEW 50
#define MANY 5000
#define ROUNDS 15
#define MOST_RATIO 1.5

/* A keyring that has made-up logins at hand, and nothing else. */
#define DOOR_TYPE_MADE_UP_KEYRING (door_made_up_keyring_get_type ())
G_DECLARE_FINAL_TYPE (DoorMadeUpKeyring, door_made_up_keyring, DOOR, MADE_UP_KEYRING, GObject)

struct _DoorMadeUpKeyring
{
  GObject parent_instance;

  GPtrArray *logins;
};

typedef struct
{
  DoorKeyringFoundFunc found;
  gpointer data;
} Listing;

static gboolean
tell (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Listing *listing = g_task_get_task_data (task);
  DoorMadeUpKeyring *self = g_task_get_source_object (task);

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;

  listing->found (self->logins, listing->data);
  g_task_return_boolean (task, TRUE);

  return G_SOURCE_REMOVE;
}

static void
door_made_up_keyring_list_async (DoorKeyring *keyring,
                                 gboolean unlock,
                                 DoorKeyringFoundFunc found,
                                 gpointer found_data,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (keyring, cancellable, callback, user_data);
  Listing *listing = g_new0 (Listing, 1);

  listing->found = found;
  listing->data = found_data;
  g_task_set_task_data (task, listing, g_free);
  g_idle_add_full (G_PRIORITY_DEFAULT, tell, task, NULL);
}

static gboolean
door_made_up_keyring_list_finish (DoorKeyring *keyring,
                                  GAsyncResult *result,
                                  gboolean *locked,
                                  GError **error)
{
  *locked = FALSE;

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
door_made_up_keyring_keyring_init (DoorKeyringInterface *iface)
{
  iface->list_async = door_made_up_keyring_list_async;
  iface->list_finish = door_made_up_keyring_list_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DoorMadeUpKeyring,
                               door_made_up_keyring,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DOOR_TYPE_KEYRING,
                                                      door_made_up_keyring_keyring_init))

static void
door_made_up_keyring_finalize (GObject *object)
{
  g_ptr_array_unref (DOOR_MADE_UP_KEYRING (object)->logins);

  G_OBJECT_CLASS (door_made_up_keyring_parent_class)->finalize (object);
}

static void
door_made_up_keyring_class_init (DoorMadeUpKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_made_up_keyring_finalize;
}

static void
door_made_up_keyring_init (DoorMadeUpKeyring *self)
{
  self->logins = g_ptr_array_new_with_free_func ((GDestroyNotify)door_saved_login_unref);
}

static DoorSession *
create_session (DoorClock *clock, DoorPolicy *policy, DoorKeyring *keyring)
{
  g_autoptr (DoorNeverSave) never_save = door_never_save_new ("/nonexistent/never-save");
  DoorSession *session = door_session_new (clock, policy, FALSE);

  door_session_set_keyring (session, keyring, never_save);

  return session;
}

static DoorSession *
make_up_session (DoorClock *clock, DoorPolicy *policy, guint n)
{
  g_autoptr (DoorMadeUpKeyring) keyring = g_object_new (DOOR_TYPE_MADE_UP_KEYRING, NULL);

  for (guint i = 0; i < n; i++)
    {
      /* In no order, as a keyring has them. */
      g_autofree char *host = g_strdup_printf ("host-%u.example", i * 7919 % 10007);
      g_autofree char *username = g_strdup_printf ("user-%u", i);
      g_autoptr (DoorOrigin) server = door_origin_new ("https", host, 0);
      g_autoptr (DoorProtectionSpace) space
          = door_protection_space_new (DOOR_TARGET_ORIGIN, server, "Staff");

      g_ptr_array_add (keyring->logins,
                       door_saved_login_new (&(DoorSavedLoginInfo){
                           .space = space, .scheme = "basic", .username = username }));
    }

  return create_session (clock, policy, DOOR_KEYRING (keyring));
}

static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* What is looked at after each frame. */
typedef struct
{
  GtkWidget *list;
  gboolean has_rows;
} Sight;

static void
on_painted (GdkFrameClock *clock, Sight *sight)
{
  /* The rows that a frame has drawn are mapped; a list that fills may have others above them. */
  for (GtkWidget *row = gtk_widget_get_first_child (sight->list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (gtk_widget_get_mapped (row) && gtk_widget_get_height (row) > 0)
      sight->has_rows = TRUE;
}

static double
get_time (gint64 start)
{
  return (double)(g_get_monotonic_time () - start) / 1000;
}

/* Returns the milliseconds until there was a frame with rows; and until @n rows were there, and the
 * longest time that nothing else could happen meanwhile. */
static double
open_page (DoorSession *session, guint n, double *filled, double *stalled)
{
  gint64 start = g_get_monotonic_time ();
  GtkWindow *window = GTK_WINDOW (door_logins_window_new (session));
  GtkListView *list;
  GdkFrameClock *clock;
  Sight sight = { 0 };
  double opened;

  gtk_window_present (window);
  sight.list = find_widget (GTK_WIDGET (window), GTK_TYPE_LIST_VIEW);
  list = GTK_LIST_VIEW (sight.list);
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_painted), &sight);
  while (!sight.has_rows)
    g_main_context_iteration (NULL, TRUE);
  opened = get_time (start);

  *stalled = 0;
  while (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (list))) < n)
    {
      gint64 before = g_get_monotonic_time ();

      g_main_context_iteration (NULL, FALSE);
      *stalled = MAX (*stalled, get_time (before));
    }
  *filled = get_time (start);

  g_signal_handlers_disconnect_by_func (clock, on_painted, &sight);
  gtk_window_destroy (window);
  while (g_main_context_iteration (NULL, FALSE))
    continue;

  return opened;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double first = *(const double *)a;
  double second = *(const double *)b;

  return first < second ? -1 : first > second;
}

static double
median (double *values)
{
  qsort (values, ROUNDS, sizeof *values, compare);

  return values[ROUNDS / 2];
}

/* A keyring does one thing after the other: what the last page had asked for is over when it
 * answers again. */
static void
wait_for_keyring (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", "/org/freedesktop/secrets",
                                     "org.freedesktop.Secret.Service", "ReadAlias",
                                     g_variant_new ("(s)", "default"), NULL, G_DBUS_CALL_FLAGS_NONE,
                                     -1, NULL, NULL);

  g_assert (reply != NULL);
}

static int
open_with_keyring (void)
{
  g_autoptr (DoorClock) clock = door_system_clock_new ();
  g_autoptr (DoorPolicy) policy = door_policy_new_default ();
  g_autoptr (DoorKeyring) keyring = door_secret_keyring_new (30000);
  g_autoptr (DoorSession) session = create_session (clock, policy, keyring);
  double opened[ROUNDS], ignored;

  open_page (session, 0, &ignored, &ignored);
  for (int i = 0; i < ROUNDS; i++)
    {
      wait_for_keyring ();
      opened[i] = open_page (session, 0, &ignored, &ignored);
    }
  g_print ("%.1f\n", median (opened));

  return EXIT_SUCCESS;
}

int
main (int argc, char *argv[])
{
  g_autoptr (DoorClock) clock = door_system_clock_new ();
  g_autoptr (DoorPolicy) policy = door_policy_new_default ();
  g_autoptr (DoorSession) few = NULL;
  g_autoptr (DoorSession) many = NULL;
  double of_few[ROUNDS], of_many[ROUNDS], filled[ROUNDS], stalled[ROUNDS];
  double ignored, ratio;

  adw_init ();
  if (g_strcmp0 (argv[1], "--keyring") == 0)
    return open_with_keyring ();

  few = make_up_session (clock, policy, FEW);
  many = make_up_session (clock, policy, MANY);

  /* The first of each pays for what is loaded once. */
  open_page (few, FEW, &ignored, &ignored);
  open_page (many, MANY, &ignored, &ignored);
  for (int i = 0; i < ROUNDS; i++)
    {
      of_few[i] = open_page (few, FEW, &ignored, &ignored);
      of_many[i] = open_page (many, MANY, &filled[i], &stalled[i]);
    }

  ratio = median (of_many) / median (of_few);
  g_print ("opens with %d logins: %.1f ms, with %d: %.1f ms, ratio %.2f (at most %.1f)\n", FEW,
           median (of_few), MANY, median (of_many), ratio, MOST_RATIO);
  g_print ("all %d are listed after %.0f ms; nothing waited longer than %.0f ms for it\n", MANY,
           median (filled), median (stalled));

  return ratio <= MOST_RATIO ? EXIT_SUCCESS : EXIT_FAILURE;
}
