/* The table of actions against itself. */
#include <glib.h>

#include "nadi-action-table.h"

static void
test_keys_are_unique (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gsize length;
  const NadiAction *actions = nadi_action_list (&length);

  for (gsize i = 0; i < length; i++)
    {
      g_auto (GStrv) keys = nadi_action_keys (&actions[i]);

      for (guint k = 0; keys[k] != NULL; k++)
        g_assert_true (g_hash_table_add (seen, g_strdup (keys[k])));
    }
}

static void
test_names_are_unique (void)
{
  gsize length;
  const NadiAction *actions = nadi_action_list (&length);

  for (gsize i = 0; i < length; i++)
    {
      g_assert_true (g_str_has_prefix (actions[i].name, "win.") || g_str_has_prefix (actions[i].name, "app."));
      g_assert_true (nadi_action_find (actions[i].name) == &actions[i]);
      g_assert_cmpuint (actions[i].group, <, NADI_N_ACTION_GROUPS);
      g_assert_cmpstr (nadi_action_title (&actions[i]), !=, "");
    }
  g_assert_null (nadi_action_find ("win.no-such-action"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/action-table/keys-are-unique", test_keys_are_unique);
  g_test_add_func ("/action-table/names-are-unique", test_names_are_unique);
  return g_test_run ();
}
