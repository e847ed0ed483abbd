/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-policy-keyring.h"
#include "door-policy-reader.h"

#include <string.h>

/* A keyring that has what a test says, and answers when the main loop runs. */

#define TEST_TYPE_KEYRING (test_keyring_get_type ())
G_DECLARE_FINAL_TYPE (TestKeyring, test_keyring, TEST, KEYRING, GObject)

struct _TestKeyring
{
  GObject parent_instance;

  GPtrArray *logins; /* DoorSavedLogin */
  gboolean locked;
  int error; /* a DoorKeyringError, or -1 */
  guint n_lists;
  guint n_loads;
  gboolean restarted; /* since it was listed */
};

static void test_keyring_keyring_init (DoorKeyringInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestKeyring,
                               test_keyring,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DOOR_TYPE_KEYRING, test_keyring_keyring_init))

static void
test_keyring_finalize (GObject *object)
{
  g_ptr_array_unref (TEST_KEYRING (object)->logins);

  G_OBJECT_CLASS (test_keyring_parent_class)->finalize (object);
}

static void
test_keyring_class_init (TestKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_keyring_finalize;
}

static void
test_keyring_init (TestKeyring *self)
{
  self->logins = g_ptr_array_new_with_free_func ((GDestroyNotify)door_saved_login_unref);
  self->error = -1;
}

static void
list_async (DoorKeyring *keyring,
            gboolean unlock,
            DoorKeyringFoundFunc found,
            gpointer found_data,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  TestKeyring *self = TEST_KEYRING (keyring);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  /* Nobody was there who could have been asked. */
  g_assert_false (unlock);
  self->restarted = self->restarted && self->n_lists == 0;
  self->n_lists++;
  if (self->error >= 0)
    {
      g_task_return_new_error (task, DOOR_KEYRING_ERROR, self->error, "Nothing");
      return;
    }

  found (self->logins, found_data);
  g_task_return_boolean (task, TRUE);
}

