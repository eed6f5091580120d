/* Work of registering. */
#include "nadi-register-work.h"

#include <glib/gi18n.h>

#include "nadi-photo.h"
#include "nadi-working-name.h"

/* --- who is here already ------------------------------------------------------------------------------------------ */

gpointer
nadi_likely_work_new (NadiPatient *typed, const char *but, guint limit)
{
  NadiLikelyWork *work = g_new0 (NadiLikelyWork, 1);

  work->typed = typed;
  work->but = g_strdup (but);
  work->limit = limit;
  return work;
}

void
nadi_likely_work_free (gpointer data)
{
  NadiLikelyWork *work = data;

  nadi_patient_unref (work->typed);
  g_free (work->but);
  g_clear_pointer (&work->found, g_ptr_array_unref);
  g_free (work);
}

gboolean
nadi_likely_work (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  NadiLikelyWork *work = data;

  work->found = nadi_session_find_likely (session, work->typed, work->but, work->limit);
  return TRUE;
}

/* --- one chart's identity ----------------------------------------------------------------------------------------- */

gpointer
nadi_read_work_new (const char *id, gint32 today)
{
  NadiReadWork *work = g_new0 (NadiReadWork, 1);

  work->id = g_strdup (id);
  work->today = today;
  return work;
}

void
nadi_read_work_free (gpointer data)
{
  NadiReadWork *work = data;

  g_free (work->id);
  g_clear_pointer (&work->patient, nadi_patient_unref);
  g_free (work);
}

/* Twins and more: those who are called after her and were born today. */
static guint
count_children (NadiSession *session, const NadiReadWork *work)
{
  g_autofree char *name = nadi_patient_name (work->patient);
  guint n = 0;

  while (n < 9)
    {
      g_autofree char *baby = nadi_working_name_newborn (name, n + 1);
      g_autoptr (GPtrArray) rows = nadi_session_find_patients (session, baby, 20, NULL);
      gboolean found = FALSE;

      for (guint i = 0; i < rows->len; i++)
        {
          const NadiPatientRow *row = g_ptr_array_index (rows, i);

          found |= g_str_equal (row->name, baby) && row->birth.precision == NADI_DATE_DAY && nadi_date_first_day (&row->birth) == work->today;
        }
      if (!found)
        return n;
      n++;
    }
  return n;
}

gboolean
nadi_read_work (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  NadiReadWork *work = data;

  work->patient = nadi_session_get_patient (session, work->id, error);
  if (work->patient == NULL)
    return FALSE;
  work->children = count_children (session, work);
  return TRUE;
}

/* --- a photo from a file ------------------------------------------------------------------------------------------ */

gpointer
nadi_photo_work_new (GFile *file)
{
  NadiPhotoWork *work = g_new0 (NadiPhotoWork, 1);

  work->file = g_object_ref (file);
  return work;
}

void
nadi_photo_work_free (gpointer data)
{
  NadiPhotoWork *work = data;

  g_object_unref (work->file);
  g_clear_pointer (&work->photo, g_bytes_unref);
  g_free (work);
}

gboolean
nadi_photo_work (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  NadiPhotoWork *work = data;

  work->photo = nadi_photo_load (work->file, cancellable, error);
  return work->photo != NULL;
}

/* --- saving ------------------------------------------------------------------------------------------------------- */

gpointer
nadi_save_work_new (const char *id, NadiPatient *before, NadiPatient *patient)
{
  NadiSaveWork *work = g_new0 (NadiSaveWork, 1);

  work->id = g_strdup (id);
  work->before = before != NULL ? nadi_patient_ref (before) : NULL;
  work->patient = nadi_patient_ref (patient);
  return work;
}

void
nadi_save_work_free (gpointer data)
{
  NadiSaveWork *work = data;

  g_free (work->id);
  g_clear_pointer (&work->before, nadi_patient_unref);
  nadi_patient_unref (work->patient);
  g_free (work);
}

gboolean
nadi_save_work (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  NadiSaveWork *work = data;

  if (work->before != NULL)
    return nadi_session_update_patient (session, work->id, work->patient, error);
  if (!nadi_session_add_patient (session, work->patient, NULL, error))
    return FALSE;
  work->id = g_strdup (work->patient->id);
  return TRUE;
}

/* --- taking a correction back ------------------------------------------------------------------------------------- */

typedef struct
{
  GWeakRef desk;
  GWeakRef notices;
  char *id;
  NadiPatient *before;
} Undo;

static void
undo_free (gpointer data)
{
  Undo *undo = data;

  g_weak_ref_clear (&undo->desk);
  g_weak_ref_clear (&undo->notices);
  g_free (undo->id);
  nadi_patient_unref (undo->before);
  g_free (undo);
}

static void
on_undone (gpointer owner, gpointer data, const GError *error)
{
  if (error != NULL)
    nadi_notices_tell_error (NADI_NOTICES (owner), error);
  else
    nadi_notices_tell (NADI_NOTICES (owner), _("The details are as they were before"));
}

static gboolean
write_back (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  NadiSaveWork *work = data;

  return nadi_session_update_patient (session, work->id, work->patient, error);
}

static void
undo_correction (gpointer data)
{
  Undo *undo = data;
  g_autoptr (NadiDesk) desk = g_weak_ref_get (&undo->desk);
  g_autoptr (NadiNotices) notices = g_weak_ref_get (&undo->notices);

  if (desk == NULL || notices == NULL || !nadi_desk_is_open (desk))
    return;
  nadi_desk_run (desk, write_back, nadi_save_work_new (undo->id, NULL, undo->before), nadi_save_work_free, NULL, notices, on_undone);
  nadi_desk_send (desk);
}

void
nadi_save_work_tell (const NadiSaveWork *work, NadiNotices *notices, NadiDesk *desk)
{
  g_autofree char *name = nadi_patient_name (work->patient);
  g_autofree char *text = NULL;
  Undo *undo;

  if (work->before == NULL)
    {
      /* A chart that stands in the ledger stays: it can be corrected, not unmade. */
      text = g_strdup_printf (_("%s is registered"), name);
      nadi_notices_tell_action (notices, text, _("_Correct"), "win.edit-patient");
      return;
    }
  undo = g_new0 (Undo, 1);
  g_weak_ref_init (&undo->desk, desk);
  g_weak_ref_init (&undo->notices, notices);
  undo->id = g_strdup (work->id);
  undo->before = nadi_patient_ref (work->before);
  text = g_strdup_printf (_("The details of %s are corrected"), name);
  nadi_notices_tell_undo (notices, text, undo_correction, undo, undo_free);
}
