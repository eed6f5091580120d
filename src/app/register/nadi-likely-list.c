/* People who may be meant. */
#include "nadi-likely-list.h"

#include <glib/gi18n.h>

#include "nadi-format.h"
#include "nadi-ui.h"

struct _NadiLikelyList
{
  GtkWidget parent_instance;
  GtkLabel *heading;
  GtkListBox *list;
  GtkLabel *empty;
  guint count;
};

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (NadiLikelyList, nadi_likely_list, GTK_TYPE_WIDGET)

/* --- one of them -------------------------------------------------------------------------------------------------- */

static const struct
{
  guint reason;
  const char *text;
} reason_texts[] = {
  { NADI_MATCH_NAME_SAME, N_("same name") },
  { NADI_MATCH_NAME_ALIKE, N_("name sounds or looks alike") },
  { NADI_MATCH_BIRTH_SAME, N_("same birth") },
  { NADI_MATCH_BIRTH_ALIKE, N_("birth nearly the same") },
  { NADI_MATCH_PHONE_SAME, N_("same telephone") },
  { NADI_MATCH_RELATIVE, N_("another first name: family?") },
};

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

/* (transfer full) */
static char *
about (const NadiPatientRow *row, gint32 today)
{
  g_autofree char *age = nadi_format_age_short (&row->birth, today);
  g_autofree char *birth = nadi_format_date (&row->birth);
  const char *parts[] = { nadi_format_sex (row->sex), age, birth, row->place, NULL };
  GString *text = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", parts[i]);
  return g_string_free (text, FALSE);
}

static GtkWidget *
make_reasons (guint reasons, GString *spoken)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (reason_texts); i++)
    {
      g_autofree char *line = NULL;

      if ((reasons & reason_texts[i].reason) == 0)
        continue;
      line = g_strdup_printf ("• %s", _(reason_texts[i].text));
      gtk_box_append (GTK_BOX (box), make_label (line, "caption"));
      g_string_append_printf (spoken, ", %s", _(reason_texts[i].text));
    }
  return box;
}

static GtkWidget *
make_row (const NadiLikelyPatient *likely, gint32 today)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *facts = about (likely->row, today);
  g_autoptr (GString) spoken = g_string_new (likely->row->name);

  g_object_set (box, "margin-top", 9, "margin-bottom", 9, "margin-start", 12, "margin-end", 12, NULL);
  gtk_box_append (GTK_BOX (box), make_label (likely->row->name, "heading"));
  if (likely->row->native[0] != '\0')
    gtk_box_append (GTK_BOX (box), make_label (likely->row->native, "dim-label"));
  gtk_box_append (GTK_BOX (box), make_label (facts, "facts"));
  g_string_append_printf (spoken, ", %s", facts);
  gtk_box_append (GTK_BOX (box), make_reasons (likely->reasons, spoken));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "patient", g_strdup (likely->row->id), g_free);
  nadi_ui_set_name (row, spoken->str);
  return row;
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

void
nadi_likely_list_set_words (NadiLikelyList *self, const char *heading, const char *empty)
{
  gtk_label_set_text_with_mnemonic (self->heading, heading);
  gtk_label_set_text (self->empty, empty);
  nadi_ui_set_name (GTK_WIDGET (self->list), gtk_label_get_text (self->heading));
}

void
nadi_likely_list_show (NadiLikelyList *self, GPtrArray *likely, gint32 today)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  self->count = likely != NULL ? likely->len : 0;
  for (guint i = 0; i < self->count; i++)
    gtk_list_box_append (self->list, make_row (g_ptr_array_index (likely, i), today));
  gtk_widget_set_visible (GTK_WIDGET (self->list), self->count > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->empty), self->count == 0);
}

guint
nadi_likely_list_count (NadiLikelyList *self)
{
  return self->count;
}

static void
choose (NadiLikelyList *self, GtkListBoxRow *row)
{
  g_signal_emit (self, chosen_signal, 0, g_object_get_data (G_OBJECT (row), "patient"));
}

gboolean
nadi_likely_list_choose_first (NadiLikelyList *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (row != NULL)
    choose (self, row);
  return row != NULL;
}

static void
on_row_activated (NadiLikelyList *self, GtkListBoxRow *row)
{
  choose (self, row);
}

static gboolean
on_mnemonic (GtkWidget *list, gboolean cycling, gpointer user_data)
{
  return gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD);
}

static void
nadi_likely_list_dispose (GObject *object)
{
  nadi_ui_unparent_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (nadi_likely_list_parent_class)->dispose (object);
}

static void
nadi_likely_list_class_init (NadiLikelyListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_likely_list_dispose;
  chosen_signal = g_signal_new ("chosen", NADI_TYPE_LIKELY_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  nadi_ui_class_set_template (widget_class, "nadi-likely-list");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiLikelyList, heading);
  gtk_widget_class_bind_template_child (widget_class, NadiLikelyList, list);
  gtk_widget_class_bind_template_child (widget_class, NadiLikelyList, empty);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
nadi_likely_list_init (NadiLikelyList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self->list, "mnemonic-activate", G_CALLBACK (on_mnemonic), NULL);
  nadi_likely_list_set_words (self, _("Al_ready here?"), _("Nobody like this is here yet."));
  nadi_likely_list_show (self, NULL, 0);
}
