/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>
#include <string.h>

/* What libFuzzer calls with each input. */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Splits off the part of the input before the next nul, or what is left. */
static inline char *
fuzz_input_take_string (const guint8 **data, gsize *size)
{
  gsize length = strnlen ((const char *)*data, *size);
  char *string = g_strndup ((const char *)*data, length);

  length = MIN (length + 1, *size);
  *data += length;
  *size -= length;

  return string;
}
