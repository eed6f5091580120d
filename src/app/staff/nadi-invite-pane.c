/* Inviting. */
#include "nadi-invite-pane.h"

#include <glib/gi18n.h>

#include "nadi-compat.h"
#include "nadi-field.h"
#include "nadi-role-text.h"
#include "nadi-session-setup.h"
#include "nadi-trouble.h"
#include "nadi-ui.h"

static const char *const role_words[] = { "doctor", "nurse", "reception", "administrator", "auditor" };

struct _NadiInvitePane
{
  GtkWidget parent_instance;
  NadiDesk *desk;
  gboolean busy;
  char *paper;

  GtkStack *stack;           /* "form", "code" */
  NadiField *name;
  AdwPreferencesGroup *roles;
  GtkCheckButton *checks[G_N_ELEMENTS (role_words)];
  NadiTrouble *trouble;
  GtkWidget *invite;
  GtkSpinner *spinner;
  GtkLabel *code;
  GtkLabel *code_for;
  GtkWidget *copy;
  NadiTrouble *code_trouble;
};

static guint invited_signal;

G_DEFINE_FINAL_TYPE (NadiInvitePane, nadi_invite_pane, GTK_TYPE_WIDGET)

/* --- the form ----------------------------------------------------------------------------------------------------- */

static char **
get_roles (NadiInvitePane *self)
{
  g_autoptr (GStrvBuilder) roles = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (role_words); i++)
    if (gtk_check_button_get_active (self->checks[i]))
      g_strv_builder_add (roles, role_words[i]);
  return g_strv_builder_end (roles);
}

static char *
get_name (NadiInvitePane *self)
{
  return g_strstrip (g_strdup (nadi_field_get_text (self->name)));
}

static void
on_changed (NadiInvitePane *self)
{
  g_autofree char *name = get_name (self);
  g_auto (GStrv) roles = get_roles (self);

  nadi_trouble_show (self->trouble, NULL);
  gtk_widget_set_sensitive (self->invite, !self->busy && name[0] != '\0' && roles[0] != NULL);
}

static void
set_busy (NadiInvitePane *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  nadi_field_set_editable (self->name, !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->roles), !busy);
  on_changed (self);
}

/* --- inviting ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  char *name;
  char **roles;
  char *code;
} Invite;

static void
invite_free (gpointer data)
{
  Invite *invite = data;

  g_free (invite->name);
  g_strfreev (invite->roles);
  g_free (invite->code);
  g_free (invite);
}

static gboolean
work_invite (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Invite *invite = data;

  return nadi_session_invite (session, invite->name, (const char *const *) invite->roles, &invite->code, NULL, cancellable, error);
}

char *
nadi_invite_pane_paper (const char *clinic, const char *name, const char *code)
{
  return g_strdup_printf (_("For %s\n\nYour code for %s:\n\n    %s\n\nStart Nadi, choose “Join a clinic”, take the network file that came with this code, and type it. "
                            "It works once, for three days. Keep it from others until you have used it.\n"),
                          name, clinic, code);
}

static void
on_invited (gpointer owner, gpointer data, const GError *error)
{
  NadiInvitePane *self = NADI_INVITE_PANE (owner);
  const Invite *invite = data;
  const NadiSessionStatus *status = nadi_desk_get_status (self->desk);
  g_autofree char *text = NULL;

  set_busy (self, FALSE);
  nadi_trouble_show (self->trouble, error);
  if (error != NULL)
    return;
  g_free (self->paper);
  self->paper = nadi_invite_pane_paper (status != NULL && status->clinic != NULL ? status->clinic : "", invite->name, invite->code);
  text = g_strdup_printf (_("For %s: give it to nobody else. It works once, for three days, and is not shown again."), invite->name);
  gtk_label_set_text (self->code_for, text);
  gtk_label_set_text (self->code, invite->code);
  gtk_stack_set_visible_child_name (self->stack, "code");
  gtk_widget_grab_focus (self->copy);
  g_signal_emit (self, invited_signal, 0);
}

static void
on_invite_clicked (NadiInvitePane *self)
{
  Invite *invite;

  if (!gtk_widget_get_sensitive (self->invite) || !nadi_desk_is_open (self->desk))
    return;
  invite = g_new0 (Invite, 1);
  invite->name = get_name (self);
  invite->roles = get_roles (self);
  set_busy (self, TRUE);
  nadi_desk_run (self->desk, work_invite, invite, invite_free, NULL, self, on_invited);
}

/* Enter, when it isn't to lead on. */
static gboolean
on_invite_wanted (NadiInvitePane *self)
{
  if (!gtk_widget_get_sensitive (self->invite))
    return FALSE;
  on_invite_clicked (self);
  return TRUE;
}

