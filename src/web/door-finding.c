/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-finding.h"

/**
 * door_finding_new:
 * @id: of the challenge, for the event log
 * @server: who asked
 *
 * Returns: (transfer full): a finding about which nothing is decided yet
 */
DoorFinding *
door_finding_new (guint64 id, DoorContext context, DoorOrigin *server)
{
  DoorFinding *finding = g_new0 (DoorFinding, 1);

  finding->id = id;
  finding->context = context;
  finding->server = door_origin_ref (server);

  return finding;
}

void
door_finding_free (DoorFinding *finding)
{
  g_clear_pointer (&finding->space, door_protection_space_unref);
  door_origin_unref (finding->server);
  g_free (finding->scheme);
  g_free (finding->uri);
  g_free (finding->challenge);
  g_free (finding->username);
  g_free (finding);
}

/**
 * door_finding_is_unencrypted:
 *
 * Returns: whether everybody on the way could read a password that answers it: Basic over plain
 *   http, unless it stays on the machine (RFC 7617 section 4)
 */
gboolean
door_finding_is_unencrypted (DoorFinding *finding)
{
  return finding->space != NULL && g_strcmp0 (finding->scheme, "basic") == 0
         && !door_origin_is_secure (finding->server) && !door_origin_is_loopback (finding->server);
}

/**
 * door_finding_can_sign_in:
 *
 * Returns: whether the person is not asked, but may ask to be
 */
gboolean
door_finding_can_sign_in (DoorFinding *finding)
{
  return finding->decision.verdict == DOOR_VERDICT_OFFER
         || finding->decision.verdict == DOOR_VERDICT_SUPPRESS;
}
