/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-login-catalog.h"

/* A keyring that says what it is told to say, when it is told to. */
#define DOOR_TYPE_PATIENT_KEYRING (door_patient_keyring_get_type ())
G_DECLARE_FINAL_TYPE (DoorPatientKeyring, door_patient_keyring, DOOR, PATIENT_KEYRING, GObject)

struct _DoorPatientKeyring
{
  GObject parent_instance;

  GTask *task;
  DoorKeyringFoundFunc found;
  gpointer data;
};

static void
door_patient_keyring_list_async (DoorKeyring *keyring,
                                 gboolean unlock,
                                 DoorKeyringFoundFunc found,
                                 gpointer found_data,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  DoorPatientKeyring *self = DOOR_PATIENT_KEYRING (keyring);

  g_clear_object (&self->task);
  self->task = g_task_new (keyring, cancellable, callback, user_data);
  self->found = found;
  self->data = found_data;
}

static gboolean
door_patient_keyring_list_finish (DoorKeyring *keyring,
                                  GAsyncResult *result,
                                  gboolean *locked,
                                  GError **error)
{
  *locked = FALSE;

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
door_patient_keyring_keyring_init (DoorKeyringInterface *iface)
{
  iface->list_async = door_patient_keyring_list_async;
  iface->list_finish = door_patient_keyring_list_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DoorPatientKeyring,
                               door_patient_keyring,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DOOR_TYPE_KEYRING,
                                                      door_patient_keyring_keyring_init))

static void
door_patient_keyring_dispose (GObject *object)
{
  g_clear_object (&DOOR_PATIENT_KEYRING (object)->task);

  G_OBJECT_CLASS (door_patient_keyring_parent_class)->dispose (object);
}

static void
door_patient_keyring_class_init (DoorPatientKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = door_patient_keyring_dispose;
}

static void
door_patient_keyring_init (DoorPatientKeyring *self)
{
}

static void
tell (DoorPatientKeyring *self, const char *const *hosts)
{
  g_autoptr (GPtrArray) logins
      = g_ptr_array_new_with_free_func ((GDestroyNotify)door_saved_login_unref);

  for (; *hosts != NULL; hosts++)
    {
      g_autoptr (DoorOrigin) server = door_origin_new ("https", *hosts, 0);
      g_autoptr (DoorProtectionSpace) space
          = door_protection_space_new (DOOR_TARGET_ORIGIN, server, "Staff");

      g_ptr_array_add (logins, door_saved_login_new (&(DoorSavedLoginInfo){
                                   .space = space, .scheme = "basic", .username = "anna" }));
    }
  self->found (logins, self->data);
}

static void
wait_for_idle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
assert_places (DoorLoginCatalog *catalog, const char *expected)
{
  g_autoptr (GString) places = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (catalog)); i++)
    {
      g_autoptr (DoorListedLogin) login = g_list_model_get_item (G_LIST_MODEL (catalog), i);

      g_string_append_printf (places, "%s;", door_listed_login_get_place (login));
    }
  g_assert_cmpstr (places->str, ==, expected);
}

/* In order, whatever order they come in. */
static void
test_order (void)
{
  g_autoptr (DoorPatientKeyring) keyring = g_object_new (DOOR_TYPE_PATIENT_KEYRING, NULL);
  g_autoptr (DoorLoginCatalog) catalog = door_login_catalog_new (DOOR_KEYRING (keyring));

  door_login_catalog_load (catalog, FALSE);
  tell (keyring, (const char *const[]){ "c.example", "a.example", NULL });
  tell (keyring, (const char *const[]){ "b.example", NULL });
  wait_for_idle ();
  g_assert_cmpint (door_login_catalog_get_state (catalog), ==, DOOR_CATALOG_LOADING);
  assert_places (catalog, "a.example;b.example;c.example;");
  g_task_return_boolean (keyring->task, TRUE);
  wait_for_idle ();
  g_assert_cmpint (door_login_catalog_get_state (catalog), ==, DOOR_CATALOG_READY);
}

/* A keyring with many logins is not kept busy for a page that is closed. */
static void
test_gone (void)
{
  g_autoptr (DoorPatientKeyring) keyring = g_object_new (DOOR_TYPE_PATIENT_KEYRING, NULL);
  DoorLoginCatalog *catalog = door_login_catalog_new (DOOR_KEYRING (keyring));

  door_login_catalog_load (catalog, FALSE);
  tell (keyring, (const char *const[]){ "a.example", NULL });
  g_object_add_weak_pointer (G_OBJECT (catalog), (gpointer *)&catalog);
  g_object_unref (catalog);
  g_assert_null (catalog);
  g_assert_true (g_cancellable_is_cancelled (g_task_get_cancellable (keyring->task)));

  /* What it says all the same, nobody hears. */
  g_task_return_boolean (keyring->task, TRUE);
  wait_for_idle ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/login-catalog/order", test_order);
  g_test_add_func ("/login-catalog/gone", test_gone);

  return g_test_run ();
}
