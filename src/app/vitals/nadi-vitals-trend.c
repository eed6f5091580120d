/* The trend and its twin. */
#include "nadi-vitals-trend.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-compat.h"
#include "nadi-notices.h"
#include "nadi-ui.h"
#include "nadi-vitals-export.h"
#include "nadi-vitals-plot.h"
#include "nadi-vitals-table.h"
#include "nadi-vitals-text.h"

struct _NadiVitalsTrend
{
  GtkWidget parent_instance;
  NadiSummary *summary;
  gint32 today;
  GTimeZone *zone;
  NadiTrend *trend;
  NadiSign wanted;           /* what was chosen last */
  NadiSign signs[NADI_N_SIGNS]; /* in the order of the drop-down */
  guint n_signs;
  gboolean filling;
  gboolean due;              /* the summary is not shown yet */
  gboolean table_shown;
  NadiExportForm exporting;

  GtkDropDown *choice;
  GtkToggleButton *table_toggle;
  GtkLabel *target;
  GtkStack *stack;
  NadiVitalsPlot *plot;
  NadiVitalsTable *table;
  GtkLabel *caption;
  GtkWidget *tools;
  GtkMenuButton *save;
};

G_DEFINE_FINAL_TYPE (NadiVitalsTrend, nadi_vitals_trend, GTK_TYPE_WIDGET)

/* --- showing ------------------------------------------------------------------------------------------------------ */

static void
show_page (NadiVitalsTrend *self)
{
  gtk_stack_set_visible_child_name (self->stack, self->n_signs == 0 ? "none" : self->table_shown ? "table" : "plot");
}

static char *
course_text (const NadiTrend *trend, GTimeZone *zone)
{
  const NadiTrendPoint *last = &g_array_index (trend->points, NadiTrendPoint, trend->points->len - 1);
  g_autofree char *newest = nadi_vitals_text_point (trend, last, zone);
  g_autofree char *target = nadi_vitals_text_target (trend);

  /* Translators: what a screen reader says of a course: name, how many measurements, the newest, the target. */
  return g_strdup_printf (ngettext ("%s, %u measurement, the newest %s. %s", "%s, %u measurements, the newest %s. %s", trend->points->len),
                          nadi_vitals_text_sign (trend->sign), trend->points->len, newest, target);
}

static void
show_sign (NadiVitalsTrend *self)
{
  NadiTrend *old = g_steal_pointer (&self->trend);
  g_autofree char *spoken = NULL, *target = NULL;

  if (self->n_signs > 0)
    self->trend = nadi_trend_new (self->summary, self->wanted, self->today);
  nadi_vitals_plot_show (self->plot, self->trend, self->zone);
  nadi_vitals_table_show (self->table, self->trend, self->zone);
  g_clear_pointer (&old, nadi_trend_free);
  gtk_label_set_text (self->caption, "");
  if (self->trend != NULL)
    {
      spoken = course_text (self->trend, self->zone);
      target = nadi_vitals_text_target (self->trend);
      nadi_ui_set_name (GTK_WIDGET (self->plot), spoken);
      gtk_label_set_text (self->caption, _("Arrow keys walk from point to point, Enter shows the visit, T the table"));
    }
  nadi_ui_set_label (self->target, target);
  show_page (self);
}

static void
on_chosen (NadiVitalsTrend *self)
{
  guint at = gtk_drop_down_get_selected (self->choice);

  if (self->filling || at >= self->n_signs || (self->trend != NULL && self->trend->sign == self->signs[at]))
    return;
  self->wanted = self->signs[at];
  show_sign (self);
}

static guint
fill_choice (NadiVitalsTrend *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint chosen = 0;

  self->n_signs = 0;
  for (guint sign = 0; self->summary != NULL && sign < NADI_N_SIGNS; sign++)
    {
      if (nadi_sign_count (self->summary, (NadiSign) sign) == 0)
        continue;
      if ((NadiSign) sign == self->wanted)
        chosen = self->n_signs;
      self->signs[self->n_signs++] = (NadiSign) sign;
      gtk_string_list_append (names, nadi_vitals_text_sign ((NadiSign) sign));
    }
  self->filling = TRUE;
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->choice, chosen);
  self->filling = FALSE;
  return chosen;
}

