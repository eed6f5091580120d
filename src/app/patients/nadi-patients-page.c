/* The list of patients. Searching is in memory and happens on the keystroke itself; at most a page of lines is shown. */
#include "nadi-patients-page.h"

#include <glib/gi18n.h>

#include "nadi-patient-card.h"
#include "nadi-patient-item.h"
#include "nadi-patient-line.h"
#include "nadi-growing-list.h"
#include "nadi-patients-found.h"
#include "nadi-ui.h"

#define PAGE_OF_LINES 40
#define LINES_AT_ONCE 24
#define MOST_LINES 400
#define LINES_OF_PAGE_KEY 12

struct _NadiPatientsPage
{
  GtkWidget parent_instance;
  NadiDesk *desk;
  GListStore *found;
  GListModel *looked_at;     /* as many of them as the list has been made for */
  GtkSingleSelection *selection;
  GtkAdjustment *scrolling;  /* of the list; weak */
  guint limit;               /* lines at most; more as somebody scrolls */
  gboolean finding;          /* what is selected just now, is selected by itself */
  char *pinned;              /* shown first while nothing is searched for: just registered; NULL: nobody */

  GtkSearchEntry *search;
  GtkStack *stack;
  GtkListView *list;
  NadiPatientLine *titles;
  GtkLabel *count;
  NadiPatientCard *card;
};

static guint open_signal, selected_signal;

G_DEFINE_FINAL_TYPE (NadiPatientsPage, nadi_patients_page, GTK_TYPE_WIDGET)

/* --- lines -------------------------------------------------------------------------------------------------------- */

static void
on_line_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  gtk_list_item_set_child (item, nadi_patient_line_new ());
}

static void
on_line_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  NadiPatientsPage *self = user_data;
  const NadiPatientRow *row = nadi_patient_item_get_row (gtk_list_item_get_item (item));
  GtkWidget *line = gtk_list_item_get_child (item);
  g_autofree char *spoken = nadi_patient_line_spoken (row, nadi_desk_today (self->desk));

  nadi_patient_line_show (NADI_PATIENT_LINE (line), row, gtk_editable_get_text (GTK_EDITABLE (self->search)), nadi_desk_today (self->desk));
  nadi_ui_set_name (gtk_widget_get_parent (line), spoken);
}

/* --- finding ------------------------------------------------------------------------------------------------------ */

static const NadiPatientRow *
selected_row (NadiPatientsPage *self)
{
  NadiPatientItem *item = gtk_single_selection_get_selected_item (self->selection);

  return item != NULL ? nadi_patient_item_get_row (item) : NULL;
}

static void
show_count (NadiPatientsPage *self, guint shown, guint total)
{
  g_autofree char *text = NULL;

  if (total == 0)
    text = g_strdup (""); /* the page says it */
  else if (total > shown)
    /* Translators: so many lines of so many are shown. */
    text = g_strdup_printf (_("%u of %u patients: type more to narrow it down"), shown, total);
  else
    text = g_strdup_printf (ngettext ("%u patient", "%u patients", total), total);
  gtk_label_set_text (self->count, text);
}

static void
show_selected (NadiPatientsPage *self)
{
  guint at = gtk_single_selection_get_selected (self->selection);

  if (at != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", at);
}

/* One that stands first by itself is nobody's choice; the only one that a search found is. */
static void
show_card (NadiPatientsPage *self)
{
  gboolean only = gtk_editable_get_text (GTK_EDITABLE (self->search))[0] != '\0' && g_list_model_get_n_items (G_LIST_MODEL (self->found)) == 1;

  if (self->desk != NULL)
    nadi_patient_card_show (self->card, selected_row (self), nadi_desk_today (self->desk), only || !self->finding);
}

static void
select_place (NadiPatientsPage *self, guint at)
{
  nadi_growing_list_reach (self->looked_at, at);
  gtk_single_selection_set_selected (self->selection, at);
}

/* Who holds no key of the directory is not told that there is nobody. */
static const char *
page_for (NadiPatientsPage *self, NadiSession *session, const char *query)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->found)) > 0)
    return "list";
  if (session != NULL && !nadi_session_has_role (session, "reception,doctor,nurse"))
    return "closed";
  return query[0] != '\0' ? "nothing" : "empty";
}

