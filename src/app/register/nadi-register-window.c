/* The window around the form. */
#include "nadi-register-window.h"

#include <glib/gi18n.h>

#include "nadi-camera-window.h"
#include "nadi-compat.h"
#include "nadi-likely-list.h"
#include "nadi-media.h"
#include "nadi-register-form.h"
#include "nadi-register-work.h"
#include "nadi-sentence.h"
#include "nadi-session-patients.h"
#include "nadi-ui.h"

/* Typing goes on while it is short of this; then the others are looked through. */
#define PAUSE_MS 150
#define MOST_LIKELY 6
#define MOST_MOTHERS 8

struct _NadiRegisterWindow
{
  AdwWindow parent_instance;
  NadiDesk *desk;
  NadiNotices *notices;      /* weak */
  char *id;                  /* the chart that is corrected; NULL: a new one */
  NadiPatient *before;       /* what it said; NULL until it is here */
  GCancellable *cancellable;
  guint likely_source;
  gboolean looking;          /* others are being looked through */
  gboolean look_again;
  gboolean for_mother;       /* the column shows who may be the mother */
  gboolean saving;

  NadiRegisterForm *form;
  NadiLikelyList *likely;
  AdwHeaderBar *header;
  GtkWidget *kinds;
  GtkToggleButton *known;
  GtkToggleButton *unidentified;
  GtkToggleButton *newborn;
  GtkButton *save;
  GtkRevealer *trouble;
  GtkLabel *trouble_title;
  GtkLabel *trouble_advice;
};

static guint saved_signal, chosen_signal;

G_DEFINE_FINAL_TYPE (NadiRegisterWindow, nadi_register_window, ADW_TYPE_WINDOW)

static void
show_trouble (NadiRegisterWindow *self, const char *title, const char *advice)
{
  gtk_label_set_text (self->trouble_title, title);
  gtk_label_set_text (self->trouble_advice, advice);
  gtk_revealer_set_reveal_child (self->trouble, TRUE);
}

static void
show_error (NadiRegisterWindow *self, const GError *error)
{
  const NadiSentence *sentence;

  if (error == NULL)
    {
      gtk_revealer_set_reveal_child (self->trouble, FALSE);
      return;
    }
  sentence = nadi_sentence_find (nadi_session_error_word (error));
  show_trouble (self, nadi_sentence_title (sentence), nadi_sentence_advice (sentence));
}

/* --- who is here already ------------------------------------------------------------------------------------------ */

static void look (NadiRegisterWindow *self);

static void
on_likely (gpointer owner, gpointer data, const GError *error)
{
  NadiRegisterWindow *self = NADI_REGISTER_WINDOW (owner);
  const NadiLikelyWork *work = data;

  self->looking = FALSE;
  if (error == NULL && !self->for_mother)
    nadi_likely_list_show (self->likely, work->found, nadi_desk_today (self->desk));
  if (self->look_again)
    look (self);
}

static void
look (NadiRegisterWindow *self)
{
  self->look_again = self->looking;
  if (self->looking || !nadi_desk_is_open (self->desk))
    return;
  self->looking = TRUE;
  nadi_desk_run (self->desk, nadi_likely_work, nadi_likely_work_new (nadi_register_form_peek (self->form), self->id, MOST_LIKELY),
                 nadi_likely_work_free, self->cancellable, self, on_likely);
}

static gboolean
on_pause (gpointer user_data)
{
  NadiRegisterWindow *self = user_data;

  self->likely_source = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
on_form_changed (NadiRegisterWindow *self)
{
  show_error (self, NULL);
  if (self->for_mother)
    return;
  g_clear_handle_id (&self->likely_source, g_source_remove);
  self->likely_source = g_timeout_add (PAUSE_MS, on_pause, self);
}

/* --- the mother of a newborn -------------------------------------------------------------------------------------- */

static void
set_for_mother (NadiRegisterWindow *self, gboolean for_mother)
{
  self->for_mother = for_mother;
  nadi_likely_list_show (self->likely, NULL, 0);
  if (for_mother)
    nadi_likely_list_set_words (self->likely, _("Who is the mothe_r?"), _("Type her name, number or telephone, and press Enter on her."));
  else
    nadi_likely_list_set_words (self->likely, _("Al_ready here?"), _("Nobody like this is here yet."));
}

static void
on_mother_wanted (NadiRegisterWindow *self, const char *typed)
{
  NadiSession *session = nadi_desk_get_session (self->desk);
  g_autoptr (GPtrArray) likely = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_likely_patient_free);
  g_autoptr (GPtrArray) rows = NULL;

  if (session == NULL)
    return;
  if (!self->for_mother)
    set_for_mother (self, TRUE);
  rows = nadi_session_find_patients (session, typed, 4 * MOST_MOTHERS, NULL);
  g_ptr_array_set_free_func (rows, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      NadiPatientRow *row = g_ptr_array_index (rows, i);
      NadiLikelyPatient *one;

      if (row->sex == NADI_SEX_MALE || likely->len == MOST_MOTHERS)
        {
          nadi_patient_row_free (row);
          continue;
        }
      one = g_new0 (NadiLikelyPatient, 1);
      one->row = row;
      g_ptr_array_add (likely, one);
    }
  nadi_likely_list_show (self->likely, likely, nadi_desk_today (self->desk));
}

