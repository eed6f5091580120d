/* Lines out of rows, and pages out of lines. */
#include "nadi-paper-private.h"

#define ROW_GAP 2.0

/* --- lines -------------------------------------------------------------------------------------------------------- */

/* Space above and below the baseline that a row's n-th line needs. */
static void
measure (const NadiPaperRow *row, guint line, double *above, double *below)
{
  *above = *below = 0;
  for (guint i = 0; i < row->n_columns; i++)
    {
      PangoLayoutLine *part = pango_layout_get_line_readonly (row->columns[i].layout, (int) line);
      PangoRectangle logical;

      if (part == NULL)
        continue;
      pango_layout_line_get_extents (part, NULL, &logical);
      *above = MAX (*above, PANGO_ASCENT (logical) / (double) PANGO_SCALE);
      *below = MAX (*below, PANGO_DESCENT (logical) / (double) PANGO_SCALE);
    }
}

static guint
count_lines (const NadiPaperRow *row)
{
  guint n = 0;

  for (guint i = 0; i < row->n_columns; i++)
    n = MAX (n, (guint) pango_layout_get_line_count (row->columns[i].layout));
  return n;
}

static void
add_text (NadiPaper *paper, const NadiPaperRow *row)
{
  guint n = count_lines (row);

  for (guint i = 0; i < n; i++)
    {
      NadiPaperLine line = { .row = row, .line = i };
      double below;

      measure (row, i, &line.baseline, &below);
      line.height = line.baseline + below + (i + 1 == n ? ROW_GAP : 0);
      /* A page takes at least two lines of a row, and leaves at least two. */
      line.with_next = row->with_next || (i + 1 < n && (i == 0 || i + 2 == n));
      g_array_append_val (paper->lines, line);
    }
}

static void
make_lines (NadiPaper *paper)
{
  for (guint i = 0; i < paper->rows->len; i++)
    {
      const NadiPaperRow *row = g_ptr_array_index (paper->rows, i);
      NadiPaperLine line = { .row = row, .height = row->height, .with_next = row->with_next };

      if (row->kind == NADI_PAPER_TEXT)
        add_text (paper, row);
      else
        g_array_append_val (paper->lines, line);
    }
}

/* --- pages -------------------------------------------------------------------------------------------------------- */

void
nadi_paper_body (const NadiPaper *paper, double *top, double *bottom)
{
  *top = paper->margin;
  *bottom = paper->height - paper->margin;
}

static const NadiPaperLine *
line_at (const NadiPaper *paper, guint i)
{
  return &g_array_index (paper->lines, NadiPaperLine, i);
}

/* Lines from here on that must stand on one page. */
static guint
group_at (const NadiPaper *paper, guint first, double *height)
{
  guint n = 0;

  *height = 0;
  do
    *height += line_at (paper, first + n)->height;
  while (line_at (paper, first + n++)->with_next && first + n < paper->lines->len);
  return n;
}

static void
end_page (NadiPaper *paper, NadiPaperPage *page, double *left, double whole)
{
  g_array_append_val (paper->pages, *page);
  page->first += page->count;
  page->count = 0;
  *left = whole;
  /* Space is for between things. */
  while (page->first < paper->lines->len && line_at (paper, page->first)->row->kind == NADI_PAPER_SPACE)
    page->first++;
}

void
nadi_paper_lay_out (NadiPaper *paper)
{
  NadiPaperPage page = { 0, 0 };
  double top, bottom, left;

  paper->lines = g_array_new (FALSE, FALSE, sizeof (NadiPaperLine));
  paper->pages = g_array_new (FALSE, FALSE, sizeof (NadiPaperPage));
  make_lines (paper);
  nadi_paper_body (paper, &top, &bottom);
  left = bottom - top;
  while (page.first + page.count < paper->lines->len)
    {
      double height;
      guint n = group_at (paper, page.first + page.count, &height);

      if (height > left && page.count > 0)
        {
          end_page (paper, &page, &left, bottom - top);
          continue;
        }
      /* More than a page that must not be parted is parted all the same. */
      for (guint i = 0; i < n && (i == 0 || line_at (paper, page.first + page.count)->height <= left); i++)
        left -= line_at (paper, page.first + page.count++)->height;
    }
  if (page.count > 0 || paper->pages->len == 0)
    end_page (paper, &page, &left, bottom - top);
}

guint
nadi_paper_count_pages (NadiPaper *paper)
{
  if (paper->lines == NULL)
    nadi_paper_lay_out (paper);
  return paper->pages->len;
}

char *
nadi_paper_first_line (NadiPaper *paper, guint page, guint *n_lines)
{
  const NadiPaperPage *at;
  const NadiPaperLine *line;
  PangoLayoutLine *part;

  g_return_val_if_fail (page < nadi_paper_count_pages (paper), NULL);
  at = &g_array_index (paper->pages, NadiPaperPage, page);
  *n_lines = at->count;
  line = at->count > 0 ? line_at (paper, at->first) : NULL;
  if (line == NULL || line->row->kind != NADI_PAPER_TEXT)
    return g_strdup ("");
  part = pango_layout_get_line_readonly (line->row->columns[0].layout, (int) line->line);
  if (part == NULL)
    return g_strdup ("");
  return g_strndup (pango_layout_get_text (line->row->columns[0].layout) + part->start_index, (gsize) part->length);
}
