/* Every action of the application, once. Menus, shortcuts, Ctrl+K, the shortcuts page, the man page and the tests are all made
 * from this table; what an action does is registered under its name by the page that has it. */
#pragma once

#include <glib.h>

typedef enum
{
  NADI_ACTION_GENERAL,
  NADI_ACTION_PATIENTS,
  NADI_ACTION_CHART,
  NADI_ACTION_CASE,
} NadiActionGroup;

#define NADI_N_ACTION_GROUPS 4

typedef enum
{
  NADI_ACTION_IN_MENU = 1 << 0,      /* stands in the main menu */
  NADI_ACTION_IN_PALETTE = 1 << 1,   /* is found with Ctrl+K */
  NADI_ACTION_WHEN_LOCKED = 1 << 2,  /* works without a session */
  NADI_ACTION_KEYS_LAST = 1 << 3,    /* its keys count only where nothing that has the focus wants them: Escape */
} NadiActionFlags;

typedef struct
{
  const char *name;          /* with its prefix: "app.quit", "win.search" */
  NadiActionGroup group;
  const char *title;         /* not translated here: nadi_action_title() */
  const char *keys;          /* accelerators as GTK writes them, separated by spaces; "" for none */
  NadiActionFlags flags;
  const char *roles;         /* "doctor,nurse"; NULL: everyone */
} NadiAction;

/* In the order in which menus and pages show them; static. */
const NadiAction *nadi_action_list (gsize *length);
/* NULL if there is none of that name. */
const NadiAction *nadi_action_find (const char *name);
/* In the person's language; static. */
const char *nadi_action_title (const NadiAction *action);
const char *nadi_action_group_title (NadiActionGroup group);
/* NULL-terminated. (transfer full) */
char **nadi_action_keys (const NadiAction *action);
