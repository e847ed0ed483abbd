/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-origin-pattern.h"

#include <arpa/inet.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

struct _DoorOriginPattern
{
  gatomicrefcount references;
  DoorOrigin *origin; /* with the stars in its host */
  char **labels;      /* of the host; NULL: no stars in it */
  guint n_literal;    /* characters of the host that are not stars */
};

G_DEFINE_BOXED_TYPE (DoorOriginPattern,
                     door_origin_pattern,
                     door_origin_pattern_ref,
                     door_origin_pattern_unref)

static gboolean
refuse (GError **error, const char *what, const char *text)
{
  g_autofree char *readable = g_utf8_make_valid (text, -1);
  g_autofree char *message = g_strdup_printf ("“%s” %s", readable, what);

  g_set_error_literal (error, DOOR_ORIGIN_ERROR, DOOR_ORIGIN_ERROR_INVALID, message);

  return FALSE;
}

/* Letters, digits, hyphens, and the underscore that some intranets have (RFC 1123 section 2.1). */
static gboolean
is_label (const char *label)
{
  gsize length = strlen (label);

  if (length == 0 || length > 63)
    return FALSE;

  for (const char *p = label; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("-_*", *p) == NULL)
      return FALSE;

  return TRUE;
}

static gboolean
is_number (const char *label)
{
  return label[strspn (label, "0123456789")] == '\0';
}

static gboolean
check_labels (char **labels, const char *text, GError **error)
{
  guint n = g_strv_length (labels);
  gboolean stars = FALSE;

  for (guint i = 0; i < n; i++)
    {
      if (!is_label (labels[i]))
        return refuse (error, _ ("has no host that could exist"), text);

      stars = stars || strchr (labels[i], '*') != NULL;
      if (strstr (labels[i], "**") != NULL)
        return refuse (error, _ ("has two stars where one says the same"), text);
    }

  if (strchr (labels[n - 1], '*') != NULL)
    return refuse (error,
                   _ ("has a star in the last part of the host, which would match anybody’s"),
                   text);
  if (stars && is_number (labels[n - 1]))
    return refuse (error, _ ("has a star in an IP address; write each address"), text);

  return TRUE;
}

/* g_uri_parse() takes any port of digits, and leaves 0 and a port that is empty alone. */
static gboolean
check_port (const char *authority, const char *text, GError **error)
{
  const char *end = strrchr (authority, ']');
  const char *colon = strchr (end != NULL ? end : authority, ':');

  if (colon == NULL || (*authority == '[' && end == NULL))
    return TRUE;
  if (colon[1] == '\0' || !is_number (colon + 1) || strlen (colon + 1) > 5 || atoi (colon + 1) < 1
      || atoi (colon + 1) > G_MAXUINT16)
    return refuse (error, _ ("has no port from 1 to 65535 after the colon"), text);

  return TRUE;
}

static DoorOrigin *
parse (const char *text, GError **error)
{
  const char *authority = strstr (text, "://");
  g_autofree char *scheme = NULL;
  g_autofree char *rest = NULL;
  DoorOrigin *origin;
  char *slash;

  /* What stands before the @ may be a password: it is not quoted. */
  if (strchr (text, '@') != NULL)
    {
      g_set_error_literal (error, DOOR_ORIGIN_ERROR, DOOR_ORIGIN_ERROR_INVALID,
                           _ ("an origin has no user information; write https://HOST:PORT"));
      return NULL;
    }

  if (authority == NULL)
    {
      refuse (error, _ ("is not an origin; write https://HOST or https://HOST:PORT"), text);
      return NULL;
    }

  scheme = g_ascii_strdown (text, authority - text);
  rest = g_strdup (authority + strlen ("://"));
  if (strcmp (scheme, "http") != 0 && strcmp (scheme, "https") != 0)
    {
      refuse (error, _ ("begins with neither http:// nor https://"), text);
      return NULL;
    }

  /* One slash at the end is how addresses are copied. */
  slash = strpbrk (rest, "/?#");
  if (slash != NULL && strcmp (slash, "/") == 0)
    *slash = '\0';
  if (strpbrk (rest, "/?#\\") != NULL)
    {
      refuse (error, _ ("has more than scheme, host and port; write https://HOST:PORT"), text);
      return NULL;
    }

  if (!check_port (rest, text, error))
    return NULL;

  /* GLib would decode it. */
  origin = strchr (rest, '%') == NULL ? door_origin_new_for_uri (text, NULL) : NULL;
  if (origin == NULL)
    refuse (error, _ ("has no host that could exist"), text);

  return origin;
}

static gboolean
is_address (const char *host)
{
  struct in6_addr address;

  return inet_pton (AF_INET6, host, &address) == 1;
}

