/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

#include "door-policy-login.h"

G_BEGIN_DECLS

/* What may be done about Basic over plain http; loopback is always allowed. */
typedef enum
{
  DOOR_INSECURE_BASIC_WARN,
  DOOR_INSECURE_BASIC_ALLOW,
  DOOR_INSECURE_BASIC_DENY,
} DoorInsecureBasic;

/* What parts of a page may do that come from another origin than the page. */
typedef enum
{
  DOOR_CROSS_ORIGIN_OFFER, /* use logins, and offer to sign in */
  DOOR_CROSS_ORIGIN_DENY,
} DoorCrossOrigin;

/* What a person may do besides looking at pages. */
typedef enum
{
  DOOR_FEATURE_DOWNLOADS = 1 << 0,
  DOOR_FEATURE_FILE_CHOOSER = 1 << 1,
  DOOR_FEATURE_PRINTING = 1 << 2,
  DOOR_FEATURE_VIEW_SOURCE = 1 << 3,
  DOOR_FEATURE_INSPECTOR = 1 << 4,
} DoorFeatures;

/* Everything that an administrator can decide. All zeros are what holds where no one has. */
typedef struct
{
  const char *home; /* NULL: none */
  gboolean kiosk;
  GPtrArray *allowed_origins; /* DoorOriginPattern; NULL: every one */
  const char *const *schemes; /* strongest first, lower case; NULL: every known one */
  DoorInsecureBasic insecure_basic;
  gboolean never_prompt;
  guint idle_reset; /* seconds */
  gboolean control;
  DoorCrossOrigin cross_origin;
  GPtrArray *trusted_servers; /* DoorOrigin; NULL: none */
  const char *proxy;          /* NULL: the system's */
  DoorFeatures allowed_features;
  DoorFeatures denied_features;
  GPtrArray *logins; /* DoorPolicyLogin, as written; NULL: none */
} DoorPolicySettings;

/* What the administrator decided, as an immutable value. */
typedef struct _DoorPolicy DoorPolicy;

#define DOOR_TYPE_POLICY (door_policy_get_type ())
GType door_policy_get_type (void) G_GNUC_CONST;

DoorPolicy *door_policy_new_default (void);
DoorPolicy *door_policy_new (const DoorPolicySettings *settings);
DoorPolicy *door_policy_dup_as_kiosk (DoorPolicy *policy, gboolean kiosk);
DoorPolicy *door_policy_dup_with_logins (DoorPolicy *policy, GPtrArray *logins);
DoorPolicy *door_policy_ref (DoorPolicy *policy);
void door_policy_unref (DoorPolicy *policy);

const char *door_policy_get_home (DoorPolicy *policy);
gboolean door_policy_is_kiosk (DoorPolicy *policy);
gboolean door_policy_limits_origins (DoorPolicy *policy);
gboolean door_policy_allows_origin (DoorPolicy *policy, DoorOrigin *origin);
const char *const *door_policy_get_schemes (DoorPolicy *policy);
gboolean door_policy_allows_scheme (DoorPolicy *policy, const char *scheme);
DoorInsecureBasic door_policy_get_insecure_basic (DoorPolicy *policy);
gboolean door_policy_may_prompt (DoorPolicy *policy);
guint door_policy_get_idle_reset (DoorPolicy *policy);
gboolean door_policy_get_control (DoorPolicy *policy);
DoorCrossOrigin door_policy_get_cross_origin (DoorPolicy *policy);
gboolean door_policy_trusts (DoorPolicy *policy, DoorOrigin *origin);
GPtrArray *door_policy_get_trusted_servers (DoorPolicy *policy);
const char *door_policy_get_proxy (DoorPolicy *policy);
gboolean door_policy_allows_feature (DoorPolicy *policy, DoorFeatures feature);
GPtrArray *door_policy_get_logins (DoorPolicy *policy);
DoorPolicyLogin *door_policy_find_login (DoorPolicy *policy, DoorProtectionSpace *space);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorPolicy, door_policy_unref)

G_END_DECLS
