/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-display-host.h"

#include <string.h>

/* Writing systems that people register names in (UAX 31 table 5). In any other, a letter says
 * nothing to most readers, or looks like one of these. */
enum
{
  LATIN = 1 << 0,
  HAN = 1 << 1,
  HIRAGANA = 1 << 2,
  KATAKANA = 1 << 3,
  HANGUL = 1 << 4,
  BOPOMOFO = 1 << 5,
  CYRILLIC = 1 << 6,
  GREEK = 1 << 7,
  ARMENIAN = 1 << 8,
  OTHER = 1 << 9, /* the first writing system that is none of those; it may not be mixed */
};

static const GUnicodeScript other_scripts[] = {
  G_UNICODE_SCRIPT_ARABIC,   G_UNICODE_SCRIPT_BENGALI,  G_UNICODE_SCRIPT_DEVANAGARI,
  G_UNICODE_SCRIPT_ETHIOPIC, G_UNICODE_SCRIPT_GEORGIAN, G_UNICODE_SCRIPT_GUJARATI,
  G_UNICODE_SCRIPT_GURMUKHI, G_UNICODE_SCRIPT_HEBREW,   G_UNICODE_SCRIPT_KANNADA,
  G_UNICODE_SCRIPT_KHMER,    G_UNICODE_SCRIPT_LAO,      G_UNICODE_SCRIPT_MALAYALAM,
  G_UNICODE_SCRIPT_MYANMAR,  G_UNICODE_SCRIPT_ORIYA,    G_UNICODE_SCRIPT_SINHALA,
  G_UNICODE_SCRIPT_TAMIL,    G_UNICODE_SCRIPT_TELUGU,   G_UNICODE_SCRIPT_THAANA,
  G_UNICODE_SCRIPT_THAI,     G_UNICODE_SCRIPT_TIBETAN,
};

/* What may stand together in one label (UTS 39 section 5.2, "highly restrictive"). */
static const guint mixtures[] = {
  LATIN | HAN | HIRAGANA | KATAKANA,
  LATIN | HAN | HANGUL,
  LATIN | HAN | BOPOMOFO,
  CYRILLIC,
  GREEK,
  ARMENIAN,
  OTHER,
};

/* Letters that look like a Latin one. A label of nothing but these, digits and hyphens passes for
 * another name. */
static const char *const like_latin[] = {
  "асԁеһіјӏԛорѕԝхуүѵьгпкмтвнзёїєљњ", /* Cyrillic */
  "αβγεικνορτυχωηςϲ",                /* Greek */
  "օսհոցգյղք",                       /* Armenian */
};

/* Latin letters that look like another, or like punctuation, even to a careful reader: the
 * dotless i, IPA, clicks, modifiers, phonetic extensions. */
static gboolean
is_odd_latin (gunichar character)
{
  return character == 0x0131
         || (character >= 0x0180 && character <= 0x02ff
             && !(character >= 0x0218 && character <= 0x021b)
             && !(character >= 0x01a0 && character <= 0x01a1)
             && !(character >= 0x01af && character <= 0x01b0)
             && !(character >= 0x01cd && character <= 0x01dc))
         || (character >= 0x1d00 && character <= 0x1dff) || character >= 0x2000;
}

/* CJK characters that look like a slash, a dash, a dot or a bar where Latin letters are around. */
static gboolean
is_like_punctuation (gunichar character)
{
  return g_utf8_strchr ("ーノソンヘへ一丶丨丿乀亅二三八工口〇々〆ㇲ", -1, character) != NULL;
}

static guint
script_of (gunichar character, GUnicodeScript *other)
{
  GUnicodeScript script = g_unichar_get_script (character);

  switch (script)
    {
    case G_UNICODE_SCRIPT_LATIN:
      return LATIN;
    case G_UNICODE_SCRIPT_HAN:
      return HAN;
    case G_UNICODE_SCRIPT_HIRAGANA:
      return HIRAGANA;
    case G_UNICODE_SCRIPT_KATAKANA:
      return KATAKANA;
    case G_UNICODE_SCRIPT_HANGUL:
      return HANGUL;
    case G_UNICODE_SCRIPT_BOPOMOFO:
      return BOPOMOFO;
    case G_UNICODE_SCRIPT_CYRILLIC:
      return CYRILLIC;
    case G_UNICODE_SCRIPT_GREEK:
      return GREEK;
    case G_UNICODE_SCRIPT_ARMENIAN:
      return ARMENIAN;
    default:
      break;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (other_scripts); i++)
    if (other_scripts[i] == script)
      {
        if (*other != G_UNICODE_SCRIPT_INVALID_CODE && *other != script)
          return 0;
        *other = script;
        return OTHER;
      }

  return 0;
}

