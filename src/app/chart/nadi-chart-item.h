/* A line of the timeline as an object of a list model. It stays the same object while the chart is open, so that what is open, focused or
 * scrolled to stays so when news arrive. */
#pragma once

#include <glib-object.h>

#include "nadi-session-chart.h"

#define NADI_TYPE_CHART_ITEM (nadi_chart_item_get_type ())
G_DECLARE_FINAL_TYPE (NadiChartItem, nadi_chart_item, NADI, CHART_ITEM, GObject)

/* Properties, each with notify: expanded, fresh (boolean). Signal: changed — it shows another row. */

/* row: (transfer full) */
NadiChartItem *nadi_chart_item_new (NadiChartRow *row);
const NadiChartRow *nadi_chart_item_get_row (NadiChartItem *item);

/* The same line as it is now. row: (transfer full) */
void nadi_chart_item_update (NadiChartItem *item, NadiChartRow *row);

gboolean nadi_chart_item_get_expanded (NadiChartItem *item);
void nadi_chart_item_set_expanded (NadiChartItem *item, gboolean expanded);
/* It came while the chart was open. */
gboolean nadi_chart_item_get_fresh (NadiChartItem *item);
void nadi_chart_item_set_fresh (NadiChartItem *item, gboolean fresh);

/* TRUE if the line is about one of the sections (bits, 0: whatever) and has every word of the query as the beginning of a word.
 * words: nadi_text_fold_words(). */
gboolean nadi_chart_item_matches (NadiChartItem *item, guint sections, const char *const *words);
