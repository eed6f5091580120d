/* Staff and devices. */
#include "nadi-staff-window.h"

#include <glib/gi18n.h>

#include "nadi-format.h"
#include "nadi-invite-pane.h"
#include "nadi-role-text.h"
#include "nadi-session-setup.h"
#include "nadi-trouble.h"
#include "nadi-ui.h"

#define LOOK_SECONDS 10

struct _NadiStaffWindow
{
  AdwWindow parent_instance;
  NadiDesk *desk;
  guint look_source;
  gboolean looking;
  GPtrArray *rows;           /* of the two groups */

  GtkStack *stack;           /* "list", "invite" */
  GtkWidget *back;
  GtkWidget *invite;
  GtkLabel *looked;
  NadiTrouble *trouble;
  AdwPreferencesGroup *staff;
  AdwPreferencesGroup *invitations;
  NadiInvitePane *pane;
};

G_DEFINE_FINAL_TYPE (NadiStaffWindow, nadi_staff_window, ADW_TYPE_WINDOW)

/* --- the lists ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  GPtrArray *staff;
  GPtrArray *invitations;
  guint admitted;
  gboolean look;             /* into the mailboxes first */
} Lists;

static void
lists_free (gpointer data)
{
  Lists *lists = data;

  g_clear_pointer (&lists->staff, g_ptr_array_unref);
  g_clear_pointer (&lists->invitations, g_ptr_array_unref);
  g_free (lists);
}

static gboolean
work_lists (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Lists *lists = data;
  g_autoptr (GError) failure = NULL;

  /* The lists are shown also when the service is gone. */
  if (lists->look)
    nadi_session_admit_waiting (session, &lists->admitted, cancellable, &failure);
  lists->staff = nadi_session_list_staff (session, error);
  if (lists->staff != NULL)
    lists->invitations = nadi_session_list_invitations (session, error);
  if (lists->invitations == NULL)
    return FALSE;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static void
add_row (NadiStaffWindow *self, AdwPreferencesGroup *group, const char *title, const char *subtitle, const char *state)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *spoken = g_strjoin ("; ", title, subtitle, state, NULL);
  g_autofree char *below = g_strjoin ("\n", subtitle, state, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), below);
  nadi_ui_set_name (row, spoken);
  g_object_set_data (G_OBJECT (row), "group", group);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, row);
}

static char *
invitation_state (NadiStaffWindow *self, const NadiInvitation *invitation)
{
  g_autofree char *until = NULL;

  switch (invitation->state)
    {
    case NADI_INVITATION_OPEN:
      until = nadi_format_moment (invitation->expires, nadi_desk_now (self->desk), nadi_desk_get_zone (self->desk));
      return g_strdup_printf (_("The code works until %s"), until);
    case NADI_INVITATION_EXPIRED:
      return g_strdup (_("Too old: invite again"));
    case NADI_INVITATION_REFUSED:
      return g_strdup (_("Refused: somebody tried without the code"));
    case NADI_INVITATION_ADMITTED:
    default:
      return g_strdup (_("Admitted"));
    }
}

static void
show_lists (NadiStaffWindow *self, const Lists *lists)
{
  guint open = 0;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (g_object_get_data (self->rows->pdata[i], "group"), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < lists->staff->len; i++)
    {
      const NadiStaffRow *row = g_ptr_array_index (lists->staff, i);
      g_autofree char *roles = nadi_roles_text ((const char *const *) row->roles);

      add_row (self, self->staff, row->name, roles, row->active ? NULL : _("No longer works here"));
    }
  for (guint i = lists->invitations->len; i > 0; i--)
    {
      const NadiInvitation *invitation = g_ptr_array_index (lists->invitations, i - 1);
      g_autofree char *roles = nadi_roles_text ((const char *const *) invitation->roles);
      g_autofree char *state = invitation_state (self, invitation);

      /* Whoever is admitted stands among the staff. */
      if (invitation->state == NADI_INVITATION_ADMITTED)
        continue;
      add_row (self, self->invitations, invitation->name, roles, state);
      open += invitation->state == NADI_INVITATION_OPEN;
    }
  gtk_label_set_text (self->looked, open > 0 ? _("Whoever uses their code is admitted by itself while this window is open.") : _("Nobody is invited. An invitation gives somebody a code, with which their device joins the clinic."));
}

