/* Why something was refused, in a few words. */
#include <glib/gi18n.h>

#include "nadi-ctl.h"

static const struct
{
  const char *word;
  const char *words;
} reasons[] = {
  { "json", N_("not strict JSON") },
  { "too-large", N_("too large") },
  { "no-resource", N_("no FHIR resource") },
  { "type-not-kept", N_("of a type that Nadi does not keep") },
  { "missing", N_("a required element is missing") },
  { "type", N_("an element has the wrong type") },
  { "value", N_("an element has an impossible value") },
  { "date", N_("an impossible date") },
  { "code", N_("a code that FHIR does not have there") },
  { "choice", N_("one value given in two ways") },
  { "empty", N_("an empty element") },
  { "invariant", N_("elements contradict each other") },
  { "duplicate", N_("the same resource twice in one file") },
  { "method", N_("asks for more than storing") },
  { "bundle-type", N_("a kind of bundle that holds no records") },
  { "subject", N_("about no patient") },
  { "patient-unknown", N_("about a patient who is not known here") },
  { "role", N_("your role may not write it") },
  { "file", N_("can't be read") },
  { "damaged", N_("damaged") },
  { "signer", N_("signed by somebody who may not") },
  { "device", N_("written on a device that may not") },
  { "owner", N_("belongs to another clinic or patient") },
  { "unknown", N_("names something that is not there") },
  { "exists", N_("exists already") },
  { "epoch", N_("sealed under an old key") },
  { "recipient", N_("sealed to the wrong keys") },
  { "state", N_("changed by somebody else meanwhile") },
  { "limit", N_("too many") },
  { "form", N_("malformed") },
  { "seq", N_("out of order") },
  { "origin", N_("made for another network") },
};

const char *
nadi_ctl_reason (const char *reason)
{
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_str_equal (reasons[i].word, reason))
      return _(reasons[i].words);
  return reason;
}
