/* The line of vital signs. */
#include "nadi-vitals-entry.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-format.h"
#include "nadi-ui.h"
#include "nadi-wrap-layout.h"

struct _NadiVitalsEntry
{
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkWidget *entry;
  GtkWidget *chips;
  GtkWidget *trouble;
  NadiVitals vitals;
  gboolean good;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (NadiVitalsEntry, nadi_vitals_entry, GTK_TYPE_WIDGET)

/* --- chips -------------------------------------------------------------------------------------------------------- */

static const struct
{
  gint32 low;                /* thousandths; below is low */
  gint32 high;               /* above is high; 0: no limit */
} bands[NADI_N_VITALS] = {
  [NADI_VITAL_SYSTOLIC] = { 90000, 139000 },    [NADI_VITAL_DIASTOLIC] = { 60000, 89000 },
  [NADI_VITAL_PULSE] = { 50000, 100000 },       [NADI_VITAL_TEMPERATURE] = { 35500, 37700 },
  [NADI_VITAL_GLUCOSE] = { 70000, 180000 },     [NADI_VITAL_SPO2] = { 94000, 0 },
  [NADI_VITAL_RESPIRATION] = { 10000, 20000 },
};

int
nadi_vital_abnormal (NadiVitalKind kind, const NadiVital *vital)
{
  gint64 value = vital->value;

  if (!vital->known)
    return 0;
  if (vital->unit == NADI_UNIT_MMOL_L)
    value = value * 18;
  if (bands[kind].low > 0 && value < bands[kind].low)
    return -1;
  return bands[kind].high > 0 && value > bands[kind].high ? 1 : 0;
}

static void
add_chip (NadiVitalsEntry *self, const char *name, const char *value, int abnormal)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = gtk_label_new (name);
  g_autofree char *marked = abnormal == 0 ? g_strdup (value) : g_strdup_printf ("%s %s", abnormal > 0 ? "↑" : "↓", value);
  GtkWidget *figure = gtk_label_new (marked);

  gtk_widget_add_css_class (chip, "case-chip");
  gtk_widget_add_css_class (title, "dim-label");
  gtk_widget_add_css_class (figure, "facts");
  if (abnormal != 0)
    gtk_widget_add_css_class (figure, "abnormal");
  gtk_widget_set_valign (title, GTK_ALIGN_BASELINE);
  gtk_widget_set_valign (figure, GTK_ALIGN_BASELINE);
  gtk_box_append (GTK_BOX (chip), title);
  gtk_box_append (GTK_BOX (chip), figure);
  gtk_box_append (GTK_BOX (self->chips), chip);
}

static void
add_pressure (NadiVitalsEntry *self)
{
  const NadiVital *high = &self->vitals.at[NADI_VITAL_SYSTOLIC];
  const NadiVital *low = &self->vitals.at[NADI_VITAL_DIASTOLIC];
  g_autofree char *both = nadi_format_pressure (&self->vitals);
  int sign = nadi_vital_abnormal (NADI_VITAL_SYSTOLIC, high);

  add_chip (self, _("Blood pressure"), both, sign != 0 ? sign : nadi_vital_abnormal (NADI_VITAL_DIASTOLIC, low));
}

static void
show_chips (NadiVitalsEntry *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_box_remove (GTK_BOX (self->chips), child);
  if (self->vitals.at[NADI_VITAL_SYSTOLIC].known)
    add_pressure (self);
  for (guint kind = NADI_VITAL_PULSE; kind < NADI_N_VITALS; kind++)
    if (self->vitals.at[kind].known)
      {
        g_autofree char *value = nadi_format_vital (&self->vitals.at[kind]);

        add_chip (self, nadi_format_vital_name (kind), value, nadi_vital_abnormal (kind, &self->vitals.at[kind]));
      }
  gtk_widget_set_visible (self->chips, !nadi_vitals_empty (&self->vitals));
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

static void
underline (NadiVitalsEntry *self, gsize from, gsize to)
{
  PangoAttrList *marks = pango_attr_list_new ();

  if (to > from)
    {
      PangoAttribute *line = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);

      line->start_index = (guint) from;
      line->end_index = (guint) to;
      pango_attr_list_insert (marks, line);
    }
  gtk_entry_set_attributes (GTK_ENTRY (self->entry), marks);
  pango_attr_list_unref (marks);
}

