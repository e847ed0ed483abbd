/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-secret-source.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _DoorSecretSource
{
  gatomicrefcount references;
  DoorSecretSourceKind kind;
  char *text;
  const char *name; /* in the text, after the colon */
};

G_DEFINE_BOXED_TYPE (DoorSecretSource,
                     door_secret_source,
                     door_secret_source_ref,
                     door_secret_source_unref)

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, message);

  return FALSE;
}

static gboolean
is_variable (const char *name)
{
  if (*name == '\0' || g_ascii_isdigit (*name))
    return FALSE;

  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '_')
      return FALSE;

  return TRUE;
}

static gboolean
check_name (DoorSecretSourceKind kind, const char *name, GError **error)
{
  switch (kind)
    {
    case DOOR_SECRET_SOURCE_FILE:
      if (!g_path_is_absolute (name))
        return refuse (error, _ ("the file has no absolute path; write file:/PATH"));
      break;
    case DOOR_SECRET_SOURCE_CREDENTIAL:
      if (*name == '\0' || strchr (name, '/') != NULL || strcmp (name, ".") == 0
          || strcmp (name, "..") == 0)
        return refuse (error, _ ("the credential has no name; write credential:NAME as in "
                                 "LoadCredential= of the unit"));
      break;
    case DOOR_SECRET_SOURCE_ENVIRONMENT:
      if (!is_variable (name))
        return refuse (error, _ ("the variable has no name of letters, digits and “_”; write "
                                 "env:NAME"));
      break;
    case DOOR_SECRET_SOURCE_KEYRING:
    default:
      if (*name != '\0')
        return refuse (error, _ ("nothing comes after “keyring”"));
      break;
    }

  return TRUE;
}

/**
 * door_secret_source_new:
 * @text: keyring, file:PATH, credential:NAME or env:NAME
 * @error: return location for a #GIOError, whose message is translated and does not quote @text
 *
 * Returns: (transfer full): the source, of which nothing has been read
 */
DoorSecretSource *
door_secret_source_new (const char *text, GError **error)
{
  static const struct
  {
    const char *prefix;
    DoorSecretSourceKind kind;
  } kinds[] = {
    { "keyring", DOOR_SECRET_SOURCE_KEYRING },
    { "file:", DOOR_SECRET_SOURCE_FILE },
    { "credential:", DOOR_SECRET_SOURCE_CREDENTIAL },
    { "env:", DOOR_SECRET_SOURCE_ENVIRONMENT },
  };

  g_return_val_if_fail (text != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (text, kinds[i].prefix))
      {
        DoorSecretSource *source;

        if (!check_name (kinds[i].kind, text + strlen (kinds[i].prefix), error))
          return NULL;

        source = g_new0 (DoorSecretSource, 1);
        g_atomic_ref_count_init (&source->references);
        source->kind = kinds[i].kind;
        source->text = g_strdup (text);
        source->name = source->text + strlen (kinds[i].prefix);

        return source;
      }

  /* What stands there may be the password itself. */
  refuse (error, _ ("this is no place for a password; write keyring, file:PATH, credential:NAME or "
                    "env:NAME"));

  return NULL;
}

DoorSecretSource *
door_secret_source_ref (DoorSecretSource *source)
{
  g_return_val_if_fail (source != NULL, NULL);

  g_atomic_ref_count_inc (&source->references);

  return source;
}

void
door_secret_source_unref (DoorSecretSource *source)
{
  g_return_if_fail (source != NULL);

  if (!g_atomic_ref_count_dec (&source->references))
    return;

  g_free (source->text);
  g_free (source);
}

DoorSecretSourceKind
door_secret_source_get_kind (DoorSecretSource *source)
{
  return source->kind;
}

/**
 * door_secret_source_get_name:
 *
 * Returns: the path, or the name of the credential or variable; empty for the keyring
 */
const char *
door_secret_source_get_name (DoorSecretSource *source)
{
  return source->name;
}

/**
 * door_secret_source_to_string:
 *
 * Returns: the source as it was written
 */
const char *
door_secret_source_to_string (DoorSecretSource *source)
{
  return source->text;
}
