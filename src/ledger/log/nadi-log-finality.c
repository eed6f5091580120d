/* From cosignatures to a final head, and the view that shows it. */
#include "nadi-log-private.h"

#include "nadi-note.h"

NadiTrackedHead *
nadi_tracked_head_new (NadiLog *self, NadiHead *head, GPtrArray *streams)
{
  NadiTrackedHead *tracked = g_new0 (NadiTrackedHead, 1);

  tracked->head = nadi_head_ref (head);
  tracked->n_cosignatures = self->validators->len;
  tracked->cosignatures = g_new0 (NadiCosignature, tracked->n_cosignatures);
  tracked->streams = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < streams->len; i++)
    g_ptr_array_add (tracked->streams, g_strdup (g_ptr_array_index (streams, i)));
  return tracked;
}

void
nadi_tracked_head_free (NadiTrackedHead *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_cosignatures; i++)
    g_free (self->cosignatures[i].line);
  g_free (self->cosignatures);
  g_ptr_array_unref (self->streams);
  nadi_head_unref (self->head);
  g_free (self);
}

gboolean
nadi_tracked_head_add (NadiTrackedHead *self, int validator, const char *line, gint64 time, gboolean stored)
{
  NadiCosignature *place = &self->cosignatures[validator];

  if (place->line != NULL && time <= place->time)
    return FALSE;
  g_free (place->line);
  *place = (NadiCosignature) { g_strdup (line), time, stored };
  return TRUE;
}

guint
nadi_tracked_head_count (NadiTrackedHead *self)
{
  guint count = 0;

  for (guint i = 0; i < self->n_cosignatures; i++)
    count += self->cosignatures[i].line != NULL;
  return count;
}

NadiTrackedHead *
nadi_log_newest (NadiLog *self)
{
  return g_ptr_array_index (self->tracked, self->tracked->len - 1);
}

/* The streams of a head that goes belong to the next one's change. */
static void
pass_streams (NadiTrackedHead *from, NadiTrackedHead *to)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < to->streams->len; i++)
    g_hash_table_add (seen, g_ptr_array_index (to->streams, i));
  for (guint i = 0; i < from->streams->len; i++)
    {
      char *stream = g_ptr_array_index (from->streams, i);

      if (!g_hash_table_contains (seen, stream))
        g_ptr_array_add (to->streams, g_strdup (stream));
    }
}

void
nadi_log_track (NadiLog *self, NadiTrackedHead *tracked)
{
  guint first = self->has_final ? 1 : 0;

  g_ptr_array_add (self->tracked, tracked);
  if (self->tracked->len <= NADI_LOG_MAX_TRACKED)
    return;
  pass_streams (g_ptr_array_index (self->tracked, first), g_ptr_array_index (self->tracked, first + 1));
  g_ptr_array_remove_index (self->tracked, first);
}

NadiTrackedHead *
nadi_log_candidate (NadiLog *self)
{
  guint first = self->has_final ? 1 : 0;

  for (guint i = self->tracked->len; i > first; i--)
    {
      NadiTrackedHead *tracked = g_ptr_array_index (self->tracked, i - 1);

      if (nadi_tracked_head_count (tracked) >= self->quorum)
        return tracked;
    }
  return NULL;
}

GPtrArray *
nadi_log_advance (NadiLog *self, NadiTrackedHead *candidate)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, NULL);
  GPtrArray *streams = g_ptr_array_new_with_free_func (g_free);
  guint first = self->has_final ? 1 : 0, place = first;

  while (g_ptr_array_index (self->tracked, place) != candidate)
    place++;
  for (guint i = first; i <= place; i++)
    {
      NadiTrackedHead *tracked = g_ptr_array_index (self->tracked, i);

      for (guint k = 0; k < tracked->streams->len; k++)
        {
          char *stream = g_ptr_array_index (tracked->streams, k);

          if (g_hash_table_add (seen, stream))
            g_ptr_array_add (streams, g_strdup (stream));
        }
    }
  g_ptr_array_add (streams, NULL);
  g_hash_table_remove_all (seen);
  if (place > 0)
    g_ptr_array_remove_range (self->tracked, 0, place);
  self->has_final = TRUE;
  return streams;
}

/* --- the view -------------------------------------------------------------------------------------------------------- */

static int
compare_newest_first (const void *a, const void *b)
{
  gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

  return left > right ? -1 : left < right;
}

/* "freshness is the quorum-th newest cosignature time" */
static gint64
freshness_of (NadiLog *self, NadiTrackedHead *tracked)
{
  g_autofree gint64 *times = g_new0 (gint64, tracked->n_cosignatures);
  guint n = 0;

  for (guint i = 0; i < tracked->n_cosignatures; i++)
    {
      if (tracked->cosignatures[i].line != NULL)
        times[n++] = tracked->cosignatures[i].time;
    }
  qsort (times, n, sizeof *times, compare_newest_first);
  return self->quorum > 0 && n >= self->quorum ? times[self->quorum - 1] : 0;
}

