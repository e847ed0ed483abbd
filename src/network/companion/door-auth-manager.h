/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What libsoup keeps all SoupAuths of a session in. For the proxies it keeps one alone, which it
 * never replaces: once that is cancelled there is no login at any proxy. */
SoupAuthManager *door_auth_manager_get (SoupSession *soup);
void door_auth_manager_replace_types (SoupSession *soup);
SoupAuthManager *door_auth_manager_renew (SoupSession *soup);

G_END_DECLS
