/* Warnings in words. */
#include "nadi-prescription-warning.h"

#include <glib/gi18n.h>

char *
nadi_prescription_warning_text (const NadiMedicineWarning *warning)
{
  switch (warning->kind)
    {
    case NADI_MEDICINE_ALLERGY:
      return g_strdup_printf (_("Allergy to %s"), warning->with);
    case NADI_MEDICINE_ALLERGY_CLASS:
      /* Translators: an allergy, and the class of medicines that this one belongs to as well. */
      return g_strdup_printf (_("Allergy to %s: this is of the same class (%s)"), warning->with, warning->group);
    case NADI_MEDICINE_ALLERGY_CROSS:
      return g_strdup_printf (_("Allergy to %s: this class may cross-react (%s)"), warning->with, warning->group);
    case NADI_MEDICINE_DUPLICATE:
      return g_strdup_printf (_("Already running: %s"), warning->with);
    case NADI_MEDICINE_SAME_CLASS:
    default:
      return g_strdup_printf (_("Another %s is running: %s"), warning->group, warning->with);
    }
}

gboolean
nadi_prescription_warning_is_allergy (const NadiMedicineWarning *warning)
{
  return warning->kind <= NADI_MEDICINE_ALLERGY_CROSS;
}

GtkWidget *
nadi_prescription_warning_new (const NadiMedicineWarning *warning)
{
  gboolean allergy = nadi_prescription_warning_is_allergy (warning);
  g_autofree char *text = nadi_prescription_warning_text (warning);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *sign = gtk_image_new_from_icon_name (allergy ? "dialog-error-symbolic" : "dialog-warning-symbolic");
  GtkWidget *words = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_add_css_class (line, allergy ? "allergy" : "caution");
  gtk_box_append (GTK_BOX (line), sign);
  gtk_box_append (GTK_BOX (line), words);
  return line;
}
