/* The card of a patient. */
#include "nadi-patient-card.h"

#include <glib/gi18n.h>

#include "nadi-format.h"
#include "nadi-language.h"
#include "nadi-photo.h"
#include "nadi-session-chart.h"
#include "nadi-text.h"
#include "nadi-ui.h"

struct _NadiPatientCard
{
  GtkWidget parent_instance;
  GtkWidget *content;
  AdwAvatar *avatar;
  GtkLabel *name;
  GtkLabel *native;
  GtkLabel *about;
  GtkLabel *birth;
  GtkLabel *number;
  GtkLabel *phone;
  GtkLabel *place;
  GtkLabel *last_visit;
  GtkLabel *deceased;
  GtkLabel *address;
  GtkLabel *guardian;
  GtkLabel *language;
  GtkLabel *blood;
  GtkLabel *allergies;
  GtkLabel *problems;

  NadiDesk *desk;
  char *id;                  /* whom it shows; NULL: nobody */
  guint rest_source;
  GCancellable *cancellable; /* of the reading under way */
};

/* The arrows run over many; only whom they rest on is looked up. */
#define REST_MS 1000

G_DEFINE_FINAL_TYPE (NadiPatientCard, nadi_patient_card, GTK_TYPE_WIDGET)

/* --- what the chart adds ------------------------------------------------------------------------------------------- */

typedef struct
{
  char *id;
  gint32 today;
  NadiSessionChart *chart;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_free (look->id);
  g_clear_pointer (&look->chart, nadi_session_chart_unref);
  g_free (look);
}

static gboolean
look_up (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Look *look = data;

  look->chart = nadi_session_get_chart (session, look->id, look->today, error);
  return look->chart != NULL;
}

static void
join (GString *text, const char *part, const char *between)
{
  g_autofree char *shown = nadi_text_display_lines (part, NADI_NAME_MOST_SHOWN);

  if (shown[0] != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? between : "", shown);
}

static void
show_identity (NadiPatientCard *self, const NadiPatient *patient)
{
  g_autofree char *address = nadi_format_address (&patient->address, "\n");
  g_autoptr (GString) guardian = g_string_new (NULL);
  g_autofree char *phone = nadi_format_isolate (patient->phone);
  g_autofree char *call = nadi_format_isolate (patient->guardian.phone);
  g_autoptr (GdkPaintable) photo = nadi_photo_paintable (patient->photo);

  join (guardian, patient->guardian.name, "");
  join (guardian, patient->guardian.relation, ", ");
  join (guardian, call, "\n");
  adw_avatar_set_custom_image (self->avatar, photo);
  if (phone != NULL)
    nadi_ui_set_label (self->phone, phone);
  nadi_ui_set_label (self->address, address);
  /* The address says the place, and more. */
  if (address[0] != '\0')
    nadi_ui_set_label (self->place, NULL);
  nadi_ui_set_label (self->guardian, guardian->str);
  nadi_ui_set_label (self->language, patient->language != NULL ? nadi_language_name (patient->language) : NULL);
}

static void
show_clinical (NadiPatientCard *self, const NadiSessionChart *chart)
{
  g_autofree char *blood = chart->patient != NULL ? nadi_format_blood (chart->patient) : NULL;
  GPtrArray *allergies = nadi_summary_allergies (chart->summary);
  GArray *problems = nadi_summary_problems (chart->summary);
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GString) chronic = g_string_new (NULL);

  for (guint i = 0; i < allergies->len; i++)
    join (all, ((NadiAllergy *) g_ptr_array_index (allergies, i))->substance, ", ");
  for (guint i = 0; i < problems->len; i++)
    if (g_array_index (problems, NadiSummaryProblem, i).chronic)
      join (chronic, g_array_index (problems, NadiSummaryProblem, i).text, ", ");
  nadi_ui_set_label (self->blood, blood);
  nadi_ui_set_label (self->allergies, all->len > 0 ? all->str : _("none known here"));
  nadi_ui_set_label (self->problems, chronic->str);
}

