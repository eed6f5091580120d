/* The table of actions. */
#include "nadi-action-table.h"

#include <glib/gi18n.h>

#define PALETTE NADI_ACTION_IN_PALETTE
#define MENU (NADI_ACTION_IN_MENU | NADI_ACTION_IN_PALETTE)
#define ALWAYS NADI_ACTION_WHEN_LOCKED

static const NadiAction actions[] = {
  { "win.search", NADI_ACTION_GENERAL, N_("Search everything"), "<Control>k", 0, NULL },
  { "win.patients", NADI_ACTION_GENERAL, N_("Patients"), "<Alt>1 <Control>f", PALETTE, NULL },
  { "win.back", NADI_ACTION_GENERAL, N_("Go back"), "<Alt>Left Escape", NADI_ACTION_KEYS_LAST, NULL },
  { "win.undo", NADI_ACTION_GENERAL, N_("Undo"), "<Control>z", PALETTE, NULL },
  { "win.import", NADI_ACTION_GENERAL, N_("Import records…"), "", MENU, NULL },
  { "win.staff", NADI_ACTION_GENERAL, N_("Staff and devices"), "", MENU, "administrator" },
  { "win.tasks", NADI_ACTION_GENERAL, N_("Things to look at"), "", MENU, NULL },
  { "win.passphrase", NADI_ACTION_GENERAL, N_("Change passphrase…"), "", MENU, NULL },
  { "win.lock", NADI_ACTION_GENERAL, N_("Lock"), "<Control>l", MENU, NULL },
  { "win.saved-state", NADI_ACTION_GENERAL, N_("What is saved"), "", PALETTE, NULL },
  { "app.shortcuts", NADI_ACTION_GENERAL, N_("Keyboard shortcuts"), "<Control>question", MENU | ALWAYS, NULL },
  { "app.help", NADI_ACTION_GENERAL, N_("Help"), "F1", MENU | ALWAYS, NULL },
  { "app.demo", NADI_ACTION_GENERAL, N_("Try the demo"), "", ALWAYS, NULL },
  { "app.demo-reset", NADI_ACTION_GENERAL, N_("Start the demo anew"), "", ALWAYS, NULL },
  { "app.about", NADI_ACTION_GENERAL, N_("About Nadi"), "", MENU | ALWAYS, NULL },
  { "app.quit", NADI_ACTION_GENERAL, N_("Quit"), "<Control>q", PALETTE | ALWAYS, NULL },
  { "win.new-patient", NADI_ACTION_PATIENTS, N_("Register a patient"), "<Control>n", PALETTE, "reception,doctor,nurse" },
  { "win.open-chart", NADI_ACTION_PATIENTS, N_("Open the chart"), "<Control>o", 0, NULL },
  { "win.edit-patient", NADI_ACTION_PATIENTS, N_("Correct the patient's details"), "<Control>e", PALETTE, "reception,doctor,nurse" },
  { "win.print", NADI_ACTION_CHART, N_("Print…"), "<Control>p", PALETTE, NULL },
  { "win.new-case", NADI_ACTION_CHART, N_("New case"), "F2", PALETTE, "doctor,nurse" },
  { "win.chart-trend", NADI_ACTION_CHART, N_("Vital signs"), "F8", PALETTE, "doctor,nurse" },
  { "win.chart-table", NADI_ACTION_CHART, N_("Vital signs as a table"), "<Control>t", PALETTE, "doctor,nurse" },
  { "win.case-sign", NADI_ACTION_CASE, N_("Sign the case"), "<Control>Return", PALETTE, "doctor,nurse" },
  { "win.case-retract", NADI_ACTION_CASE, N_("Withdraw the case…"), "", PALETTE, "doctor,nurse" },
  { "win.case-codes", NADI_ACTION_CASE, N_("Import a list of diagnoses…"), "", PALETTE, "doctor,nurse" },
  { "win.case-repeat", NADI_ACTION_CASE, N_("Repeat the last plan"), "<Control>r", PALETTE, "doctor,nurse" },
};

const NadiAction *
nadi_action_list (gsize *length)
{
  *length = G_N_ELEMENTS (actions);
  return actions;
}

const NadiAction *
nadi_action_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].name, name))
      return &actions[i];
  return NULL;
}

const char *
nadi_action_title (const NadiAction *action)
{
  return _(action->title);
}

const char *
nadi_action_group_title (NadiActionGroup group)
{
  switch (group)
    {
    case NADI_ACTION_PATIENTS: return _("Patients");
    case NADI_ACTION_CHART: return _("Chart");
    case NADI_ACTION_CASE: return _("Case");
    case NADI_ACTION_GENERAL:
    default: return _("General");
    }
}

char **
nadi_action_keys (const NadiAction *action)
{
  return action->keys[0] != '\0' ? g_strsplit (action->keys, " ", -1) : g_new0 (char *, 1);
}
