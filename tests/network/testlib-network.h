/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <webkit/webkit.h>

#include "door-network-link.h"

G_BEGIN_DECLS

/* A WebKit view, a link, and a server in another process that counts what reaches it. One network
 * process serves all rigs of a program; each rig has a network session of its own. */
typedef struct
{
  DoorNetworkLink *link; /* shared, NULL in a program without companion */
  char *session;
  WebKitNetworkSession *network_session;
  GtkWindow *window;
  WebKitWebView *view;
  GSubprocess *server;
  char *base; /* "http://127.0.0.1:PORT" */

  guint n_attached; /* how often the companion came to hold the session */

  /* What the authenticate signal is answered with; NULL: nothing. Once, and not to a retry. */
  const char *username;
  const char *password;
  gboolean hold; /* keep the request in @held instead */
  WebKitAuthenticationRequest *held;
  guint n_signals;
  char *last_realm;
  char *last_scheme;
} Rig;

DoorNetworkLink *rig_start_link (const char *const *negotiate_servers);

Rig *rig_new (DoorNetworkLink *link);
Rig *rig_new_persistent (DoorNetworkLink *link);
void rig_free (Rig *rig);
WebKitWebView *rig_add_view (Rig *rig);

guint rig_load (Rig *rig, const char *path);
guint rig_load_uri (Rig *rig, const char *uri);
guint rig_reload (Rig *rig);
char *rig_run_script (Rig *rig, const char *body);
char *rig_dup_challenge (Rig *rig);
char *rig_take_log (Rig *rig);
void rig_assert_log (Rig *rig, const char *expected);
guint rig_count_cookies (Rig *rig);
void rig_wait_for_request (Rig *rig, const char *prefix);
char *rig_uri (Rig *rig, const char *path);

void rig_wait_attached (Rig *rig);
GError *rig_preload (Rig *rig,
                     const char *scheme,
                     const char *realm,
                     const char *path,
                     const char *challenge,
                     const char *username,
                     const char *password);
GError *rig_preload_space (Rig *rig,
                           DoorProtectionSpace *space,
                           const char *scheme,
                           const char *path,
                           const char *challenge,
                           const char *username,
                           const char *password);
GError *rig_set_schemes (Rig *rig, const char *const *schemes);
GError *rig_forget_target (Rig *rig, DoorTarget target, DoorOrigin *server);
GError *rig_forget (Rig *rig, const char *realm);
GError *rig_forget_server (Rig *rig);
GError *rig_forget_all (Rig *rig);

GPid rig_find_network_process (void);
void rig_wait_until (gboolean (*condition) (gpointer data), gpointer data);

G_END_DECLS
