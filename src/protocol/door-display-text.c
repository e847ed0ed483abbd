/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-display-text.h"

#include <string.h>

#include "door-display-host.h"

/* More marks than this on one letter are there to draw over other lines. */
#define MAX_MARKS 3

/* Drawn as nothing or as a blank, although not all of them are white space or format characters:
 * Unicode's Default_Ignorable_Code_Point, and what fonts leave empty. */
static const struct
{
  gunichar first;
  gunichar last;
} invisible[] = {
  { 0x00ad, 0x00ad },   /* soft hyphen */
  { 0x034f, 0x034f },   /* combining grapheme joiner */
  { 0x061c, 0x061c },   /* Arabic letter mark */
  { 0x115f, 0x1160 },   /* Hangul fillers */
  { 0x17b4, 0x17b5 },   /* Khmer inherent vowels */
  { 0x180b, 0x180f },   /* Mongolian variation selectors */
  { 0x200b, 0x200f },   /* zero width, direction marks */
  { 0x202a, 0x202e },   /* direction embeddings and overrides */
  { 0x2060, 0x206f },   /* word joiner, direction isolates */
  { 0x2800, 0x2800 },   /* blank braille pattern */
  { 0x3164, 0x3164 },   /* Hangul filler */
  { 0xfe00, 0xfe0f },   /* variation selectors */
  { 0xfeff, 0xfeff },   /* zero width no-break space */
  { 0xffa0, 0xffa0 },   /* halfwidth Hangul filler */
  { 0xfff0, 0xfffc },   /* specials, object replacement */
  { 0x1bca0, 0x1bca3 }, /* shorthand format */
  { 0x1d173, 0x1d17a }, /* musical format */
  { 0xe0000, 0xe0fff }, /* tags, variation selectors */
};

static gboolean
is_invisible (gunichar character)
{
  for (gsize i = 0; i < G_N_ELEMENTS (invisible) && character >= invisible[i].first; i++)
    if (character <= invisible[i].last)
      return TRUE;

  return g_unichar_type (character) == G_UNICODE_FORMAT;
}

static gboolean
is_blank (gunichar character)
{
  switch (g_unichar_type (character))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SPACE_SEPARATOR:
      return TRUE;
    default:
      return FALSE;
    }
}

/* The text is shown between quotation marks and must not be able to close them. */
static gunichar
replace (gunichar character)
{
  switch (g_unichar_type (character))
    {
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
      return 0xfffd;
    default:
      break;
    }

  switch (character)
    {
    case '"':
    case 0x00ab:  /* « */
    case 0x00bb:  /* » */
    case 0x02ba:  /* ʺ */
    case 0x02dd:  /* ˝ */
    case 0x02ee:  /* ˮ */
    case 0x05f4:  /* ״ */
    case 0x201c:  /* “ */
    case 0x201d:  /* ” */
    case 0x201e:  /* „ */
    case 0x201f:  /* ‟ */
    case 0x2033:  /* ″ */
    case 0x2034:  /* ‴ */
    case 0x2036:  /* ‶ */
    case 0x2037:  /* ‷ */
    case 0x2057:  /* ⁗ */
    case 0x275d:  /* ❝ */
    case 0x275e:  /* ❞ */
    case 0x2760:  /* ❠ */
    case 0x2e42:  /* ⹂ */
    case 0x300a:  /* 《 */
    case 0x300b:  /* 》 */
    case 0x301d:  /* 〝 */
    case 0x301e:  /* 〞 */
    case 0x301f:  /* 〟 */
    case 0x3003:  /* 〃 */
    case 0xff02:  /* ＂ */
    case 0x1f676: /* 🙶 */
    case 0x1f677: /* 🙷 */
    case 0x1f678: /* 🙸 */
      return '\'';
    default:
      return character;
    }
}

/* Cuts @text to @max_length characters, an ellipsis at its end, no letter parted from its marks. */
static void
shorten (GString *text, glong max_length)
{
  char *end;

  if (g_utf8_strlen (text->str, (gssize)text->len) <= max_length)
    return;

  end = g_utf8_offset_to_pointer (text->str, max_length - 1);
  while (end > text->str && g_unichar_ismark (g_utf8_get_char (end)))
    end = g_utf8_prev_char (end);
  while (end > text->str && end[-1] == ' ')
    end--;
  g_string_truncate (text, (gsize)(end - text->str));
  g_string_append (text, "…");
}

