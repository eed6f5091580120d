/* Private to app/chart: what the page holds. */
#pragma once

#include "nadi-chart-aside.h"
#include "nadi-chart-foot.h"
#include "nadi-chart-head.h"
#include "nadi-chart-item.h"
#include "nadi-chart-page.h"
#include "nadi-vitals-trend.h"

struct _NadiChartPage
{
  GtkWidget parent_instance;
  NadiDesk *desk;
  char *patient;
  NadiSessionChart *chart;   /* without rows: these are the items' */
  GPtrArray *items;          /* NadiChartItem: all, newest first */
  GListStore *shown;         /* those that the filter lets through */
  GListModel *looked_at;     /* as many of them as the list has been made for */
  GCancellable *cancellable; /* of the look under way */
  gboolean again;            /* news came meanwhile */
  gboolean opening;          /* nothing of this patient was shown yet */
  guint waiting;             /* source: shows that it takes time */
  guint unsettled;           /* lines that were not proven at the last look */
  guint settled;             /* how much was waiting when that look began */

  NadiChartHead *head;
  NadiChartAside *aside;
  GtkWidget *tools;
  GtkToggleButton *timeline_toggle;
  GtkToggleButton *trend_toggle;
  NadiVitalsTrend *trend;
  GtkWidget *filter;
  GtkSearchEntry *search;
  GtkDropDown *section;
  GtkLabel *count;
  GtkStack *stack;
  GtkListView *list;
  AdwStatusPage *failure;
  NadiChartFoot *foot;
};

/* --- nadi-chart-page-list.c --- */

/* Once, after the template. */
void nadi_chart_page_install_list (NadiChartPage *self);
/* Shows those of self->items that the filter lets through. */
void nadi_chart_page_list (NadiChartPage *self);
void nadi_chart_page_clear_filter (NadiChartPage *self);
/* The id of the case in whose line the keyboard's focus is; NULL for none. (transfer none) */
const char *nadi_chart_page_focused_case (NadiChartPage *self);

/* --- nadi-chart-page-look.c --- */

/* Reads the chart in a thread and shows it. */
void nadi_chart_page_look (NadiChartPage *self);
/* The status has changed: looks again if lines were waiting and what waits has moved on. */
void nadi_chart_page_settle (NadiChartPage *self);
/* Stops a look that is under way. */
void nadi_chart_page_stop_look (NadiChartPage *self);

/* --- nadi-chart-page.c --- */

/* Shows self->chart and self->items. */
void nadi_chart_page_present (NadiChartPage *self);
void nadi_chart_page_finished (NadiChartPage *self);
