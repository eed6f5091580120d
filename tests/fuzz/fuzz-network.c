/* Any bytes as network.json, a problem document, an enrolment message, a code on paper. */
#include <string.h>

#include "nadi-enrolment.h"
#include "nadi-problem.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *text = (const char *) data;
  g_autoptr (NadiNetwork) network = nadi_network_parse (text, size, NULL);
  if (network != NULL)
    {
      g_autofree char *printed = nadi_network_print (network);
      g_autoptr (NadiNetwork) again = nadi_network_parse (printed, strlen (printed), NULL);
      if (again == NULL || 3 * network->quorum <= 2 * network->validators->len)
        g_error ("A network does not come back, or has too small a quorum");
    }
  g_autoptr (NadiProblem) problem = nadi_problem_parse (text, size, NULL);
  if (problem != NULL)
    {
      g_autofree char *printed = nadi_problem_print (problem);
      g_autoptr (NadiProblem) again = nadi_problem_parse (printed, strlen (printed), NULL);
      if (again == NULL || strcmp (again->code, problem->code) != 0)
        g_error ("A problem document does not come back");
    }
  g_autofree char *code = g_strndup (text, size);
  g_autoptr (NadiEnrolment) enrolment = nadi_enrolment_parse (code, network, NULL);
  if (enrolment != NULL)
    {
      g_autofree char *printed = nadi_enrolment_print (enrolment);
      g_autoptr (NadiEnrolment) again = nadi_enrolment_parse (printed, NULL, NULL);
      if (again == NULL || strcmp (again->mailbox, enrolment->mailbox) != 0)
        g_error ("A code does not come back");
      g_autofree char *body = nadi_enrolment_open (enrolment, "request", text, size, NULL);
    }
  return 0;
}
