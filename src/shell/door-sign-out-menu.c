/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-sign-out-menu.h"

#include <glib/gi18n-lib.h>

#include "door-display-text.h"

struct _DoorSignOutMenu
{
  GObject parent_instance;

  GMenu *section;
  int position; /* of the first item of ours */
  DoorSession *session;
  DoorCredentials *login; /* of the page in front, or NULL */
  GPtrArray *labels;      /* of the items that are there */
};

G_DEFINE_FINAL_TYPE (DoorSignOutMenu, door_sign_out_menu, G_TYPE_OBJECT)

static void
door_sign_out_menu_finalize (GObject *object)
{
  DoorSignOutMenu *self = DOOR_SIGN_OUT_MENU (object);

  g_clear_pointer (&self->login, door_credentials_unref);
  g_ptr_array_unref (self->labels);
  g_object_unref (self->session);
  g_object_unref (self->section);

  G_OBJECT_CLASS (door_sign_out_menu_parent_class)->finalize (object);
}

static void
door_sign_out_menu_class_init (DoorSignOutMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_sign_out_menu_finalize;
}

static void
door_sign_out_menu_init (DoorSignOutMenu *self)
{
  self->labels = g_ptr_array_new_with_free_func (g_free);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  DoorOrigin *first = *(DoorOrigin *const *)a;
  DoorOrigin *second = *(DoorOrigin *const *)b;

  return g_strcmp0 (door_origin_to_string (first), door_origin_to_string (second));
}

/* Each once, however many realms it has, and in an order that does not change by itself. */
static GPtrArray *
list_proxies (DoorSignOutMenu *self)
{
  g_autoptr (GPtrArray) logins = door_vault_list (door_session_get_vault (self->session));
  GPtrArray *proxies = g_ptr_array_new_with_free_func ((GDestroyNotify)door_origin_unref);

  for (guint i = 0; i < logins->len; i++)
    {
      DoorCredentials *login = g_ptr_array_index (logins, i);
      DoorProtectionSpace *space = door_credentials_get_space (login);
      DoorOrigin *server = door_protection_space_get_server (space);

      if (door_protection_space_get_target (space) == DOOR_TARGET_PROXY
          && door_credentials_is_accepted (login)
          && !g_ptr_array_find_with_equal_func (proxies, server, (GEqualFunc)door_origin_equal,
                                                NULL))
        g_ptr_array_add (proxies, door_origin_ref (server));
    }
  g_ptr_array_sort (proxies, compare);

  return proxies;
}

static void
add_item (GPtrArray *items, char *name, const char *action, GVariant *target)
{
  g_autofree char *label = g_strdup_printf (_ ("Sign Out of %s"), name);
  GMenuItem *item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_ptr_array_add (items, item);
  g_free (name);
}

static GPtrArray *
make_items (DoorSignOutMenu *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) proxies = list_proxies (self);

  if (self->login != NULL)
    add_item (items, door_sign_out_menu_name_server (door_credentials_get_space (self->login)),
              DOOR_SIGN_OUT_ACTION, NULL);

  for (guint i = 0; i < proxies->len; i++)
    {
      DoorOrigin *proxy = g_ptr_array_index (proxies, i);
      g_autoptr (DoorProtectionSpace) space
          = door_protection_space_new (DOOR_TARGET_PROXY, proxy, "");

      add_item (items, door_sign_out_menu_name_server (space), DOOR_SIGN_OUT_OF_PROXY_ACTION,
                g_variant_new_string (door_origin_to_string (proxy)));
    }

  return items;
}

static char *
dup_label (GMenuItem *item)
{
  g_autoptr (GVariant) label
      = g_menu_item_get_attribute_value (item, G_MENU_ATTRIBUTE_LABEL, G_VARIANT_TYPE_STRING);

  return g_variant_dup_string (label, NULL);
}

static gboolean
has_labels (DoorSignOutMenu *self, GPtrArray *labels)
{
  if (self->labels->len != labels->len)
    return FALSE;

  for (guint i = 0; i < labels->len; i++)
    if (g_strcmp0 (g_ptr_array_index (self->labels, i), g_ptr_array_index (labels, i)) != 0)
      return FALSE;

  return TRUE;
}

/* A menu that is open is not taken from under somebody's hand for nothing. */
static void
update (DoorSignOutMenu *self)
{
  g_autoptr (GPtrArray) items = make_items (self);
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (labels, dup_label (g_ptr_array_index (items, i)));
  if (has_labels (self, labels))
    return;

  for (guint i = 0; i < self->labels->len; i++)
    g_menu_remove (self->section, self->position);
  for (guint i = 0; i < items->len; i++)
    g_menu_insert_item (self->section, self->position + (int)i, g_ptr_array_index (items, i));

  g_ptr_array_unref (self->labels);
  self->labels = g_steal_pointer (&labels);
}

/**
 * door_sign_out_menu_new:
 * @section: where the items are put
 * @position: before which of the items that are there already
 * @session: whose logins they are
 *
 * Returns: (transfer full): the items
 */
DoorSignOutMenu *
door_sign_out_menu_new (GMenu *section, int position, DoorSession *session)
{
  DoorSignOutMenu *self;

  g_return_val_if_fail (G_IS_MENU (section), NULL);
  g_return_val_if_fail (DOOR_IS_SESSION (session), NULL);

  self = g_object_new (DOOR_TYPE_SIGN_OUT_MENU, NULL);
  self->section = g_object_ref (section);
  self->position = position;
  self->session = g_object_ref (session);
  g_signal_connect_object (door_session_get_vault (session), "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);

  return self;
}

/**
 * door_sign_out_menu_show:
 * @login: (nullable): what the page in front is signed in with
 */
void
door_sign_out_menu_show (DoorSignOutMenu *self, DoorCredentials *login)
{
  g_return_if_fail (DOOR_IS_SIGN_OUT_MENU (self));

  if (login != NULL)
    door_credentials_ref (login);
  g_clear_pointer (&self->login, door_credentials_unref);
  self->login = login;
  update (self);
}

/**
 * door_sign_out_menu_name_server:
 * @space: where a login belongs
 *
 * Returns: (transfer full): what to call whom it belongs to. A proxy can be a site, too.
 */
char *
door_sign_out_menu_name_server (DoorProtectionSpace *space)
{
  DoorOrigin *server = door_protection_space_get_server (space);
  g_autofree char *place = NULL;

  if (door_protection_space_get_target (space) != DOOR_TARGET_PROXY)
    return door_display_text_for_origin (server);

  place = door_display_text_for_proxy (server);

  /* TRANSLATORS: %s is the host of a proxy. */
  return g_strdup_printf (_ ("%s (proxy)"), place);
}