static void
fill (NadiVitalsTrend *self)
{
  guint chosen = fill_choice (self);

  self->due = FALSE;
  if (self->n_signs > 0)
    self->wanted = self->signs[chosen];
  gtk_widget_set_visible (self->tools, self->n_signs > 0);
  show_sign (self);
}

static void
fill_if_due (NadiVitalsTrend *self)
{
  if (self->due)
    fill (self);
}

/* Most people who open a chart do not look at the course of its vital signs: it is drawn when it is seen. */
void
nadi_vitals_trend_show (NadiVitalsTrend *self, NadiSummary *summary, gint32 today, GTimeZone *zone)
{
  NadiSummary *old = self->summary;

  self->summary = NULL;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) && self->n_signs > 0)
    fill (self);
  self->summary = summary != NULL ? nadi_summary_ref (summary) : NULL;
  self->today = today;
  g_clear_pointer (&self->zone, g_time_zone_unref);
  self->zone = zone != NULL ? g_time_zone_ref (zone) : NULL;
  self->due = TRUE;
  if (summary == NULL || gtk_widget_get_mapped (GTK_WIDGET (self)))
    fill (self);
  g_clear_pointer (&old, nadi_summary_unref);
}

gboolean
nadi_vitals_trend_choose (NadiVitalsTrend *self, NadiSign sign)
{
  fill_if_due (self);
  for (guint i = 0; i < self->n_signs; i++)
    if (self->signs[i] == sign)
      {
        gtk_drop_down_set_selected (self->choice, i);
        return TRUE;
      }
  return FALSE;
}

gboolean
nadi_vitals_trend_get_table (NadiVitalsTrend *self)
{
  return self->table_shown;
}

void
nadi_vitals_trend_set_table (NadiVitalsTrend *self, gboolean table)
{
  if (self->table_shown == table)
    return;
  fill_if_due (self);
  self->table_shown = table;
  gtk_toggle_button_set_active (self->table_toggle, table);
  show_page (self);
  if (self->n_signs > 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (table ? GTK_WIDGET (self->table) : GTK_WIDGET (self->plot));
}

gboolean
nadi_vitals_trend_focus (NadiVitalsTrend *self)
{
  fill_if_due (self);
  if (self->n_signs == 0)
    return FALSE;
  return gtk_widget_grab_focus (self->table_shown ? GTK_WIDGET (self->table) : GTK_WIDGET (self->plot));
}

static void
on_table_toggled (NadiVitalsTrend *self)
{
  nadi_vitals_trend_set_table (self, gtk_toggle_button_get_active (self->table_toggle));
}

static gboolean
on_t (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  NadiVitalsTrend *self = NADI_VITALS_TREND (widget);

  nadi_vitals_trend_set_table (self, !self->table_shown);
  return TRUE;
}

static void
on_point (NadiVitalsTrend *self, const char *spoken)
{
  gtk_label_set_text (self->caption, spoken);
}

/* --- files -------------------------------------------------------------------------------------------------------- */

GBytes *
nadi_vitals_trend_export (NadiVitalsTrend *self, NadiExportForm form, GError **error)
{
  g_autofree char *target = NULL, *title = NULL;
  PangoContext *context;
  GBytes *bytes;
  char *csv;

  fill_if_due (self);
  if (self->trend == NULL)
    return NULL;
  if (form == NADI_EXPORT_CSV)
    {
      csv = nadi_trend_to_csv (self->trend);
      return g_bytes_new_take (csv, strlen (csv));
    }
  context = gtk_widget_create_pango_context (GTK_WIDGET (self));
  target = nadi_vitals_text_target (self->trend);
  title = target[0] != '\0' ? g_strdup_printf ("%s · %s", nadi_vitals_text_sign (self->trend->sign), target)
                            : g_strdup (nadi_vitals_text_sign (self->trend->sign));
  bytes = form == NADI_EXPORT_PNG ? nadi_vitals_export_png (self->trend, context, title, self->zone, error)
                                  : nadi_vitals_export_svg (self->trend, context, title, self->zone, error);
  g_object_unref (context);
  return bytes;
}

static void
tell_error (NadiVitalsTrend *self, const GError *error)
{
  NadiNotices *notices = nadi_notices_of (GTK_WIDGET (self));

  if (notices != NULL)
    nadi_notices_tell_error (notices, error);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NadiVitalsTrend) self = user_data;
  NadiNotices *notices = nadi_notices_of (GTK_WIDGET (self));
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    tell_error (self, error);
  else if (notices != NULL)
    nadi_notices_tell (notices, _("Saved to the file"));
}

