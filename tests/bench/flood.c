/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-network-link.h"
#include "door-page.h"

#include <libsoup/soup.h>
#include <stdlib.h>
#include <string.h>

/* What a page that fires challenges costs everybody else, side by side with a bare view that
 * answers every one with nothing. The server is a process of its own: its work must not count as
 * ours. */

#define ROUNDS 5
#define N_LOADS 5
#define N_REALMS 100
#define N_TABS 50

/* Of a realm that is still kept as it is. */
#define MUCH 12000

/* Of how much there is. */
typedef struct
{
  guint n_challenges;
  guint n_fetches;
  gboolean check; /* what does not depend on time must hold */
} Size;

static const Size full = { .n_challenges = 1000, .n_fetches = 10000 };
static const Size reduced = { .n_challenges = 200, .n_fetches = 400, .check = TRUE };

/* The server */

static void
reply (SoupServerMessage *message, guint status, const char *body)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_COPY, body, strlen (body));
}

static void
ask (SoupServerMessage *message, const char *realm)
{
  g_autofree char *field = g_strdup_printf ("Basic realm=\"%s\"", realm);

  soup_message_headers_append (soup_server_message_get_response_headers (message),
                               "WWW-Authenticate", field);
  reply (message, SOUP_STATUS_UNAUTHORIZED, "<title>asks</title>");
}

static void
handle (SoupServer *server,
        SoupServerMessage *message,
        const char *path,
        GHashTable *query,
        gpointer user_data)
{
  guint *n_tab_requests = user_data;
  gboolean signed_in
      = soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                      "Authorization")
        != NULL;

  if (g_str_has_prefix (path, "/realm/"))
    {
      g_autofree char *realm = g_strdup_printf ("%d", atoi (path + strlen ("/realm/")) % N_REALMS);

      ask (message, realm);
    }
  else if (g_str_has_prefix (path, "/tab/"))
    {
      n_tab_requests[atoi (path + strlen ("/tab/"))]++;
      if (signed_in)
        reply (message, SOUP_STATUS_OK, "<title>tab</title>");
      else
        ask (message, "Tabs");
    }
  else if (g_str_has_prefix (path, "/quiet/"))
    {
      n_tab_requests[atoi (path + strlen ("/quiet/"))]++;
      ask (message, "Quiet");
    }
  else if (g_str_has_prefix (path, "/much/"))
    {
      g_autofree char *realm = g_strnfill (MUCH, 'x');

      /* Another one each time. */
      memcpy (realm, path + strlen ("/much/"), MIN (MUCH, strlen (path + strlen ("/much/"))));
      ask (message, realm);
    }
  else if (g_str_equal (path, "/hostile"))
    {
      reply (
          message, SOUP_STATUS_OK,
          "<title>hostile</title><script>"
          "let round = 0; const long = 'x'.repeat (6000);"
          "const frames = [0, 1, 2, 3].map (() => {"
          "  const frame = document.createElement ('iframe');"
          "  frame.onload = () => { if (frame.isConnected && frame.src) next (frame); };"
          "  return frame; });"
          "const next = frame => {"
          "  if (++round > 400) { if (round == 404) document.title = 'done'; return; }"
          "  const name = Math.random () + '/' + round;"
          "  fetch ('/much/' + name);"
          "  frame.src = '/much/' + name + 'f?' + long; };"
          "for (const frame of frames) { document.documentElement.append (frame); next (frame); }"
          "</script>");
    }
  else if (g_str_equal (path, "/count"))
    {
      g_autofree char *body = NULL;
      guint most = 0;

      for (guint i = 0; i < N_TABS; i++)
        most = MAX (most, n_tab_requests[i]);
      memset (n_tab_requests, 0, N_TABS * sizeof *n_tab_requests);
      body = g_strdup_printf ("<title>%u</title>", most);
      reply (message, SOUP_STATUS_OK, body);
    }
  else if (g_str_has_prefix (path, "/flood/"))
    {
      g_autofree char *body
          = g_strdup_printf ("<title>flood</title><script>"
                             "const n = %d; let done = 0, next = 0;"
                             "const one = () => { if (next == n) return;"
                             "  fetch ('/realm/' + next++).finally (() => {"
                             "    if (++done == n) document.title = 'done'; one (); }); };"
                             "for (let i = 0; i < 50; i++) one ();"
                             "</script>",
                             atoi (path + strlen ("/flood/")));

      reply (message, SOUP_STATUS_OK, body);
    }
  else
    {
      reply (message, SOUP_STATUS_OK, "<title>public</title><p>Small and public.");
    }
}

