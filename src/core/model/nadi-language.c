/* Languages of India. */
#include "nadi-language.h"

#include <string.h>

#include "nadi-text.h"

static const struct
{
  const char *code;
  const char *name;
  const char *english;
} languages[] = {
  { "en", "English", "English" },     { "hi", "हिन्दी", "Hindi" },       { "mr", "मराठी", "Marathi" },    { "as", "অসমীয়া", "Assamese" },
  { "bn", "বাংলা", "Bengali" },         { "brx", "बर'", "Bodo" },          { "doi", "डोगरी", "Dogri" },     { "gu", "ગુજરાતી", "Gujarati" },
  { "kn", "ಕನ್ನಡ", "Kannada" },        { "ks", "کٲشُر", "Kashmiri" },      { "gom", "कोंकणी", "Konkani" },   { "mai", "मैथिली", "Maithili" },
  { "ml", "മലയാളം", "Malayalam" },    { "mni", "মৈতৈলোন্", "Manipuri" },  { "ne", "नेपाली", "Nepali" },     { "or", "ଓଡ଼ିଆ", "Odia" },
  { "pa", "ਪੰਜਾਬੀ", "Punjabi" },        { "sa", "संस्कृतम्", "Sanskrit" },   { "sat", "ᱥᱟᱱᱛᱟᱲᱤ", "Santali" }, { "sd", "سنڌي", "Sindhi" },
  { "ta", "தமிழ்", "Tamil" },          { "te", "తెలుగు", "Telugu" },       { "ur", "اردو", "Urdu" },
};

static gboolean
begins (const char *text, const char *wanted)
{
  g_autofree char *folded = nadi_text_fold (text);

  return g_str_has_prefix (folded, wanted);
}

const char *
nadi_language_complete (const char *typed)
{
  g_autofree char *wanted = nadi_text_fold (typed);

  for (guint i = 0; wanted[0] != '\0' && i < G_N_ELEMENTS (languages); i++)
    if (begins (languages[i].name, wanted) || begins (languages[i].english, wanted) || g_str_equal (languages[i].code, wanted))
      return languages[i].code;
  return NULL;
}

const char *
nadi_language_name (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (g_str_equal (languages[i].code, code))
      return languages[i].name;
  return code;
}
