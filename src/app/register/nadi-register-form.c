/* The form's fields, filled and listened to. */
#include "nadi-register-private.h"

#include <glib/gi18n.h>

#include "nadi-format.h"
#include "nadi-language.h"
#include "nadi-photo.h"
#include "nadi-region.h"
#include "nadi-text.h"
#include "nadi-ui.h"
#include "nadi-working-name.h"

enum
{
  CHANGED,
  FINISHED,
  MOTHER_WANTED,
  FIRST_WANTED,
  PHOTO_WANTED,
  CAMERA_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NadiRegisterForm, nadi_register_form, GTK_TYPE_WIDGET)

char *
nadi_register_one_line (const char *lines)
{
  g_auto (GStrv) parts = g_strsplit (lines != NULL ? lines : "", "\n", -1);

  return g_strjoinv (", ", parts);
}

char *
nadi_register_birth_text (const NadiDate *birth)
{
  char *text;

  if (birth->precision == NADI_DATE_DAY)
    return g_strdup_printf ("%02u/%02u/%04u", birth->day, birth->month, birth->year);
  text = nadi_date_to_text (birth);
  return text != NULL ? text : g_strdup ("");
}

/* --- while typing ------------------------------------------------------------------------------------------------- */

/* What a birth date or an age means, beside it. */
static void
show_birth (NadiRegisterForm *self)
{
  g_autofree char *age = NULL, *date = NULL, *text = NULL;
  NadiDate birth;

  if (!nadi_register_read_birth (self, &birth) || birth.precision == NADI_DATE_NONE)
    {
      nadi_field_set_note (self->birth, NULL);
      return;
    }
  age = nadi_format_age (&birth, self->today);
  date = nadi_format_date (&birth);
  if (birth.precision == NADI_DATE_DAY)
    /* Translators: birth date and age. */
    text = g_strdup_printf (_("%s, %s"), date, age);
  else
    /* Translators: what an age means: "about 1986 (about 40 years)". */
    text = g_strdup_printf (_("about %s (%s)"), date, age);
  nadi_field_set_note (self->birth, text);
}

static void
on_changed (NadiRegisterForm *self)
{
  self->dirty = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_birth_changed (NadiRegisterForm *self)
{
  show_birth (self);
  on_changed (self);
}

static void
on_mother_changed (NadiRegisterForm *self)
{
  g_signal_emit (self, signals[MOTHER_WANTED], 0, nadi_field_get_text (self->mother));
}

static gboolean
on_mother_finished (NadiRegisterForm *self)
{
  g_signal_emit (self, signals[FIRST_WANTED], 0);
  return TRUE;
}

static gboolean
on_last_finished (NadiRegisterForm *self)
{
  g_signal_emit (self, signals[FINISHED], 0);
  return TRUE;
}

static void
on_photo_clicked (NadiRegisterForm *self)
{
  gtk_popover_popup (self->photo_menu);
}

static void
on_photo_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[PHOTO_WANTED], 0);
}

static void
on_photo_camera (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[CAMERA_WANTED], 0);
}

/* From a file, or from the camera. */
static GtkPopover *
make_photo_menu (GtkWidget *button)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *popover;

  g_menu_append (menu, _("From a _file…"), "photo.file");
  g_menu_append (menu, _("From the _camera…"), "photo.camera");
  popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_widget_set_parent (popover, button);
  return GTK_POPOVER (popover);
}

static void
on_photo_remove_clicked (NadiRegisterForm *self)
{
  nadi_register_form_set_photo (self, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->photo_button));
}

/* --- completions -------------------------------------------------------------------------------------------------- */

static char *
complete_region (const char *typed)
{
  return g_strdup (nadi_region_complete (typed));
}

static char *
complete_language (const char *typed)
{
  const char *code = nadi_language_complete (typed);

  return code != NULL ? g_strdup (nadi_language_name (code)) : NULL;
}

static char *
complete_relation (const char *typed)
{
  static const char *const relations[] = { N_("mother"), N_("father"), N_("husband"), N_("wife"), N_("daughter"), N_("son"), N_("sister"),
                                           N_("brother"), N_("grandmother"), N_("grandfather"), N_("guardian"), N_("friend"), N_("neighbour") };
  g_autofree char *wanted = nadi_text_fold (typed);

  for (guint i = 0; i < G_N_ELEMENTS (relations); i++)
    {
      g_autofree char *folded = nadi_text_fold (_(relations[i]));

      if (g_str_has_prefix (folded, wanted))
        return g_strdup (_(relations[i]));
    }
  return NULL;
}

/* --- filling ------------------------------------------------------------------------------------------------------ */

void
nadi_register_form_set_now (NadiRegisterForm *self, gint32 today, guint hour, guint minute)
{
  self->today = today;
  self->hour = hour;
  self->minute = minute;
}

