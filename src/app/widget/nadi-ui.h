/* What every page shares: templates, style, spoken names. */
#pragma once

#include <adwaita.h>

#define NADI_UI_PATH "/org/nadihealth/Nadi/"

/* Loads the style once for a display, and puts Nadi's icons on the icon theme's path; from then on screen readers hear only what stacks
 * and revealers show. */
void nadi_ui_init (GdkDisplay *display);

/* The name that assistive technology speaks. text in the person's language. */
void nadi_ui_set_name (GtkWidget *widget, const char *text);
/* The same, and what else there is to say of it. */
void nadi_ui_set_description (GtkWidget *widget, const char *text);

/* Binds a template and its children: GTK's class functions, with the path that all of Nadi's templates have. name: "nadi-window". */
void nadi_ui_class_set_template (GtkWidgetClass *klass, const char *name);

/* For a widget that takes no keys itself and hands the focus on to something within: what gtk_widget_grab_focus() does to it. Tab from above
 * begins there, and from below at the end; what lies before the beginning is reached backwards. GTK alone would call the function whatever
 * the direction, and stay there. */
void nadi_ui_class_set_grab_focus (GtkWidgetClass *klass, gboolean (*grab_focus) (GtkWidget *widget));

/* Shows the text, or hides the label when there is none. */
void nadi_ui_set_label (GtkLabel *label, const char *text);

/* For dispose(): takes down what the template, or anybody, put into the widget. */
void nadi_ui_unparent_children (GtkWidget *widget);

/* Tab goes from a list's line to what is in it (buttons of an open one) and then out of the list, not through hundreds of lines: among them
 * arrow keys lead. list: a GtkListView. */
void nadi_ui_tab_out_of_list (GtkWidget *list);
