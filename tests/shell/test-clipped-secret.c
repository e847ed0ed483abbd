/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-clipped-secret.h"

#include "testlib-clock.h"

static void
on_text (GObject *source, GAsyncResult *result, gpointer user_data)
{
  char **text = user_data;
  g_autoptr (GError) error = NULL;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);
  if (*text == NULL)
    *text = g_strdup ("(nothing)");
}

static char *
paste (GdkClipboard *clipboard)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (clipboard, NULL, on_text, &text);
  while (text == NULL)
    g_main_context_iteration (NULL, TRUE);

  return text;
}

static void
assert_pasted (GdkClipboard *clipboard, const char *expected)
{
  g_autofree char *text = paste (clipboard);

  g_assert_cmpstr (text, ==, expected);
}

static void
put (GdkClipboard *clipboard, const char *text, DoorTestClock *clock)
{
  SecretValue *secret = secret_value_new (text, -1, "text/plain");

  door_clipped_secret_put (clipboard, secret, DOOR_CLOCK (clock));
  secret_value_unref (secret);
}

static void
test_forgotten (void)
{
  GdkClipboard *clipboard = gdk_display_get_clipboard (gdk_display_get_default ());
  g_autoptr (DoorTestClock) clock = door_test_clock_new ();

  put (clipboard, "okapi", clock);
  assert_pasted (clipboard, "okapi");
  door_test_clock_advance (clock, DOOR_CLIPPED_SECRET_S - 1);
  assert_pasted (clipboard, "okapi");
  door_test_clock_advance (clock, 1);
  g_assert_null (gdk_clipboard_get_content (clipboard));
  assert_pasted (clipboard, "(nothing)");
}

/* What somebody copied afterwards is theirs; and a second password has its own time. */
static void
test_only_its_own (void)
{
  GdkClipboard *clipboard = gdk_display_get_clipboard (gdk_display_get_default ());
  g_autoptr (DoorTestClock) clock = door_test_clock_new ();

  put (clipboard, "okapi", clock);
  gdk_clipboard_set_text (clipboard, "something else");
  door_test_clock_advance (clock, DOOR_CLIPPED_SECRET_S);
  assert_pasted (clipboard, "something else");

  put (clipboard, "okapi", clock);
  door_test_clock_advance (clock, DOOR_CLIPPED_SECRET_S - 1);
  put (clipboard, "tapir", clock);
  door_test_clock_advance (clock, DOOR_CLIPPED_SECRET_S - 1);
  assert_pasted (clipboard, "tapir");
  door_test_clock_advance (clock, 1);
  assert_pasted (clipboard, "(nothing)");
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gdk_clipboard_store_finish (GDK_CLIPBOARD (source), result, NULL);
  *(gboolean *)user_data = TRUE;
}

/* Others see text, and that it is not for their histories; nobody gets it to keep. */
static void
test_formats (void)
{
  GdkClipboard *clipboard = gdk_display_get_clipboard (gdk_display_get_default ());
  g_autoptr (DoorTestClock) clock = door_test_clock_new ();
  GdkContentFormats *formats;
  g_autoptr (GdkContentFormats) storable = NULL;
  gboolean stored = FALSE;
  gsize n_types;

  put (clipboard, "okapi", clock);
  formats = gdk_clipboard_get_formats (clipboard);
  g_assert_true (gdk_content_formats_contain_mime_type (formats, "text/plain;charset=utf-8"));
  g_assert_true (gdk_content_formats_contain_mime_type (formats, "x-kde-passwordManagerHint"));

  storable = gdk_content_provider_ref_storable_formats (gdk_clipboard_get_content (clipboard));
  gdk_content_formats_get_mime_types (storable, &n_types);
  g_assert_cmpuint (n_types, ==, 0);
  gdk_clipboard_store_async (clipboard, G_PRIORITY_DEFAULT, NULL, on_stored, &stored);
  while (!stored)
    g_main_context_iteration (NULL, TRUE);
  door_test_clock_advance (clock, DOOR_CLIPPED_SECRET_S);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();

  g_test_add_func ("/clipped-secret/forgotten", test_forgotten);
  g_test_add_func ("/clipped-secret/only-its-own", test_only_its_own);
  g_test_add_func ("/clipped-secret/formats", test_formats);

  return g_test_run ();
}
