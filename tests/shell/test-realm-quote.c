/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-realm-quote.h"

static const struct
{
  DoorTarget target;
  const char *realm;
  const char *quote;
} quotes[] = {
  { DOOR_TARGET_ORIGIN, "Staff", "The site says: “Staff”" },
  { DOOR_TARGET_PROXY, "Staff", "The proxy says: “Staff”" },

  /* Nothing to quote. */
  { DOOR_TARGET_ORIGIN, NULL, NULL },
  { DOOR_TARGET_ORIGIN, "", NULL },

  /* What is written from the right stays within its quotation marks; a number in it changes
   * nothing. */
  { DOOR_TARGET_ORIGIN, "שלום", "The site says: “\u2068שלום\u2069”" },
  { DOOR_TARGET_ORIGIN, "Bank مرحبا 7", "The site says: “\u2068Bank مرحبا 7\u2069”" },
  { DOOR_TARGET_PROXY, "日本語", "The proxy says: “日本語”" },

  /* Whatever it holds is text. */
  { DOOR_TARGET_ORIGIN, "%s %n", "The site says: “%s %n”" },
};

static void
test_quote (void)
{
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri ("https://intranet.example/", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (quotes); i++)
    {
      g_autoptr (DoorProtectionSpace) space
          = door_protection_space_new (quotes[i].target, server, quotes[i].realm);
      g_autofree char *quote = door_realm_quote_new (space);

      g_assert_cmpstr (quote, ==, quotes[i].quote);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/realm-quote/quote", test_quote);

  return g_test_run ();
}
