/* The page of a case in tests. */
#include "nadi-test-case.h"

#include <string.h>

#include "nadi-session-charts.h"
#include "nadi-test-widgets.h"

static void
on_done (NadiTestCase *shown, const char *who)
{
  g_free (shown->done);
  shown->done = g_strdup (who);
}

static void
on_identified (NadiTestCase *shown, const char *id)
{
  g_free (shown->identified);
  shown->identified = g_strdup (id);
}

static gboolean
is_ready (gpointer data)
{
  return nadi_case_page_is_ready (data);
}

static gboolean
is_kept (gpointer data)
{
  return nadi_case_page_is_kept (data);
}

static gboolean
is_done (gpointer data)
{
  return ((NadiTestCase *) data)->done != NULL;
}

static void
on_reopen (gpointer owner, const char *who, const char *id)
{
  g_object_set_data_full (owner, "reopened", g_strdup (who), g_free);
}

static gboolean
is_reopened (gpointer data)
{
  return g_object_get_data (data, "reopened") != NULL;
}

void
nadi_test_case_show (NadiTestCase *shown, NadiDesk *desk, const char *patient, const char *id)
{
  memset (shown, 0, sizeof *shown);
  shown->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (shown->window), 1280, 800);
  shown->notices = g_object_new (NADI_TYPE_NOTICES, NULL);
  shown->page = g_object_new (NADI_TYPE_CASE_PAGE, NULL);
  nadi_case_page_set_desk (shown->page, desk);
  nadi_case_page_set_reopen (shown->page, on_reopen, shown->notices);
  g_signal_connect_swapped (shown->page, "done", G_CALLBACK (on_done), shown);
  g_signal_connect_swapped (shown->page, "identified", G_CALLBACK (on_identified), shown);
  g_object_set (shown->notices, "content", shown->page, NULL);
  gtk_window_set_child (GTK_WINDOW (shown->window), GTK_WIDGET (shown->notices));
  gtk_window_present (GTK_WINDOW (shown->window));
  nadi_case_page_open (shown->page, patient, id);
  nadi_test_wait (is_ready, shown->page);
}

void
nadi_test_case_close (NadiTestCase *shown)
{
  gpointer seen = shown->page;

  g_object_add_weak_pointer (G_OBJECT (shown->page), &seen);
  gtk_window_destroy (GTK_WINDOW (shown->window));
  nadi_test_settle ();
  g_assert_null (seen);
  g_free (shown->done);
  g_free (shown->identified);
}

gpointer
nadi_test_case_find (NadiTestCase *shown, const char *id)
{
  GtkWidget *found = nadi_test_find (GTK_WIDGET (shown->page), id);

  g_assert_nonnull (found);
  return found;
}

const char *
nadi_test_case_label (NadiTestCase *shown, const char *id)
{
  return gtk_label_get_text (GTK_LABEL (nadi_test_case_find (shown, id)));
}

gboolean
nadi_test_case_is_in_trouble (NadiTestCase *shown)
{
  return gtk_revealer_get_reveal_child (GTK_REVEALER (nadi_test_case_find (shown, "trouble")));
}

void
nadi_test_case_type (NadiTestCase *shown, const char *id, const char *text)
{
  GtkWidget *widget = nadi_test_case_find (shown, id);

  if (GTK_IS_TEXT_VIEW (widget))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), text, -1);
  else
    gtk_editable_set_text (GTK_EDITABLE (nadi_test_find_type (widget, GTK_TYPE_ENTRY)), text);
}

void
nadi_test_case_take (NadiTestCase *shown, const char *id, const char *typed)
{
  GtkWidget *entry = nadi_test_find_type (nadi_test_case_find (shown, id), GTK_TYPE_ENTRY);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (entry);
  gboolean stopped = FALSE;

  gtk_widget_grab_focus (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), typed);
  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !stopped; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", GDK_KEY_Return, 0, 0, &stopped);
    }
  g_assert_true (stopped);
}

void
nadi_test_case_sign (NadiTestCase *shown)
{
  g_assert_true (nadi_case_page_act (shown->page, "win.case-sign"));
}

void
nadi_test_case_wait_kept (NadiTestCase *shown)
{
  nadi_test_wait (is_kept, shown->page);
}

void
nadi_test_case_wait_done (NadiTestCase *shown)
{
  nadi_test_wait (is_done, shown);
}

void
nadi_test_case_wait_reopened (NadiTestCase *shown)
{
  nadi_test_wait (is_reopened, shown->notices);
}

void
nadi_test_add_allergy (NadiSession *session, const char *patient)
{
  static const char text[] = "{\"resourceType\":\"AllergyIntolerance\",\"id\":\"pen\",\"patient\":{\"reference\":\"Patient/%s\"},"
                             "\"clinicalStatus\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical\","
                             "\"code\":\"active\"}]},\"criticality\":\"high\",\"code\":{\"text\":\"Penicillin\"}}";
  g_autoptr (GString) json = g_string_new (text);
  g_autoptr (NadiFhirResource) resource = NULL;
  g_autoptr (GError) error = NULL;

  g_string_replace (json, "%s", patient, 1);
  resource = nadi_fhir_resource_new (json->str, json->len, &error);
  g_assert_no_error (error);
  nadi_session_add_record (session, patient, resource, NULL, &error);
  g_assert_no_error (error);
}
