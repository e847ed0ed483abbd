/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-policy.h"

G_BEGIN_DECLS

/* What --login and --login-from say, as logins of the policy. */
GPtrArray *
door_login_option_parse (const char *const *spaces, const char *const *sources, GError **error);

G_END_DECLS
