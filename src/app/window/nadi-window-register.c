/* Registering a patient and correcting one, over whatever page is in front. */
#include "nadi-register-window.h"
#include "nadi-window-private.h"

static void
on_registered (NadiWindow *self, const char *patient)
{
  nadi_window_go_home (self);
  adw_view_stack_set_visible_child_name (self->pages, "patients");
  nadi_patients_page_select (self->patients, patient);
  nadi_patients_page_focus_search (self->patients);
}

/* The page in front stays; the list shows the new name. */
static void
on_corrected (NadiWindow *self, const char *patient)
{
  nadi_patients_page_select (self->patients, patient);
}

void
nadi_window_register_patient (NadiWindow *self)
{
  NadiRegisterWindow *window = nadi_register_window_new (GTK_WINDOW (self), self->notices, self->desk);

  g_signal_connect_object (window, "saved", G_CALLBACK (on_registered), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "chosen", G_CALLBACK (on_registered), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

void
nadi_window_correct_patient (NadiWindow *self)
{
  const char *patient = nadi_window_get_patient (self);
  NadiRegisterWindow *window;

  if (patient == NULL)
    return;
  window = nadi_register_window_new (GTK_WINDOW (self), self->notices, self->desk);
  nadi_register_window_edit (window, patient);
  g_signal_connect_object (window, "saved", G_CALLBACK (on_corrected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "chosen", G_CALLBACK (on_registered), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}