static char *
neutralise (const char *raw, glong max_length)
{
  GString *text = g_string_new (NULL);
  glong length = 0;
  guint marks = 0;
  gboolean blank = FALSE;

  /* One character more than there is room for is enough to know that it must be shortened. */
  while (*raw != '\0' && length <= max_length)
    {
      gunichar character = g_utf8_get_char_validated (raw, -1);
      gboolean valid = character < (gunichar)-2;

      raw = valid ? g_utf8_next_char (raw) : raw + 1;
      if (!valid)
        character = 0xfffd;

      if (is_blank (character))
        {
          blank = text->len > 0;
          continue;
        }
      if (is_invisible (character))
        continue;

      marks = g_unichar_ismark (character) ? marks + 1 : 0;
      if (marks > MAX_MARKS || (marks > 0 && text->len == 0))
        continue;

      if (blank)
        {
          g_string_append_c (text, ' ');
          length++;
          blank = FALSE;
        }
      g_string_append_unichar (text, replace (character));
      length++;
    }

  shorten (text, max_length);

  return g_string_free (text, FALSE);
}

/**
 * door_display_text_for_realm:
 * @realm: (nullable): a realm as it came, best from door_challenge_get_realm()
 *
 * Makes a realm fit to be shown between quotation marks: one line of at most
 * %DOOR_DISPLAY_TEXT_MAX_LENGTH characters. Control characters, line ends and white space of any
 * kind become single spaces; what is invisible or changes the direction of writing goes; double
 * quotation marks become single ones, so that the text cannot leave its own; a letter keeps at most
 * three marks; what is not a character becomes U+FFFD.
 *
 * Letters that are written from right to left stay: put the text where it is a paragraph of its
 * own, or isolate it.
 *
 * Returns: (transfer full): the text, "" if nothing of it can be shown
 */
char *
door_display_text_for_realm (const char *realm)
{
  return neutralise (realm != NULL ? realm : "", DOOR_DISPLAY_TEXT_MAX_LENGTH);
}

/**
 * door_display_text_for_scheme:
 * @scheme: the name of a scheme
 *
 * Returns: (transfer full): the name as people write it, such as "Basic" or "NTLM"; at most
 *   %DOOR_DISPLAY_TEXT_MAX_SCHEME_LENGTH characters
 */
char *
door_display_text_for_scheme (const char *scheme)
{
  static const char *const written[] = { "NTLM",  "HOBA", "SCRAM-SHA-1", "SCRAM-SHA-256",
                                         "vapid", "DPoP", "GNAP",        "AWS4-HMAC-SHA256" };
  char *text;

  g_return_val_if_fail (scheme != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (written); i++)
    if (g_ascii_strcasecmp (written[i], scheme) == 0)
      return g_strdup (written[i]);

  text = neutralise (scheme, DOOR_DISPLAY_TEXT_MAX_SCHEME_LENGTH);
  text[0] = g_ascii_toupper (text[0]);

  return text;
}

/**
 * door_display_text_for_host:
 * @host: a host name in ASCII or Unicode form, or an IP address
 *
 * An internationalised name is shown in Unicode only where nobody could take it for another one:
 * its labels each keep to one writing system (Unicode TR 39, "highly restrictive"), and no label
 * looks all Latin without being so. All else is shown in its ASCII form, "xn--…".
 *
 * Returns: (transfer full): the host; an IPv6 address is in brackets
 */
char *
door_display_text_for_host (const char *host)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (host != NULL, NULL);

  if (strchr (host, ':') != NULL)
    text = *host == '[' ? g_ascii_strdown (host, -1) : g_strdup_printf ("[%s]", host);
  else
    text = door_display_host_from_name (host);

  /* A host name has no more than 253 octets (RFC 1035); what is longer comes from no URL. */
  return neutralise (text, 260);
}

/**
 * door_display_text_for_origin:
 *
 * Returns: (transfer full): the host of @origin as from door_display_text_for_host(), with the port
 *   if it is not the default one: "HOST[:PORT]"
 */
char *
door_display_text_for_origin (DoorOrigin *origin)
{
  g_autofree char *host = NULL;

  g_return_val_if_fail (origin != NULL, NULL);

  host = door_display_text_for_host (door_origin_get_host (origin));
  if (door_origin_is_default_port (origin))
    return g_steal_pointer (&host);

  return g_strdup_printf ("%s:%d", host, door_origin_get_port (origin));
}

/**
 * door_display_text_for_proxy:
 *
 * Returns: (transfer full): as door_display_text_for_origin(), but always with the port: a proxy is
 *   known by it as much as by its name
 */
char *
door_display_text_for_proxy (DoorOrigin *proxy)
{
  g_autofree char *host = NULL;

  g_return_val_if_fail (proxy != NULL, NULL);

  host = door_display_text_for_host (door_origin_get_host (proxy));

  return g_strdup_printf ("%s:%d", host, door_origin_get_port (proxy));
}