static char *
cosigned_note (NadiTrackedHead *tracked)
{
  GString *note = g_string_new (tracked->head->note);

  for (guint i = 0; i < tracked->n_cosignatures; i++)
    {
      if (tracked->cosignatures[i].line != NULL)
        g_string_append (note, tracked->cosignatures[i].line);
    }
  return g_string_free (note, FALSE);
}

/* A cosignature that comes late tells an earlier time than it is now, never a later one: the greatest counts. */
static void
learn_time (NadiLog *self, gint64 freshness)
{
  gint64 lead = freshness * 1000 - nadi_clock_monotonic (self->clock) / 1000;

  if (freshness == 0)
    return;
  self->quorum_lead = self->has_quorum_time ? MAX (self->quorum_lead, lead) : lead;
  self->has_quorum_time = TRUE;
}

gboolean
nadi_log_may_date (NadiLog *self, gint64 now)
{
  gint64 passed = nadi_clock_monotonic (self->clock) / 1000;

  return !self->has_quorum_time || now <= self->quorum_lead + passed + NADI_CHAIN_MAX_AHEAD;
}

void
nadi_log_refresh_view (NadiLog *self)
{
  NadiTrackedHead *final = self->has_final ? g_ptr_array_index (self->tracked, 0) : NULL;
  g_autofree char *note = final != NULL ? cosigned_note (final) : NULL;
  gint64 freshness = final != NULL ? freshness_of (self, final) : 0;

  learn_time (self, freshness);
  g_clear_pointer (&self->view, nadi_view_unref);
  self->view = nadi_view_new (self->chain, self->store, nadi_log_newest (self)->head, final != NULL ? final->head : NULL,
                              note, freshness);
}

/* --- cosignatures ---------------------------------------------------------------------------------------------------- */

static int
fail_line (GError **error, const char *what)
{
  g_set_error_literal (error, NADI_LOG_ERROR, NADI_LOG_ERROR_COSIGNATURE, what);
  return -1;
}

int
nadi_log_check_line (NadiLog *self, NadiHead *head, const char *line, gint64 *time, GError **error)
{
  g_autofree char *text = g_strconcat (head->text, "\n", line, NULL);
  g_autoptr (NadiNote) note = nadi_note_parse (text, strlen (text), NULL);

  if (note == NULL || note->signatures->len != 1 || g_strcmp0 (note->text, head->text) != 0)
    return fail_line (error, "Not one cosignature line");
  for (guint i = 0; i < self->validators->len; i++)
    {
      switch (nadi_note_check (note, g_ptr_array_index (self->validators, i), time))
        {
        case 1:
          return (int) i;
        case -1:
          return fail_line (error, "A validator's cosignature does not hold");
        default:
          break;
        }
    }
  return fail_line (error, "Not a cosignature by one of the network's validators");
}

/* The head of this size that is waiting or final, with a reference; or NULL. */
static NadiTrackedHead *
find_tracked (NadiLog *self, guint64 size)
{
  for (guint i = 0; i < self->tracked->len; i++)
    {
      NadiTrackedHead *tracked = g_ptr_array_index (self->tracked, i);

      if (tracked->head->size == size)
        return tracked;
    }
  return NULL;
}

static NadiHead *
ref_head (NadiLog *self, guint64 size)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  NadiTrackedHead *tracked = find_tracked (self, size);

  return tracked != NULL ? nadi_head_ref (tracked->head) : NULL;
}

gboolean
nadi_log_add_cosignature (NadiLog *self, guint64 size, const char *line, GError **error)
{
  g_autoptr (NadiHead) head = ref_head (self, size);
  g_autoptr (GMutexLocker) locker = NULL;
  NadiTrackedHead *tracked;
  gint64 time;
  int validator;

  if (head == NULL)
    {
      g_set_error_literal (error, NADI_LOG_ERROR, NADI_LOG_ERROR_UNKNOWN, "No checkpoint of this size is waiting for cosignatures");
      return FALSE;
    }
  validator = nadi_log_check_line (self, head, line, &time, error);
  if (validator < 0)
    return FALSE;
  locker = g_mutex_locker_new (&self->mutex);
  tracked = find_tracked (self, size);
  if (tracked != NULL && nadi_tracked_head_add (tracked, validator, line, time, FALSE))
    {
      self->cosigned = TRUE;
      g_cond_signal (&self->wake);
    }
  return TRUE;
}
