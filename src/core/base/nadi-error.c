/* The class of an error, for those who pass it on. */
#include "nadi-error.h"

G_DEFINE_QUARK (nadi-format-error, nadi_format_error)

NadiErrorClass
nadi_error_class (const GError *error)
{
  g_return_val_if_fail (error != NULL, NADI_ERROR_CLASS_FOREIGN);

  const char *domain = g_quark_to_string (error->domain);
  if (domain == NULL || !g_str_has_prefix (domain, "nadi-"))
    return NADI_ERROR_CLASS_FOREIGN;
  int class = error->code >> 8;
  if (class < NADI_ERROR_CLASS_IO || class > NADI_ERROR_CLASS_CALLER)
    return NADI_ERROR_CLASS_FOREIGN;
  return (NadiErrorClass) class;
}