/* --- the code ----------------------------------------------------------------------------------------------------- */

static void
on_copy_clicked (NadiInvitePane *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->paper != NULL ? self->paper : "");
}

typedef struct
{
  GFile *from;
  GFile *to;
} Copy;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  g_object_unref (copy->from);
  g_object_unref (copy->to);
  g_free (copy);
}

static gboolean
work_copy (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Copy *copy = data;

  return g_file_copy (copy->from, copy->to, G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS, cancellable, NULL, NULL, error);
}

static void
on_copied (gpointer owner, gpointer data, const GError *error)
{
  nadi_trouble_show (NADI_INVITE_PANE (owner)->code_trouble, error);
}

static void
on_picked (gpointer owner, GFile *file)
{
  NadiInvitePane *self = NADI_INVITE_PANE (owner);
  g_autofree char *path = g_build_filename (nadi_desk_get_folder (self->desk), "network.json", NULL);
  Copy *copy;

  if (file == NULL)
    return;
  copy = g_new0 (Copy, 1);
  copy->from = g_file_new_for_path (path);
  copy->to = g_object_ref (file);
  nadi_desk_run (self->desk, work_copy, copy, copy_free, NULL, self, on_copied);
}

static void
on_network_clicked (NadiInvitePane *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  nadi_pick_file_async (GTK_WINDOW (root), NADI_PICK_SAVE, _("Save the network file"), NULL, "network.json", self, on_picked);
}

gboolean
nadi_invite_pane_is_busy (NadiInvitePane *self)
{
  return self->busy;
}

void
nadi_invite_pane_reset (NadiInvitePane *self)
{
  g_clear_pointer (&self->paper, g_free);
  gtk_label_set_text (self->code, "");
  nadi_field_set_text (self->name, "");
  for (guint i = 0; i < G_N_ELEMENTS (role_words); i++)
    gtk_check_button_set_active (self->checks[i], FALSE);
  on_changed (self);
  nadi_trouble_show (self->code_trouble, NULL);
  gtk_stack_set_visible_child_name (self->stack, "form");
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

/* --- object ------------------------------------------------------------------------------------------------------- */

void
nadi_invite_pane_set_desk (NadiInvitePane *self, NadiDesk *desk)
{
  g_return_if_fail (self->desk == NULL);
  self->desk = g_object_ref (desk);
}

static void
nadi_invite_pane_dispose (GObject *object)
{
  NadiInvitePane *self = NADI_INVITE_PANE (object);

  nadi_ui_unparent_children (GTK_WIDGET (self));
  g_clear_pointer (&self->paper, g_free);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (nadi_invite_pane_parent_class)->dispose (object);
}

static void
nadi_invite_pane_class_init (NadiInvitePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NADI_TYPE_FIELD);
  g_type_ensure (NADI_TYPE_TROUBLE);
  G_OBJECT_CLASS (klass)->dispose = nadi_invite_pane_dispose;
  invited_signal = g_signal_new ("invited", NADI_TYPE_INVITE_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  nadi_ui_class_set_template (widget_class, "nadi-invite-pane");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiInvitePane, stack);
  gtk_widget_class_bind_template_child (widget_class, NadiInvitePane, name);
  gtk_widget_class_bind_template_child (widget_class, NadiInvitePane, roles);
  gtk_widget_class_bind_template_child (widget_class, NadiInvitePane, trouble);
  gtk_widget_class_bind_template_child (widget_class, NadiInvitePane, invite);
  gtk_widget_class_bind_template_child (widget_class, NadiInvitePane, spinner);
  gtk_widget_class_bind_template_child (widget_class, NadiInvitePane, code);
  gtk_widget_class_bind_template_child (widget_class, NadiInvitePane, code_for);
  gtk_widget_class_bind_template_child (widget_class, NadiInvitePane, copy);
  gtk_widget_class_bind_template_child (widget_class, NadiInvitePane, code_trouble);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_invite_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_invite_wanted);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_network_clicked);
}

static void
add_role (NadiInvitePane *self, guint i)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  self->checks[i] = GTK_CHECK_BUTTON (check);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), nadi_role_name (role_words[i]));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  /* After it: the row names the box too, and both would be spoken. */
  nadi_ui_set_name (check, nadi_role_name (role_words[i]));
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (on_changed), self);
  adw_preferences_group_add (self->roles, row);
}

static void
nadi_invite_pane_init (NadiInvitePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (role_words); i++)
    add_role (self, i);
}
