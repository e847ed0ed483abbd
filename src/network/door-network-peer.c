/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-network-peer.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static pid_t
parent_of (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", (int)pid);
  g_autofree char *stat = NULL;
  const char *after_name;
  int parent;

  if (!g_file_get_contents (path, &stat, NULL, NULL))
    return -1;

  /* The name is in parentheses and may hold any character, parentheses included. */
  after_name = strrchr (stat, ')');
  if (after_name == NULL || sscanf (after_name, ") %*c %d", &parent) != 1)
    return -1;

  return parent;
}

static gboolean
is_same_user (GCredentials *credentials, pid_t *pid)
{
  *pid = g_credentials_get_unix_pid (credentials, NULL);

  return *pid > 0 && g_credentials_get_unix_user (credentials, NULL) == geteuid ();
}

/**
 * door_network_peer_is_network_process:
 * @executable: the path of an executable, as /proc/PID/exe says it
 *
 * Returns: whether it is WebKit's network process
 */
gboolean
door_network_peer_is_network_process (const char *executable)
{
  g_autofree char *name = g_path_get_basename (executable);

  /* The kernel says so when a running program was replaced by an update. */
  if (g_str_has_suffix (name, " (deleted)"))
    name[strlen (name) - strlen (" (deleted)")] = '\0';

  return strcmp (name, "WebKitNetworkProcess") == 0;
}

/**
 * door_network_peer_is_own_network_process:
 *
 * Returns: whether @pid is a child of this process that runs WebKit's network process
 */
gboolean
door_network_peer_is_own_network_process (pid_t pid)
{
  g_autofree char *link = NULL;
  g_autofree char *executable = NULL;

  if (parent_of (pid) != getpid ())
    return FALSE;

  link = g_strdup_printf ("/proc/%d/exe", (int)pid);
  executable = g_file_read_link (link, NULL);

  return executable != NULL && door_network_peer_is_network_process (executable);
}

/**
 * door_network_peer_is_companion:
 * @credentials: what the kernel says of the process that connected
 *
 * The address of the link is in the environment, which the web processes inherit too; knowing it
 * must not be enough. So the peer has to be this process's own child, run by the same user, from
 * WebKit's program.
 *
 * Returns: whether @credentials are those of this process's network process
 */
gboolean
door_network_peer_is_companion (GCredentials *credentials)
{
  pid_t pid;

  return is_same_user (credentials, &pid) && door_network_peer_is_own_network_process (pid);
}

/**
 * door_network_peer_is_shell:
 * @credentials: what the kernel says of the process that listens
 *
 * Returns: whether @credentials are those of the parent of this process
 */
gboolean
door_network_peer_is_shell (GCredentials *credentials)
{
  pid_t pid;

  return is_same_user (credentials, &pid) && pid == getppid ();
}
