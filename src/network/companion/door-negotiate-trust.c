/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-negotiate-trust.h"

struct _DoorNegotiateTrust
{
  GPtrArray *servers; /* of DoorOrigin */
  gboolean is_known;  /* whether the SoupSession had Negotiate in the first place */
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

static gboolean
includes (DoorNegotiateTrust *self, DoorOrigin *server)
{
  return g_ptr_array_find_with_equal_func (self->servers, server, (GEqualFunc)door_origin_equal,
                                           NULL);
}

/**
 * door_negotiate_trust_attach:
 * @soup: a SoupSession before its first message leaves
 */
void
door_negotiate_trust_attach (DoorNegotiateTrust *self, SoupSession *soup)
{
  self->is_known = soup_session_has_feature (soup, SOUP_TYPE_AUTH_NEGOTIATE);
  if (self->is_known)
    soup_session_remove_feature_by_type (soup, SOUP_TYPE_AUTH_NEGOTIATE);
}

/**
 * door_negotiate_trust_prepare:
 * @server: the server of a request whose 401 or 407 @soup has not looked at yet
 * @proxy: (nullable): the proxy, if it was that which sent it
 *
 * libsoup answers an untrusted server's Negotiate with nothing, and nothing else either. So it
 * knows Negotiate only while it reads the challenges of a trusted one.
 */
void
door_negotiate_trust_prepare (DoorNegotiateTrust *self,
                              SoupSession *soup,
                              DoorOrigin *server,
                              DoorOrigin *proxy)
{
  gboolean trusted;

  if (!self->is_known)
    return;

  trusted = includes (self, server) && (proxy == NULL || includes (self, proxy));
  if (trusted == soup_session_has_feature (soup, SOUP_TYPE_AUTH_NEGOTIATE))
    return;

  if (trusted)
    soup_session_add_feature_by_type (soup, SOUP_TYPE_AUTH_NEGOTIATE);
  else
    soup_session_remove_feature_by_type (soup, SOUP_TYPE_AUTH_NEGOTIATE);
}