static gboolean
list_finish (DoorKeyring *keyring, GAsyncResult *result, gboolean *locked, GError **error)
{
  *locked = TEST_KEYRING (keyring)->locked;

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
load_async (DoorKeyring *keyring,
            DoorSavedLogin *login,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (keyring, cancellable, callback, user_data);
  const char *username = door_saved_login_get_username (login);

  TEST_KEYRING (keyring)->n_loads++;
  if (strcmp (username, "removed") == 0 || TEST_KEYRING (keyring)->restarted)
    g_task_return_new_error (task, DOOR_KEYRING_ERROR, DOOR_KEYRING_ERROR_FAILED, "Gone");
  else
    g_task_return_pointer (task, secret_value_new (username, -1, "text/plain"), secret_value_unref);
}

static SecretValue *
load_finish (DoorKeyring *keyring, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_keyring_keyring_init (DoorKeyringInterface *iface)
{
  iface->list_async = list_async;
  iface->list_finish = list_finish;
  iface->load_async = load_async;
  iface->load_finish = load_finish;
}

/* What the keyring has. The password is the user name, so that it can be told whose it is. */
static const struct
{
  const char *server;
  const char *realm; /* NULL: any */
  const char *scheme;
  const char *username;
  gint64 used;
} saved[] = {
  { "https://a.example", "R", "basic", "older", 1 },
  { "https://a.example", "R", "basic", "newer", 2 },
  { "https://a.example", NULL, NULL, "any", 3 },
  { "https://a.example", "D", "digest", "by-digest", 1 },
  { "https://b.x.example", "R", NULL, "in-x", 1 },
  { "http://a.example", "R", NULL, "plain", 9 },
  { "https://c.example", "R", NULL, "removed", 1 },
  { "https://one.example", "Only", NULL, "only", 1 },
};

static TestKeyring *
create_keyring (void)
{
  TestKeyring *keyring = g_object_new (TEST_TYPE_KEYRING, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (saved); i++)
    {
      g_autoptr (DoorOrigin) origin = door_origin_new_for_uri (saved[i].server, NULL);
      g_autoptr (DoorProtectionSpace) space
          = door_protection_space_new (DOOR_TARGET_ORIGIN, origin, saved[i].realm);

      g_ptr_array_add (keyring->logins, door_saved_login_new (&(DoorSavedLoginInfo){
                                            .space = space,
                                            .any_realm = saved[i].realm == NULL,
                                            .scheme = saved[i].scheme,
                                            .username = saved[i].username,
                                            .used = saved[i].used,
                                        }));
    }

  return keyring;
}

static DoorPolicy *
parse (const char *keys)
{
  g_autofree char *text = g_strconcat ("[Login a]\n", keys, "\n", NULL);
  g_autoptr (GError) error = NULL;
  DoorPolicy *policy = door_policy_new_from_data (text, strlen (text), "p", &error);

  g_assert_no_error (error);

  return policy;
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

static void
look (DoorPolicyKeyring *keyring, DoorPolicy *policy)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  door_policy_keyring_look_async (keyring, policy, NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (door_policy_keyring_look_finish (keyring, result, &error));
  g_assert_no_error (error);
}

static DoorSavedLogin *
find (DoorPolicyKeyring *keyring,
      DoorPolicy *policy,
      const char *server,
      const char *realm,
      const char *scheme,
      GError **error)
{
  g_autoptr (DoorOrigin) origin = door_origin_new_for_uri (server, NULL);
  g_autoptr (DoorProtectionSpace) space
      = door_protection_space_new (DOOR_TARGET_ORIGIN, origin, realm);

  return door_policy_keyring_find (keyring, g_ptr_array_index (door_policy_get_logins (policy), 0),
                                   space, scheme, error);
}

/* Which login of the keyring it is for a login of the policy, a server, a realm and a scheme. */
static void
test_find (void)
{
  static const struct
  {
    const char *keys;
    const char *server;
    const char *realm;
    const char *scheme;
    const char *username; /* NULL: none */
  } rows[] = {
    { "Server=https://a.example", "https://a.example", "R", "basic", "newer" },
    { "Server=https://a.example", "https://a.example", "R", "digest", "newer" },
    { "Server=https://a.example\nUsername=older", "https://a.example", "R", "basic", "older" },
    { "Server=https://a.example", "https://a.example", "S", "basic", "any" },
    { "Server=https://a.example", "https://a.example", "", "basic", "any" },
    { "Server=https://a.example\nRealm=S", "https://a.example", "S", "basic", "any" },
    { "Server=https://a.example\nUsername=newer", "https://a.example", "S", "basic", NULL },
    { "Server=https://a.example", "https://a.example", "D", "digest", "by-digest" },
    { "Server=https://a.example\nUsername=by-digest", "https://a.example", "D", "basic", NULL },
    { "Server=https://a.example\nUsername=plain", "https://a.example", "R", "basic", NULL },
    { "Server=https://*.x.example", "https://b.x.example", "R", "basic", "in-x" },
    { "Server=https://*.x.example", "https://c.x.example", "R", "basic", NULL },
    { "Server=https://c.example", "https://c.example", "R", "basic", NULL },
    { "Server=proxy:a.example:443", "https://a.example", "R", "basic", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *keys = g_strconcat (rows[i].keys, "\nPasswordFrom=keyring", NULL);
      g_autoptr (DoorPolicy) policy = parse (keys);
      g_autoptr (TestKeyring) store = create_keyring ();
      g_autoptr (DoorPolicyKeyring) keyring = door_policy_keyring_new (DOOR_KEYRING (store));
      g_autoptr (GError) error = NULL;
      DoorSavedLogin *found;

      look (keyring, policy);
      found = find (keyring, policy, rows[i].server, rows[i].realm, rows[i].scheme, &error);
      g_test_message ("%s for %s", rows[i].keys, rows[i].server);
      if (rows[i].username == NULL)
        {
          g_assert_null (found);
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
          g_assert_nonnull (strstr (error->message, rows[i].server));
          continue;
        }

      g_assert_no_error (error);
      g_assert_cmpstr (door_saved_login_get_username (found), ==, rows[i].username);
      g_assert_cmpstr (secret_value_get_text (door_saved_login_get_password (found)), ==,
                       rows[i].username);
    }
}

/* Why there is no password. */
static void
test_trouble (void)
{
  static const struct
  {
    int error;
    gboolean locked;
    const char *complaint;
  } rows[] = {
    { DOOR_KEYRING_ERROR_UNAVAILABLE, FALSE, "there is no keyring" },
    { DOOR_KEYRING_ERROR_TIMED_OUT, FALSE, "does not answer" },
    { DOOR_KEYRING_ERROR_FAILED, FALSE, "reports an error" },
    { -1, TRUE, "the keyring is locked" },
    { -1, FALSE, "no login for https://a.example" },
  };
  g_autoptr (DoorPolicy) policy = parse ("Server=https://a.example\nPasswordFrom=keyring");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TestKeyring) store = g_object_new (TEST_TYPE_KEYRING, NULL);
      g_autoptr (DoorPolicyKeyring) keyring = door_policy_keyring_new (DOOR_KEYRING (store));
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) early = NULL;

      g_assert_null (find (keyring, policy, "https://a.example", "R", "basic", &early));
      g_assert_nonnull (strstr (early->message, "has not answered yet"));

      store->error = rows[i].error;
      store->locked = rows[i].locked;
      look (keyring, policy);
      g_assert_null (find (keyring, policy, "https://a.example", "R", "basic", &error));
      g_assert_nonnull (strstr (error->message, rows[i].complaint));
    }
}

/* What has changed is found by the next look, and what is not asked for is not loaded. */
static void
test_again (void)
{
  g_autoptr (DoorPolicy) policy
      = parse ("Server=https://a.example\nUsername=newer\nPasswordFrom=keyring");
  g_autoptr (DoorPolicy) other
      = parse ("Server=https://a.example\nUsername=u\nPasswordFrom=file:/x");
  g_autoptr (TestKeyring) store = create_keyring ();
  g_autoptr (DoorPolicyKeyring) keyring = door_policy_keyring_new (DOOR_KEYRING (store));

  look (keyring, other);
  g_assert_cmpuint (store->n_lists, ==, 0);

  look (keyring, policy);
  g_assert_cmpuint (store->n_lists, ==, 1);
  g_assert_cmpuint (store->n_loads, ==, 1);
  g_assert_nonnull (find (keyring, policy, "https://a.example", "R", "basic", NULL));

  g_ptr_array_set_size (store->logins, 0);
  g_assert_nonnull (find (keyring, policy, "https://a.example", "R", "basic", NULL));
  look (keyring, policy);
  g_assert_null (find (keyring, policy, "https://a.example", "R", "basic", NULL));
}

/* The service was started anew between the list and the password. */
static void
test_restarted (void)
{
  g_autoptr (DoorPolicy) policy
      = parse ("Server=https://a.example\nUsername=newer\nPasswordFrom=keyring");
  g_autoptr (TestKeyring) store = create_keyring ();
  g_autoptr (DoorPolicyKeyring) keyring = door_policy_keyring_new (DOOR_KEYRING (store));

  store->restarted = TRUE;
  look (keyring, policy);
  g_assert_nonnull (find (keyring, policy, "https://a.example", "R", "basic", NULL));
  g_assert_cmpuint (store->n_lists, ==, 2);
}

/* Where it may be sent before the server has said which realm it is. */
static void
test_realm (void)
{
  static const struct
  {
    const char *keys;
    const char *realm; /* NULL: no telling */
  } rows[] = {
    { "Server=https://one.example", "Only" },
    { "Server=https://a.example\nUsername=any", "" },
    { "Server=https://a.example\nUsername=newer", "R" },
    { "Server=https://a.example", NULL },
    { "Server=https://nowhere.example", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *keys = g_strconcat (rows[i].keys, "\nPasswordFrom=keyring", NULL);
      g_autoptr (DoorPolicy) policy = parse (keys);
      g_autoptr (TestKeyring) store = create_keyring ();
      g_autoptr (DoorPolicyKeyring) keyring = door_policy_keyring_new (DOOR_KEYRING (store));

      look (keyring, policy);
      g_assert_cmpstr (door_policy_keyring_get_realm (
                           keyring, g_ptr_array_index (door_policy_get_logins (policy), 0)),
                       ==, rows[i].realm);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy-keyring/find", test_find);
  g_test_add_func ("/policy-keyring/trouble", test_trouble);
  g_test_add_func ("/policy-keyring/again", test_again);
  g_test_add_func ("/policy-keyring/restarted", test_restarted);
  g_test_add_func ("/policy-keyring/realm", test_realm);

  return g_test_run ();
}
