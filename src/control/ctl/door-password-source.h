/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

#define DOOR_PASSWORD_SOURCE_MAX 4096

SecretValue *door_password_source_read (int fd, GError **error);

G_END_DECLS
