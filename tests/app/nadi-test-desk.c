/* Desks in tests. */
#include "nadi-test-desk.h"

#include "nadi-test-widgets.h"
#include "nadi-test-world.h"

static gboolean
is_open (gpointer data)
{
  return nadi_desk_is_open (data);
}

static void
on_opened (gpointer owner, gpointer data, const GError *error)
{
  g_assert_no_error (error);
}

void
nadi_test_desk_sign_in (NadiDesk *desk)
{
  nadi_desk_open (desk, NULL, NADI_TEST_PASSPHRASE, desk, on_opened);
  nadi_test_wait (is_open, desk);
}

NadiDesk *
nadi_test_desk_open (const char *folder)
{
  NadiDesk *desk = nadi_desk_new (folder, NULL);

  nadi_test_desk_sign_in (desk);
  return desk;
}

static gboolean
is_alone (gpointer object)
{
  return G_OBJECT (object)->ref_count == 1;
}

void
nadi_test_desk_close (NadiDesk *desk)
{
  nadi_desk_lock (desk);
  nadi_test_wait (is_alone, desk);
  g_assert_finalize_object (desk);
}
