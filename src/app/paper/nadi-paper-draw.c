/* Pages onto a Cairo context, and into a PDF. */
#include "nadi-paper-private.h"

#include <cairo-pdf.h>
#include <gio/gio.h>
#include <glib/gi18n.h>

static void
set_ink (cairo_t *cr, NadiPaperStyle style)
{
  double grey = style == NADI_PAPER_SMALL ? 0.35 : 0.0;

  cairo_set_source_rgb (cr, grey, grey, grey);
}

/* x and width as in left-to-right text. */
static void
draw_part (const NadiPaper *paper, PangoLayoutLine *part, double x, double width, double baseline, gboolean at_end, cairo_t *cr)
{
  PangoRectangle logical;
  double length;

  pango_layout_line_get_extents (part, NULL, &logical);
  length = logical.width / (double) PANGO_SCALE;
  if (paper->sheet.right_to_left)
    x = paper->width - x - width;
  if (at_end != paper->sheet.right_to_left)
    x += width - length;
  cairo_move_to (cr, x - logical.x / (double) PANGO_SCALE, baseline);
  pango_cairo_show_layout_line (cr, part);
}

static void
draw_text (const NadiPaper *paper, const NadiPaperLine *line, double y, cairo_t *cr)
{
  for (guint i = 0; i < line->row->n_columns; i++)
    {
      const NadiPaperColumn *column = &line->row->columns[i];
      PangoLayoutLine *part = pango_layout_get_line_readonly (column->layout, (int) line->line);

      if (part == NULL)
        continue;
      set_ink (cr, column->style);
      draw_part (paper, part, column->x, column->width, y + line->baseline, column->at_end, cr);
    }
}

static void
draw_rule (const NadiPaper *paper, const NadiPaperRow *row, double y, cairo_t *cr)
{
  double x = paper->sheet.right_to_left ? paper->width - row->x - row->width : row->x;

  cairo_set_source_rgb (cr, 0.6, 0.6, 0.6);
  cairo_set_line_width (cr, 0.6);
  cairo_move_to (cr, x, y + 1);
  cairo_line_to (cr, x + row->width, y + 1);
  cairo_stroke (cr);
}

static void
draw_small (const NadiPaper *paper, const char *text, double top, gboolean at_end, cairo_t *cr)
{
  double width = paper->width - 2 * paper->margin;
  g_autoptr (PangoLayout) layout = nadi_paper_write (paper, text, NADI_PAPER_SMALL, width);

  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_height (layout, 0);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  set_ink (cr, NADI_PAPER_SMALL);
  draw_part (paper, pango_layout_get_line_readonly (layout, 0), paper->margin, width,
             top + pango_layout_get_baseline (layout) / (double) PANGO_SCALE, at_end, cr);
}

static void
draw_margins (NadiPaper *paper, guint page, cairo_t *cr)
{
  /* Translators: at the foot of a printed page: which one of how many. */
  g_autofree char *number = g_strdup_printf (_("Page %u of %u"), page + 1, paper->pages->len);
  double foot = paper->height - paper->margin + paper->margin * 0.25;

  if (page > 0)
    draw_small (paper, paper->running, paper->margin * 0.45, FALSE, cr);
  draw_small (paper, paper->printed, foot, FALSE, cr);
  draw_small (paper, number, foot, TRUE, cr);
}

void
nadi_paper_draw (NadiPaper *paper, guint page, cairo_t *cr)
{
  const NadiPaperPage *at;
  double y, bottom;

  g_return_if_fail (page < nadi_paper_count_pages (paper));
  at = &g_array_index (paper->pages, NadiPaperPage, page);
  nadi_paper_body (paper, &y, &bottom);
  cairo_save (cr);
  for (guint i = 0; i < at->count; i++)
    {
      const NadiPaperLine *line = &g_array_index (paper->lines, NadiPaperLine, at->first + i);

      if (line->row->kind == NADI_PAPER_TEXT)
        draw_text (paper, line, y, cr);
      else if (line->row->kind == NADI_PAPER_RULE)
        draw_rule (paper, line->row, y, cr);
      y += line->height;
    }
  draw_margins (paper, page, cr);
  cairo_restore (cr);
}

/* --- PDF ---------------------------------------------------------------------------------------------------------- */

static cairo_status_t
append (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

GBytes *
nadi_paper_to_pdf (NadiPaper *paper, const char *title, GError **error)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append, bytes, paper->width, paper->height);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Nadi");
  for (guint i = 0; i < nadi_paper_count_pages (paper); i++)
    {
      nadi_paper_draw (paper, i, cr);
      cairo_show_page (cr);
    }
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (bytes);
  g_byte_array_unref (bytes);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, cairo_status_to_string (status));
  return NULL;
}
