/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-command-line.h"

#include <string.h>

/**
 * door_command_line_cover:
 * @text: an argument or a variable, where the kernel put it
 *
 * Writes over the password in its address, if there is one. The length stays, since it cannot be
 * changed there.
 */
void
door_command_line_cover (char *text)
{
  char *scheme = strstr (text, "://");
  char *start = scheme != NULL ? scheme + strlen ("://") : text;
  char *end = start + strcspn (start, "/?#");
  char *at = g_strrstr_len (start, end - start, "@");
  char *colon = at != NULL ? memchr (start, ':', (gsize)(at - start)) : NULL;

  if (colon != NULL)
    memset (colon + 1, '*', (gsize)(at - colon - 1));
}

/**
 * door_command_line_take:
 * @arguments: those of main()
 *
 * Copies @arguments, and covers the passwords of those that everybody sees.
 *
 * Returns: (transfer full): the arguments as they were given
 */
char **
door_command_line_take (char **arguments)
{
  char **taken = g_strdupv (arguments);

  for (gsize i = 0; arguments[i] != NULL; i++)
    door_command_line_cover (arguments[i]);

  return taken;
}