static int
serve (void)
{
  g_autoptr (SoupServer) server = g_object_new (SOUP_TYPE_SERVER, NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoslist (GUri) uris = NULL;
  g_autofree guint *n_tab_requests = g_new0 (guint, N_TABS);

  soup_server_add_handler (server, NULL, handle, n_tab_requests, NULL);
  if (!soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error))
    g_error ("%s", error->message);
  uris = soup_server_get_uris (server);
  g_print ("%d\n", g_uri_get_port (uris->data));
  g_main_loop_run (loop);

  return EXIT_SUCCESS;
}

static GSubprocess *
start_server (const char *program, char **base)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--serve", NULL);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;

  if (process == NULL)
    g_error ("%s", error->message);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  if (line == NULL)
    g_error ("The server has said nothing");
  *base = g_strdup_printf ("http://127.0.0.1:%s", line);

  return process;
}

/* Measuring */

typedef struct
{
  gint64 last;
  gint64 longest;
} Stall;

static gboolean
on_tick (gpointer user_data)
{
  Stall *stall = user_data;
  gint64 now = g_get_monotonic_time ();

  stall->longest = MAX (stall->longest, now - stall->last);
  stall->last = now;

  return G_SOURCE_CONTINUE;
}

static gint64
private_kib (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return 0;
  line = strstr (text, "Private_Dirty:");

  return line != NULL ? atoll (line + strlen ("Private_Dirty:")) : 0;
}

/* A machine that is that slow measures nothing. */
#define PATIENCE_SECONDS 120

static gboolean
on_too_late (gpointer what)
{
  g_error ("Waited too long for %s", (const char *)what);

  return G_SOURCE_REMOVE;
}

#define WAIT_FOR(condition)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    guint watch = g_timeout_add_seconds (PATIENCE_SECONDS, on_too_late, (gpointer) #condition);    \
                                                                                                   \
    while (!(condition))                                                                           \
      g_main_context_iteration (NULL, TRUE);                                                       \
    g_source_remove (watch);                                                                       \
  }                                                                                                \
  G_STMT_END

static gboolean
has_title (WebKitWebView *view, const char *title)
{
  return g_strcmp0 (webkit_web_view_get_title (view), title) == 0;
}

static double
load (WebKitWebView *view, const char *base, const char *path, const char *title, Stall *stall)
{
  g_autofree char *uri = g_strconcat (base, path, NULL);
  gint64 start;
  guint tick = 0;

  webkit_web_view_load_uri (view, "about:blank");
  WAIT_FOR (!has_title (view, title) && !webkit_web_view_is_loading (view));
  start = g_get_monotonic_time ();
  if (stall != NULL)
    {
      *stall = (Stall){ .last = start };
      tick = g_timeout_add (1, on_tick, stall);
    }
  webkit_web_view_load_uri (view, uri);
  WAIT_FOR (has_title (view, title));
  if (tick != 0)
    g_source_remove (tick);

  return (double)(g_get_monotonic_time () - start) / 1000;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double difference = *(const double *)a - *(const double *)b;

  return difference < 0 ? -1 : difference > 0;
}

static double
median (double *values, gsize n)
{
  qsort (values, n, sizeof *values, compare);

  return values[n / 2];
}

