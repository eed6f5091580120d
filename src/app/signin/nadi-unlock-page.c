/* The unlock page. */
#include "nadi-unlock-page.h"

#include <glib/gi18n.h>

#include "nadi-format.h"
#include "nadi-sentence.h"
#include "nadi-ui.h"

struct _NadiUnlockPage
{
  GtkWidget parent_instance;
  NadiDesk *desk;
  GPtrArray *accounts;       /* NadiSessionAccount */
  guint clock_source;

  GtkLabel *clock;
  GtkLabel *day;
  GtkDropDown *account;
  GtkLabel *account_label;
  GtkPasswordEntry *passphrase;
  GtkButton *unlock;
  GtkSpinner *spinner;
  GtkRevealer *trouble;
  GtkLabel *trouble_title;
  GtkLabel *trouble_advice;
};

G_DEFINE_FINAL_TYPE (NadiUnlockPage, nadi_unlock_page, GTK_TYPE_WIDGET)

static void
show_error (NadiUnlockPage *self, const GError *error)
{
  if (error != NULL)
    {
      const NadiSentence *sentence = nadi_sentence_find (nadi_session_error_word (error));

      gtk_label_set_text (self->trouble_title, nadi_sentence_title (sentence));
      gtk_label_set_text (self->trouble_advice, nadi_sentence_advice (sentence));
    }
  gtk_revealer_set_reveal_child (self->trouble, error != NULL);
}

static void
set_busy (NadiUnlockPage *self, gboolean busy)
{
  /* Not insensitive: the focus stays where it is. */
  gtk_editable_set_editable (GTK_EDITABLE (self->passphrase), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->account), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->unlock), !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
on_opened (gpointer owner, gpointer data, const GError *error)
{
  NadiUnlockPage *self = NADI_UNLOCK_PAGE (owner);

  set_busy (self, FALSE);
  show_error (self, error);
  if (error == NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  else
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
      gtk_editable_select_region (GTK_EDITABLE (self->passphrase), 0, -1);
    }
}

static void
on_unlock_clicked (NadiUnlockPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));
  guint selected = gtk_drop_down_get_selected (self->account);
  const NadiSessionAccount *account;

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->unlock)) || self->accounts == NULL || selected >= self->accounts->len || text[0] == '\0')
    return;
  account = g_ptr_array_index (self->accounts, selected);
  show_error (self, NULL);
  set_busy (self, TRUE);
  nadi_desk_open (self->desk, account->id, text, self, on_opened);
}

static gboolean
on_clock_tick (gpointer user_data)
{
  NadiUnlockPage *self = user_data;
  g_autofree char *clock = NULL;
  g_autofree char *day = NULL;

  if (self->desk == NULL)
    return G_SOURCE_CONTINUE;
  clock = nadi_format_clock (nadi_desk_now (self->desk), nadi_desk_get_zone (self->desk));
  day = nadi_format_day (nadi_desk_today (self->desk));
  gtk_label_set_text (self->clock, clock);
  gtk_label_set_text (self->day, day);
  return G_SOURCE_CONTINUE;
}

void
nadi_unlock_page_reset (NadiUnlockPage *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  self->accounts = nadi_desk_list_accounts (self->desk, &error);
  for (guint i = 0; self->accounts != NULL && i < self->accounts->len; i++)
    {
      const NadiSessionAccount *account = g_ptr_array_index (self->accounts, i);

      gtk_string_list_append (labels, account->label);
    }
  gtk_drop_down_set_model (self->account, G_LIST_MODEL (labels));
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  show_error (self, error != NULL ? error : nadi_desk_get_trouble (self->desk));
  on_clock_tick (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
}

void
nadi_unlock_page_set_desk (NadiUnlockPage *self, NadiDesk *desk)
{
  g_return_if_fail (self->desk == NULL);
  self->desk = g_object_ref (desk);
}

static void
nadi_unlock_page_map (GtkWidget *widget)
{
  NadiUnlockPage *self = NADI_UNLOCK_PAGE (widget);

  GTK_WIDGET_CLASS (nadi_unlock_page_parent_class)->map (widget);
  on_clock_tick (self);
  self->clock_source = g_timeout_add_seconds (1, on_clock_tick, self);
}

static void
nadi_unlock_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&NADI_UNLOCK_PAGE (widget)->clock_source, g_source_remove);
  GTK_WIDGET_CLASS (nadi_unlock_page_parent_class)->unmap (widget);
}

static gboolean
nadi_unlock_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (NADI_UNLOCK_PAGE (widget)->passphrase));
}

static void
nadi_unlock_page_dispose (GObject *object)
{
  NadiUnlockPage *self = NADI_UNLOCK_PAGE (object);

  g_clear_handle_id (&self->clock_source, g_source_remove);
  nadi_ui_unparent_children (GTK_WIDGET (self));
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (nadi_unlock_page_parent_class)->dispose (object);
}

static void
nadi_unlock_page_class_init (NadiUnlockPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_unlock_page_dispose;
  widget_class->map = nadi_unlock_page_map;
  widget_class->unmap = nadi_unlock_page_unmap;
  nadi_ui_class_set_grab_focus (widget_class, nadi_unlock_page_grab_focus);
  nadi_ui_class_set_template (widget_class, "nadi-unlock-page");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiUnlockPage, clock);
  gtk_widget_class_bind_template_child (widget_class, NadiUnlockPage, day);
  gtk_widget_class_bind_template_child (widget_class, NadiUnlockPage, account);
  gtk_widget_class_bind_template_child (widget_class, NadiUnlockPage, account_label);
  gtk_widget_class_bind_template_child (widget_class, NadiUnlockPage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, NadiUnlockPage, unlock);
  gtk_widget_class_bind_template_child (widget_class, NadiUnlockPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, NadiUnlockPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, NadiUnlockPage, trouble_title);
  gtk_widget_class_bind_template_child (widget_class, NadiUnlockPage, trouble_advice);
  gtk_widget_class_bind_template_callback (widget_class, on_unlock_clicked);
}

static void
nadi_unlock_page_init (NadiUnlockPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Its label stands in a box beside the spinner. The entries are named by their labels. */
  nadi_ui_set_name (GTK_WIDGET (self->unlock), _("Sign in"));
  nadi_ui_set_name (GTK_WIDGET (self->account), _("Who signs in"));
}
