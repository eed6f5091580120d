/* The words for what is saved, and for what was refused. */
#include "nadi-saved-text.h"

#include <glib/gi18n.h>

#include "nadi-format.h"

static char *
waiting_text (guint waiting, gint64 contact, gint64 now, GTimeZone *zone)
{
  g_autofree char *when = NULL;

  if (contact == 0)
    return g_strdup_printf (ngettext ("%u change waiting", "%u changes waiting", waiting), waiting);
  when = nadi_format_moment (contact, now, zone);
  /* Translators: %s is a time, "10:42". */
  return g_strdup_printf (ngettext ("%u change waiting, last contact %s", "%u changes waiting, last contact %s", waiting), waiting, when);
}

char *
nadi_saved_text (const NadiSessionStatus *status, gint64 now, GTimeZone *zone)
{
  guint waiting = status->unsent + status->unconfirmed;

  switch (status->saved)
    {
    case NADI_SAVED_ALL:
      return g_strdup (_("All saved"));
    case NADI_SAVED_UNREACHABLE:
      return waiting > 0 ? waiting_text (waiting, status->last_contact, now, zone) : g_strdup (_("Can't reach the ledger, still working"));
    case NADI_SAVED_UNKNOWN:
      return g_strdup (_("Not admitted to the ledger"));
    case NADI_SAVED_UNCONFIRMED:
      return g_strdup (_("Waiting for confirmation"));
    case NADI_SAVED_STOPPED:
      return g_strdup (_("Stopped: the ledger contradicted itself"));
    case NADI_SAVED_WAITING:
    default:
      return waiting_text (waiting, status->last_contact, now, zone);
    }
}

const char *
nadi_saved_meaning (const NadiSessionStatus *status)
{
  switch (status->saved)
    {
    case NADI_SAVED_ALL:
      return _("Everything written here is on the ledger. Enough hospitals have confirmed it, and this device has checked their signatures.");
    case NADI_SAVED_UNREACHABLE:
      return _("Go on working. What you write is kept on this device, sealed, and sent as soon as the service answers. Until then no other clinic sees it.");
    case NADI_SAVED_UNKNOWN:
      return _("The service answers, but does not know this clinic, this device or you: not admitted yet, or removed. A new clinic is admitted when two hospitals have approved it. What you write is kept on this device, sealed, and sent once you are admitted.");
    case NADI_SAVED_UNCONFIRMED:
      return _("The service answers, but too few hospitals have confirmed what it says. Go on working: it is confirmed by itself when they are back.");
    case NADI_SAVED_STOPPED:
      return _("What the service says now does not fit what it said before. Nothing of it is used, nothing is written, and the evidence is kept. You can read what was here before. Tell your administrator.");
    case NADI_SAVED_WAITING:
    default:
      return _("What you wrote is kept on this device, sealed, and on its way. It counts as saved when enough hospitals have confirmed it.");
    }
}

#define MINUTE_MS (60 * G_GINT64_CONSTANT (1000))
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

char *
nadi_saved_clock_text (const NadiSessionStatus *status)
{
  gint64 wrong = ABS (status->clock_offset);
  gboolean ahead = status->clock_offset < 0;
  gulong count;

  if (wrong < 5 * MINUTE_MS)
    return NULL;
  if (wrong < 2 * HOUR_MS)
    {
      count = (gulong) (wrong / MINUTE_MS);
      return ahead ? g_strdup_printf (ngettext ("%lu minute ahead", "%lu minutes ahead", count), count)
                   : g_strdup_printf (ngettext ("%lu minute behind", "%lu minutes behind", count), count);
    }
  if (wrong < 2 * DAY_MS)
    {
      count = (gulong) (wrong / HOUR_MS);
      return ahead ? g_strdup_printf (ngettext ("%lu hour ahead", "%lu hours ahead", count), count)
                   : g_strdup_printf (ngettext ("%lu hour behind", "%lu hours behind", count), count);
    }
  count = (gulong) (wrong / DAY_MS);
  return ahead ? g_strdup_printf (ngettext ("%lu day ahead", "%lu days ahead", count), count)
               : g_strdup_printf (ngettext ("%lu day behind", "%lu days behind", count), count);
}

const char *
nadi_saved_icon (const NadiSessionStatus *status)
{
  switch (status->saved)
    {
    case NADI_SAVED_ALL: return "emblem-ok-symbolic";
    case NADI_SAVED_UNREACHABLE: return "network-offline-symbolic";
    case NADI_SAVED_STOPPED: return "dialog-error-symbolic";
    case NADI_SAVED_WAITING:
    case NADI_SAVED_UNCONFIRMED:
    default: return "emblem-synchronizing-symbolic";
    }
}

/* --- refusals ----------------------------------------------------------------------------------------------------- */

static const struct
{
  const char *reason, *title, *advice;
} refusals[] = {
  { "role", N_("Your role may not do this"), N_("Ask a colleague whose role allows it to do it with what was typed.") },
  { "owner", N_("It belongs to another organisation"), N_("Ask that organisation to change it, or write it as a new record of your own.") },
  { "unknown", N_("It names something that is not there"), N_("Open the chart again and write it once more.") },
  { "exists", N_("It is there already"), N_("Somebody was faster. Open the chart, compare, and put this away.") },
  { "state", N_("Somebody has changed it meanwhile"), N_("Open the chart, compare with what is there now, and write it once more if it is still needed.") },
  { "signer", N_("Your account is not known any more"), N_("Ask your administrator. A colleague can sign what was typed.") },
  { "device", N_("This device is not known any more"), N_("Ask your administrator for a new code. What was typed is kept here.") },
  { "limit", N_("Too much of this in a short time"), N_("Wait an hour, then write it once more.") },
  { "form", N_("The service did not understand it"), N_("This program and the service may be of different versions. Update, then write it once more.") },
};

static gsize
find_refusal (const char *reason)
{
  gsize at = 0;

  while (at < G_N_ELEMENTS (refusals) && g_strcmp0 (refusals[at].reason, reason) != 0)
    at++;
  return at;
}

const char *
nadi_refusal_title (const char *reason)
{
  gsize at = find_refusal (reason);

  return at < G_N_ELEMENTS (refusals) ? _(refusals[at].title) : _("The ledger did not take it");
}

const char *
nadi_refusal_advice (const char *reason)
{
  gsize at = find_refusal (reason);

  return at < G_N_ELEMENTS (refusals) ? _(refusals[at].advice) : _("Open the chart and write it once more; if it happens again, tell your administrator.");
}

const char *
nadi_refusal_form (const char *form)
{
  if (g_strcmp0 (form, "patient") == 0)
    return _("Patient's details");
  if (g_strcmp0 (form, "case") == 0)
    return _("Case");
  if (g_strcmp0 (form, "import") == 0)
    return _("Imported record");
  if (g_strcmp0 (form, "setup") == 0)
    return _("Setting up");
  return _("Record");
}
