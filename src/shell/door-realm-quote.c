/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-realm-quote.h"

#include <glib/gi18n-lib.h>

#include "door-display-text.h"

static gboolean
is_written_from_right (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    switch (g_unichar_get_script (g_utf8_get_char (p)))
      {
      case G_UNICODE_SCRIPT_ARABIC:
      case G_UNICODE_SCRIPT_HEBREW:
      case G_UNICODE_SCRIPT_NKO:
      case G_UNICODE_SCRIPT_SYRIAC:
      case G_UNICODE_SCRIPT_THAANA:
        return TRUE;
      default:
        break;
      }

  return FALSE;
}

/**
 * door_realm_quote_new:
 * @space: what a server asks a login for
 *
 * Returns: (transfer full) (nullable): what the server calls @space, in words that say whose words
 *   those are; %NULL when it calls it nothing that can be shown
 */
char *
door_realm_quote_new (DoorProtectionSpace *space)
{
  const char *realm = door_protection_space_get_realm (space);
  gboolean proxy = door_protection_space_get_target (space) == DOOR_TARGET_PROXY;
  g_autofree char *shown = realm != NULL ? door_display_text_for_realm (realm) : NULL;
  g_autofree char *isolated = NULL;

  if (shown == NULL || *shown == '\0')
    return NULL;

  /* Words written from right to left must not run out of their quotation marks. */
  if (is_written_from_right (shown))
    isolated = g_strconcat ("\u2068", shown, "\u2069", NULL);

  return g_strdup_printf (proxy ? _ ("The proxy says: “%s”") : _ ("The site says: “%s”"),
                          isolated != NULL ? isolated : shown);
}
