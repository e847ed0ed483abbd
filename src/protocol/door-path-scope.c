/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-path-scope.h"

#include <string.h>

struct _DoorPathScope
{
  gatomicrefcount references;
  DoorOrigin *origin;
  GStrv paths; /* none: nothing of the origin */
};

G_DEFINE_BOXED_TYPE (DoorPathScope, door_path_scope, door_path_scope_ref, door_path_scope_unref)

/* Returns how long a dot is at @segment, 0 for none: URL parsers take "%2e" for one too. */
static gsize
dot_length (const char *segment)
{
  if (segment[0] == '.')
    return 1;

  return g_ascii_strncasecmp (segment, "%2e", 3) == 0 ? 3 : 0;
}

/* Returns how many dots @segment, of @length octets, consists of; 0 if of anything else. */
static guint
count_dots (const char *segment, gsize length)
{
  gsize first = length > 0 ? dot_length (segment) : 0;
  gsize second = first > 0 && first < length ? dot_length (segment + first) : 0;

  if (first > 0 && first == length)
    return 1;

  return second > 0 && first + second == length ? 2 : 0;
}

/* RFC 3986 section 5.2.4 */
static char *
remove_dot_segments (const char *path)
{
  GString *clean = g_string_new (NULL);

  while (*path == '/')
    {
      const char *segment = path + 1;
      gsize length = strcspn (segment, "/");
      guint dots = count_dots (segment, length);

      if (dots == 2)
        {
          const char *last = strrchr (clean->str, '/');

          g_string_truncate (clean, last != NULL ? (gsize)(last - clean->str) : 0);
        }
      if (dots == 0)
        g_string_append_len (clean, path, (gssize)length + 1);
      else if (segment[length] == '\0')
        g_string_append_c (clean, '/');

      path = segment + length;
    }

  if (clean->len == 0)
    g_string_append_c (clean, '/');

  return g_string_free (clean, FALSE);
}

static char *
path_of_uri (const char *uri)
{
  g_autoptr (GUri) parsed
      = g_uri_parse (uri, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);

  return parsed != NULL ? remove_dot_segments (g_uri_get_path (parsed)) : NULL;
}

static DoorPathScope *
scope_new (DoorOrigin *origin, GStrv paths)
{
  DoorPathScope *scope = g_new0 (DoorPathScope, 1);

  g_atomic_ref_count_init (&scope->references);
  scope->origin = origin;
  scope->paths = paths;

  return scope;
}

/**
 * door_path_scope_new_for_basic:
 * @uri: the URI of a request whose credentials were accepted
 * @error: return location for a #DoorOriginError
 *
 * All paths at or below the last segment of the path of @uri (RFC 7617 section 2.2): "/a/b" stands
 * for "/a/" and what begins with it, and not for "/ab".
 *
 * Returns: (transfer full): the scope of a login by Basic
 */
DoorPathScope *
door_path_scope_new_for_basic (const char *uri, GError **error)
{
  g_autoptr (DoorOrigin) origin = NULL;
  g_autofree char *path = NULL;
  GStrv paths;

  g_return_val_if_fail (uri != NULL, NULL);

  origin = door_origin_new_for_uri (uri, error);
  if (origin == NULL)
    return NULL;

  path = path_of_uri (uri);
  strrchr (path, '/')[1] = '\0';
  paths = g_new0 (char *, 2);
  paths[0] = g_steal_pointer (&path);

  return scope_new (g_steal_pointer (&origin), paths);
}

/* The path of one URI in a domain, NULL if that is of another origin. */
static char *
path_of_domain (DoorOrigin *origin, const char *uri)
{
  g_autoptr (DoorOrigin) other = NULL;

  if (*uri == '/' && uri[1] != '/')
    {
      g_autofree char *path = g_strndup (uri, strcspn (uri, "?#"));

      return remove_dot_segments (path);
    }

  other = door_origin_new_for_uri (uri, NULL);

  return other != NULL && door_origin_equal (origin, other) ? path_of_uri (uri) : NULL;
}

/**
 * door_path_scope_new_for_digest:
 * @uri: the URI that was challenged
 * @domain: (nullable): the value of the domain parameter
 * @error: return location for a #DoorOriginError
 *
 * What the URIs in @domain name, and what is below them; without any, the whole origin (RFC 7616
 * section 3.3). Two things are narrower than the RFC would let them be, where it says “MAY”: a path
 * ends at the end of a segment, so that "/private" does not cover "/privateer", and URIs of other
 * origins count for nothing, so that no origin can have a login sent to another one.
 *
 * Returns: (transfer full): the scope of a login by Digest
 */
