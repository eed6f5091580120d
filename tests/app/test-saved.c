/* The words for each state, and a refused thing as it is shown. */
#include <string.h>

#include "nadi-saved-text.h"
#include "nadi-task-line.h"
#include "nadi-test-widgets.h"

#define NOW G_GINT64_CONSTANT (1767268800000) /* 2026-01-01 12:00 UTC */
#define CONTACT (NOW - 78 * 60 * 1000)        /* 10:42 */

static void
test_texts (void)
{
  static const struct
  {
    NadiSavedState saved;
    guint unsent, unconfirmed;
    gint64 contact;
    const char *text;
  } cases[] = {
    { NADI_SAVED_ALL, 0, 0, CONTACT, "All saved" },
    { NADI_SAVED_WAITING, 2, 1, CONTACT, "3 changes waiting, last contact 10:42" },
    { NADI_SAVED_WAITING, 1, 0, CONTACT, "1 change waiting, last contact 10:42" },
    { NADI_SAVED_WAITING, 1, 0, 0, "1 change waiting" },
    { NADI_SAVED_UNREACHABLE, 0, 0, CONTACT, "Can't reach the ledger, still working" },
    { NADI_SAVED_UNREACHABLE, 3, 0, CONTACT, "3 changes waiting, last contact 10:42" },
    { NADI_SAVED_UNKNOWN, 1, 0, CONTACT, "Not admitted to the ledger" },
    { NADI_SAVED_UNCONFIRMED, 1, 0, CONTACT, "Waiting for confirmation" },
    { NADI_SAVED_STOPPED, 1, 0, CONTACT, "Stopped: the ledger contradicted itself" },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const NadiSessionStatus status = { .saved = cases[i].saved, .unsent = cases[i].unsent, .unconfirmed = cases[i].unconfirmed, .last_contact = cases[i].contact };
      g_autofree char *text = nadi_saved_text (&status, NOW, zone);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_clock (void)
{
  static const struct
  {
    gint64 offset;
    const char *text;
  } cases[] = {
    { 0, NULL },
    { 4 * 60 * 1000, NULL },
    { -4 * 60 * 1000, NULL },
    { 5 * 60 * 1000, "5 minutes behind" },
    { -90 * 60 * 1000, "90 minutes ahead" },
    { 3 * 3600 * 1000, "3 hours behind" },
    { G_GINT64_CONSTANT (-365) * 86400 * 1000, "365 days ahead" },
    { G_GINT64_CONSTANT (366) * 86400 * 1000, "366 days behind" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const NadiSessionStatus status = { .clock_offset = cases[i].offset };
      g_autofree char *text = nadi_saved_clock_text (&status);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* Each state has a sign and a meaning of its own: colour says nothing alone. */
static void
test_meanings (void)
{
  g_autoptr (GHashTable) meanings = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint saved = NADI_SAVED_ALL; saved <= NADI_SAVED_STOPPED; saved++)
    {
      const NadiSessionStatus status = { .saved = saved };

      g_assert_true (g_hash_table_add (meanings, (gpointer) nadi_saved_meaning (&status)));
      g_assert_true (g_str_has_suffix (nadi_saved_icon (&status), "-symbolic"));
    }
}

static void
test_refusals (void)
{
  static const char *const reasons[] = { "origin", "signer", "device", "seq", "role", "owner", "unknown", "exists", "epoch", "recipient", "state", "limit", "form", "damaged", "never heard of", NULL };

  for (guint i = 0; reasons[i] != NULL; i++)
    {
      g_assert_cmpstr (nadi_refusal_title (reasons[i]), !=, "");
      g_assert_cmpstr (nadi_refusal_advice (reasons[i]), !=, "");
    }
  g_assert_cmpstr (nadi_refusal_title (NULL), ==, nadi_refusal_title ("never heard of"));
}

static NadiTask *
make_task (const char *typed)
{
  NadiTask *task = g_new0 (NadiTask, 1);

  task->id = 7;
  task->time = NOW;
  task->form = g_strdup ("case");
  task->patient = g_strdup ("p");
  task->reason = g_strdup ("state");
  task->typed = typed != NULL ? g_bytes_new (typed, strlen (typed)) : NULL;
  return task;
}

static void
test_describes (void)
{
  NadiTask *good = make_task ("{\"resourceType\":\"Condition\",\"code\":{\"text\":\"Fever & <b>chills</b>\"},\"subject\":{\"reference\":\"Patient/p\"}}");
  NadiTask *bad = make_task ("[[[[");
  NadiTask *none = make_task (NULL);
  g_autofree char *text = nadi_task_describe (good);

  g_assert_true (g_str_has_prefix (text, "Fever & <b>chills</b>"));
  g_assert_null (nadi_task_describe (bad));
  g_assert_null (nadi_task_describe (none));
  nadi_task_free (good);
  nadi_task_free (bad);
  nadi_task_free (none);
}

static void
test_line (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  GtkWidget *window = gtk_window_new ();
  NadiTaskLine *line = nadi_task_line_new (make_task ("{"), "Asha & Rao", NOW, zone);
  GtkWidget *list = gtk_list_box_new ();
  g_autofree char *unnamed = NULL;
  gpointer seen = line;

  g_object_add_weak_pointer (G_OBJECT (line), &seen);
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (line));
  gtk_window_set_child (GTK_WINDOW (window), list);
  gtk_window_present (GTK_WINDOW (window));
  nadi_test_settle ();
  unnamed = nadi_test_unnamed (window);
  g_assert_cmpstr (unnamed, ==, "");
  g_assert_cmpint (nadi_task_line_get_task (line)->id, ==, 7);
  gtk_window_destroy (GTK_WINDOW (window));
  nadi_test_settle ();
  g_assert_null (seen);
}

int
main (int argc, char **argv)
{
  nadi_test_widgets_init (&argc, &argv);
  g_test_add_func ("/saved/texts", test_texts);
  g_test_add_func ("/saved/case-22-clock", test_clock);
  g_test_add_func ("/saved/meanings", test_meanings);
  g_test_add_func ("/saved/refusals", test_refusals);
  g_test_add_func ("/saved/describes", test_describes);
  g_test_add_func ("/saved/line", test_line);
  return g_test_run ();
}
