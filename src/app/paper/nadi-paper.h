/* A document as it goes onto paper: rows of text, broken into pages, drawn with Cairo.
 *
 * A paper is filled from top to bottom and then laid out once for a sheet. A row has one or more columns; a page ends between two
 * lines, but never behind the first or before the last line of a row, and never behind a heading. All text is shown
 * literally, in the letters of any script, from the side on which the language begins. What could turn the direction of other text is
 * left out; what nadi_format_isolate() has set apart stays set apart.
 *
 * A paper belongs to one thread. Needs no display. Lengths are points (1/72 inch). */
#pragma once

#include <cairo.h>
#include <glib.h>

typedef enum
{
  NADI_PAPER_A4,
  NADI_PAPER_A5,
} NadiPaperSize;

typedef struct
{
  NadiPaperSize size;
  gboolean right_to_left;
} NadiPaperSheet;

typedef enum
{
  NADI_PAPER_BODY,
  NADI_PAPER_STRONG,
  NADI_PAPER_SMALL,          /* grey and smaller: labels, notes */
  NADI_PAPER_HEADING,        /* stays with what follows */
  NADI_PAPER_TITLE,
  NADI_PAPER_SIGN,           /* ℞ and the like */
} NadiPaperStyle;

typedef struct
{
  const char *text;          /* UTF-8 with line ends; NULL is empty */
  NadiPaperStyle style;
  guint share;               /* of the width, beside those of the other columns; 0 counts as 1 */
  gboolean at_end;           /* written against the side where lines end */
} NadiPaperCell;

typedef struct _NadiPaper NadiPaper;

NadiPaper *nadi_paper_new (const NadiPaperSheet *sheet);
void nadi_paper_free (NadiPaper *paper);

/* What stands above and below every page: running (from the second page on) and printed at the bottom, beside the page's number. */
void nadi_paper_set_running (NadiPaper *paper, const char *running, const char *printed);

void nadi_paper_add_row (NadiPaper *paper, const NadiPaperCell *cells, guint n_cells);
/* The same, and no page ends behind it. */
void nadi_paper_add_row_with_next (NadiPaper *paper, const NadiPaperCell *cells, guint n_cells);
void nadi_paper_add_text (NadiPaper *paper, NadiPaperStyle style, const char *text);
/* A label in a narrow column and its value in a wide one; nothing when value is NULL or "". */
void nadi_paper_add_fact (NadiPaper *paper, const char *label, const char *value);
/* A heading with a line under it. */
void nadi_paper_add_heading (NadiPaper *paper, const char *text);
void nadi_paper_add_rule (NadiPaper *paper);
/* Room of that height and a short line, on one page with the row that follows: its last column stands under the line. before and
 * under: the shares of that row's two columns. */
void nadi_paper_add_line_to_sign (NadiPaper *paper, double height, guint before, guint under);
void nadi_paper_add_space (NadiPaper *paper, double height);

/* Lays out what was added; nothing may be added after it. */
guint nadi_paper_count_pages (NadiPaper *paper);
void nadi_paper_get_size (NadiPaper *paper, double *width, double *height);
/* page from 0. The context's units are points, its origin the sheet's corner. */
void nadi_paper_draw (NadiPaper *paper, guint page, cairo_t *cr);
/* How many lines stand on a page, and the first one's text. For tests. (transfer full) */
char *nadi_paper_first_line (NadiPaper *paper, guint page, guint *n_lines);

/* All pages as one PDF with its fonts in it. title: for the list of files, without a person's name. */
GBytes *nadi_paper_to_pdf (NadiPaper *paper, const char *title, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiPaper, nadi_paper_free)
