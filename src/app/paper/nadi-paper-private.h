/* Private to app/paper: rows, their lines, and the pages they make. */
#pragma once

#include <pango/pangocairo.h>

#include "nadi-paper.h"

#define NADI_PAPER_MOST_CELLS 6

typedef struct
{
  PangoLayout *layout;
  NadiPaperStyle style;
  double x, width;           /* from the side where lines begin */
  gboolean at_end;
} NadiPaperColumn;

typedef enum
{
  NADI_PAPER_TEXT,
  NADI_PAPER_RULE,
  NADI_PAPER_SPACE,
} NadiPaperKind;

typedef struct
{
  NadiPaperKind kind;
  NadiPaperColumn columns[NADI_PAPER_MOST_CELLS];
  guint n_columns;
  double height;             /* of a rule or space */
  double x, width;           /* of a rule; from the side where lines begin */
  gboolean with_next;
} NadiPaperRow;

/* One line across a row's columns. */
typedef struct
{
  const NadiPaperRow *row;
  guint line;
  double height;
  double baseline;
  gboolean with_next;        /* no page may end behind it */
} NadiPaperLine;

typedef struct
{
  guint first, count;        /* of the lines */
} NadiPaperPage;

struct _NadiPaper
{
  NadiPaperSheet sheet;
  PangoContext *context;
  GPtrArray *rows;           /* of NadiPaperRow */
  GArray *lines;             /* of NadiPaperLine; NULL until it is laid out */
  GArray *pages;             /* of NadiPaperPage */
  char *running;
  char *printed;
  double width, height, margin;
};

/* What a style is written with. */
PangoFontDescription *nadi_paper_font (const NadiPaper *paper, NadiPaperStyle style);
/* (transfer full) */
PangoLayout *nadi_paper_write (const NadiPaper *paper, const char *text, NadiPaperStyle style, double width);
/* Makes lines and pages. */
void nadi_paper_lay_out (NadiPaper *paper);
/* Where rows may stand, from the sheet's upper edge. */
void nadi_paper_body (const NadiPaper *paper, double *top, double *bottom);
