/* The pages of the help. */
#include "nadi-help-topic.h"

#include <glib/gi18n.h>

#define TEXT(...) ((const char *const[]){ __VA_ARGS__, NULL })

static const NadiHelpTopic topics[] = {
  { "start", N_("How Nadi works"),
    TEXT (N_("Nadi keeps one chart for each patient and shares it between clinics that the patient allows. What you write is sealed on this device, signed with your key, and entered in a ledger that several hospitals check together."),
          N_("You can go on working when the network is gone. The header always says what is saved: \"All saved\" stands there only when enough hospitals have confirmed the last thing you wrote."),
          N_("Press Ctrl+K anywhere to find a patient or to do something by its name. Press Ctrl+? to see all keys."),
          N_("What can be taken back is done at once and can be undone with Ctrl+Z; what can't is asked before.")),
    NADI_ACTION_GENERAL },
  { "signin", N_("Signing in and locking"),
    TEXT (N_("Choose your name and type your passphrase. It never leaves this device, and nobody can look it up for you: if it is forgotten, your administrator gives you a new code and you join again. Nothing that was sent is lost."),
          N_("Ctrl+L locks at once. An untouched desk locks by itself, and says so 30 seconds before. What was half typed is kept, sealed, and is there again when you come back."),
          N_("When another person takes over, lock and let them choose their name. They see nothing of what you had open."),
          N_("Change your passphrase from the main menu. Four words that have nothing to do with one another are strong, and easy to remember.")),
    -1 },
  { "patients", N_("Finding patients"),
    TEXT (N_("Type a part of the name in any script, the patient's number or its last digits, a part of the telephone number, or the birth date. The list follows each key."),
          N_("The arrows choose a patient while you go on typing, Enter opens the chart. The card on the side shows who it is, and nothing is opened for that. When you stay on a patient whom you chose, photo, address and the facts for an emergency are added: that is a reading like any other, and is recorded."),
          N_("Is somebody not there? Register them, and look at the likely matches that stand beside the form before you save: a person with two charts is in danger.")),
    NADI_ACTION_PATIENTS },
  { "registration", N_("Registering a patient"),
    TEXT (N_("One screen has everything: who it is, how to reach them, and whom to call. A name is enough to begin with; all else can be added later."),
          N_("If the birth date is not known, type the age: it is kept as an estimate and always shown with \"about\". For somebody who can't say who they are, choose \"unidentified\"; for a newborn, choose the mother."),
          N_("The number is given when you save. It has two check digits, so that a mistyped number is noticed.")),
    NADI_ACTION_PATIENTS },
  { "chart", N_("Reading a chart"),
    TEXT (N_("The head of the chart shows what must not be missed: allergies first. Below stand problems, medicines and results, and the timeline with the newest visit on top."),
          N_("The line at the foot says up to when the chart is complete, and which hospitals have confirmed it. A closed drawer means that something is there which your clinic may not see; ask the patient."),
          N_("Opening a chart is recorded, with your name and the time, and the patient can see it.")),
    NADI_ACTION_CHART },
  { "case", N_("Writing a case"),
    TEXT (N_("The page follows the order of a visit. Vital signs are one line: \"150/95 p88 t37.2 g142\" becomes blood pressure, pulse, temperature and glucose while you type."),
          N_("Problems and medicines are completed while you type. A medicine that the patient is allergic to, or already takes, is marked before you sign."),
          N_("A draft is kept with every pause. Signing makes it part of the chart for good: later you can amend or retract it, and both versions stay visible."),
          N_("If two people have written the same record at the same time, both versions are kept and shown side by side, and you decide.")),
    NADI_ACTION_CASE },
  { "saved", N_("What is saved"),
    TEXT (N_("All saved: everything is on the ledger, and enough hospitals have confirmed it. Changes waiting: they are sealed on this device and on their way."),
          N_("Can't reach the ledger: the network or the service is gone. Go on working; what you write is sent later. Waiting for confirmation: the service is there, but too few hospitals have answered."),
          N_("Stopped: the ledger has said two things that can't both be true. Nothing is written until this is cleared up, and the evidence is kept. Tell your administrator.")),
    -1 },
  { "tasks", N_("Things to look at"),
    TEXT (N_("Sometimes the ledger does not take what was written: somebody else was faster, or your role may not do it. Then it stands here, with why, and with what was typed."),
          N_("Open the chart, compare, write it once more if it is still needed, and press Done. Ctrl+Z brings it back.")),
    -1 },
  { "import", N_("Importing records"),
    TEXT (N_("Records from another program come as a FHIR bundle. Choose the file; nothing is fetched from anywhere, whatever the file says."),
          N_("You can go on working while it runs, and stop it at any time: what is done is done, and the same file goes on where it was. In the end a report says what was taken, and what was not and why.")),
    -1 },
};

const NadiHelpTopic *
nadi_help_topics (gsize *length)
{
  *length = G_N_ELEMENTS (topics);
  return topics;
}

const NadiHelpTopic *
nadi_help_find (const char *id)
{
  for (guint i = 0; id != NULL && i < G_N_ELEMENTS (topics); i++)
    if (g_str_equal (topics[i].id, id))
      return &topics[i];
  return &topics[0];
}
