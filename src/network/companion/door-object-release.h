/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

gpointer door_object_release (gpointer object);

G_END_DECLS
