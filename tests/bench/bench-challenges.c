/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Challenges parsed per second, and allocations per challenge, side by side with libsoup; and how
 * time per octet grows with the length of the input. */

#include <gmodule.h>
#include <libsoup/soup.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "door-challenge-list.h"

#define ROUNDS 80
#define ROUND_SECONDS 0.003

/* Every allocation of the process comes through here and is counted. */
void *__libc_malloc (size_t size);
void *__libc_calloc (size_t n, size_t size);
void *__libc_realloc (void *block, size_t size);

static gsize n_allocations;

G_MODULE_EXPORT void *
malloc (size_t size)
{
  n_allocations++;

  return __libc_malloc (size);
}

G_MODULE_EXPORT void *
calloc (size_t n, size_t size)
{
  n_allocations++;

  return __libc_calloc (n, size);
}

G_MODULE_EXPORT void *
realloc (void *block, size_t size)
{
  n_allocations++;

  return __libc_realloc (block, size);
}

typedef guint (*Parse) (const char *field_value);

static guint
parse_doorward (const char *field_value)
{
  const char *lines[] = { field_value, NULL };
  g_autoptr (DoorChallengeList) list = door_challenge_list_parse (lines);

  return door_challenge_list_get_n (list);
}

static gboolean
begins_challenge (const char *item)
{
  gsize scheme = strcspn (item, " =");

  return item[scheme] == '\0' || (item[scheme] == ' ' && item[scheme + 1] != '=');
}

/* What soup-auth-manager.c does for one scheme, for every challenge of the field: the list is split
 * at its commas, the items of each challenge are joined again, and its parameters are parsed. */
static guint
parse_libsoup (const char *field_value)
{
  GSList *items = soup_header_parse_list (field_value);
  guint n_challenges = 0;

  for (GSList *item = items; item != NULL;)
    {
      GString *challenge = g_string_new (item->data);
      GHashTable *params;

      for (item = item->next; item != NULL && !begins_challenge (item->data); item = item->next)
        {
          g_string_append (challenge, ", ");
          g_string_append (challenge, item->data);
        }

      params = soup_header_parse_param_list (challenge->str + strcspn (challenge->str, " "));
      n_challenges++;
      soup_header_free_param_list (params);
      g_string_free (challenge, TRUE);
    }

  soup_header_free_list (items);

  return n_challenges;
}

/* One thing to measure, and what came out. */
typedef struct
{
  Parse parse;
  char *field_value;
  guint n_calls;
  guint n_challenges;
  double allocations; /* for one call */
  double seconds;     /* for one call, the best of all rounds */
} Job;

/* Of the processor and not of the clock, so that other programs do not count. */
static double
get_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double
time_calls (const Job *job)
{
  double start = get_seconds ();

  for (guint i = 0; i < job->n_calls; i++)
    job->parse (job->field_value);

  return get_seconds () - start;
}

static void
prepare (Job *job)
{
  gsize before;

  for (job->n_calls = 1; time_calls (job) < ROUND_SECONDS; job->n_calls *= 2)
    ;

  before = n_allocations;
  job->n_challenges = job->parse (job->field_value);
  job->allocations = (double)(n_allocations - before);
  job->seconds = G_MAXDOUBLE;
}

/* All jobs by turns, so that what else the machine does hits none of them alone. */
static void
measure (Job *jobs, guint n_jobs)
{
  for (guint i = 0; i < n_jobs; i++)
    prepare (&jobs[i]);

  for (guint round = 0; round < ROUNDS; round++)
    for (guint i = 0; i < n_jobs; i++)
      jobs[i].seconds = MIN (jobs[i].seconds, time_calls (&jobs[i]) / jobs[i].n_calls);
}

static char *
repeat (const char *unit, gsize length)
{
  GString *text = g_string_new (NULL);

  while (text->len + strlen (unit) <= length)
    g_string_append (text, unit);

  return g_string_free (text, FALSE);
}

typedef struct
{
  const char *name;
  const char *field_value;
} TypicalCase;

