/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-contexts.h"

#include <string.h>

#include "door-proxy-environment.h"
#include "door-secret-keyring.h"

struct _DoorContexts
{
  GObject parent_instance;

  DoorClock *clock;
  DoorNetworkLink *link;
  DoorPolicyFile *policy;
  DoorSecretReader *secrets;
  DoorKeyring *keyring;
  DoorNeverSave *never_save;
  DoorIdle *idle;
  DoorAutoLogins *auto_logins;     /* NULL before the first context */
  DoorWebContext *context;         /* of all windows that are not private */
  DoorWebContext *private_context; /* weak: while there is a private window */
  char *proxy;                     /* of the command line, NULL: the system's */
  GPtrArray *proxy_logins; /* of DoorProxyAddress: of the environment and the command line */
  gboolean driven;
  gboolean uses_keyring;
  gboolean counts_idle;
};

enum
{
  SESSION_CREATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorContexts, door_contexts, G_TYPE_OBJECT)

static void
door_contexts_finalize (GObject *object)
{
  DoorContexts *self = DOOR_CONTEXTS (object);

  g_clear_object (&self->auto_logins);
  g_clear_object (&self->secrets);
  g_clear_weak_pointer (&self->private_context);
  g_clear_object (&self->context);
  g_clear_object (&self->keyring);
  g_clear_object (&self->never_save);
  g_clear_object (&self->idle);
  g_clear_object (&self->link);
  g_free (self->proxy);
  g_ptr_array_unref (self->proxy_logins);
  g_clear_object (&self->policy);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (door_contexts_parent_class)->finalize (object);
}

static void
door_contexts_class_init (DoorContextsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_contexts_finalize;

  signals[SESSION_CREATED]
      = g_signal_new ("session-created", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                      NULL, NULL, G_TYPE_NONE, 1, DOOR_TYPE_SESSION);
}

static void
door_contexts_init (DoorContexts *self)
{
  g_autofree char *never_save
      = g_build_filename (g_get_user_data_dir (), "doorward", "never-save", NULL);

  self->secrets = door_secret_reader_new ();
  self->keyring = door_secret_keyring_new (DOOR_SECRET_KEYRING_PATIENCE_MS);
  self->never_save = door_never_save_new (never_save);
  self->proxy_logins = g_ptr_array_new_with_free_func ((GDestroyNotify)door_proxy_address_free);
  self->uses_keyring = TRUE;
  self->counts_idle = TRUE;
}

static DoorPolicy *
get_policy (DoorContexts *self)
{
  return door_policy_file_get_policy (self->policy);
}

static void
hide_variables (DoorContexts *self, void (*hide) (DoorSecretReader *, DoorSecretSource *))
{
  GPtrArray *logins = door_policy_get_logins (get_policy (self));

  for (guint i = 0; i < logins->len; i++)
    hide (self->secrets, door_policy_login_get_source (g_ptr_array_index (logins, i)));
}

/**
 * door_contexts_new:
 * @clock: what time it is
 * @link: the link to the companion in the network process
 * @policy: what holds
 *
 * Takes the passwords that the policy says to be there out of the environment.
 *
 * Returns: (transfer full): what makes contexts, and has made none yet
 */
DoorContexts *
door_contexts_new (DoorClock *clock, DoorNetworkLink *link, DoorPolicyFile *policy)
{
  DoorContexts *self = g_object_new (DOOR_TYPE_CONTEXTS, NULL);

  self->clock = g_object_ref (clock);
  self->link = g_object_ref (link);
  self->policy = g_object_ref (policy);
  self->idle = door_idle_new (clock);
  hide_variables (self, door_secret_reader_take_variable);

  return self;
}

static char **
dup_trusted_servers (DoorContexts *self)
{
  GPtrArray *trusted = door_policy_get_trusted_servers (get_policy (self));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < trusted->len; i++)
    g_strv_builder_add (builder, door_origin_to_string (g_ptr_array_index (trusted, i)));

  return g_strv_builder_end (builder);
}

/**
 * door_contexts_prepare_environment:
 *
 * To be called while there is one thread, which alone may change what WebKit's processes inherit.
 */
