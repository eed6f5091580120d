/* Problem documents (RFC 9457). */
#pragma once

#include <glib.h>

#include "nadi-source.h"
#include "nadi-wire-error.h"

typedef struct
{
  guint status;
  char *code;                /* last part of type: lower case letters and hyphens */
  char *title;
  char *detail;              /* what to do; may be NULL */
  char *support;             /* 8 Crockford characters */
} NadiProblem;

NadiProblem *nadi_problem_new (guint status, const char *code, const char *title, const char *detail, NadiRandom *random);
char *nadi_problem_print (const NadiProblem *problem);
NadiProblem *nadi_problem_parse (const char *json, gsize length, GError **error);
void nadi_problem_free (NadiProblem *problem);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiProblem, nadi_problem_free)