/**
 * door_origin_pattern_new:
 * @text: SCHEME://HOST or SCHEME://HOST:PORT, with stars in the host if it is meant for several; a
 *   port that is left out is the default one of the scheme
 * @error: return location for a #DoorOriginError, whose message is translated and quotes @text
 *
 * Returns: (transfer full): the pattern
 */
DoorOriginPattern *
door_origin_pattern_new (const char *text, GError **error)
{
  g_autoptr (DoorOrigin) origin = NULL;
  g_auto (GStrv) labels = NULL;
  DoorOriginPattern *pattern;
  const char *host;

  g_return_val_if_fail (text != NULL, NULL);

  origin = parse (text, error);
  if (origin == NULL)
    return NULL;

  host = door_origin_get_host (origin);
  labels = is_address (host) ? NULL : g_strsplit (host, ".", -1);
  if (labels != NULL && !check_labels (labels, text, error))
    return NULL;

  pattern = g_new0 (DoorOriginPattern, 1);
  g_atomic_ref_count_init (&pattern->references);
  pattern->origin = g_steal_pointer (&origin);
  for (const char *p = host; *p != '\0'; p++)
    pattern->n_literal += *p != '*';
  if (strchr (host, '*') != NULL)
    pattern->labels = g_steal_pointer (&labels);

  return pattern;
}

DoorOriginPattern *
door_origin_pattern_ref (DoorOriginPattern *pattern)
{
  g_return_val_if_fail (pattern != NULL, NULL);

  g_atomic_ref_count_inc (&pattern->references);

  return pattern;
}

void
door_origin_pattern_unref (DoorOriginPattern *pattern)
{
  g_return_if_fail (pattern != NULL);

  if (!g_atomic_ref_count_dec (&pattern->references))
    return;

  door_origin_unref (pattern->origin);
  g_strfreev (pattern->labels);
  g_free (pattern);
}

/**
 * door_origin_pattern_get_origin:
 *
 * Returns: (transfer none) (nullable): the only origin that matches, %NULL if there are several
 */
DoorOrigin *
door_origin_pattern_get_origin (DoorOriginPattern *pattern)
{
  return pattern->labels == NULL ? pattern->origin : NULL;
}

/* A star stands for one character at least; the longest host is short, so that trying each length
 * is cheap. */
static gboolean
label_matches (const char *glob, const char *label)
{
  const char *star = NULL; /* the last one passed, and where what it stands for begins */
  const char *start = NULL;

  while (*label != '\0')
    {
      if (*glob == '*')
        {
          star = ++glob;
          start = ++label;
        }
      else if (*glob == *label)
        {
          glob++;
          label++;
        }
      else if (star != NULL)
        {
          glob = star;
          label = ++start;
        }
      else
        {
          return FALSE;
        }
    }

  return *glob == '\0';
}

/**
 * door_origin_pattern_matches:
 *
 * Returns: whether @origin is meant by @pattern
 */
gboolean
door_origin_pattern_matches (DoorOriginPattern *pattern, DoorOrigin *origin)
{
  g_auto (GStrv) labels = NULL;

  if (pattern->labels == NULL)
    return door_origin_equal (pattern->origin, origin);

  if (strcmp (door_origin_get_scheme (pattern->origin), door_origin_get_scheme (origin)) != 0
      || door_origin_get_port (pattern->origin) != door_origin_get_port (origin)
      || strchr (door_origin_get_host (origin), ':') != NULL)
    return FALSE;

  labels = g_strsplit (door_origin_get_host (origin), ".", -1);
  if (g_strv_length (labels) != g_strv_length (pattern->labels))
    return FALSE;

  for (guint i = 0; labels[i] != NULL; i++)
    if (!label_matches (pattern->labels[i], labels[i]))
      return FALSE;

  return TRUE;
}

/**
 * door_origin_pattern_compare:
 *
 * An origin is more specific than a glob, and of two globs the one that leaves less open.
 *
 * Returns: less than 0 if @a is more specific than @b, more than 0 if it is less, 0 if neither is
 */
int
door_origin_pattern_compare (DoorOriginPattern *a, DoorOriginPattern *b)
{
  if ((a->labels == NULL) != (b->labels == NULL))
    return a->labels == NULL ? -1 : 1;

  return a->labels == NULL ? 0 : (int)b->n_literal - (int)a->n_literal;
}

/**
 * door_origin_pattern_to_string:
 *
 * Returns: the pattern, normalised
 */
const char *
door_origin_pattern_to_string (DoorOriginPattern *pattern)
{
  return door_origin_to_string (pattern->origin);
}