/* clang-format off */
static const TypicalCase typical_cases[] = {
  { "Basic", "Basic realm=\"Staff only\"" },
  { "Digest", "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256, "
              "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
              "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"" },
  { "Negotiate, NTLM, Basic", "Negotiate, NTLM, Basic realm=\"intranet.example\"" },
  { "Bearer", "Bearer realm=\"https://auth.example.io/token\",service=\"registry.example.io\","
              "scope=\"repository:library/alpine:pull\"" },
  { "escaped quotes", "Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", "
                      "Basic realm=\"simple\"" },
};
/* clang-format on */

static void
print_head (const char *what, const char *unit)
{
  g_print ("%-24s %12s %12s %7s %10s %10s\n", what, "Doorward", "libsoup", "ratio", "Doorward",
           "libsoup");
  g_print ("%-24s %12s %12s %7s %21s\n", "", unit, unit, "", "allocations/challenge");
}

/* Returns how many times faster Doorward is. */
static double
print_pair (const char *name, const Job *doorward, const Job *libsoup, double amount)
{
  double ratio = libsoup->seconds / doorward->seconds;

  g_assert_cmpuint (doorward->n_challenges, ==, libsoup->n_challenges);
  g_assert_cmpfloat (doorward->allocations, <=, 2 * doorward->n_challenges);
  g_print ("%-24s %12.0f %12.0f %6.1fx %10.2f %10.2f\n", name, amount / doorward->seconds,
           amount / libsoup->seconds, ratio, doorward->allocations / doorward->n_challenges,
           libsoup->allocations / libsoup->n_challenges);

  return ratio;
}

/* Returns the least ratio. */
static double
compare_typical (void)
{
  Job jobs[2 * G_N_ELEMENTS (typical_cases)];
  double least = G_MAXDOUBLE;

  for (gsize i = 0; i < G_N_ELEMENTS (jobs); i++)
    jobs[i] = (Job){ .parse = i % 2 == 0 ? parse_doorward : parse_libsoup,
                     .field_value = g_strdup (typical_cases[i / 2].field_value) };

  measure (jobs, G_N_ELEMENTS (jobs));

  print_head ("typical", "challenges/s");
  for (gsize i = 0; i < G_N_ELEMENTS (typical_cases); i++)
    {
      double ratio = print_pair (typical_cases[i].name, &jobs[2 * i], &jobs[2 * i + 1],
                                 jobs[2 * i].n_challenges);

      least = MIN (least, ratio);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (jobs); i++)
    g_free (jobs[i].field_value);

  return least;
}

static const gsize lengths[] = { 1024, 4096, 16384, 65536, 262144, 1048576 };

typedef struct
{
  const char *name;
  const char *unit;
  const char *start;
} GrowthCase;

/* clang-format off */
static const GrowthCase growth_cases[] = {
  { "typical, long", "Basic realm=\"Staff only\", Digest realm=\"d\", nonce=\"7ypf/xlj9XXwfDPEoM4UR\", "
                     "qop=\"auth, auth-int\", algorithm=SHA-256, Negotiate, ", "" },
  { "one long realm", "Staff only ", "Basic realm=\"" },
  { "commas", ",", "" },
  { "quotes", "\"", "" },
  { "backslashes", "\\", "Basic realm=\"" },
  { "equals signs", "=", "Basic " },
  { "spaces", " ", "Basic" },
  { "one-letter schemes", "a,", "" },
  { "open quotes", "a=\",", "Basic " },
};
/* clang-format on */

static char *
make_long (const GrowthCase *growth, gsize length)
{
  g_autofree char *rest = repeat (growth->unit, length - strlen (growth->start));

  return g_strconcat (growth->start, rest, NULL);
}

/* A challenge in which every parameter has a name of its own. */
static char *
make_params (gsize length)
{
  GString *text = g_string_new ("Foo ");

  for (guint i = 0; text->len + 16 < length; i++)
    g_string_append_printf (text, "n%07u=v, ", i);

  return g_string_free (text, FALSE);
}

static void
compare_long (void)
{
  Job jobs[4];

  for (gsize i = 0; i < G_N_ELEMENTS (jobs); i++)
    jobs[i] = (Job){ .parse = i % 2 == 0 ? parse_doorward : parse_libsoup,
                     .field_value = make_long (&growth_cases[0], i < 2 ? 4096 : 65536) };

  measure (jobs, G_N_ELEMENTS (jobs));

  g_print ("\n");
  print_head ("long", "MB/s");
  for (gsize i = 0; i < G_N_ELEMENTS (jobs); i += 2)
    {
      g_autofree char *name
          = g_strdup_printf ("%" G_GSIZE_FORMAT " octets", strlen (jobs[i].field_value));

      print_pair (name, &jobs[i], &jobs[i + 1], (double)strlen (jobs[i].field_value) / 1e6);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (jobs); i++)
    g_free (jobs[i].field_value);
}

/* Returns how much more time per octet the slowest length takes than the fastest. */
static double
print_growth (const char *name, char *(*make) (gsize length), const GrowthCase *growth)
{
  Job jobs[G_N_ELEMENTS (lengths)];
  double best = G_MAXDOUBLE;
  double worst = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (jobs); i++)
    jobs[i] = (Job){ .parse = parse_doorward,
                     .field_value
                     = growth != NULL ? make_long (growth, lengths[i]) : make (lengths[i]) };

  measure (jobs, G_N_ELEMENTS (jobs));

  g_print ("%-24s", name);
  for (gsize i = 0; i < G_N_ELEMENTS (jobs); i++)
    {
      double per_octet = jobs[i].seconds / (double)strlen (jobs[i].field_value) * 1e9;

      best = MIN (best, per_octet);
      worst = MAX (worst, per_octet);
      g_print (" %9.3f", per_octet);
      g_free (jobs[i].field_value);
    }
  g_print (" %8.0f %%\n", (worst / best - 1) * 100);

  return worst / best - 1;
}

int
main (void)
{
  double least_ratio = compare_typical ();
  double growth;

  compare_long ();

  g_print ("\n%-24s %9s %9s %9s %9s %9s %9s %10s\n", "ns per octet", "1 KiB", "4 KiB", "16 KiB",
           "64 KiB", "256 KiB", "1 MiB", "spread");
  growth = print_growth (growth_cases[0].name, NULL, &growth_cases[0]);
  for (gsize i = 1; i < G_N_ELEMENTS (growth_cases); i++)
    print_growth (growth_cases[i].name, NULL, &growth_cases[i]);
  print_growth ("distinct parameters", make_params, NULL);

  g_print (
      "\nAims: 5 times libsoup on typical fields: %.1f at least, %s. At most 2 allocations per "
      "challenge: yes.\nTime per octet flat within 10 %% from 1 KiB to 1 MiB, typical: %.0f %%, "
      "%s.\n",
      least_ratio, least_ratio >= 5 ? "yes" : "no", growth * 100, growth <= 0.1 ? "yes" : "no");

  return EXIT_SUCCESS;
}
