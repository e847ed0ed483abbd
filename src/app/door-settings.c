/* SPDX-License-Identifier: LGPL-2.1-or-later */

#define G_SETTINGS_ENABLE_BACKEND

#include "door-settings.h"

#include <gio/gsettingsbackend.h>

/* A program that was not installed has its schema in the build tree. */
static char *
find_built_schemas (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *directory = program != NULL ? g_path_get_dirname (program) : g_strdup (".");
  g_autofree char *build = g_build_filename (directory, "..", "..", NULL);
  g_autofree char *place = g_build_filename (build, "src", "app", NULL);
  g_autofree char *real_place = g_canonicalize_filename (place, NULL);

  if (!g_str_equal (real_place, directory))
    return NULL;

  return g_build_filename (build, "data", NULL);
}

static GSettingsSchema *
look_in (const char *directory, GError **error)
{
  g_autoptr (GSettingsSchemaSource) source
      = g_settings_schema_source_new_from_directory (directory,
                                                     g_settings_schema_source_get_default (), TRUE,
                                                     error);
  GSettingsSchema *schema;

  if (source == NULL)
    return NULL;

  schema = g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE);
  if (schema == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no settings schema %s in %s",
                 APPLICATION_ID, directory);

  return schema;
}

/* One in XDG_DATA_DIRS may be of another version, but it is the one that the desktop's own tools
 * know. */
static GSettingsSchema *
find_schema (GError **error)
{
  GSettingsSchemaSource *usual = g_settings_schema_source_get_default ();
  g_autofree char *built = find_built_schemas ();
  GSettingsSchema *schema = NULL;

  if (built != NULL)
    return look_in (built, error);
  if (usual != NULL)
    schema = g_settings_schema_source_lookup (usual, APPLICATION_ID, TRUE);

  return schema != NULL ? schema : look_in (SCHEMA_DIRECTORY, error);
}

/**
 * door_settings_open:
 * @keep: whether they are those that the person keeps; otherwise all are as delivered, and what is
 *   set is forgotten with the program
 * @error: return location for an error
 *
 * The schema is found in the build tree, where the desktop has its schemas, and where this program
 * was installed.
 *
 * Returns: (transfer full): the settings, or %NULL when their schema is not there
 */
GSettings *
door_settings_open (gboolean keep, GError **error)
{
  g_autoptr (GSettingsSchema) schema = find_schema (error);
  g_autoptr (GSettingsBackend) backend = NULL;

  if (schema == NULL)
    return NULL;
  if (!keep)
    backend = g_memory_settings_backend_new ();

  return g_settings_new_full (schema, backend, NULL);
}
