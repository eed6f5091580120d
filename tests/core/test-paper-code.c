/* Codes on paper, enrolment, and problem documents. */
#include "nadi-paper-code.h"

#include <string.h>

#include "nadi-enrolment.h"
#include "nadi-problem.h"
#include "nadi-test.h"
#include "nadi-text.h"
#include "nadi-wire-fixture.h"

static const char symbols[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";

static void
test_known (void)
{
  static const guint8 zero[20] = { 0 };
  g_autofree char *code = nadi_paper_code_print (zero, 20);
  g_assert_cmpstr (code, ==, "0000-0000-0000-0000-0000-0000-0000-0000-0");
  /* 0xff × 5 is 2^40 - 1; 2^36 is 1 modulo 37, so it is 15. */
  static const guint8 ones[5] = { 255, 255, 255, 255, 255 };
  g_autofree char *full = nadi_paper_code_print (ones, 5);
  g_assert_cmpstr (full, ==, "ZZZZ-ZZZZ-F");
}

static void
test_round_trip (void)
{
  NadiSeededRandom random;
  nadi_seeded_random_init (&random, 81);
  for (gsize size = 1; size <= 40; size++)
    for (guint i = 0; i < 20; i++)
      {
        guint8 data[40];
        nadi_random_fill (&random.random, data, size);
        g_autoptr (GError) error = NULL;
        g_autofree char *code = nadi_paper_code_print (data, size);
        g_autoptr (NadiSecret) back = nadi_paper_code_parse (code, size, &error);
        g_assert_no_error (error);
        g_assert_cmpmem (nadi_secret_data (back), nadi_secret_size (back), data, size);
        g_assert_null (nadi_paper_code_parse (code, size + 1, NULL));
        g_assert_null (nadi_paper_code_parse (code, size - 1, NULL));
      }
}

static void
test_forgiving (void)
{
  guint8 data[20];
  memset (data, 0x84, sizeof data); /* 1s and 0s among the digits */
  g_autofree char *code = nadi_paper_code_print (data, sizeof data);
  g_assert_nonnull (strchr (code, '1'));
  g_autofree char *lower = g_ascii_strdown (code, -1);
  g_autofree char *letters = g_strdelimit (g_strdelimit (g_strdup (code), "1", 'l'), "0", 'o');
  g_autofree char *capitals = g_strdelimit (g_strdelimit (g_strdup (code), "1", 'I'), "0", 'O');
  g_autofree char *spaces = g_strdelimit (g_strdup (code), "-", ' ');
  g_auto (GStrv) groups = g_strsplit (code, "-", -1);
  g_autofree char *together = g_strjoinv ("", groups);
  g_autofree char *wide = g_strjoinv (" - ", groups);
  g_autofree char *around = g_strconcat ("  ", code, " ", NULL);
  const char *const forms[] = { lower, letters, capitals, spaces, together, wide, around };
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NadiSecret) back = nadi_paper_code_parse (forms[i], sizeof data, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (nadi_secret_data (back), 20, data, 20);
    }
  static const char *const bad[] = { "", "-", "0", "\303\251", "0000-0000-0000-0000-0000-0000-0000-0000-00" };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (nadi_paper_code_parse (bad[i], 20, &error));
      nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_FORMAT);
    }
}

/* The characters of a code without hyphens. */
static char *
plain_code (NadiRandom *random)
{
  guint8 data[20];
  nadi_random_fill (random, data, sizeof data);
  g_autofree char *code = nadi_paper_code_print (data, sizeof data);
  g_auto (GStrv) groups = g_strsplit (code, "-", -1);
  return g_strjoinv ("", groups);
}

static gboolean
accepts (const char *code)
{
  g_autoptr (NadiSecret) secret = nadi_paper_code_parse (code, 20, NULL);
  return secret != NULL;
}

/* All of them: 37 is prime, and larger than the difference of any two characters. */
static void
test_mistypes (void)
{
  NadiSeededRandom random;
  nadi_seeded_random_init (&random, 82);
  guint singles = 0, swaps = 0, jumps = 0, jumps_missed = 0;
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *code = plain_code (&random.random);
      g_assert_cmpuint (strlen (code), ==, 33);
      g_assert_true (accepts (code));
      for (guint at = 0; at < 33; at++)
        {
          char original = code[at];
          for (const char *symbol = symbols; *symbol != '\0'; symbol++)
            if (*symbol != original)
              {
                code[at] = *symbol;
                g_assert_false (accepts (code));
                singles++;
              }
          code[at] = original;
        }
      for (guint at = 0; at + 1 < 33; at++)
        for (guint distance = 1; distance <= 2 && at + distance < 33; distance++)
          {
            g_autofree char *changed = g_strdup (code);
            changed[at] = code[at + distance];
            changed[at + distance] = code[at];
            if (strcmp (changed, code) == 0)
              continue;
            if (distance == 1)
              {
                g_assert_false (accepts (changed));
                swaps++;
                continue;
              }
            jumps++;
            jumps_missed += accepts (changed);
          }
    }
  g_test_message ("0 of %u single errors and 0 of %u swaps of neighbours accepted; %u of %u swaps over one",
                  singles, swaps, jumps_missed, jumps);
  g_assert_cmpuint (jumps_missed * 37, <, jumps * 2);
}

