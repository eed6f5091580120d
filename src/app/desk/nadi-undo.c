/* Steps that can be taken back. */
#include "nadi-undo.h"

typedef struct
{
  char *label;
  NadiUndoFunc func;
  gpointer data;
  GDestroyNotify free_data;
} Step;

struct _NadiUndo
{
  GObject parent_instance;
  GQueue steps;              /* newest first */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (NadiUndo, nadi_undo, G_TYPE_OBJECT)

static void
step_free (gpointer data)
{
  Step *step = data;

  if (step->free_data != NULL)
    step->free_data (step->data);
  g_free (step->label);
  g_free (step);
}

void
nadi_undo_push (NadiUndo *self, const char *label, NadiUndoFunc func, gpointer data, GDestroyNotify free_data)
{
  Step *step = g_new0 (Step, 1);

  step->label = g_strdup (label);
  step->func = func;
  step->data = data;
  step->free_data = free_data;
  g_queue_push_head (&self->steps, step);
  if (self->steps.length > NADI_UNDO_STEPS)
    step_free (g_queue_pop_tail (&self->steps));
  g_signal_emit (self, changed_signal, 0);
}

const char *
nadi_undo_label (NadiUndo *self)
{
  const Step *step = g_queue_peek_head (&self->steps);

  return step != NULL ? step->label : NULL;
}

gboolean
nadi_undo_step (NadiUndo *self)
{
  Step *step = g_queue_pop_head (&self->steps);

  if (step == NULL)
    return FALSE;
  step->func (step->data);
  step_free (step);
  g_signal_emit (self, changed_signal, 0);
  return TRUE;
}

void
nadi_undo_clear (NadiUndo *self)
{
  g_queue_clear_full (&self->steps, step_free);
  g_signal_emit (self, changed_signal, 0);
}

static void
nadi_undo_finalize (GObject *object)
{
  g_queue_clear_full (&NADI_UNDO (object)->steps, step_free);
  G_OBJECT_CLASS (nadi_undo_parent_class)->finalize (object);
}

static void
nadi_undo_class_init (NadiUndoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nadi_undo_finalize;
  changed_signal = g_signal_new ("changed", NADI_TYPE_UNDO, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
nadi_undo_init (NadiUndo *self)
{
  g_queue_init (&self->steps);
}

NadiUndo *
nadi_undo_new (void)
{
  return g_object_new (NADI_TYPE_UNDO, NULL);
}
