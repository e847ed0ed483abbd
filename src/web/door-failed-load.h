/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "door-origin.h"

G_BEGIN_DECLS

/* What stands in the page's place when there is no page. */
typedef enum
{
  DOOR_PAGE_FAILURE_NONE,
  DOOR_PAGE_FAILURE_TLS,     /* the server's certificate */
  DOOR_PAGE_FAILURE_LOAD,    /* could not be loaded */
  DOOR_PAGE_FAILURE_PORT,    /* WebKit connects to no port that is meant for something else */
  DOOR_PAGE_FAILURE_CRASHED, /* the web process ended */
  DOOR_PAGE_FAILURE_BODY,    /* a 401 whose body cannot be shown */
  DOOR_PAGE_FAILURE_PROXY,   /* a proxy asks first */
  DOOR_PAGE_FAILURE_REFUSED, /* the administrator does not want it to be shown */
} DoorPageFailure;

/* A load of which there is nothing to show, and why. */
typedef struct
{
  DoorPageFailure failure;
  char *uri;                    /* without user information */
  char *message;                /* for DOOR_PAGE_FAILURE_LOAD */
  GTlsCertificate *certificate; /* for DOOR_PAGE_FAILURE_TLS, and its errors */
  GTlsCertificateFlags tls_errors;
  DoorOrigin *proxy; /* for DOOR_PAGE_FAILURE_PROXY */
} DoorFailedLoad;

DoorFailedLoad *
door_failed_load_new (DoorPageFailure failure, const char *uri, const char *message);
DoorFailedLoad *door_failed_load_new_for_tls (const char *uri,
                                              GTlsCertificate *certificate,
                                              GTlsCertificateFlags errors);
DoorFailedLoad *door_failed_load_new_for_proxy (const char *uri, DoorOrigin *proxy);
void door_failed_load_free (DoorFailedLoad *load);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorFailedLoad, door_failed_load_free)

G_END_DECLS
