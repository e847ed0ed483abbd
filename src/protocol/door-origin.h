/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The server that a challenge comes from: scheme, host and port, normalised so that equal servers
 * compare equal (RFC 9110 section 4.3.1, RFC 6454 section 4). Immutable and reference counted. */
typedef struct _DoorOrigin DoorOrigin;

#define DOOR_TYPE_ORIGIN (door_origin_get_type ())
GType door_origin_get_type (void) G_GNUC_CONST;

#define DOOR_ORIGIN_ERROR (door_origin_error_quark ())
GQuark door_origin_error_quark (void);

typedef enum
{
  DOOR_ORIGIN_ERROR_INVALID, /* not a URI, or without host */
  DOOR_ORIGIN_ERROR_SCHEME,  /* a scheme that has no origin here */
} DoorOriginError;

DoorOrigin *door_origin_new (const char *scheme, const char *host, int port);
DoorOrigin *door_origin_new_for_uri (const char *uri, GError **error);
DoorOrigin *door_origin_ref (DoorOrigin *origin);
void door_origin_unref (DoorOrigin *origin);

const char *door_origin_get_scheme (DoorOrigin *origin);
const char *door_origin_get_host (DoorOrigin *origin);
int door_origin_get_port (DoorOrigin *origin);
gboolean door_origin_is_default_port (DoorOrigin *origin);
gboolean door_origin_is_loopback (DoorOrigin *origin);
gboolean door_origin_is_secure (DoorOrigin *origin);
gboolean door_origin_equal (DoorOrigin *a, DoorOrigin *b);
guint door_origin_hash (DoorOrigin *origin);
const char *door_origin_to_string (DoorOrigin *origin);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorOrigin, door_origin_unref)

G_END_DECLS