static gboolean
on_bare_authenticate (WebKitWebView *view, WebKitAuthenticationRequest *request, gpointer user_data)
{
  webkit_authentication_request_authenticate (request, NULL);

  return TRUE;
}

/* Of those that were taken one right after the other. */
static double
median_ratio (const double *ours, const double *theirs, gsize n)
{
  g_autofree double *ratios = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    ratios[i] = ours[i] / theirs[i];

  return median (ratios, n);
}

typedef struct
{
  guint n_opened;
} Opened;

static void
on_event (DoorSession *session, GVariant *event, Opened *opened)
{
  const char *kind = NULL;

  if (g_variant_lookup (event, "event", "&s", &kind) && g_str_equal (kind, "prompt-opened"))
    opened->n_opened++;
}

static DoorPage *
open_page (DoorWebContext *context, GtkBox *box)
{
  DoorPage *page = door_page_new (context);

  gtk_box_append (box, GTK_WIDGET (door_page_get_view (page)));

  return page;
}

static void
measure_fetches (DoorWebContext *context,
                 GtkBox *box,
                 const char *base,
                 const Size *size,
                 Opened *opened)
{
  g_autoptr (DoorPage) page = open_page (context, box);
  g_autoptr (WebKitNetworkSession) bare_session = webkit_network_session_new_ephemeral ();
  WebKitWebView *bare = g_object_new (WEBKIT_TYPE_WEB_VIEW, "network-session", bare_session, NULL);
  g_autofree char *path = g_strdup_printf ("/flood/%u", size->n_fetches);
  double ours[ROUNDS];
  double theirs[ROUNDS];
  double our_stalls[ROUNDS];
  double their_stalls[ROUNDS];
  double ratio;
  gint64 before = 0;
  gint64 after = 0;

  g_signal_connect (bare, "authenticate", G_CALLBACK (on_bare_authenticate), NULL);
  gtk_box_append (box, GTK_WIDGET (bare));
  opened->n_opened = 0;

  for (guint i = 0; i < ROUNDS; i++)
    {
      Stall stall;

      theirs[i] = load (bare, base, path, "done", &stall);
      their_stalls[i] = (double)stall.longest / 1000;
      /* The first round fills what every program fills once. */
      if (i == 1)
        before = private_kib ();
      ours[i] = load (door_page_get_view (page), base, path, "done", &stall);
      our_stalls[i] = (double)stall.longest / 1000;
      if (i == 1)
        after = private_kib ();
    }

  ratio = median_ratio (ours, theirs, ROUNDS);
  g_print ("%u fetches answered 401: %.0f ms, bare view %.0f ms, ratio %.2f (aim: 1.1)\n",
           size->n_fetches, median (ours, ROUNDS), median (theirs, ROUNDS), ratio);
  ratio = median_ratio (our_stalls, their_stalls, ROUNDS);
  g_print ("  longest stall of the main loop: %.1f ms, bare view %.1f ms, ratio %.2f (aim: 1.5)\n",
           median (our_stalls, ROUNDS), median (their_stalls, ROUNDS), ratio);
  g_print ("  growth of the shell's private memory: %" G_GINT64_FORMAT " KiB (aim: 4096)\n",
           after - before);
  g_print ("  sheets opened: %u (aim: at most 1)\n", opened->n_opened);
  if (size->check)
    {
      g_assert_cmpuint (opened->n_opened, <=, 1);
      g_assert_cmpint (after - before, <=, 4096);
    }
  gtk_box_remove (box, GTK_WIDGET (bare));
  gtk_box_remove (box, GTK_WIDGET (door_page_get_view (page)));
}