void
nadi_register_form_set_kind (NadiRegisterForm *self, NadiRegisterKind kind)
{
  g_autofree char *today = NULL;
  NadiDate date;

  self->kind = kind;
  gtk_widget_set_visible (GTK_WIDGET (self->mother), kind == NADI_REGISTER_NEWBORN);
  gtk_widget_set_visible (self->names, kind != NADI_REGISTER_UNIDENTIFIED);
  gtk_widget_set_visible (GTK_WIDGET (self->native), kind == NADI_REGISTER_KNOWN);
  nadi_field_set_error (self->name, NULL);
  if (kind == NADI_REGISTER_NEWBORN && nadi_field_get_text (self->birth)[0] == '\0')
    {
      nadi_date_from_day (self->today, &date);
      today = nadi_register_birth_text (&date);
      nadi_field_set_text (self->birth, today);
      show_birth (self);
    }
  gtk_widget_grab_focus (kind == NADI_REGISTER_NEWBORN        ? GTK_WIDGET (self->mother)
                         : kind == NADI_REGISTER_UNIDENTIFIED ? GTK_WIDGET (self->birth)
                                                              : GTK_WIDGET (self->name));
}

NadiRegisterKind
nadi_register_form_get_kind (NadiRegisterForm *self)
{
  return self->kind;
}

static void
set_rule_name (NadiRegisterForm *self, const char *name)
{
  g_free (self->rule_name);
  self->rule_name = g_strdup (name);
  nadi_field_set_note (self->name, name != NULL ? _("Given by rule. Type the real name when it is known.") : NULL);
}

void
nadi_register_form_set_photo (NadiRegisterForm *self, GBytes *photo)
{
  g_autoptr (GdkPaintable) shown = nadi_photo_paintable (photo);

  if (photo != NULL)
    g_bytes_ref (photo);
  g_clear_pointer (&self->photo, g_bytes_unref);
  self->photo = photo;
  adw_avatar_set_custom_image (self->avatar, shown);
  gtk_widget_set_visible (GTK_WIDGET (self->photo_remove), photo != NULL);
  self->dirty = TRUE;
}

void
nadi_register_form_show (NadiRegisterForm *self, const NadiPatient *patient)
{
  g_autofree char *name = nadi_person_name_full (&patient->name);
  g_autofree char *native = nadi_person_name_full (&patient->name_local);
  g_autofree char *birth = nadi_register_birth_text (&patient->birth);
  g_autofree char *line = nadi_register_one_line (patient->address.line);

  nadi_field_set_text (self->name, name);
  nadi_field_set_text (self->native, native);
  nadi_field_set_text (self->birth, birth);
  nadi_field_set_text (self->line, line);
  g_free (self->language_before);
  self->language_before = patient->language != NULL ? g_strdup (nadi_language_name (patient->language)) : NULL;
  nadi_field_set_text (self->language, self->language_before);
  nadi_sex_choice_set (self->sex, patient->sex);
  for (guint i = 0; i < N_TEXTS; i++)
    nadi_field_set_text (self->texts[i], *nadi_register_slot ((NadiPatient *) patient, i));
  set_rule_name (self, patient->name_temporary ? name : NULL);
  adw_avatar_set_text (self->avatar, name);
  nadi_register_form_set_photo (self, patient->photo);
  show_birth (self);
  self->dirty = FALSE;
}

void
nadi_register_form_show_mother (NadiRegisterForm *self, const NadiPatient *mother, guint nth)
{
  g_autofree char *name = nadi_patient_name (mother);
  g_autofree char *baby = nadi_working_name_newborn (name, nth);
  g_autofree char *line = nadi_register_one_line (mother->address.line);
  static const NadiRegisterText taken[] = { TEXT_PHONE, TEXT_CITY, TEXT_DISTRICT, TEXT_REGION, TEXT_POSTAL };

  nadi_field_set_text (self->mother, name);
  nadi_field_set_text (self->name, baby);
  set_rule_name (self, baby);
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    nadi_field_set_text (self->texts[taken[i]], *nadi_register_slot ((NadiPatient *) mother, taken[i]));
  nadi_field_set_text (self->line, line);
  nadi_field_set_text (self->language, mother->language != NULL ? nadi_language_name (mother->language) : NULL);
  nadi_field_set_text (self->texts[TEXT_GUARDIAN_NAME], name);
  nadi_field_set_text (self->texts[TEXT_GUARDIAN_RELATION], _("mother"));
  nadi_field_set_text (self->texts[TEXT_GUARDIAN_PHONE], mother->phone);
  gtk_widget_grab_focus (GTK_WIDGET (self->sex));
  on_changed (self);
}