static void
update (NadiPatientsPage *self, gboolean anew)
{
  NadiSession *session = self->desk != NULL ? nadi_desk_get_session (self->desk) : NULL;
  const char *query = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *selected = anew ? NULL : g_strdup (nadi_patients_page_get_selected (self));
  gboolean before = self->finding;
  guint total, at;

  self->finding = TRUE;
  total = nadi_patients_found_update (self->found, session, query, self->pinned, self->limit, anew);
  if (selected != NULL && nadi_patients_found_place (self->found, selected, &at))
    select_place (self, at);
  self->finding = before;
  show_count (self, g_list_model_get_n_items (G_LIST_MODEL (self->found)), total);
  gtk_stack_set_visible_child_name (self->stack, page_for (self, session, query));
}

/* Only what differs is touched: the place in the list and the selection stay. */
static void
find (NadiPatientsPage *self)
{
  update (self, FALSE);
}

/* Somebody typed: from the top, and the first one is meant. All lines go and come in one change, so that their widgets are used again. */
static void
find_anew (NadiPatientsPage *self)
{
  self->limit = PAGE_OF_LINES;
  self->finding = TRUE;
  g_clear_pointer (&self->pinned, g_free);
  nadi_growing_list_begin (self->looked_at);
  update (self, TRUE);
  gtk_single_selection_set_selected (self->selection, 0);
  show_selected (self);
  show_card (self);
  self->finding = FALSE;
}

static void
on_scrolled (NadiPatientsPage *self)
{
  double end = gtk_adjustment_get_upper (self->scrolling) - gtk_adjustment_get_page_size (self->scrolling);

  if (self->desk == NULL || self->limit >= MOST_LINES || g_list_model_get_n_items (G_LIST_MODEL (self->found)) < self->limit ||
      gtk_adjustment_get_value (self->scrolling) < end - gtk_adjustment_get_page_size (self->scrolling))
    return;
  self->limit += PAGE_OF_LINES;
  find (self);
}

static void
on_search_changed (NadiPatientsPage *self)
{
  find_anew (self);
}

static void
open_selected (NadiPatientsPage *self)
{
  const NadiPatientRow *row = selected_row (self);

  if (row != NULL)
    g_signal_emit (self, open_signal, 0, row->id);
}

static void
on_list_activate (GtkListView *list, guint position, NadiPatientsPage *self)
{
  open_selected (self);
}

/* Where a key leads from line `at` of n; FALSE for a key that is the search box's own. */
static gboolean
place_of_key (NadiPatientsPage *self, guint keyval, GdkModifierType state, guint n, guint *at)
{
  gboolean empty = gtk_editable_get_text (GTK_EDITABLE (self->search))[0] == '\0';
  guint last = n - 1;

  switch (keyval)
    {
    case GDK_KEY_Down: *at = MIN (*at + 1, last); return TRUE;
    case GDK_KEY_Up: *at = *at > 0 ? *at - 1 : 0; return TRUE;
    case GDK_KEY_Page_Down: *at = MIN (*at + LINES_OF_PAGE_KEY, last); return TRUE;
    case GDK_KEY_Page_Up: *at = *at > LINES_OF_PAGE_KEY ? *at - LINES_OF_PAGE_KEY : 0; return TRUE;
    /* With something typed these walk in it, unless Ctrl is held. */
    case GDK_KEY_Home: *at = 0; return empty || (state & GDK_CONTROL_MASK) != 0;
    case GDK_KEY_End: *at = last; return empty || (state & GDK_CONTROL_MASK) != 0;
    default: return FALSE;
    }
}

static gboolean
on_search_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, NadiPatientsPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint at = gtk_single_selection_get_selected (self->selection);

  if (n == 0 || at == GTK_INVALID_LIST_POSITION || (state & GDK_ALT_MASK) || !place_of_key (self, keyval, state, n, &at))
    return GDK_EVENT_PROPAGATE;
  gtk_single_selection_set_selected (self->selection, at);
  show_selected (self);
  return GDK_EVENT_STOP;
}

static void
on_selection_changed (NadiPatientsPage *self)
{
  show_card (self);
  g_signal_emit (self, selected_signal, 0);
}

