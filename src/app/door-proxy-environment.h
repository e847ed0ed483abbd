/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GPtrArray *door_proxy_environment_take (void);

G_END_DECLS
