/* What a search marks in a name, and photos from files. */
#include <glib/gstdio.h>
#include <string.h>

#include "nadi-media.h"
#include "nadi-patient-mark.h"
#include "nadi-patient.h"
#include "nadi-photo.h"
#include "nadi-test-widgets.h"

/* "start-end" of each mark. (transfer full) */
static char *
marks_of (const char *name, const char *query)
{
  g_autoptr (PangoAttrList) marks = nadi_patient_mark (name, query);
  GSList *list = marks != NULL ? pango_attr_list_get_attributes (marks) : NULL;
  GString *text = g_string_new (NULL);

  for (GSList *at = list; at != NULL; at = at->next)
    {
      const PangoAttribute *attribute = at->data;

      g_string_append_printf (text, "%s%u-%u", text->len > 0 ? " " : "", attribute->start_index, attribute->end_index);
    }
  g_slist_free_full (list, (GDestroyNotify) pango_attribute_destroy);
  return g_string_free (text, FALSE);
}

static void
test_marks (void)
{
  static const struct
  {
    const char *name, *query, *marks;
  } cases[] = {
    { "Asha Rao", "as", "0-2" },      { "Asha Rao", "r ASH", "0-3 5-6" },   { "Asha Rao", "sha", "" },
    { "Asha Rao", "", "" },           { "Zoë Müller", "zoe mu", "0-4 5-8" }, { "", "a", "" },
    { "मीना राव", "मी", "0-6" },       { "Asha Rao", "98200", "" },           { "Asha  Rao", "rao", "6-9" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *marks = marks_of (cases[i].name, cases[i].query);

      g_assert_cmpstr (marks, ==, cases[i].marks);
    }
}

static GFile *
file_of (const char *folder, const void *data, gsize length)
{
  g_autofree char *path = g_build_filename (folder, "picture", NULL);

  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
  return g_file_new_for_path (path);
}

/* A large picture becomes a small square one; what claims 40,000 pixels a side is refused though its file is tiny; so is a broken one. */
static void
test_photo (void)
{
  static const guint8 huge[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0x9C, 0x40, 0, 0, 0x9C, 0x40, 8, 2, 0, 0, 0, 1, 2, 3, 4 };
  g_autofree char *folder = g_dir_make_tmp ("nadi-photo-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "picture", NULL);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 900, 500);
  g_autofree char *png = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) photo = NULL;
  g_autoptr (GdkPaintable) shown = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  gdk_pixbuf_fill (pixbuf, 0x3366CC80);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &png, &length, "png", NULL, NULL));
  file = file_of (folder, png, length);
  photo = nadi_photo_load (file, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (photo), <=, NADI_PHOTO_MOST);
  shown = nadi_photo_paintable (photo);
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (shown), ==, NADI_PHOTO_SIDE);
  g_assert_cmpint (gdk_paintable_get_intrinsic_height (shown), ==, NADI_PHOTO_SIDE);
  g_assert_true (g_file_set_contents (path, (const char *) huge, sizeof huge, NULL));
  g_assert_null (nadi_photo_load (file, NULL, &error));
  g_assert_error (error, NADI_MEDIA_ERROR, NADI_MEDIA_ERROR_PIXELS);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, png, (gssize) length / 2, NULL));
  g_assert_null (nadi_photo_load (file, NULL, &error));
  g_assert_error (error, NADI_MEDIA_ERROR, NADI_MEDIA_ERROR_DAMAGED);
  g_clear_error (&error);
  g_remove (path);
  g_assert_null (nadi_photo_load (file, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_rmdir (folder);
}

/* What came from elsewhere and is no small picture is not decoded. */
static void
test_photo_from_elsewhere (void)
{
  static const guint8 huge[] = { 0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0x9C, 0x40, 0x9C, 0x40, 3, 0, 0, 0, 0, 0, 0 };
  g_autoptr (GBytes) large = g_bytes_new_static (huge, sizeof huge);
  g_autoptr (GBytes) text = g_bytes_new_static ("hello", 5);

  g_assert_null (nadi_photo_paintable (large));
  g_assert_null (nadi_photo_paintable (text));
  g_assert_null (nadi_photo_paintable (NULL));
}

int
main (int argc, char **argv)
{
  nadi_test_widgets_init (&argc, &argv);
  g_test_add_func ("/patients/marks", test_marks);
  g_test_add_func ("/patients/photo", test_photo);
  g_test_add_func ("/patients/photo-from-elsewhere", test_photo_from_elsewhere);
  return g_test_run ();
}