static void
on_mother_read (gpointer owner, gpointer data, const GError *error)
{
  NadiRegisterWindow *self = NADI_REGISTER_WINDOW (owner);
  const NadiReadWork *work = data;

  show_error (self, error);
  if (error != NULL)
    return;
  set_for_mother (self, FALSE);
  nadi_register_form_show_mother (self->form, work->patient, work->children + 1);
}

static void
on_first_wanted (NadiRegisterWindow *self)
{
  if (!self->for_mother || !nadi_likely_list_choose_first (self->likely))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
on_likely_chosen (NadiRegisterWindow *self, const char *patient)
{
  g_autofree char *id = g_strdup (patient);

  if (self->for_mother)
    nadi_desk_run (self->desk, nadi_read_work, nadi_read_work_new (id, nadi_desk_today (self->desk)), nadi_read_work_free, self->cancellable, self, on_mother_read);
  else
    {
      g_signal_emit (self, chosen_signal, 0, id);
      gtk_window_destroy (GTK_WINDOW (self));
    }
}

/* --- kinds -------------------------------------------------------------------------------------------------------- */

static void
on_kind_toggled (NadiRegisterWindow *self, GtkToggleButton *button)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  set_for_mother (self, button == self->newborn);
  nadi_register_form_set_kind (self->form, button == self->newborn        ? NADI_REGISTER_NEWBORN
                                           : button == self->unidentified ? NADI_REGISTER_UNIDENTIFIED
                                                                          : NADI_REGISTER_KNOWN);
  show_error (self, NULL);
}

/* --- the photo ---------------------------------------------------------------------------------------------------- */

static void
on_photo_loaded (gpointer owner, gpointer data, const GError *error)
{
  NadiRegisterWindow *self = NADI_REGISTER_WINDOW (owner);
  const NadiPhotoWork *work = data;

  show_error (self, NULL);
  if (error == NULL)
    nadi_register_form_set_photo (self->form, work->photo);
  else if (g_error_matches (error, NADI_MEDIA_ERROR, NADI_MEDIA_ERROR_LARGE) || g_error_matches (error, NADI_MEDIA_ERROR, NADI_MEDIA_ERROR_PIXELS))
    show_trouble (self, _("This picture is too large"), _("At most 16 MB and 50 million pixels can be read. Take a smaller one."));
  else if (error->domain == NADI_MEDIA_ERROR)
    show_trouble (self, _("This is no picture that can be read"), _("Choose a JPEG or PNG file that is whole."));
  else
    show_error (self, error);
}

static void
on_photo_picked (gpointer owner, GFile *file)
{
  NadiRegisterWindow *self = NADI_REGISTER_WINDOW (owner);

  if (file != NULL && nadi_desk_is_open (self->desk))
    nadi_desk_run_alone (self->desk, nadi_photo_work, nadi_photo_work_new (file), nadi_photo_work_free, self->cancellable, self, on_photo_loaded);
}

static void
on_photo_wanted (NadiRegisterWindow *self)
{
  static const char *const patterns[] = { "*.jpg", "*.jpeg", "*.png", "*.JPG", "*.JPEG", "*.PNG", NULL };

  nadi_pick_file_async (GTK_WINDOW (self), NADI_PICK_OPEN, _("Choose a photo"), patterns, NULL, self, on_photo_picked);
}

static void
on_photo_taken (NadiRegisterWindow *self, GBytes *photo)
{
  show_error (self, NULL);
  nadi_register_form_set_photo (self->form, photo);
}

static void
on_camera_wanted (NadiRegisterWindow *self)
{
  NadiCameraWindow *window = nadi_camera_window_new (GTK_WINDOW (self), NULL);

  g_signal_connect_object (window, "taken", G_CALLBACK (on_photo_taken), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

/* --- saving ------------------------------------------------------------------------------------------------------- */

static void
set_saving (NadiRegisterWindow *self, gboolean saving)
{
  self->saving = saving;
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), !saving);
  gtk_widget_set_sensitive (self->kinds, !saving);
}

static void
on_saved (gpointer owner, gpointer data, const GError *error)
{
  NadiRegisterWindow *self = NADI_REGISTER_WINDOW (owner);
  NadiSaveWork *work = data;

  set_saving (self, FALSE);
  show_error (self, error);
  if (error != NULL)
    return;
  nadi_desk_send (self->desk);
  g_signal_emit (self, saved_signal, 0, work->id);
  if (self->notices != NULL)
    nadi_save_work_tell (work, self->notices, self->desk);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save (NadiRegisterWindow *self)
{
  g_autoptr (NadiPatient) patient = NULL;

  if (self->saving || !nadi_desk_is_open (self->desk) || (self->id != NULL && self->before == NULL))
    return;
  patient = nadi_register_form_take (self->form, self->before);
  if (patient == NULL)
    return;
  set_saving (self, TRUE);
  nadi_desk_run (self->desk, nadi_save_work, nadi_save_work_new (self->id, self->before, patient), nadi_save_work_free, NULL, self, on_saved);
}

static void
on_save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  save (NADI_REGISTER_WINDOW (widget));
}