gboolean
nadi_register_form_is_dirty (NadiRegisterForm *self)
{
  return self->dirty;
}

/* --- widget ------------------------------------------------------------------------------------------------------- */

static gboolean
nadi_register_form_grab_focus (GtkWidget *widget)
{
  NadiRegisterForm *self = NADI_REGISTER_FORM (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (self->kind == NADI_REGISTER_NEWBORN ? self->mother : self->name));
}

static void
nadi_register_form_dispose (GObject *object)
{
  NadiRegisterForm *self = NADI_REGISTER_FORM (object);

  if (self->photo_menu != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->photo_menu));
  self->photo_menu = NULL;
  nadi_ui_unparent_children (GTK_WIDGET (object));
  g_clear_pointer (&self->photo, g_bytes_unref);
  G_OBJECT_CLASS (nadi_register_form_parent_class)->dispose (object);
}

static void
nadi_register_form_finalize (GObject *object)
{
  g_free (NADI_REGISTER_FORM (object)->rule_name);
  g_free (NADI_REGISTER_FORM (object)->language_before);
  G_OBJECT_CLASS (nadi_register_form_parent_class)->finalize (object);
}

static void
bind_texts (GtkWidgetClass *klass)
{
  static const char *const names[N_TEXTS] = { "phone", "email", "city", "district", "region", "postal", "guardian_name", "guardian_relation",
                                              "guardian_phone", "emergency_name", "emergency_relation", "emergency_phone" };

  for (guint i = 0; i < N_TEXTS; i++)
    gtk_widget_class_bind_template_child_full (klass, names[i], FALSE, (gssize) (G_STRUCT_OFFSET (NadiRegisterForm, texts) + i * sizeof (NadiField *)));
}

static void
nadi_register_form_class_init (NadiRegisterFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NADI_TYPE_FIELD);
  g_type_ensure (NADI_TYPE_SEX_CHOICE);
  object_class->dispose = nadi_register_form_dispose;
  object_class->finalize = nadi_register_form_finalize;
  nadi_ui_class_set_grab_focus (widget_class, nadi_register_form_grab_focus);
  signals[CHANGED] = g_signal_new ("changed", NADI_TYPE_REGISTER_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FINISHED] = g_signal_new ("finished", NADI_TYPE_REGISTER_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MOTHER_WANTED] = g_signal_new ("mother-wanted", NADI_TYPE_REGISTER_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FIRST_WANTED] = g_signal_new ("first-wanted", NADI_TYPE_REGISTER_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CAMERA_WANTED] = g_signal_new ("camera-wanted", NADI_TYPE_REGISTER_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "photo.file", NULL, on_photo_file);
  gtk_widget_class_install_action (widget_class, "photo.camera", NULL, on_photo_camera);
  signals[PHOTO_WANTED] = g_signal_new ("photo-wanted", NADI_TYPE_REGISTER_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  nadi_ui_class_set_template (widget_class, "nadi-register-form");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterForm, mother);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterForm, names);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterForm, name);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterForm, birth);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterForm, sex);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterForm, native);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterForm, line);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterForm, language);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterForm, photo_button);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterForm, photo_remove);
  gtk_widget_class_bind_template_child (widget_class, NadiRegisterForm, avatar);
  bind_texts (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_birth_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_mother_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_mother_finished);
  gtk_widget_class_bind_template_callback (widget_class, on_last_finished);
  gtk_widget_class_bind_template_callback (widget_class, on_photo_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_photo_remove_clicked);
}

static void
nadi_register_form_init (NadiRegisterForm *self)
{
  static const NadiRegisterText phones[] = { TEXT_PHONE, TEXT_GUARDIAN_PHONE, TEXT_EMERGENCY_PHONE };

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (phones); i++)
    nadi_field_set_purpose (self->texts[phones[i]], GTK_INPUT_PURPOSE_PHONE);
  nadi_field_set_purpose (self->texts[TEXT_EMAIL], GTK_INPUT_PURPOSE_EMAIL);
  nadi_field_set_complete (self->texts[TEXT_REGION], complete_region);
  nadi_field_set_complete (self->texts[TEXT_GUARDIAN_RELATION], complete_relation);
  nadi_field_set_complete (self->texts[TEXT_EMERGENCY_RELATION], complete_relation);
  nadi_field_set_complete (self->language, complete_language);
  nadi_field_set_spoken (self->texts[TEXT_GUARDIAN_RELATION], _("Guardian’s relation"));
  nadi_field_set_spoken (self->texts[TEXT_EMERGENCY_RELATION], _("Relation of whom to call"));
  nadi_ui_set_name (GTK_WIDGET (self->photo_button), _("Photo"));
  self->photo_menu = make_photo_menu (GTK_WIDGET (self->photo_button));
}
