/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Octets as text in which each code point from U+0000 to U+00FF stands for one of them, as in the
 * Infra standard's “isomorphic decode”: JSON has no other way to hold octets without loss. */

char *door_isomorphic_decode (const char *octets);
char *door_isomorphic_encode (const char *text);

G_END_DECLS
