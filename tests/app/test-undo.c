/* Taking back, newest first, and forgetting what is too old. */
#include "nadi-undo.h"

static void
append (gpointer data)
{
  g_string_append_c (data, 'u');
}

typedef struct
{
  GString *trace;
  char name;
} Step;

static void
step_undo (gpointer data)
{
  Step *step = data;

  g_string_append_c (step->trace, step->name);
}

static void
push (NadiUndo *undo, GString *trace, char name)
{
  Step *step = g_new (Step, 1);

  step->trace = trace;
  step->name = name;
  nadi_undo_push (undo, "step", step_undo, step, g_free);
}

static void
test_newest_first (void)
{
  NadiUndo *undo = nadi_undo_new ();
  g_autoptr (GString) trace = g_string_new (NULL);

  g_assert_null (nadi_undo_label (undo));
  g_assert_false (nadi_undo_step (undo));
  push (undo, trace, 'a');
  push (undo, trace, 'b');
  nadi_undo_push (undo, "last", append, trace, NULL);
  g_assert_cmpstr (nadi_undo_label (undo), ==, "last");
  while (nadi_undo_step (undo))
    ;
  g_assert_cmpstr (trace->str, ==, "uba");
  g_assert_finalize_object (undo);
}

static void
test_old_steps_are_forgotten (void)
{
  NadiUndo *undo = nadi_undo_new ();
  g_autoptr (GString) trace = g_string_new (NULL);

  for (guint i = 0; i < NADI_UNDO_STEPS + 5; i++)
    push (undo, trace, 'x');
  while (nadi_undo_step (undo))
    ;
  g_assert_cmpuint (trace->len, ==, NADI_UNDO_STEPS);
  push (undo, trace, 'y');
  nadi_undo_clear (undo);
  g_assert_false (nadi_undo_step (undo));
  g_assert_finalize_object (undo);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/undo/newest-first", test_newest_first);
  g_test_add_func ("/undo/forgotten", test_old_steps_are_forgotten);
  return g_test_run ();
}
