/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *door_demo_digest_dup_nonce (void);
char *door_demo_digest_dup_challenge (const char *realm, const char *nonce);
gboolean door_demo_digest_accepts (const char *authorization,
                                   const char *method,
                                   const char *realm,
                                   const char *nonce,
                                   const char *username,
                                   const char *password);

G_END_DECLS
