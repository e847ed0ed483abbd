/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DoorDemoScheme:
 * @DOOR_DEMO_SCHEME_NONE: nobody is asked: the page is public
 * @DOOR_DEMO_SCHEME_BASIC: Basic, with the challenge as the page has it
 * @DOOR_DEMO_SCHEME_DIGEST: Digest with MD5
 * @DOOR_DEMO_SCHEME_DIGEST_SHA256: Digest with SHA-256
 * @DOOR_DEMO_SCHEME_CLOSED: there is a 401, and nothing opens it
 *
 * How a page of the demo is protected.
 */
typedef enum
{
  DOOR_DEMO_SCHEME_NONE,
  DOOR_DEMO_SCHEME_BASIC,
  DOOR_DEMO_SCHEME_DIGEST,
  DOOR_DEMO_SCHEME_DIGEST_SHA256,
  DOOR_DEMO_SCHEME_CLOSED,
} DoorDemoScheme;

/**
 * DoorDemoPage:
 * @path: path of the page, with a slash at both ends
 * @group: (nullable): heading before this page on the list; %NULL for the one of the page before
 * @title: what the page shows
 * @instructions: what the person is to do
 * @expectation: what Doorward then does
 * @scheme: how the page is protected
 * @challenge: (nullable): value of the WWW-Authenticate field; "%s" stands for @filler
 * @filler: (nullable): text that is repeated to @filler_length bytes within @challenge
 * @filler_length: length of the repeated text in bytes
 * @username: (nullable): who may enter
 * @password: (nullable): that person's password
 * @extra: (nullable): name of the resource that is added to the body of the 401 response
 *
 * One page of the demo. Titles and sentences are to be translated where they are shown.
 */
typedef struct
{
  const char *path;
  const char *group;
  const char *title;
  const char *instructions;
  const char *expectation;
  DoorDemoScheme scheme;
  const char *challenge;
  const char *filler;
  gsize filler_length;
  const char *username;
  const char *password;
  const char *extra;
} DoorDemoPage;

const DoorDemoPage *door_demo_page_list (gsize *n_pages);
const DoorDemoPage *door_demo_page_find (const char *path);
char *door_demo_page_dup_challenge (const DoorDemoPage *page);
gboolean door_demo_page_accepts_basic (const DoorDemoPage *page, const char *authorization);

G_END_DECLS
