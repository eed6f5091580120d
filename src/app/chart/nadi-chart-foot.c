/* How complete a chart is. Nothing is said that was not proven: a quorum of validators confirmed the head, and how many more of them did is
 * not known here. */
#include "nadi-chart-foot.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-chart-build.h"
#include "nadi-format.h"
#include "nadi-sentence.h"
#include "nadi-session-proof.h"
#include "nadi-ui.h"

struct _NadiChartFoot
{
  GtkWidget parent_instance;
  NadiDesk *desk;
  GCancellable *cancellable; /* of the receipt under way */
  char *event;               /* newest proven */
  gint64 freshness;
  gint64 head_time;
  guint64 head_size;
  guint validators;
  guint quorum;
  guint unreadable;

  GtkMenuButton *button;
  GtkLabel *label;
  GtkImage *icon;
  GtkPopover *popover;
  GtkBox *facts;
  GtkLabel *receipt;
};

G_DEFINE_FINAL_TYPE (NadiChartFoot, nadi_chart_foot, GTK_TYPE_WIDGET)

/* --- the line ----------------------------------------------------------------------------------------------------- */

static char *
moment_text (NadiChartFoot *self, gint64 ms)
{
  return nadi_format_moment (ms, nadi_desk_now (self->desk), nadi_desk_get_zone (self->desk));
}

static char *
line_text (NadiChartFoot *self)
{
  g_autofree char *until = NULL;
  g_autofree char *whole = NULL;

  if (self->freshness == 0)
    return g_strdup (_("What is here was not confirmed by other hospitals yet"));
  until = moment_text (self, self->freshness);
  /* Translators: a time, or a date and time; at least so many hospitals. */
  whole = g_strdup_printf (ngettext ("Everything until %s, confirmed by at least %u hospital", "Everything until %s, confirmed by at least %u hospitals", self->quorum),
                           until, self->quorum);
  if (self->unreadable == 0)
    return g_steal_pointer (&whole);
  /* Translators: %s is "Everything until 14:02, confirmed by at least 3 hospitals". */
  return g_strdup_printf (ngettext ("%s. %u record can't be read here", "%s. %u records can't be read here", self->unreadable), whole, self->unreadable);
}

static void
show_line (NadiChartFoot *self)
{
  g_autofree char *text = line_text (self);
  gboolean whole = self->unreadable == 0 && self->freshness != 0;

  gtk_label_set_text (self->label, text);
  gtk_image_set_from_icon_name (self->icon, whole ? "emblem-ok-symbolic" : "dialog-warning-symbolic");
  nadi_ui_set_name (GTK_WIDGET (self->button), text);
}

void
nadi_chart_foot_update (NadiChartFoot *self)
{
  const NadiSessionStatus *status = nadi_desk_get_status (self->desk);

  if (status == NULL || self->quorum == 0)
    return;
  self->freshness = status->freshness;
  self->head_time = status->head_time;
  self->head_size = status->head_size;
  show_line (self);
}

void
nadi_chart_foot_show (NadiChartFoot *self, const NadiSessionChart *chart)
{
  gtk_widget_set_visible (GTK_WIDGET (self->button), chart != NULL);
  g_clear_pointer (&self->event, g_free);
  if (chart == NULL)
    {
      g_cancellable_cancel (self->cancellable);
      g_clear_object (&self->cancellable);
      gtk_label_set_text (self->receipt, "");
      self->quorum = 0;
      gtk_popover_popdown (self->popover);
      return;
    }
  self->event = g_strdup (chart->newest_event);
  self->freshness = chart->freshness;
  self->head_time = chart->head_time;
  self->head_size = chart->head_size;
  self->validators = chart->validators;
  self->quorum = chart->quorum;
  self->unreadable = chart->damaged + chart->missing;
  show_line (self);
}

/* --- behind it ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  char *event;
  GCancellable *cancellable; /* also says which look it was */
  NadiReceiptInfo *info;
} Receipt;

static void
receipt_free (gpointer data)
{
  Receipt *receipt = data;

  g_free (receipt->event);
  g_object_unref (receipt->cancellable);
  g_clear_pointer (&receipt->info, nadi_receipt_info_free);
  g_free (receipt);
}

static gboolean
get_receipt (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Receipt *receipt = data;
  g_autofree char *text = nadi_session_get_receipt (session, receipt->event, 0, cancellable, error);

  if (text == NULL)
    return FALSE;
  receipt->info = nadi_session_verify_receipt (session, text, strlen (text), error);
  return receipt->info != NULL;
}

