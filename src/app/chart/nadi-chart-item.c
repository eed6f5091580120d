/* A line in a list model, and whether a search finds it. */
#include "nadi-chart-item.h"

#include <string.h>

#include "nadi-chart-text.h"
#include "nadi-text.h"

struct _NadiChartItem
{
  GObject parent_instance;
  NadiChartRow *row;
  char **words;              /* folded; NULL until somebody searches */
  gboolean expanded;
  gboolean fresh;
};

enum
{
  PROP_EXPANDED = 1,
  PROP_FRESH,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];
static guint changed_signal;

G_DEFINE_FINAL_TYPE (NadiChartItem, nadi_chart_item, G_TYPE_OBJECT)

const NadiChartRow *
nadi_chart_item_get_row (NadiChartItem *self)
{
  return self->row;
}

void
nadi_chart_item_update (NadiChartItem *self, NadiChartRow *row)
{
  nadi_chart_row_free (self->row);
  self->row = row;
  g_clear_pointer (&self->words, g_strfreev);
  g_signal_emit (self, changed_signal, 0);
}

gboolean
nadi_chart_item_get_expanded (NadiChartItem *self)
{
  return self->expanded;
}

void
nadi_chart_item_set_expanded (NadiChartItem *self, gboolean expanded)
{
  if (self->expanded == expanded)
    return;
  self->expanded = expanded;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPANDED]);
}

gboolean
nadi_chart_item_get_fresh (NadiChartItem *self)
{
  return self->fresh;
}

void
nadi_chart_item_set_fresh (NadiChartItem *self, gboolean fresh)
{
  if (self->fresh == fresh)
    return;
  self->fresh = fresh;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRESH]);
}

/* --- searching ---------------------------------------------------------------------------------------------------- */

static gboolean
has_word (char **words, const char *begin)
{
  gsize length = strlen (begin);

  for (guint i = 0; words[i] != NULL; i++)
    if (strncmp (words[i], begin, length) == 0)
      return TRUE;
  return FALSE;
}

gboolean
nadi_chart_item_matches (NadiChartItem *self, guint sections, const char *const *words)
{
  if (sections != 0 && (self->row->sections & sections) == 0)
    return FALSE;
  if (words == NULL || words[0] == NULL)
    return TRUE;
  if (self->words == NULL)
    {
      g_autofree char *text = nadi_chart_text_search (self->row);

      self->words = nadi_text_fold_words (text);
    }
  for (guint i = 0; words[i] != NULL; i++)
    if (!has_word (self->words, words[i]))
      return FALSE;
  return TRUE;
}

/* --- object ------------------------------------------------------------------------------------------------------- */

static void
nadi_chart_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NadiChartItem *self = NADI_CHART_ITEM (object);

  if (id == PROP_EXPANDED)
    g_value_set_boolean (value, self->expanded);
  else if (id == PROP_FRESH)
    g_value_set_boolean (value, self->fresh);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nadi_chart_item_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NadiChartItem *self = NADI_CHART_ITEM (object);

  if (id == PROP_EXPANDED)
    nadi_chart_item_set_expanded (self, g_value_get_boolean (value));
  else if (id == PROP_FRESH)
    nadi_chart_item_set_fresh (self, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nadi_chart_item_finalize (GObject *object)
{
  NadiChartItem *self = NADI_CHART_ITEM (object);

  nadi_chart_row_free (self->row);
  g_strfreev (self->words);
  G_OBJECT_CLASS (nadi_chart_item_parent_class)->finalize (object);
}

static void
nadi_chart_item_class_init (NadiChartItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = nadi_chart_item_get_property;
  object_class->set_property = nadi_chart_item_set_property;
  object_class->finalize = nadi_chart_item_finalize;
  properties[PROP_EXPANDED] = g_param_spec_boolean ("expanded", NULL, NULL, FALSE, flags);
  properties[PROP_FRESH] = g_param_spec_boolean ("fresh", NULL, NULL, FALSE, flags);
  changed_signal = g_signal_new ("changed", NADI_TYPE_CHART_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
nadi_chart_item_init (NadiChartItem *self)
{
}

NadiChartItem *
nadi_chart_item_new (NadiChartRow *row)
{
  NadiChartItem *self = g_object_new (NADI_TYPE_CHART_ITEM, NULL);

  self->row = row;
  return self;
}
