/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an octet may be part of in a field value (RFC 9110 sections 5.6 and 11.2). */
enum
{
  DOOR_OCTET_TCHAR = 1 << 0,
  DOOR_OCTET_TOKEN68 = 1 << 1,    /* without the "=" at its end */
  DOOR_OCTET_QDTEXT = 1 << 2,     /* HTAB, SP, visible, obs-text, but neither quote nor backslash */
  DOOR_OCTET_QUOTABLE = 1 << 3,   /* HTAB, SP, visible, obs-text */
  DOOR_OCTET_LIST_SPACE = 1 << 4, /* SP, HTAB, comma */
};

extern const guint8 door_octet_classes[256];

/* A tchar in lower case, 0 for any other octet. */
extern const guint8 door_octet_token_lower[256];

G_END_DECLS
