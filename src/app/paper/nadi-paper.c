/* A paper and what is written on it. */
#include "nadi-paper-private.h"

#include <string.h>

/* Noto Sans Arabic, unlike Noto Naskh, keeps the letters of a word in one piece of text: readers of a PDF find it. */
#define FAMILY "Noto Sans, Noto Sans Devanagari, Noto Sans Arabic, sans-serif"
#define LABEL_SHARE 3
#define VALUE_SHARE 9
#define GAP 8.0
#define MOST_TEXT (256 * 1024)

/* RIGHT-TO-LEFT MARK, the two isolates and POP DIRECTIONAL ISOLATE. */
#define MARK "\u200f"
#define ISOLATE_LTR "\u2066"
#define ISOLATE_RTL "\u2067"
#define ISOLATE_END "\u2069"

static const struct
{
  double width, height, margin, font;
} sizes[] = {
  [NADI_PAPER_A4] = { 595.276, 841.890, 51.0, 10.0 },
  [NADI_PAPER_A5] = { 419.528, 595.276, 34.0, 8.8 },
};

static void
row_free (gpointer data)
{
  NadiPaperRow *row = data;

  for (guint i = 0; i < row->n_columns; i++)
    g_clear_object (&row->columns[i].layout);
  g_free (row);
}

NadiPaper *
nadi_paper_new (const NadiPaperSheet *sheet)
{
  NadiPaper *paper = g_new0 (NadiPaper, 1);
  cairo_font_options_t *options = cairo_font_options_create ();

  paper->sheet = *sheet;
  paper->width = sizes[sheet->size].width;
  paper->height = sizes[sheet->size].height;
  paper->margin = sizes[sheet->size].margin;
  paper->rows = g_ptr_array_new_with_free_func (row_free);
  paper->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  pango_cairo_context_set_resolution (paper->context, 72.0);
  pango_context_set_base_dir (paper->context, sheet->right_to_left ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  pango_context_set_round_glyph_positions (paper->context, FALSE);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (paper->context, options);
  cairo_font_options_destroy (options);
  return paper;
}

void
nadi_paper_free (NadiPaper *paper)
{
  if (paper == NULL)
    return;
  g_clear_pointer (&paper->lines, g_array_unref);
  g_clear_pointer (&paper->pages, g_array_unref);
  g_ptr_array_unref (paper->rows);
  g_object_unref (paper->context);
  g_free (paper->running);
  g_free (paper->printed);
  g_free (paper);
}

void
nadi_paper_get_size (NadiPaper *paper, double *width, double *height)
{
  *width = paper->width;
  *height = paper->height;
}

/* --- text --------------------------------------------------------------------------------------------------------- */

PangoFontDescription *
nadi_paper_font (const NadiPaper *paper, NadiPaperStyle style)
{
  static const double scales[] = { 1.0, 1.0, 0.85, 1.1, 1.5, 2.0 };
  PangoFontDescription *font = pango_font_description_from_string (FAMILY);

  pango_font_description_set_absolute_size (font, sizes[paper->sheet.size].font * scales[style] * PANGO_SCALE);
  if (style == NADI_PAPER_STRONG || style == NADI_PAPER_HEADING || style == NADI_PAPER_TITLE || style == NADI_PAPER_SIGN)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  return font;
}

/* Characters that turn the direction of what stands around them (Unicode's explicit formatting), and controls but line ends and tabs. */
static gboolean
is_harmless (gunichar c)
{
  if (c == '\n' || c == '\t')
    return TRUE;
  return !g_unichar_iscntrl (c) && c != 0x061c && c != 0x200e && c != 0x200f && !(c >= 0x202a && c <= 0x202e) &&
         !(c >= 0x2066 && c <= 0x2069);
}

/* What nadi_format_isolate() sets apart stays so: a mark, an isolate of one direction, nothing in it that turns, and its end on the same
 * line. Behind its end; NULL if none begins here. */
static const char *
skip_isolate (const char *text)
{
  const char *p = text;

  if (!g_str_has_prefix (p, MARK) || (!g_str_has_prefix (p + strlen (MARK), ISOLATE_LTR) && !g_str_has_prefix (p + strlen (MARK), ISOLATE_RTL)))
    return NULL;
  for (p += strlen (MARK ISOLATE_LTR); *p != '\0' && *p != '\n' && is_harmless (g_utf8_get_char (p)); p = g_utf8_next_char (p))
    ;
  return g_str_has_prefix (p, ISOLATE_END) ? p + strlen (ISOLATE_END) : NULL;
}

static char *
harmless (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) strnlen (text, MOST_TEXT));
  GString *out = g_string_sized_new (strlen (valid));
  const char *p = valid;

  while (*p != '\0')
    {
      const char *behind = skip_isolate (p);
      const char *next = g_utf8_next_char (p);

      if (behind != NULL)
        g_string_append_len (out, p, behind - p);
      else if (is_harmless (g_utf8_get_char (p)))
        g_string_append_len (out, p, next - p);
      p = behind != NULL ? behind : next;
    }
  return g_string_free (out, FALSE);
}

