/* The help: one page for each thing that people do, in plain words. The keys at the end of a page come from the table of actions. */
#pragma once

#include "nadi-action-table.h"

typedef struct
{
  const char *id;            /* "patients" */
  const char *title;         /* not translated here */
  const char *const *paragraphs; /* the same; NULL-terminated */
  int keys;                  /* NadiActionGroup whose keys belong here; -1: none */
} NadiHelpTopic;

/* In the order of the list; static. */
const NadiHelpTopic *nadi_help_topics (gsize *length);
/* The first one for an id that is unknown or NULL. */
const NadiHelpTopic *nadi_help_find (const char *id);
