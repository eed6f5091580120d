/* Ctrl+K: the palette over the window, and what was chosen in it. */
#include "nadi-window-private.h"

#include "nadi-action-table.h"

static void
on_act (NadiWindow *self, const char *name)
{
  nadi_window_act (self, name);
}

void
nadi_window_open_palette (NadiWindow *self)
{
  g_autofree const char **names = NULL;

  if (self->palette != NULL)
    {
      gtk_window_present (GTK_WINDOW (self->palette));
      return;
    }
  names = nadi_window_list_possible (self);
  g_set_weak_pointer (&self->palette, nadi_palette_new (GTK_WINDOW (self), self->desk, names));
  g_signal_connect_object (self->palette, "open-patient", G_CALLBACK (nadi_window_open_chart), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->palette, "act", G_CALLBACK (on_act), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self->palette));
}

void
nadi_window_close_palette (NadiWindow *self)
{
  NadiPalette *palette = self->palette;

  g_clear_weak_pointer (&self->palette);
  if (palette != NULL)
    gtk_window_destroy (GTK_WINDOW (palette));
}
