/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <dlfcn.h>
#include <glib.h>
#include <spawn.h>
#include <string.h>

/* Preloaded into a program that uses WebKit: starts its network process with the libraries of
 * DOOR_WRAP_PRELOAD, or under the command of DOOR_WRAP_COMMAND, and every other process as it is.
 * For run-instrumented. */

typedef int (*Spawn) (pid_t *pid,
                      const char *path,
                      const posix_spawn_file_actions_t *actions,
                      const posix_spawnattr_t *attributes,
                      char *const argv[],
                      char *const envp[]);

int
posix_spawn (pid_t *pid,
             const char *path,
             const posix_spawn_file_actions_t *actions,
             const posix_spawnattr_t *attributes,
             char *const argv[],
             char *const envp[])
{
  Spawn spawn = (Spawn)dlsym (RTLD_NEXT, "posix_spawn");
  const char *command = g_getenv ("DOOR_WRAP_COMMAND");
  const char *preload = g_getenv ("DOOR_WRAP_PRELOAD");
  g_auto (GStrv) environment = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GPtrArray) arguments = NULL;

  if (!g_str_has_suffix (path, "/WebKitNetworkProcess"))
    return spawn (pid, path, actions, attributes, argv, envp);

  environment = g_environ_unsetenv (g_strdupv ((char **)envp), "LD_PRELOAD");
  if (preload != NULL)
    environment = g_environ_setenv (environment, "LD_PRELOAD", preload, TRUE);
  if (command == NULL)
    return spawn (pid, path, actions, attributes, argv, environment);

  words = g_strsplit (command, " ", -1);
  arguments = g_ptr_array_new ();
  for (gsize i = 0; words[i] != NULL; i++)
    g_ptr_array_add (arguments, words[i]);
  g_ptr_array_add (arguments, (char *)path);
  for (gsize i = 1; argv[i] != NULL; i++)
    g_ptr_array_add (arguments, argv[i]);
  g_ptr_array_add (arguments, NULL);

  return spawn (pid, words[0], actions, attributes, (char **)arguments->pdata, environment);
}
