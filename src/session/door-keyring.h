/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "door-saved-login.h"

G_BEGIN_DECLS

#define DOOR_KEYRING_ERROR (door_keyring_error_quark ())
GQuark door_keyring_error_quark (void);

typedef enum
{
  DOOR_KEYRING_ERROR_UNAVAILABLE, /* there is none */
  DOOR_KEYRING_ERROR_TIMED_OUT,   /* it does not answer */
  DOOR_KEYRING_ERROR_FAILED,      /* it answers with an error */
  DOOR_KEYRING_ERROR_DISMISSED,   /* the person did not want to unlock it */
  DOOR_KEYRING_ERROR_UNSUPPORTED, /* it cannot do that */
} DoorKeyringError;

/* What became of a saved login that was sent. */
typedef enum
{
  DOOR_KEYRING_MARK_USED,
  DOOR_KEYRING_MARK_REFUSED,
} DoorKeyringMark;

/* Is given logins of a keyring (DoorSavedLogin, without passwords), in no order. */
typedef void (*DoorKeyringFoundFunc) (GPtrArray *logins, gpointer user_data);

#define DOOR_TYPE_KEYRING (door_keyring_get_type ())
G_DECLARE_INTERFACE (DoorKeyring, door_keyring, DOOR, KEYRING, GObject)

/* Where logins are kept beyond the session. No call lasts longer than a few seconds, but for those
 * that put a question to the person, and none holds up anything while it lasts. */
struct _DoorKeyringInterface
{
  GTypeInterface parent_interface;

  void (*search_async) (DoorKeyring *self,
                        DoorProtectionSpace *space,
                        const char *scheme,
                        gboolean unlock,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
  GPtrArray *(*search_finish) (DoorKeyring *self,
                               GAsyncResult *result,
                               gboolean *locked,
                               GError **error);
  void (*list_async) (DoorKeyring *self,
                      gboolean unlock,
                      DoorKeyringFoundFunc found,
                      gpointer found_data,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  gboolean (*list_finish) (DoorKeyring *self,
                           GAsyncResult *result,
                           gboolean *locked,
                           GError **error);
  void (*load_async) (DoorKeyring *self,
                      DoorSavedLogin *login,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  SecretValue *(*load_finish) (DoorKeyring *self, GAsyncResult *result, GError **error);
  void (*save_async) (DoorKeyring *self,
                      DoorSavedLogin *login,
                      DoorSavedLogin *replaced,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  void (*remove_async) (DoorKeyring *self,
                        DoorSavedLogin *login,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
  GObject *(*remove_finish) (DoorKeyring *self, GAsyncResult *result, GError **error);
  void (*restore_async) (DoorKeyring *self,
                         GObject *removed,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
  void (*mark_async) (DoorKeyring *self,
                      DoorSavedLogin *login,
                      DoorKeyringMark mark,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  gboolean (*change_finish) (DoorKeyring *self, GAsyncResult *result, GError **error);
};

void door_keyring_search_async (DoorKeyring *self,
                                DoorProtectionSpace *space,
                                const char *scheme,
                                gboolean unlock,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GPtrArray *door_keyring_search_finish (DoorKeyring *self,
                                       GAsyncResult *result,
                                       gboolean *locked,
                                       GError **error);
void door_keyring_list_async (DoorKeyring *self,
                              gboolean unlock,
                              DoorKeyringFoundFunc found,
                              gpointer found_data,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean door_keyring_list_finish (DoorKeyring *self,
                                   GAsyncResult *result,
                                   gboolean *locked,
                                   GError **error);
void door_keyring_load_async (DoorKeyring *self,
                              DoorSavedLogin *login,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
SecretValue *door_keyring_load_finish (DoorKeyring *self, GAsyncResult *result, GError **error);
void door_keyring_save_async (DoorKeyring *self,
                              DoorSavedLogin *login,
                              DoorSavedLogin *replaced,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
void door_keyring_remove_async (DoorKeyring *self,
                                DoorSavedLogin *login,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GObject *door_keyring_remove_finish (DoorKeyring *self, GAsyncResult *result, GError **error);
void door_keyring_restore_async (DoorKeyring *self,
                                 GObject *removed,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
void door_keyring_mark_async (DoorKeyring *self,
                              DoorSavedLogin *login,
                              DoorKeyringMark mark,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean door_keyring_change_finish (DoorKeyring *self, GAsyncResult *result, GError **error);

G_END_DECLS