static gboolean
passes_for_latin (const char *label)
{
  for (gsize i = 0; i < G_N_ELEMENTS (like_latin); i++)
    {
      const char *at = label;

      while (*at != '\0'
             && (g_ascii_isdigit (*at) || *at == '-'
                 || g_utf8_strchr (like_latin[i], -1, g_utf8_get_char (at)) != NULL))
        at = g_utf8_next_char (at);
      if (*at == '\0')
        return TRUE;
    }

  return FALSE;
}

/* Whether nobody could take @label, in Unicode form, for another one. */
static gboolean
is_safe (const char *label, gboolean top_is_ascii)
{
  guint scripts = 0;
  GUnicodeScript other = G_UNICODE_SCRIPT_INVALID_CODE;
  gboolean has_ascii_letters = FALSE;
  gboolean has_like_punctuation = FALSE;

  for (const char *at = label; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);
      guint script;

      has_ascii_letters |= g_ascii_isalpha (*at);
      if (g_ascii_isalnum (*at) || *at == '-')
        {
          scripts |= g_ascii_isalpha (*at) ? LATIN : 0;
          continue;
        }

      has_like_punctuation |= is_like_punctuation (character);
      if (character == 0x30fc) /* the long vowel mark belongs to both kinds of kana */
        continue;
      if (!g_unichar_isalnum (character) && !g_unichar_ismark (character))
        return FALSE;

      script = script_of (character, &other);
      if (script == 0 || (script == LATIN && is_odd_latin (character)))
        return FALSE;
      scripts |= script;
    }

  if (has_like_punctuation && (has_ascii_letters || g_utf8_strlen (label, -1) == 1))
    return FALSE;
  if (top_is_ascii && passes_for_latin (label))
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (mixtures); i++)
    if ((scripts & ~mixtures[i]) == 0)
      return TRUE;

  return FALSE;
}

/* Returns: the label in Unicode form, NULL if it is not to be shown so */
static char *
decode_label (const char *label, gboolean top_is_ascii)
{
  g_autofree char *unicode = g_hostname_to_unicode (label);
  g_autofree char *back = NULL;

  if (unicode == NULL || strcmp (unicode, label) == 0)
    return NULL;

  /* Two ASCII forms of one Unicode form are two hosts. */
  back = g_hostname_to_ascii (unicode);
  if (back == NULL || strcmp (back, label) != 0 || !is_safe (unicode, top_is_ascii))
    return NULL;

  return g_steal_pointer (&unicode);
}

/*
 * door_display_host_from_name:
 * @name: a host name in any form
 *
 * Returns: (transfer full): @name, its labels in Unicode form where that is safe
 */
char *
door_display_host_from_name (const char *name)
{
  g_autofree char *ascii = NULL;
  g_autofree char *lower = NULL;
  g_auto (GStrv) labels = NULL;
  const char *top;
  gboolean top_is_ascii;

  /* GLib reads beyond the end of what is not UTF-8. */
  if (g_utf8_validate (name, -1, NULL))
    ascii = g_hostname_to_ascii (name);
  if (ascii == NULL)
    return g_strdup (name);

  lower = g_ascii_strdown (ascii, -1);
  labels = g_strsplit (lower, ".", -1);
  top = strrchr (lower, '.');
  top_is_ascii = top == NULL || !g_hostname_is_ascii_encoded (top + 1);

  for (guint i = 0; labels[i] != NULL; i++)
    {
      char *unicode = decode_label (labels[i], top_is_ascii);

      if (unicode == NULL)
        continue;
      g_free (labels[i]);
      labels[i] = unicode;
    }

  return g_strjoinv (".", labels);
}