static char *
trouble_text (const GError *error, const char *word)
{
  switch (error->code)
    {
    /* Translators: %s is a word in the line of vital signs. */
    case NADI_MODEL_ERROR_RANGE: return g_strdup_printf (_("“%s” is outside of what a living person has"), word);
    case NADI_MODEL_ERROR_NUMBER: return g_strdup_printf (_("“%s” has no figure"), word);
    case NADI_MODEL_ERROR_DUPLICATE: return g_strdup_printf (_("“%s” says a sign for the second time"), word);
    case NADI_MODEL_ERROR_LENGTH: return g_strdup (_("The line is too long"));
    default: return g_strdup_printf (_("“%s” is not understood. Known are: 150/95, p88, t37.2, g142, s98, w62, h170, r16"), word);
    }
}

static void
show_trouble (NadiVitalsEntry *self, const char *text, gsize position, const GError *error)
{
  g_autofree char *word = NULL;
  g_autofree char *said = NULL;
  gsize length;

  length = strcspn (text + position, " ,;\t");
  word = g_strndup (text + position, length);
  said = trouble_text (error, word);
  underline (self, position, position + length);
  gtk_label_set_text (GTK_LABEL (self->trouble), said);
  gtk_widget_set_visible (self->trouble, TRUE);
  gtk_widget_add_css_class (self->entry, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
  nadi_ui_set_description (self->entry, said);
}

/* The signs before the word that is not understood stay as chips. */
static void
read_beginning (NadiVitalsEntry *self, const char *text, gsize position)
{
  g_autofree char *beginning = g_strndup (text, position);

  if (!nadi_vitals_parse (beginning, NADI_UNIT_MG_DL, &self->vitals, NULL, NULL))
    memset (&self->vitals, 0, sizeof self->vitals);
}

static void
on_changed (NadiVitalsEntry *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (GError) error = NULL;
  gsize position = 0;

  self->good = nadi_vitals_parse (text, NADI_UNIT_MG_DL, &self->vitals, &position, &error);
  if (!self->good)
    {
      read_beginning (self, text, position);
      show_trouble (self, text, position, error);
    }
  else
    {
      underline (self, 0, 0);
      gtk_widget_set_visible (self->trouble, FALSE);
      gtk_widget_remove_css_class (self->entry, "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID);
      nadi_ui_set_description (self->entry, "");
    }
  show_chips (self);
  g_signal_emit (self, changed_signal, 0);
}

/* --- widget ------------------------------------------------------------------------------------------------------- */

const char *
nadi_vitals_entry_get_text (NadiVitalsEntry *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

void
nadi_vitals_entry_set_text (NadiVitalsEntry *self, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

gboolean
nadi_vitals_entry_get_vitals (NadiVitalsEntry *self, NadiVitals *vitals)
{
  if (self->good)
    *vitals = self->vitals;
  return self->good;
}

static gboolean
nadi_vitals_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (NADI_VITALS_ENTRY (widget)->entry);
}

static void
nadi_vitals_entry_dispose (GObject *object)
{
  NadiVitalsEntry *self = NADI_VITALS_ENTRY (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (nadi_vitals_entry_parent_class)->dispose (object);
}

static void
nadi_vitals_entry_class_init (NadiVitalsEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_vitals_entry_dispose;
  nadi_ui_class_set_grab_focus (widget_class, nadi_vitals_entry_grab_focus);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  changed_signal = g_signal_new ("changed", NADI_TYPE_VITALS_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
nadi_vitals_entry_init (NadiVitalsEntry *self)
{
  self->good = TRUE;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), "150/95 p88 t37.2 g142 s98 w62 h170 r16");
  gtk_widget_add_css_class (self->entry, "facts");
  nadi_ui_set_name (self->entry, _("Vital signs"));
  self->chips = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (self->chips, nadi_wrap_layout_new (6, 6));
  gtk_widget_set_visible (self->chips, FALSE);
  self->trouble = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->trouble), 0);
  gtk_label_set_wrap (GTK_LABEL (self->trouble), TRUE);
  gtk_widget_add_css_class (self->trouble, "error");
  gtk_widget_set_visible (self->trouble, FALSE);
  gtk_box_append (GTK_BOX (self->box), self->entry);
  gtk_box_append (GTK_BOX (self->box), self->trouble);
  gtk_box_append (GTK_BOX (self->box), self->chips);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
}
