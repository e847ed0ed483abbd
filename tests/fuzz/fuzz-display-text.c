/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Text from a stranger, as realm, scheme and host. */

#include "door-display-text.h"
#include "fuzz-input.h"

static void
check_text (const char *text, glong max_length)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (text, -1), <=, max_length);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      switch (g_unichar_type (character))
        {
        case G_UNICODE_CONTROL:
        case G_UNICODE_FORMAT:
        case G_UNICODE_LINE_SEPARATOR:
        case G_UNICODE_PARAGRAPH_SEPARATOR:
        case G_UNICODE_PRIVATE_USE:
        case G_UNICODE_SURROGATE:
        case G_UNICODE_UNASSIGNED:
          g_assert_not_reached ();
        default:
          g_assert_true (character != '"' && character != 0x201c && character != 0x201d);
          break;
        }
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *raw = fuzz_input_take_string (&data, &size);
  g_autofree char *realm = door_display_text_for_realm (raw);
  g_autofree char *again = door_display_text_for_realm (realm);
  g_autofree char *scheme = door_display_text_for_scheme (raw);
  g_autofree char *host = door_display_text_for_host (raw);
  g_autoptr (DoorOrigin) origin = door_origin_new_for_uri (raw, NULL);

  check_text (realm, DOOR_DISPLAY_TEXT_MAX_LENGTH);
  g_assert_cmpstr (again, ==, realm);
  check_text (scheme, DOOR_DISPLAY_TEXT_MAX_SCHEME_LENGTH);
  check_text (host, 260);

  if (origin != NULL)
    {
      g_autofree char *shown = door_display_text_for_origin (origin);

      check_text (shown, 270);
    }

  return 0;
}
