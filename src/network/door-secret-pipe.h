/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

/* How a secret goes from one process to another without passing through a message: in a pipe, whose
 * buffer is the kernel's and neither swapped nor copied into memory that nobody wipes. */
int door_secret_pipe_fill (SecretValue *secret, GError **error);
SecretValue *door_secret_pipe_drain (int fd, GError **error);

G_END_DECLS