static void
hide_looked_up (NadiPatientCard *self)
{
  GtkLabel *labels[] = { self->address, self->guardian, self->language, self->blood, self->allergies, self->problems };

  adw_avatar_set_custom_image (self->avatar, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    nadi_ui_set_label (labels[i], NULL);
}

static void
on_looked_up (gpointer owner, gpointer data, const GError *error)
{
  NadiPatientCard *self = NADI_PATIENT_CARD (owner);
  const Look *look = data;

  /* What can't be read is left out: opening the chart says why. */
  if (error != NULL || g_strcmp0 (self->id, look->id) != 0)
    return;
  if (look->chart->patient != NULL)
    show_identity (self, look->chart->patient);
  if (look->chart->clinical)
    show_clinical (self, look->chart);
}

static gboolean
on_rest (gpointer user_data)
{
  NadiPatientCard *self = user_data;
  Look *look;

  self->rest_source = 0;
  if (!nadi_desk_is_open (self->desk))
    return G_SOURCE_REMOVE;
  look = g_new0 (Look, 1);
  look->id = g_strdup (self->id);
  look->today = nadi_desk_today (self->desk);
  self->cancellable = g_cancellable_new ();
  nadi_desk_run (self->desk, look_up, look, look_free, self->cancellable, self, on_looked_up);
  return G_SOURCE_REMOVE;
}

static void
stop_looking (NadiPatientCard *self)
{
  g_clear_handle_id (&self->rest_source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
look_after_rest (NadiPatientCard *self, const char *id, gboolean meant)
{
  stop_looking (self);
  if (g_strcmp0 (self->id, id) != 0)
    hide_looked_up (self);
  g_free (self->id);
  self->id = g_strdup (id);
  if (id != NULL && self->desk != NULL && meant)
    self->rest_source = g_timeout_add (REST_MS, on_rest, self);
}

void
nadi_patient_card_set_desk (NadiPatientCard *self, NadiDesk *desk)
{
  g_return_if_fail (self->desk == NULL);
  self->desk = g_object_ref (desk);
}

/* --- what the list has -------------------------------------------------------------------------------------------- */

void
nadi_patient_card_show (NadiPatientCard *self, const NadiPatientRow *row, gint32 today, gboolean meant)
{
  g_autofree char *age = NULL, *birth = NULL, *visit = NULL, *about = NULL, *number = NULL;
  g_autofree char *phone = row != NULL ? nadi_format_isolate (row->phone) : NULL;
  NadiPatientNumber parsed;
  const char *sex;

  look_after_rest (self, row != NULL ? row->id : NULL, meant);
  gtk_widget_set_visible (self->content, row != NULL);
  if (row == NULL)
    return;
  age = nadi_format_age (&row->birth, today);
  birth = nadi_format_date (&row->birth);
  visit = nadi_format_day_near (row->last_visit, today);
  sex = nadi_format_sex (row->sex);
  about = age[0] != '\0' && sex[0] != '\0' ? g_strdup_printf (_("%s, %s"), age, sex) : g_strconcat (age, sex, NULL);
  number = nadi_patient_number_parse (row->number, &parsed, NULL) ? nadi_format_number (&parsed) : g_strdup ("");
  adw_avatar_set_text (self->avatar, row->name);
  nadi_ui_set_label (self->name, row->name);
  nadi_ui_set_label (self->native, row->native);
  nadi_ui_set_label (self->about, about);
  nadi_ui_set_label (self->birth, birth);
  nadi_ui_set_label (self->number, number);
  nadi_ui_set_label (self->phone, phone);
  nadi_ui_set_label (self->place, row->place);
  nadi_ui_set_label (self->last_visit, visit);
  gtk_widget_set_visible (GTK_WIDGET (self->deceased), row->deceased);
}

static void
nadi_patient_card_dispose (GObject *object)
{
  NadiPatientCard *self = NADI_PATIENT_CARD (object);

  stop_looking (self);
  g_clear_pointer (&self->id, g_free);
  g_clear_object (&self->desk);
  nadi_ui_unparent_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (nadi_patient_card_parent_class)->dispose (object);
}

static void
nadi_patient_card_class_init (NadiPatientCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_patient_card_dispose;
  nadi_ui_class_set_template (widget_class, "nadi-patient-card");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, content);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, avatar);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, name);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, native);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, about);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, birth);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, number);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, phone);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, place);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, last_visit);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, deceased);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, address);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, guardian);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, language);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, blood);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, allergies);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, problems);
}

static void
nadi_patient_card_init (NadiPatientCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hide_looked_up (self);
}