static void
on_picked (gpointer owner, GFile *file)
{
  NadiVitalsTrend *self = NADI_VITALS_TREND (owner);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL)
    return;
  bytes = nadi_vitals_trend_export (self, self->exporting, &error);
  if (error != NULL)
    tell_error (self, error);
  if (bytes != NULL)
    g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, on_written, g_object_ref (self));
}

static void
on_export (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const struct
  {
    const char *word;
    const char *patterns[2];
    const char *file;
  } forms[] = {
    [NADI_EXPORT_PNG] = { "png", { "*.png" }, N_("vital signs.png") },
    [NADI_EXPORT_SVG] = { "svg", { "*.svg" }, N_("vital signs.svg") },
    [NADI_EXPORT_CSV] = { "csv", { "*.csv" }, N_("vital signs.csv") },
  };
  NadiVitalsTrend *self = NADI_VITALS_TREND (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  for (guint i = 0; GTK_IS_WINDOW (root) && i < G_N_ELEMENTS (forms); i++)
    if (g_str_equal (g_variant_get_string (parameter, NULL), forms[i].word))
      {
        self->exporting = (NadiExportForm) i;
        nadi_pick_file_async (GTK_WINDOW (root), NADI_PICK_SAVE, _("Save the trend"), forms[i].patterns, _(forms[i].file), self, on_picked);
      }
}

/* --- widget ------------------------------------------------------------------------------------------------------- */

static void
nadi_vitals_trend_map (GtkWidget *widget)
{
  fill_if_due (NADI_VITALS_TREND (widget));
  GTK_WIDGET_CLASS (nadi_vitals_trend_parent_class)->map (widget);
}

static void
nadi_vitals_trend_dispose (GObject *object)
{
  NadiVitalsTrend *self = NADI_VITALS_TREND (object);

  if (self->plot != NULL)
    nadi_vitals_plot_show (self->plot, NULL, NULL);
  self->plot = NULL;
  self->n_signs = 0;
  nadi_ui_unparent_children (GTK_WIDGET (self));
  g_clear_pointer (&self->trend, nadi_trend_free);
  g_clear_pointer (&self->summary, nadi_summary_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (nadi_vitals_trend_parent_class)->dispose (object);
}

static void
nadi_vitals_trend_class_init (NadiVitalsTrendClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NADI_TYPE_VITALS_PLOT);
  g_type_ensure (NADI_TYPE_VITALS_TABLE);
  G_OBJECT_CLASS (klass)->dispose = nadi_vitals_trend_dispose;
  widget_class->map = nadi_vitals_trend_map;
  nadi_ui_class_set_template (widget_class, "nadi-vitals-trend");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "trend.export", "s", on_export);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_t, 0, on_t, NULL);
  gtk_widget_class_bind_template_child (widget_class, NadiVitalsTrend, choice);
  gtk_widget_class_bind_template_child (widget_class, NadiVitalsTrend, table_toggle);
  gtk_widget_class_bind_template_child (widget_class, NadiVitalsTrend, target);
  gtk_widget_class_bind_template_child (widget_class, NadiVitalsTrend, stack);
  gtk_widget_class_bind_template_child (widget_class, NadiVitalsTrend, plot);
  gtk_widget_class_bind_template_child (widget_class, NadiVitalsTrend, table);
  gtk_widget_class_bind_template_child (widget_class, NadiVitalsTrend, caption);
  gtk_widget_class_bind_template_child (widget_class, NadiVitalsTrend, tools);
  gtk_widget_class_bind_template_child (widget_class, NadiVitalsTrend, save);
  gtk_widget_class_bind_template_callback (widget_class, on_table_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_point);
}

static void
nadi_vitals_trend_init (NadiVitalsTrend *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->choice, "notify::selected", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  nadi_ui_set_name (GTK_WIDGET (self->choice), _("Vital sign"));
  nadi_ui_set_name (GTK_WIDGET (self->save), _("Save as a file"));
}
