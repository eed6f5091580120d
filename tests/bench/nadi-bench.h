/* What the benchmarks share. */
#pragma once

#include <glib.h>
#include <stdlib.h>

static inline int
nadi_bench_compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The middle one of n figures, which are sorted for it. */
static inline double
nadi_bench_median (double *figures, gsize n)
{
  qsort (figures, n, sizeof *figures, nadi_bench_compare);
  return figures[n / 2];
}
