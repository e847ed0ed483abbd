/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-proxy-environment.h"

#include <stdlib.h>
#include <string.h>

#include "door-command-line.h"
#include "door-proxy-address.h"

static const char *const names[] = {
  "http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY",
};

static DoorProxyAddress *
parse (const char *value)
{
  g_autofree char *uri
      = strstr (value, "://") == NULL ? g_strconcat ("http://", value, NULL) : NULL;

  return door_proxy_address_parse (uri != NULL ? uri : value, NULL);
}

/**
 * door_proxy_environment_take:
 *
 * Takes the logins out of the proxies that the environment names, so that WebKit's processes, which
 * inherit it, know nothing of them. To be called before there are threads.
 *
 * Returns: (transfer full) (element-type DoorProxyAddress): the addresses that had a login
 */
GPtrArray *
door_proxy_environment_take (void)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func ((GDestroyNotify)door_proxy_address_free);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      char *value = getenv (names[i]);
      DoorProxyAddress *address = value != NULL && *value != '\0' ? parse (value) : NULL;

      if (address == NULL)
        continue;

      if (address->username == NULL)
        {
          door_proxy_address_free (address);
          continue;
        }

      door_command_line_cover (value);
      g_setenv (names[i], address->uri, TRUE);
      g_ptr_array_add (addresses, address);
    }

  return addresses;
}