DoorPathScope *
door_path_scope_new_for_digest (const char *uri, const char *domain, GError **error)
{
  g_autoptr (DoorOrigin) origin = NULL;
  g_autoptr (GPtrArray) paths = NULL;
  gboolean names_any = FALSE;

  g_return_val_if_fail (uri != NULL, NULL);

  origin = door_origin_new_for_uri (uri, error);
  if (origin == NULL)
    return NULL;

  paths = g_ptr_array_new ();
  if (domain != NULL)
    {
      g_auto (GStrv) uris = g_strsplit_set (domain, " \t", -1);

      for (guint i = 0; uris[i] != NULL; i++)
        {
          char *path = *uris[i] != '\0' ? path_of_domain (origin, uris[i]) : NULL;

          names_any |= *uris[i] != '\0';
          if (path != NULL)
            g_ptr_array_add (paths, path);
        }
    }

  if (!names_any)
    g_ptr_array_add (paths, g_strdup ("/"));
  g_ptr_array_add (paths, NULL);

  return scope_new (g_steal_pointer (&origin), (GStrv)g_ptr_array_steal (paths, NULL));
}

/**
 * door_path_scope_new:
 * @challenge: the challenge that was answered
 * @uri: the URI of the request
 * @error: return location for a #DoorOriginError
 *
 * NTLM and Negotiate belong to a connection and not to paths: for them, as for Basic, it is the
 * path of @uri.
 *
 * Returns: (transfer full): the scope of a login with @challenge
 */
DoorPathScope *
door_path_scope_new (DoorChallenge *challenge, const char *uri, GError **error)
{
  g_return_val_if_fail (challenge != NULL, NULL);

  if (strcmp (door_challenge_get_scheme (challenge), "digest") == 0)
    return door_path_scope_new_for_digest (uri, door_challenge_get_param (challenge, "domain"),
                                           error);

  return door_path_scope_new_for_basic (uri, error);
}

DoorPathScope *
door_path_scope_ref (DoorPathScope *scope)
{
  g_return_val_if_fail (scope != NULL, NULL);

  g_atomic_ref_count_inc (&scope->references);

  return scope;
}

void
door_path_scope_unref (DoorPathScope *scope)
{
  g_return_if_fail (scope != NULL);

  if (!g_atomic_ref_count_dec (&scope->references))
    return;

  door_origin_unref (scope->origin);
  g_strfreev (scope->paths);
  g_free (scope);
}

/**
 * door_path_scope_get_origin:
 *
 * Returns: (transfer none): the one origin that the scope is in
 */
DoorOrigin *
door_path_scope_get_origin (DoorPathScope *scope)
{
  return scope->origin;
}

/**
 * door_path_scope_get_paths:
 *
 * Returns: (transfer none) (array zero-terminated=1): the paths that it begins at
 */
const char *const *
door_path_scope_get_paths (DoorPathScope *scope)
{
  return (const char *const *)scope->paths;
}

/* "/a" and "/a/" cover "/a/b", "/a" covers itself, and neither covers "/ab". */
static gboolean
path_covers (const char *scope, const char *path)
{
  gsize length = strlen (scope);

  return strncmp (scope, path, length) == 0
         && (scope[length - 1] == '/' || path[length] == '/' || path[length] == '\0');
}

/**
 * door_path_scope_match:
 * @uri: a URI that is about to be requested
 *
 * Credentials may be sent ahead with a request that the scope covers. Where several scopes cover
 * it, the one with the highest value does so most closely.
 *
 * Returns: how long the path is by which @uri is covered, %DOOR_PATH_SCOPE_OUTSIDE if it is not
 */
int
door_path_scope_match (DoorPathScope *scope, const char *uri)
{
  g_autoptr (DoorOrigin) origin = NULL;
  g_autofree char *path = NULL;
  int closest = DOOR_PATH_SCOPE_OUTSIDE;

  g_return_val_if_fail (scope != NULL, DOOR_PATH_SCOPE_OUTSIDE);
  g_return_val_if_fail (uri != NULL, DOOR_PATH_SCOPE_OUTSIDE);

  origin = door_origin_new_for_uri (uri, NULL);
  if (origin == NULL || !door_origin_equal (origin, scope->origin))
    return DOOR_PATH_SCOPE_OUTSIDE;

  path = path_of_uri (uri);
  for (guint i = 0; scope->paths[i] != NULL; i++)
    if (path_covers (scope->paths[i], path))
      closest = MAX (closest, (int)strlen (scope->paths[i]));

  return closest;
}

/**
 * door_path_scope_covers:
 *
 * Returns: whether credentials may be sent ahead to @uri
 */
gboolean
door_path_scope_covers (DoorPathScope *scope, const char *uri)
{
  return door_path_scope_match (scope, uri) != DOOR_PATH_SCOPE_OUTSIDE;
}