/* Frames and fetches with realms and addresses that are long, and others each time. */
static void
measure_hostile (DoorWebContext *context, GtkBox *box, const char *base, const Size *size)
{
  g_autoptr (DoorPage) page = open_page (context, box);
  gint64 growth = 0;

  for (guint i = 0; i < 3; i++)
    {
      gint64 before = private_kib ();

      load (door_page_get_view (page), base, "/hostile", "done", NULL);
      growth = private_kib () - before;
    }

  g_print (
      "800 long challenges of as many frames and fetches: growth of the shell's private memory: "
      "%" G_GINT64_FORMAT " KiB (aim: 4096)\n",
      growth);
  if (size->check)
    g_assert_cmpint (growth, <=, 4096);
  gtk_box_remove (box, GTK_WIDGET (door_page_get_view (page)));
}

static void
measure_other_tab (DoorWebContext *context, GtkBox *box, const char *base, const Size *size)
{
  g_autoptr (DoorPage) flooded = open_page (context, box);
  g_autoptr (DoorPage) other = open_page (context, box);
  WebKitWebView *view = door_page_get_view (other);
  g_autofree char *path = g_strdup_printf ("/flood/%u", size->n_challenges);
  double quiet[ROUNDS * N_LOADS];
  double beside[ROUNDS * N_LOADS];

  load (view, base, "/public", "public", NULL);
  /* By turns, since what else the machine does changes. */
  for (guint i = 0; i < G_N_ELEMENTS (quiet); i++)
    {
      if (i % N_LOADS == 0)
        load (door_page_get_view (flooded), base, "/public", "public", NULL);
      quiet[i] = load (view, base, "/public", "public", NULL);
      if (i % N_LOADS == N_LOADS - 1)
        {
          load (door_page_get_view (flooded), base, path, "done", NULL);
          for (guint k = i + 1 - N_LOADS; k <= i; k++)
            beside[k] = load (view, base, "/public", "public", NULL);
        }
    }

  g_print ("public page beside %u unanswered challenges in %d realms: %.1f ms, without %.1f ms, "
           "ratio %.2f (aim: 1.2)\n",
           size->n_challenges, N_REALMS, median (beside, G_N_ELEMENTS (beside)),
           median (quiet, G_N_ELEMENTS (quiet)),
           median (beside, G_N_ELEMENTS (beside)) / median (quiet, G_N_ELEMENTS (quiet)));
  gtk_box_remove (box, GTK_WIDGET (door_page_get_view (flooded)));
  gtk_box_remove (box, GTK_WIDGET (view));
}

/* Those of the tab that has most, since this was last asked. */
static guint
count_tab_requests (DoorWebContext *context, GtkBox *box, const char *base)
{
  g_autoptr (DoorPage) page = open_page (context, box);
  WebKitWebView *view = door_page_get_view (page);
  g_autofree char *uri = g_strconcat (base, "/count", NULL);
  guint n;

  webkit_web_view_load_uri (view, uri);
  WAIT_FOR (webkit_web_view_get_title (view) != NULL
            && g_ascii_isdigit (webkit_web_view_get_title (view)[0]));
  n = (guint)atoi (webkit_web_view_get_title (view));
  gtk_box_remove (box, GTK_WIDGET (view));

  return n;
}

/* As many tabs as there are come back at once. All of them wait for a login, which only the one in
 * front asks for.
 *
 * Returns: its question */
static DoorPrompt *
restore_tabs (GPtrArray *pages, const char *base, const char *path, Opened *opened)
{
  opened->n_opened = 0;
  for (guint i = 0; i < pages->len; i++)
    {
      g_autofree char *uri = g_strdup_printf ("%s%s%u", base, path, i);

      door_page_open (pages->pdata[i], uri);
    }
  for (guint i = 0; i < pages->len; i++)
    WAIT_FOR (door_page_get_prompt (pages->pdata[i]) != NULL);

  for (guint i = 0; i < pages->len; i++)
    g_assert_cmpint (door_prompt_get_state (door_page_get_prompt (pages->pdata[i])), ==,
                     i == 0 ? DOOR_PROMPT_OPEN : DOOR_PROMPT_WAITING);
  g_assert_cmpuint (opened->n_opened, ==, 1);

  return door_page_get_prompt (pages->pdata[0]);
}

