/* The parts of a chart that a permission can name (FORMATS.md, "Which resource lies in which section").
 *
 * `directory` is no part of a chart: it is an organisation's own shelf for the practitioners and
 * organisations that its records speak of. */
#pragma once

#include <glib.h>

typedef enum
{
  NADI_SECTION_IDENTITY,
  NADI_SECTION_EMERGENCY,
  NADI_SECTION_ENCOUNTERS,
  NADI_SECTION_MEDICATIONS,
  NADI_SECTION_RESULTS,
  NADI_SECTION_DOCUMENTS,
  NADI_SECTION_SENSITIVE,
  NADI_SECTION_DIRECTORY,
} NadiSection;

#define NADI_N_SECTIONS 8

/* The stable name that shelves, grants and events use: "identity", …; static. */
const char *nadi_section_name (NadiSection section);

/* FALSE for text that is no section's name, and for NULL. */
gboolean nadi_section_from_name (const char *name, NadiSection *section);
