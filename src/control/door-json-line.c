/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-json-line.h"

#include <json-glib/json-glib.h>

/* What ends a line for some readers, moves a terminal's cursor, or shows text in another order than
 * it has. Below U+0020 nothing is left: JSON has escaped it. */
static gboolean
is_unseen (gunichar letter)
{
  GUnicodeType type = g_unichar_type (letter);

  return !g_unichar_isprint (letter) || type == G_UNICODE_LINE_SEPARATOR
         || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

static void
append_escaped (GString *line, gunichar letter)
{
  gunichar rest = letter - 0x10000;

  if (letter < 0x10000)
    g_string_append_printf (line, "\\u%04x", letter);
  else
    g_string_append_printf (line, "\\u%04x\\u%04x", 0xd800 | rest >> 10, 0xdc00 | (rest & 0x3ff));
}

/**
 * door_json_line_new:
 * @object: a{sv}
 *
 * Much in an event was chosen by a server: whatever it is, it stays one line, of characters that
 * can be seen (RFC 8259 section 7).
 *
 * Returns: (transfer full): @object in JSON, without the end of the line
 */
char *
door_json_line_new (GVariant *object)
{
  g_autoptr (JsonNode) node = json_gvariant_serialize (object);
  g_autofree char *json = json_to_string (node, FALSE);
  GString *line = g_string_sized_new (512);

  for (const char *c = json; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (is_unseen (letter))
        append_escaped (line, letter);
      else
        g_string_append_unichar (line, letter);
    }

  return g_string_free (line, FALSE);
}