void
door_contexts_prepare_environment (DoorContexts *self)
{
  g_auto (GStrv) trusted = dup_trusted_servers (self);
  g_autoptr (GPtrArray) logins = door_proxy_environment_take ();

  g_return_if_fail (DOOR_IS_CONTEXTS (self));

  g_ptr_array_extend_and_steal (self->proxy_logins, g_steal_pointer (&logins));

  /* Where it fails, the first page that misses the companion says so. */
  door_network_link_prepare_environment (self->link, (const char *const *)trusted, NULL);
}

/**
 * door_contexts_try_logins:
 * @logins: (element-type DoorPolicyLogin): of the command line
 * @error: return location for what is wrong with the first that is
 *
 * Whoever gives a login with the command line waits to hear what is wrong with it.
 *
 * Returns: whether all of them can be read
 */
gboolean
door_contexts_try_logins (DoorContexts *self, GPtrArray *logins, GError **error)
{
  g_return_val_if_fail (DOOR_IS_CONTEXTS (self), FALSE);

  for (guint i = 0; i < logins->len; i++)
    {
      DoorPolicyLogin *login = g_ptr_array_index (logins, i);
      g_autoptr (SecretValue) secret
          = door_secret_reader_read (self->secrets, door_policy_login_get_source (login), error);
      g_autoptr (DoorAutoLogin) read
          = secret != NULL ? door_auto_login_new (login, secret, error) : NULL;

      if (read == NULL)
        {
          g_prefix_error (error, "--login=%s: ", door_policy_login_get_name (login));
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * door_contexts_set_proxy:
 * @proxy: an address, perhaps with a login, or "direct"
 *
 * Holds for as long as the program runs, whatever the policy says. To be called before there is a
 * context. The login is kept apart: each context needs it.
 *
 * Returns: whether @proxy is one
 */
gboolean
door_contexts_set_proxy (DoorContexts *self, const char *proxy, GError **error)
{
  DoorProxyAddress *address = NULL;

  g_return_val_if_fail (DOOR_IS_CONTEXTS (self), FALSE);
  g_return_val_if_fail (self->context == NULL && self->private_context == NULL, FALSE);

  if (strcmp (proxy, "direct") != 0)
    {
      address = door_proxy_address_parse (proxy, error);
      if (address == NULL)
        return FALSE;
      g_ptr_array_add (self->proxy_logins, address);
    }

  g_free (self->proxy);
  self->proxy = g_strdup (address != NULL ? address->uri : proxy);

  return TRUE;
}

/**
 * door_contexts_set_driven:
 * @uses_keyring: whether saved logins are used: a test that finds what another one has saved is not
 *   the same test
 * @counts_idle: whether idle time counts: a test that is slow on one machine must not be another
 *   one there
 *
 * A program drives this one. To be called before there is a context.
 */
void
door_contexts_set_driven (DoorContexts *self, gboolean uses_keyring, gboolean counts_idle)
{
  g_return_if_fail (DOOR_IS_CONTEXTS (self));

  self->driven = TRUE;
  self->uses_keyring = uses_keyring;
  self->counts_idle = counts_idle;
}

static void
on_policy_changed (DoorSession *session, DoorContexts *self)
{
  DoorPolicy *policy = door_session_get_policy (session);

  /* A kiosk counts by itself, since more than logins ends there. */
  door_idle_set_timeout (self->idle, self->counts_idle && !door_policy_is_kiosk (policy)
                                         ? door_policy_get_idle_reset (policy)
                                         : 0);
}

static DoorAutoLogins *
get_auto_logins (DoorContexts *self)
{
  if (self->auto_logins != NULL)
    return self->auto_logins;

  self->auto_logins = door_auto_logins_new (self->clock, get_policy (self));
  door_auto_logins_set_reader (self->auto_logins, self->secrets);
  if (self->uses_keyring)
    door_auto_logins_set_keyring (self->auto_logins, self->keyring);

  return self->auto_logins;
}

static DoorSession *
create_session (DoorContexts *self, gboolean private_session)
{
  DoorSession *session = door_session_new (self->clock, get_policy (self), private_session);

  g_signal_emit (self, signals[SESSION_CREATED], 0, session);
  door_session_set_auto_logins (session, get_auto_logins (self));
  if (self->uses_keyring && !private_session)
    door_session_set_keyring (session, self->keyring, self->never_save);
  door_session_set_idle (session, self->idle);
  g_signal_connect_object (session, "policy-changed", G_CALLBACK (on_policy_changed), self, 0);
  on_policy_changed (session, self);

  return session;
}

static DoorWebContext *
create_context (DoorContexts *self, gboolean private_session)
{
  g_autoptr (DoorSession) session = create_session (self, private_session);
  const char *proxy = self->proxy != NULL ? self->proxy : door_policy_get_proxy (get_policy (self));
  DoorWebContext *other = private_session ? self->context : self->private_context;
  DoorWebContext *context
      = door_web_context_new (session, self->link, self->driven && !private_session);

  if (other != NULL)
    door_web_context_share_network_process (context, other);
  for (guint i = 0; i < self->proxy_logins->len; i++)
    door_proxy_logins_add (door_web_context_get_proxy_logins (context),
                           g_ptr_array_index (self->proxy_logins, i));
  if (proxy != NULL)
    door_web_context_set_proxy (context, proxy, NULL);

  return context;
}

static DoorWebContext *
create_private_context (DoorContexts *self)
{
  DoorWebContext *context = create_context (self, TRUE);

  g_set_weak_pointer (&self->private_context, context);

  return context;
}

/**
 * door_contexts_get:
 * @private_session: which of the two
 *
 * Returns: (transfer full): the context of all windows that are private or are not; the private one
 *   lives exactly as long as its windows
 */
DoorWebContext *
door_contexts_get (DoorContexts *self, gboolean private_session)
{
  g_return_val_if_fail (DOOR_IS_CONTEXTS (self), NULL);

  if (!private_session)
    {
      if (self->context == NULL)
        self->context = create_context (self, FALSE);
      return g_object_ref (self->context);
    }

  return self->private_context != NULL ? g_object_ref (self->private_context)
                                       : create_private_context (self);
}

/**
 * door_contexts_create_visit:
 *
 * Returns: (transfer full): a context that nobody has used yet, for one visit to a kiosk
 */
DoorWebContext *
door_contexts_create_visit (DoorContexts *self)
{
  g_return_val_if_fail (DOOR_IS_CONTEXTS (self), NULL);

  return create_private_context (self);
}

/**
 * door_contexts_foreach_session:
 * @function: called with each #DoorSession that there is
 */
void
door_contexts_foreach_session (DoorContexts *self, GFunc function, gpointer user_data)
{
  g_return_if_fail (DOOR_IS_CONTEXTS (self));

  if (self->context != NULL)
    function (door_web_context_get_session (self->context), user_data);
  if (self->private_context != NULL)
    function (door_web_context_get_session (self->private_context), user_data);
}

static void
apply_policy (DoorContexts *self, DoorWebContext *context)
{
  if (context == NULL)
    return;

  /* What the command line says holds for as long as the program runs. */
  if (self->proxy == NULL)
    door_web_context_set_proxy (context, door_policy_get_proxy (get_policy (self)), NULL);
  door_session_set_policy (door_web_context_get_session (context), get_policy (self));
}

/* All contexts share one network process. */
static void
apply_trusted_servers (DoorContexts *self, char **before)
{
  DoorWebContext *context = self->context != NULL ? self->context : self->private_context;
  g_auto (GStrv) trusted = dup_trusted_servers (self);
  g_autoptr (GError) error = NULL;

  if (g_strv_equal ((const char *const *)before, (const char *const *)trusted))
    return;

  if (!door_network_link_set_negotiate_servers (self->link, (const char *const *)trusted, &error))
    g_warning ("TrustedServers= holds from the next start on: %s", error->message);
  else if (context != NULL)
    door_web_context_renew_network_process (context);
}

/**
 * door_contexts_read_policy_again:
 * @error: return location for a #DoorPolicyError
 *
 * Returns: whether it was read, and holds everywhere; otherwise the old one does
 */
gboolean
door_contexts_read_policy_again (DoorContexts *self, GError **error)
{
  g_auto (GStrv) trusted = NULL;

  g_return_val_if_fail (DOOR_IS_CONTEXTS (self), FALSE);

  trusted = dup_trusted_servers (self);
  if (!door_policy_file_read_again (self->policy, error))
    return FALSE;

  hide_variables (self, door_secret_reader_cover_variable);
  if (self->auto_logins != NULL)
    door_auto_logins_set_policy (self->auto_logins, get_policy (self));
  apply_trusted_servers (self, trusted);
  apply_policy (self, self->context);
  apply_policy (self, self->private_context);

  return TRUE;
}