PangoLayout *
nadi_paper_write (const NadiPaper *paper, const char *text, NadiPaperStyle style, double width)
{
  PangoLayout *layout = pango_layout_new (paper->context);
  PangoFontDescription *font = nadi_paper_font (paper, style);
  g_autofree char *shown = harmless (text != NULL ? text : "");

  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, shown, -1);
  return layout;
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

static NadiPaperRow *
add (NadiPaper *paper, NadiPaperKind kind)
{
  NadiPaperRow *row = g_new0 (NadiPaperRow, 1);

  g_return_val_if_fail (paper->lines == NULL, row);
  row->kind = kind;
  g_ptr_array_add (paper->rows, row);
  return row;
}

static void
add_row (NadiPaper *paper, const NadiPaperCell *cells, guint n_cells, gboolean with_next)
{
  NadiPaperRow *row;
  double across = paper->width - 2 * paper->margin - GAP * (n_cells - 1);
  double x = paper->margin;
  guint shares = 0;

  g_return_if_fail (n_cells >= 1 && n_cells <= NADI_PAPER_MOST_CELLS);
  row = add (paper, NADI_PAPER_TEXT);
  row->with_next = with_next;
  for (guint i = 0; i < n_cells; i++)
    shares += MAX (cells[i].share, 1);
  for (guint i = 0; i < n_cells; i++)
    {
      NadiPaperColumn *column = &row->columns[row->n_columns++];

      column->width = across * MAX (cells[i].share, 1) / shares;
      column->x = x;
      column->style = cells[i].style;
      column->at_end = cells[i].at_end;
      column->layout = nadi_paper_write (paper, cells[i].text, cells[i].style, column->width);
      x += column->width + GAP;
    }
}

void
nadi_paper_add_row (NadiPaper *paper, const NadiPaperCell *cells, guint n_cells)
{
  add_row (paper, cells, n_cells, FALSE);
}

void
nadi_paper_add_row_with_next (NadiPaper *paper, const NadiPaperCell *cells, guint n_cells)
{
  add_row (paper, cells, n_cells, TRUE);
}

void
nadi_paper_add_text (NadiPaper *paper, NadiPaperStyle style, const char *text)
{
  const NadiPaperCell cell = { text, style, 1, FALSE };

  add_row (paper, &cell, 1, style == NADI_PAPER_HEADING || style == NADI_PAPER_TITLE);
}

void
nadi_paper_add_fact (NadiPaper *paper, const char *label, const char *value)
{
  const NadiPaperCell cells[] = { { label, NADI_PAPER_SMALL, LABEL_SHARE, FALSE }, { value, NADI_PAPER_BODY, VALUE_SHARE, FALSE } };

  if (value != NULL && *value != '\0')
    add_row (paper, cells, G_N_ELEMENTS (cells), FALSE);
}

void
nadi_paper_add_heading (NadiPaper *paper, const char *text)
{
  nadi_paper_add_space (paper, 9);
  nadi_paper_add_text (paper, NADI_PAPER_HEADING, text);
  nadi_paper_add_rule (paper);
}

static void
add_rule (NadiPaper *paper, double x, double width)
{
  NadiPaperRow *row = add (paper, NADI_PAPER_RULE);

  row->height = 5;
  row->with_next = TRUE;
  row->x = x;
  row->width = width;
}

void
nadi_paper_add_rule (NadiPaper *paper)
{
  add_rule (paper, paper->margin, paper->width - 2 * paper->margin);
}

void
nadi_paper_add_line_to_sign (NadiPaper *paper, double height, guint before, guint under)
{
  double across = paper->width - 2 * paper->margin - GAP;
  double width = across * under / (before + under);
  NadiPaperRow *room = add (paper, NADI_PAPER_SPACE);

  room->height = height;
  room->with_next = TRUE;
  add_rule (paper, paper->width - paper->margin - width, width);
}

void
nadi_paper_add_space (NadiPaper *paper, double height)
{
  add (paper, NADI_PAPER_SPACE)->height = height;
}

void
nadi_paper_set_running (NadiPaper *paper, const char *running, const char *printed)
{
  g_free (paper->running);
  g_free (paper->printed);
  paper->running = g_strdup (running);
  paper->printed = g_strdup (printed);
}
