/* Rows: who it is and what tells them apart, or what is done and with which keys. */
#include "nadi-palette-line.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-format.h"
#include "nadi-ui.h"

struct _NadiPaletteLine
{
  GtkWidget parent_instance;
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *native;
  GtkWidget *detail;
  GtkWidget *end;
};

G_DEFINE_FINAL_TYPE (NadiPaletteLine, nadi_palette_line, GTK_TYPE_WIDGET)

/* The parts that say something, one after the other. (transfer full) */
static char *
join (const char *separator, const char *const *parts, gsize n)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    if (parts[i] != NULL && parts[i][0] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? separator : "", parts[i]);
  return g_string_free (text, FALSE);
}

static char *
show_patient (NadiPaletteLine *self, const NadiPatientRow *row, gint32 today)
{
  NadiPatientNumber parsed;
  g_autofree char *age = nadi_format_age (&row->birth, today);
  g_autofree char *number = nadi_patient_number_parse (row->number, &parsed, NULL) ? nadi_format_number (&parsed) : NULL;
  g_autofree char *end = strlen (row->phone) > 4 ? g_strconcat ("…", row->phone + strlen (row->phone) - 4, NULL) : NULL;
  g_autofree char *phone = nadi_format_isolate (end);
  g_autofree char *visit = nadi_format_day_near (row->last_visit, today);
  /* Translators: when a patient was last here: "last visit 9 May 2026". */
  g_autofree char *last = visit[0] != '\0' ? g_strdup_printf (_("last visit %s"), visit) : NULL;
  const char *details[] = { age, nadi_format_sex (row->sex), number, phone };
  const char *spoken[] = { _("Patient"), row->name, age, nadi_format_sex (row->sex), number, last };
  g_autofree char *detail = join (" · ", details, G_N_ELEMENTS (details));

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), "avatar-default-symbolic");
  gtk_label_set_text (GTK_LABEL (self->title), row->name);
  nadi_ui_set_label (GTK_LABEL (self->native), row->native);
  nadi_ui_set_label (GTK_LABEL (self->detail), detail);
  nadi_ui_set_label (GTK_LABEL (self->end), last);
  return join (", ", spoken, G_N_ELEMENTS (spoken));
}

static char *
keys_text (const NadiAction *action)
{
  g_auto (GStrv) keys = nadi_action_keys (action);
  guint keyval;
  GdkModifierType state;

  if (keys[0] == NULL || !gtk_accelerator_parse (keys[0], &keyval, &state))
    return NULL;
  return gtk_accelerator_get_label (keyval, state);
}

static char *
show_action (NadiPaletteLine *self, const NadiAction *action)
{
  g_autofree char *keys = keys_text (action);
  const char *spoken[] = { nadi_action_title (action), keys };

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), "system-run-symbolic");
  gtk_label_set_text (GTK_LABEL (self->title), nadi_action_title (action));
  gtk_widget_set_visible (self->native, FALSE);
  nadi_ui_set_label (GTK_LABEL (self->detail), nadi_action_group_title (action->group));
  nadi_ui_set_label (GTK_LABEL (self->end), keys);
  return join (", ", spoken, G_N_ELEMENTS (spoken));
}

char *
nadi_palette_line_show (NadiPaletteLine *self, NadiPaletteItem *item, gint32 today)
{
  const NadiPatientRow *row = nadi_palette_item_get_row (item);

  return row != NULL ? show_patient (self, row, today) : show_action (self, nadi_palette_item_get_action (item));
}

static void
nadi_palette_line_dispose (GObject *object)
{
  nadi_ui_unparent_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (nadi_palette_line_parent_class)->dispose (object);
}

static void
nadi_palette_line_class_init (NadiPaletteLineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nadi_palette_line_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static GtkWidget *
add_label (NadiPaletteLine *self, const char *style, gboolean ellipsize)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_valign (label, GTK_ALIGN_BASELINE);
  if (ellipsize)
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static void
nadi_palette_line_init (NadiPaletteLine *self)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 12);
  self->icon = gtk_image_new ();
  gtk_widget_add_css_class (self->icon, "dim-label");
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
  self->title = add_label (self, "name", TRUE);
  self->native = add_label (self, "dim-label", TRUE);
  self->detail = add_label (self, "dim-label", TRUE);
  gtk_widget_add_css_class (self->detail, "facts");
  gtk_widget_set_hexpand (self->detail, TRUE);
  self->end = add_label (self, "dim-label", FALSE);
  gtk_widget_add_css_class (self->end, "facts");
}

NadiPaletteLine *
nadi_palette_line_new (void)
{
  return g_object_new (NADI_TYPE_PALETTE_LINE, NULL);
}