/* --- looking ------------------------------------------------------------------------------------------------------ */

static void
on_lists (gpointer owner, gpointer data, const GError *error)
{
  NadiStaffWindow *self = NADI_STAFF_WINDOW (owner);
  const Lists *lists = data;

  self->looking = FALSE;
  nadi_trouble_show (self->trouble, error);
  if (lists->staff != NULL && lists->invitations != NULL)
    show_lists (self, lists);
  if (lists->admitted > 0)
    nadi_desk_send (self->desk);
}

static void
look (NadiStaffWindow *self, gboolean mailboxes)
{
  Lists *lists;

  if (self->looking || !nadi_desk_is_open (self->desk))
    return;
  lists = g_new0 (Lists, 1);
  lists->look = mailboxes;
  self->looking = TRUE;
  nadi_desk_run (self->desk, work_lists, lists, lists_free, NULL, self, on_lists);
}

static gboolean
on_look (gpointer user_data)
{
  look (user_data, TRUE);
  return G_SOURCE_CONTINUE;
}

/* --- inviting ----------------------------------------------------------------------------------------------------- */

static void
show_page (NadiStaffWindow *self, const char *name)
{
  gboolean list = g_str_equal (name, "list");

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (self->back, !list);
  gtk_widget_set_visible (self->invite, list);
}

static void
on_invite_clicked (NadiStaffWindow *self)
{
  show_page (self, "invite");
  nadi_invite_pane_reset (self->pane);
}

static void
on_back_clicked (NadiStaffWindow *self)
{
  nadi_invite_pane_reset (self->pane);
  show_page (self, "list");
  gtk_widget_grab_focus (self->invite);
}

static void
on_invited (NadiStaffWindow *self)
{
  /* A code is shown once: also to somebody who went back while it was made. */
  show_page (self, "invite");
  look (self, FALSE);
}

static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  NadiStaffWindow *self = NADI_STAFF_WINDOW (widget);

  if (gtk_widget_get_visible (self->back))
    on_back_clicked (self);
  else if (nadi_invite_pane_is_busy (self->pane))
    return TRUE;
  else
    gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

/* --- object ------------------------------------------------------------------------------------------------------- */

static void
nadi_staff_window_dispose (GObject *object)
{
  NadiStaffWindow *self = NADI_STAFF_WINDOW (object);

  g_clear_handle_id (&self->look_source, g_source_remove);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (nadi_staff_window_parent_class)->dispose (object);
}

static void
nadi_staff_window_class_init (NadiStaffWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NADI_TYPE_INVITE_PANE);
  g_type_ensure (NADI_TYPE_TROUBLE);
  G_OBJECT_CLASS (klass)->dispose = nadi_staff_window_dispose;
  nadi_ui_class_set_template (widget_class, "nadi-staff-window");
  gtk_widget_class_bind_template_child (widget_class, NadiStaffWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, NadiStaffWindow, back);
  gtk_widget_class_bind_template_child (widget_class, NadiStaffWindow, invite);
  gtk_widget_class_bind_template_child (widget_class, NadiStaffWindow, looked);
  gtk_widget_class_bind_template_child (widget_class, NadiStaffWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, NadiStaffWindow, staff);
  gtk_widget_class_bind_template_child (widget_class, NadiStaffWindow, invitations);
  gtk_widget_class_bind_template_child (widget_class, NadiStaffWindow, pane);
  gtk_widget_class_bind_template_callback (widget_class, on_invite_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_invited);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
nadi_staff_window_init (NadiStaffWindow *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  nadi_ui_set_name (self->back, _("Back to the list"));
}

NadiStaffWindow *
nadi_staff_window_new (GtkWindow *parent, NadiDesk *desk)
{
  NadiStaffWindow *self = g_object_new (NADI_TYPE_STAFF_WINDOW, "transient-for", parent, NULL);

  self->desk = g_object_ref (desk);
  nadi_invite_pane_set_desk (self->pane, desk);
  look (self, TRUE);
  self->look_source = g_timeout_add_seconds (LOOK_SECONDS, on_look, self);
  return self;
}
