/* Rows of the palette, and which actions a query finds. */
#include "nadi-palette-item.h"

struct _NadiPaletteItem
{
  GObject parent_instance;
  NadiPatientRow *row;
  const NadiAction *action;
};

G_DEFINE_FINAL_TYPE (NadiPaletteItem, nadi_palette_item, G_TYPE_OBJECT)

const NadiPatientRow *
nadi_palette_item_get_row (NadiPaletteItem *self)
{
  return self->row;
}

const NadiAction *
nadi_palette_item_get_action (NadiPaletteItem *self)
{
  return self->action;
}

static void
nadi_palette_item_finalize (GObject *object)
{
  g_clear_pointer (&NADI_PALETTE_ITEM (object)->row, nadi_patient_row_free);
  G_OBJECT_CLASS (nadi_palette_item_parent_class)->finalize (object);
}

static void
nadi_palette_item_class_init (NadiPaletteItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nadi_palette_item_finalize;
}

static void
nadi_palette_item_init (NadiPaletteItem *self)
{
}

NadiPaletteItem *
nadi_palette_item_new_patient (NadiPatientRow *row)
{
  NadiPaletteItem *self = g_object_new (NADI_TYPE_PALETTE_ITEM, NULL);

  self->row = row;
  return self;
}

NadiPaletteItem *
nadi_palette_item_new_action (const NadiAction *action)
{
  NadiPaletteItem *self = g_object_new (NADI_TYPE_PALETTE_ITEM, NULL);

  self->action = action;
  return self;
}

GPtrArray *
nadi_palette_find_actions (const char *const *names, const char *query)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);
  gsize length;
  const NadiAction *actions = nadi_action_list (&length);

  for (gsize i = 0; i < length; i++)
    if (g_strv_contains (names, actions[i].name) && (query[0] == '\0' || g_str_match_string (query, nadi_action_title (&actions[i]), TRUE)))
      g_ptr_array_add (found, nadi_palette_item_new_action (&actions[i]));
  return found;
}