/* --- correcting --------------------------------------------------------------------------------------------------- */

static void
on_read (gpointer owner, gpointer data, const GError *error)
{
  NadiRegisterWindow *self = NADI_REGISTER_WINDOW (owner);
  const NadiReadWork *work = data;

  show_error (self, error);
  if (error != NULL)
    return;
  self->before = nadi_patient_ref (work->patient);
  nadi_register_form_show (self->form, self->before);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->form));
}

void
nadi_register_window_edit (NadiRegisterWindow *self, const char *id)
{
  g_return_if_fail (self->id == NULL);
  self->id = g_strdup (id);
  gtk_window_set_title (GTK_WINDOW (self), _("Correct details"));
  adw_header_bar_set_title_widget (self->header, NULL);
  gtk_button_set_label (self->save, _("Save"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), FALSE);
  nadi_desk_run (self->desk, nadi_read_work, nadi_read_work_new (id, nadi_desk_today (self->desk)), nadi_read_work_free, self->cancellable, self, on_read);
}

/* --- closing ------------------------------------------------------------------------------------------------------ */

static void
on_close_answer (gpointer owner, gboolean yes)
{
  if (yes)
    gtk_window_destroy (GTK_WINDOW (owner));
}

static gboolean
nadi_register_window_close_request (GtkWindow *window)
{
  NadiRegisterWindow *self = NADI_REGISTER_WINDOW (window);

  if (self->saving)
    return TRUE;
  if (!nadi_register_form_is_dirty (self->form))
    return GTK_WINDOW_CLASS (nadi_register_window_parent_class)->close_request (window);
  nadi_confirm_async (window, _("Leave without saving?"), _("What you typed here is not kept."), _("_Leave"), TRUE, self, on_close_answer);
  return TRUE;
}

/* --- object ------------------------------------------------------------------------------------------------------- */

static void
nadi_register_window_dispose (GObject *object)
{
  NadiRegisterWindow *self = NADI_REGISTER_WINDOW (object);

  g_clear_handle_id (&self->likely_source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->before, nadi_patient_unref);
  g_clear_pointer (&self->id, g_free);
  g_clear_weak_pointer (&self->notices);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (nadi_register_window_parent_class)->dispose (object);
}

static void
nadi_register_window_class_init (NadiRegisterWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NADI_TYPE_REGISTER_FORM);
  g_type_ensure (NADI_TYPE_LIKELY_LIST);
  G_OBJECT_CLASS (klass)->dispose = nadi_register_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = nadi_register_window_close_request;
  saved_signal = g_signal_new ("saved", NADI_TYPE_REGISTER_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  chosen_signal = g_signal_new ("chosen", NADI_TYPE_REGISTER_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  nadi_ui_class_set_template (widget_class, "nadi-register-window");
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterWindow, form);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterWindow, likely);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterWindow, header);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterWindow, kinds);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterWindow, known);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterWindow, unidentified);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterWindow, newborn);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterWindow, save);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterWindow, trouble_title);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterWindow, trouble_advice);
  gtk_widget_class_bind_template_callback (widget_class, save);
  gtk_widget_class_bind_template_callback (widget_class, on_form_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_mother_wanted);
  gtk_widget_class_bind_template_callback (widget_class, on_first_wanted);
  gtk_widget_class_bind_template_callback (widget_class, on_likely_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_kind_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_photo_wanted);
  gtk_widget_class_bind_template_callback (widget_class, on_camera_wanted);
  gtk_widget_class_install_action (widget_class, "register.save", NULL, on_save_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "register.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, "register.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
nadi_register_window_init (NadiRegisterWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
take_time (NadiRegisterWindow *self)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (nadi_desk_now (self->desk) / 1000);
  g_autoptr (GDateTime) here = g_date_time_to_timezone (utc, nadi_desk_get_zone (self->desk));

  nadi_register_form_set_now (self->form, nadi_desk_today (self->desk), (guint) g_date_time_get_hour (here), (guint) g_date_time_get_minute (here));
}

NadiRegisterWindow *
nadi_register_window_new (GtkWindow *parent, NadiNotices *notices, NadiDesk *desk)
{
  NadiRegisterWindow *self = g_object_new (NADI_TYPE_REGISTER_WINDOW, "transient-for", parent, NULL);

  self->desk = g_object_ref (desk);
  g_set_weak_pointer (&self->notices, notices);
  /* A lock leaves the form alone: the window under it puts it out of sight, and only this person sees it again. */
  take_time (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->form));
  return self;
}
