/* What a passphrase is worth: guesses that everyone makes, and phrases that nobody does. */
#include <glib.h>

#include "nadi-strength.h"

static void
test_words (void)
{
  static const struct
  {
    const char *text;
    NadiStrength least, most;
  } cases[] = {
    { "", NADI_STRENGTH_NONE, NADI_STRENGTH_NONE },
    { "a", NADI_STRENGTH_WEAK, NADI_STRENGTH_WEAK },
    { "password", NADI_STRENGTH_WEAK, NADI_STRENGTH_WEAK },
    { "Passw0rd", NADI_STRENGTH_WEAK, NADI_STRENGTH_FAIR },
    { "12345678901234567890", NADI_STRENGTH_WEAK, NADI_STRENGTH_WEAK },
    { "aaaaaaaaaaaaaaaaaaaaaaaa", NADI_STRENGTH_WEAK, NADI_STRENGTH_WEAK },
    { "abcdefghijklmnopqrstuvwxyz", NADI_STRENGTH_WEAK, NADI_STRENGTH_WEAK },
    { "r7#kQ2!", NADI_STRENGTH_WEAK, NADI_STRENGTH_WEAK },
    { "r7#kQ2!zw", NADI_STRENGTH_FAIR, NADI_STRENGTH_GOOD },
    { "tram orange kettle moss", NADI_STRENGTH_STRONG, NADI_STRENGTH_STRONG },
    { "नदी के किनारे बड़ा पेड़", NADI_STRENGTH_GOOD, NADI_STRENGTH_STRONG },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NadiStrength strength = nadi_strength_of (cases[i].text);

      g_test_message ("case %u: %d", i, (int) strength);
      g_assert_cmpint (strength, >=, cases[i].least);
      g_assert_cmpint (strength, <=, cases[i].most);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strength/words", test_words);
  return g_test_run ();
}
