/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-download-name.h"

#include <glib/gstdio.h>
#include <string.h>

/* Room for " (999)" and for the suffix that WebKit gives to what is not complete, in the 255 bytes
 * that file systems allow. */
#define MOST_BYTES 220
#define MOST_EXTENSION_BYTES 20

/* What WebKit appends to a name until the download is complete. */
#define PARTIAL_SUFFIX ".wkdownload"

static gboolean
is_harmless (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT: /* changes of direction, and what cannot be seen */
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
      return FALSE;
    default:
      return strchr ("/\\:*?\"<>|", (int)c) == NULL || c > 127;
    }
}

/* The last extension, with its dot, or the end of @name. */
static const char *
extension_of (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL && dot != name && strlen (dot) <= MOST_EXTENSION_BYTES ? dot
                                                                            : name + strlen (name);
}

static char *
shorten (const char *name)
{
  const char *extension = extension_of (name);
  gsize room = MOST_BYTES - strlen (extension);
  const char *end = name + MIN ((gsize)(extension - name), room);

  while (end > name && ((guchar)*end & 0xc0) == 0x80)
    end--;
  return g_strdup_printf ("%.*s%s", (int)(end - name), name, extension);
}

/**
 * door_download_name_sanitize:
 * @suggested: the name that the server suggests
 *
 * Makes a name that stays in its folder, is neither hidden nor too long, and looks like what it is.
 *
 * Returns: (transfer full): a file name
 */
char *
door_download_name_sanitize (const char *suggested)
{
  g_autofree char *valid = g_utf8_make_valid (suggested, -1);
  g_autoptr (GString) name = g_string_new (NULL);
  const char *last;

  last = strrchr (valid, '/');
  last = last != NULL ? last + 1 : valid;
  for (const char *p = last; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_unichar (name, is_harmless (g_utf8_get_char (p)) ? g_utf8_get_char (p) : '_');

  g_strstrip (name->str);
  name->len = strlen (name->str);
  while (name->str[0] == '.')
    g_string_erase (name, 0, 1);
  while (name->len > 0 && name->str[name->len - 1] == '.')
    g_string_truncate (name, name->len - 1);
  if (name->len == 0)
    return g_strdup ("download");

  return shorten (name->str);
}

static gboolean
is_taken (const char *path)
{
  g_autofree char *partial = g_strconcat (path, PARTIAL_SUFFIX, NULL);
  GStatBuf status;

  /* A dangling link is not free either. */
  return g_lstat (path, &status) == 0 || g_lstat (partial, &status) == 0;
}

/**
 * door_download_name_choose:
 * @folder: where to save
 * @suggested: the name that the server suggests
 *
 * Returns: (transfer full): a path inside @folder where no file is
 */
char *
door_download_name_choose (const char *folder, const char *suggested)
{
  g_autofree char *name = door_download_name_sanitize (suggested);
  const char *extension = extension_of (name);
  char *path = g_build_filename (folder, name, NULL);

  for (guint i = 1; is_taken (path); i++)
    {
      g_autofree char *numbered
          = g_strdup_printf ("%.*s (%u)%s", (int)(extension - name), name, i, extension);

      g_free (path);
      path = g_build_filename (folder, numbered, NULL);
    }

  return path;
}
