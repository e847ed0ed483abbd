/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-negotiate-trust.h"

struct _DoorNegotiateTrust
{
  GPtrArray *servers; /* of DoorOrigin */
};

/**
 * door_negotiate_trust_new:
 * @servers: (nullable): origins separated by commas, as libsoup reads them from its environment
 *
 * Returns: (transfer full): the servers; what is not an origin is left out
 */
DoorNegotiateTrust *
door_negotiate_trust_new (const char *servers)
{
  DoorNegotiateTrust *self = g_new0 (DoorNegotiateTrust, 1);
  g_auto (GStrv) list = g_strsplit (servers != NULL ? servers : "", ",", -1);

  self->servers = g_ptr_array_new_with_free_func ((GDestroyNotify)door_origin_unref);
  for (gsize i = 0; list[i] != NULL; i++)
    {
      DoorOrigin *origin = door_origin_new_for_uri (list[i], NULL);

      if (origin != NULL)
        g_ptr_array_add (self->servers, origin);
    }

  return self;
}

void
door_negotiate_trust_free (DoorNegotiateTrust *self)
{
  g_ptr_array_unref (self->servers);
  g_free (self);
}

/**
 * door_negotiate_trust_includes:
 * @server: the server of a request
 *
 * Returns: whether it is one of them
 */
gboolean
door_negotiate_trust_includes (DoorNegotiateTrust *self, DoorOrigin *server)
{
  return g_ptr_array_find_with_equal_func (self->servers, server, (GEqualFunc)door_origin_equal,
                                           NULL);
}
