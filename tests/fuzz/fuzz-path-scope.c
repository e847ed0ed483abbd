/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The URI of a login, the domain of its challenge, and the URI of another request, a nul after
 * each. */

#include "door-path-scope.h"
#include "fuzz-input.h"

static void
check_scope (DoorPathScope *scope, const char *query)
{
  g_autoptr (DoorOrigin) origin = door_origin_new_for_uri (query, NULL);

  if (door_path_scope_covers (scope, query))
    g_assert_true (door_origin_equal (origin, door_path_scope_get_origin (scope)));
  for (guint i = 0; door_path_scope_get_paths (scope)[i] != NULL; i++)
    g_assert_cmpint (*door_path_scope_get_paths (scope)[i], ==, '/');
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *uri = fuzz_input_take_string (&data, &size);
  g_autofree char *domain = fuzz_input_take_string (&data, &size);
  g_autofree char *query = fuzz_input_take_string (&data, &size);
  g_autoptr (DoorPathScope) basic = door_path_scope_new_for_basic (uri, NULL);
  g_autoptr (DoorPathScope) digest = door_path_scope_new_for_digest (uri, domain, NULL);
  g_autoptr (DoorPathScope) whole = door_path_scope_new_for_digest (uri, NULL, NULL);

  g_assert_true ((basic != NULL) == (digest != NULL));
  if (basic == NULL)
    return 0;

  g_assert_true (door_path_scope_covers (basic, uri));
  g_assert_true (door_path_scope_covers (whole, uri));
  check_scope (basic, query);
  check_scope (digest, query);
  if (door_path_scope_covers (basic, query) || door_path_scope_covers (digest, query))
    g_assert_true (door_path_scope_covers (whole, query));

  return 0;
}