static void
on_receipt (gpointer owner, gpointer data, const GError *error)
{
  NadiChartFoot *self = NADI_CHART_FOOT (owner);
  const Receipt *receipt = data;
  g_autofree char *when = NULL, *text = NULL, *index = NULL, *size = NULL;

  /* Of a chart that is no longer shown. */
  if (receipt->cancellable != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (error != NULL)
    {
      gtk_label_set_text (self->receipt, nadi_sentence_title (nadi_sentence_find (nadi_session_error_word (error))));
      return;
    }
  when = moment_text (self, receipt->info->freshness);
  index = g_strdup_printf ("%" G_GUINT64_FORMAT, receipt->info->index + 1);
  size = g_strdup_printf ("%" G_GUINT64_FORMAT, receipt->info->size);
  text = g_strdup_printf (_("The newest record was checked just now: it is entry %s of %s, with the log's signature and a quorum's, confirmed %s."),
                          index, size, when);
  gtk_label_set_text (self->receipt, text);
}

static void
start_receipt (NadiChartFoot *self)
{
  Receipt *receipt;

  if (self->cancellable != NULL)
    return;
  if (self->event == NULL)
    {
      gtk_label_set_text (self->receipt, _("No record of this chart has been confirmed yet."));
      return;
    }
  gtk_label_set_text (self->receipt, _("Checking the receipt of the newest record…"));
  receipt = g_new0 (Receipt, 1);
  receipt->event = g_strdup (self->event);
  self->cancellable = g_cancellable_new ();
  receipt->cancellable = g_object_ref (self->cancellable);
  nadi_desk_run (self->desk, get_receipt, receipt, receipt_free, self->cancellable, self, on_receipt);
}

static void
on_popover_show (NadiChartFoot *self)
{
  GtkWidget *grid = nadi_chart_facts (0);
  g_autofree char *entries = g_strdup_printf ("%" G_GUINT64_FORMAT, self->head_size);
  g_autofree char *block = self->head_time != 0 ? moment_text (self, self->head_time) : NULL;
  g_autofree char *confirmed = self->freshness != 0 ? moment_text (self, self->freshness) : NULL;
  g_autofree char *by = g_strdup_printf (_("at least %u of %u hospitals"), self->quorum, self->validators);
  g_autofree char *unreadable = self->unreadable > 0 ? g_strdup_printf ("%u", self->unreadable) : NULL;

  nadi_chart_empty_box (self->facts);
  nadi_chart_fact (GTK_GRID (grid), _("Entries of the ledger"), entries);
  nadi_chart_fact (GTK_GRID (grid), _("Newest entry"), block);
  nadi_chart_fact (GTK_GRID (grid), _("Confirmed"), confirmed);
  nadi_chart_fact (GTK_GRID (grid), _("Confirmed by"), by);
  nadi_chart_fact (GTK_GRID (grid), _("Records that can't be read here"), unreadable);
  gtk_box_append (self->facts, grid);
  start_receipt (self);
}

void
nadi_chart_foot_set_desk (NadiChartFoot *self, NadiDesk *desk)
{
  g_return_if_fail (self->desk == NULL);
  self->desk = g_object_ref (desk);
}

static void
nadi_chart_foot_dispose (GObject *object)
{
  NadiChartFoot *self = NADI_CHART_FOOT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  nadi_ui_unparent_children (GTK_WIDGET (self));
  g_clear_object (&self->desk);
  g_clear_pointer (&self->event, g_free);
  G_OBJECT_CLASS (nadi_chart_foot_parent_class)->dispose (object);
}

static void
nadi_chart_foot_class_init (NadiChartFootClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_chart_foot_dispose;
  nadi_ui_class_set_template (widget_class, "nadi-chart-foot");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiChartFoot, button);
  gtk_widget_class_bind_template_child (widget_class, NadiChartFoot, label);
  gtk_widget_class_bind_template_child (widget_class, NadiChartFoot, icon);
  gtk_widget_class_bind_template_child (widget_class, NadiChartFoot, popover);
  gtk_widget_class_bind_template_child (widget_class, NadiChartFoot, facts);
  gtk_widget_class_bind_template_child (widget_class, NadiChartFoot, receipt);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_show);
}

static void
nadi_chart_foot_init (NadiChartFoot *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