static gboolean
is_quiet (DoorPage *page)
{
  return door_page_get_prompt (page) == NULL && door_page_get_notice (page) != NULL;
}

/* None of it depends on time. */
static void
check_tabs (DoorWebContext *context, GtkBox *box, const char *base, Opened *opened)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (SecretValue) password = secret_value_new ("right", -1, "text/plain");
  guint n_requests;

  for (guint i = 0; i < N_TABS; i++)
    {
      g_ptr_array_add (pages, open_page (context, box));
      door_page_set_in_front (pages->pdata[i], i == 0);
    }

  door_prompt_cancel (restore_tabs (pages, base, "/quiet/", opened));
  for (guint i = 0; i < N_TABS; i++)
    WAIT_FOR (is_quiet (pages->pdata[i]));
  n_requests = count_tab_requests (context, box, base);
  g_print (
      "%u tabs on one protected host: one Cancel quiets all, %u sheet opened (aim: 1), at most "
      "%u requests a tab (aim: 1)\n",
      N_TABS, opened->n_opened, n_requests);
  g_assert_cmpuint (opened->n_opened, ==, 1);
  g_assert_cmpuint (n_requests, ==, 1);

  door_prompt_submit (restore_tabs (pages, base, "/tab/", opened), "user", password, FALSE, NULL);
  for (guint i = 0; i < N_TABS; i++)
    WAIT_FOR (has_title (door_page_get_view (pages->pdata[i]), "tab")
              && door_page_get_prompt (pages->pdata[i]) == NULL);
  n_requests = count_tab_requests (context, box, base);
  g_print (
      "  one sign-in serves all, %u sheet opened (aim: 1), at most %u requests a tab (aim: 3)\n",
      opened->n_opened, n_requests);
  g_assert_cmpuint (opened->n_opened, ==, 1);
  g_assert_cmpuint (n_requests, <=, 3);

  for (guint i = 0; i < N_TABS; i++)
    gtk_box_remove (box, GTK_WIDGET (door_page_get_view (pages->pdata[i])));
}

int
main (int argc, char *argv[])
{
  g_autoptr (DoorNetworkLink) link = NULL;
  g_autoptr (DoorClock) clock = NULL;
  g_autoptr (DoorPolicy) policy = NULL;
  g_autoptr (DoorSession) session = NULL;
  g_autoptr (DoorWebContext) context = NULL;
  g_autoptr (GSubprocess) server = NULL;
  g_autofree char *base = NULL;
  GtkWindow *window;
  GtkBox *box;
  Opened opened = { 0 };
  const Size *size = argc == 2 && g_str_equal (argv[1], "--reduced") ? &reduced : &full;
  gboolean only_tabs = argc == 2 && g_str_equal (argv[1], "--tabs");

  if (argc == 2 && g_str_equal (argv[1], "--serve"))
    return serve ();

  if (g_getenv ("DOOR_NETWORK_MODULE_DIRECTORY") != NULL)
    {
      link = door_network_link_new (g_getenv ("DOOR_NETWORK_MODULE_DIRECTORY"));
      door_network_link_prepare_environment (link, NULL, NULL);
    }
  gtk_init ();
  server = start_server (argv[0], &base);

  clock = door_system_clock_new ();
  policy = door_policy_new_default ();
  session = door_session_new (clock, policy, TRUE);
  g_signal_connect (session, "event", G_CALLBACK (on_event), &opened);
  context = door_web_context_new (session, link, FALSE);
  window = GTK_WINDOW (gtk_window_new ());
  box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_window_set_child (window, GTK_WIDGET (box));
  gtk_window_present (window);

  if (!only_tabs)
    {
      measure_other_tab (context, box, base, size);
      measure_fetches (context, box, base, size, &opened);
      measure_hostile (context, box, base, size);
    }
  if (!size->check)
    check_tabs (context, box, base, &opened);

  gtk_window_destroy (window);
  g_subprocess_force_exit (server);

  return EXIT_SUCCESS;
}