static void
test_enrolment (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiWireFixture) fixture = nadi_wire_fixture_new (83);
  g_autoptr (NadiWireFixture) elsewhere = nadi_wire_fixture_new (84);
  g_autoptr (NadiEnrolment) ours = nadi_enrolment_new (&fixture->random.random, fixture->network);
  g_autofree char *code = nadi_enrolment_print (ours);
  g_assert_cmpuint (strlen (code), ==, 33 + 8);
  g_assert_cmpuint (strlen (ours->mailbox), ==, 32);

  g_autoptr (NadiEnrolment) theirs = nadi_enrolment_parse (code, fixture->network, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (theirs->mailbox, ==, ours->mailbox);
  g_autoptr (NadiEnrolment) unbound = nadi_enrolment_parse (code, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (nadi_enrolment_parse (code, elsewhere->network, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_MISMATCH);
  g_assert_null (nadi_enrolment_parse ("0000", NULL, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_FORMAT);

  g_autofree char *message = nadi_enrolment_seal (theirs, "request", "{\"type\":\"enrol.request\"}");
  g_autofree char *body = nadi_enrolment_open (ours, "request", message, strlen (message), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (body, ==, "{\"type\":\"enrol.request\"}");
  g_assert_null (strstr (message, ours->mailbox));

  /* As a reply, by another code, with another body, with more members. */
  g_assert_null (nadi_enrolment_open (ours, "reply", message, strlen (message), &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
  g_autoptr (NadiEnrolment) other = nadi_enrolment_new (&fixture->random.random, fixture->network);
  g_assert_null (nadi_enrolment_open (other, "request", message, strlen (message), &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
  g_autofree char *changed = nadi_text_replace (message, "enrol.request", "enrol.requesT");
  g_assert_null (nadi_enrolment_open (ours, "request", changed, strlen (changed), &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
  g_autofree char *more = nadi_text_replace (message, "{\"body\"", "{\"more\":1,\"body\"");
  g_assert_null (nadi_enrolment_open (ours, "request", more, strlen (more), &error));
  g_clear_error (&error);
  for (gsize n = 0; n < strlen (message); n++)
    g_assert_null (nadi_enrolment_open (ours, "request", message, n, NULL));
  for (gsize i = 0; i < strlen (message); i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        message[i] ^= (char) (1 << bit);
        g_assert_null (nadi_enrolment_open (ours, "request", message, strlen (message), NULL));
        message[i] ^= (char) (1 << bit);
      }
}

static void
test_problem (void)
{
  g_autoptr (GError) error = NULL;
  NadiSeededRandom random;
  nadi_seeded_random_init (&random, 85);
  g_autoptr (NadiProblem) problem
      = nadi_problem_new (429, "too-busy", "The service is busy", "Try again in a minute.", &random.random);
  g_assert_cmpuint (strlen (problem->support), ==, 8);
  g_autofree char *text = nadi_problem_print (problem);
  g_autofree char *expected = g_strdup_printf (
      "{\"type\":\"urn:nadi:problem:too-busy\",\"title\":\"The service is busy\",\"status\":429,"
      "\"detail\":\"Try again in a minute.\",\"support\":\"%s\"}",
      problem->support);
  g_assert_cmpstr (text, ==, expected);
  g_autoptr (NadiProblem) back = nadi_problem_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->status, ==, 429);
  g_assert_cmpstr (back->code, ==, "too-busy");
  g_assert_cmpstr (back->detail, ==, problem->detail);
  g_assert_cmpstr (back->support, ==, problem->support);

  g_autoptr (NadiProblem) terse = nadi_problem_new (404, "unknown", "Not found", NULL, &random.random);
  g_autofree char *terse_text = nadi_problem_print (terse);
  g_autoptr (NadiProblem) terse_back = nadi_problem_parse (terse_text, strlen (terse_text), &error);
  g_assert_no_error (error);
  g_assert_null (terse_back->detail);
  /* RFC 9457 §3.2: extensions are passed over. */
  g_autofree char *extended = nadi_text_replace (text, "{", "{\"instance\":\"/x\",");
  g_autoptr (NadiProblem) with_more = nadi_problem_parse (extended, strlen (extended), &error);
  g_assert_no_error (error);

  const struct
  {
    const char *from;
    const char *to;
  } changes[] = { { "urn:nadi:problem:", "about:blank" },
                  { "too-busy", "Too-Busy" },
                  { "too-busy", "" },
                  { "\"status\":429", "\"status\":\"429\"" },
                  { "\"status\":429", "\"status\":99" },
                  { "\"title\":\"The service is busy\",", "" },
                  { "\"detail\":\"Try again in a minute.\"", "\"detail\":1" },
                  { problem->support, "short" },
                  { problem->support, "UUUUUUUU" } };
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *changed = nadi_text_replace (text, changes[i].from, changes[i].to);
      g_assert_null (nadi_problem_parse (changed, strlen (changed), &error));
      g_assert_cmpint (nadi_error_class (error), ==, NADI_ERROR_CLASS_INPUT);
      g_clear_error (&error);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paper-code/known", test_known);
  g_test_add_func ("/paper-code/round-trip", test_round_trip);
  g_test_add_func ("/paper-code/forgiving", test_forgiving);
  g_test_add_func ("/paper-code/mistypes", test_mistypes);
  g_test_add_func ("/enrolment/messages", test_enrolment);
  g_test_add_func ("/problem/document", test_problem);
  return g_test_run ();
}