/* --- the desk ----------------------------------------------------------------------------------------------------- */

static void
on_desk_locked (NadiPatientsPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  find_anew (self);
}

static void
on_desk_opened (NadiPatientsPage *self)
{
  find_anew (self);
}

static void
on_desk_news (NadiPatientsPage *self)
{
  find (self);
}

void
nadi_patients_page_set_desk (NadiPatientsPage *self, NadiDesk *desk)
{
  g_return_if_fail (self->desk == NULL);
  self->desk = g_object_ref (desk);
  nadi_patient_card_set_desk (self->card, desk);
  g_signal_connect_object (desk, "opened", G_CALLBACK (on_desk_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "locked", G_CALLBACK (on_desk_locked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "status-changed", G_CALLBACK (on_desk_news), self, G_CONNECT_SWAPPED);
}

void
nadi_patients_page_focus_search (NadiPatientsPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}

const char *
nadi_patients_page_get_selected (NadiPatientsPage *self)
{
  const NadiPatientRow *row = selected_row (self);

  return row != NULL ? row->id : NULL;
}

void
nadi_patients_page_select (NadiPatientsPage *self, const char *patient)
{
  guint at;

  find (self);
  if (!nadi_patients_found_place (self->found, patient, &at))
    {
      gtk_editable_set_text (GTK_EDITABLE (self->search), "");
      g_free (self->pinned);
      self->pinned = g_strdup (patient);
      find (self);
    }
  if (!nadi_patients_found_place (self->found, patient, &at))
    return;
  select_place (self, at);
  show_selected (self);
}

/* --- widget ------------------------------------------------------------------------------------------------------- */

static gboolean
nadi_patients_page_grab_focus (GtkWidget *widget)
{
  nadi_patients_page_focus_search (NADI_PATIENTS_PAGE (widget));
  return TRUE;
}

static void
nadi_patients_page_dispose (GObject *object)
{
  NadiPatientsPage *self = NADI_PATIENTS_PAGE (object);

  nadi_ui_unparent_children (GTK_WIDGET (self));
  g_clear_weak_pointer (&self->scrolling);
  g_clear_pointer (&self->pinned, g_free);
  g_clear_object (&self->selection);
  g_clear_object (&self->looked_at);
  g_clear_object (&self->found);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (nadi_patients_page_parent_class)->dispose (object);
}

static void
nadi_patients_page_class_init (NadiPatientsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NADI_TYPE_PATIENT_CARD);
  g_type_ensure (NADI_TYPE_PATIENT_LINE);
  G_OBJECT_CLASS (klass)->dispose = nadi_patients_page_dispose;
  nadi_ui_class_set_grab_focus (widget_class, nadi_patients_page_grab_focus);
  open_signal = g_signal_new ("open-chart", NADI_TYPE_PATIENTS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  selected_signal = g_signal_new ("selected", NADI_TYPE_PATIENTS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  nadi_ui_class_set_template (widget_class, "nadi-patients-page");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientsPage, search);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientsPage, list);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientsPage, titles);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientsPage, count);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientsPage, card);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, open_selected);
}

static void
nadi_patients_page_init (NadiPatientsPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->limit = PAGE_OF_LINES;
  nadi_patient_line_show_titles (self->titles);
  g_set_weak_pointer (&self->scrolling, gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list)));
  g_signal_connect_object (self->scrolling, "value-changed", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  g_signal_connect (factory, "setup", G_CALLBACK (on_line_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_line_bind), self);
  gtk_list_view_set_factory (self->list, factory);
  self->found = g_list_store_new (NADI_TYPE_PATIENT_ITEM);
  self->looked_at = nadi_growing_list_new (self->list, G_LIST_MODEL (self->found), LINES_AT_ONCE);
  self->selection = gtk_single_selection_new (g_object_ref (self->looked_at));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selection_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (on_list_activate), self, 0);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_search_key), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->search), keys);
  nadi_ui_set_name (GTK_WIDGET (self->search), _("Find a patient"));
  nadi_ui_set_name (GTK_WIDGET (self->list), _("Patients"));
  nadi_ui_tab_out_of_list (GTK_WIDGET (self->list));
}
