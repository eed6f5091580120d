/* Private to app/desk: what a desk holds. */
#pragma once

#include "nadi-desk.h"

struct _NadiDesk
{
  GObject parent_instance;
  char *folder;
  NadiSessionOptions options;
  NadiClock *clock;
  GTimeZone *zone;
  NadiSession *session;
  NadiSessionStatus *status;
  NadiWatch *watch;
  GThread *closing;          /* puts the last session away */
  gboolean sending;
  gboolean send_again;
};

/* Main loop. */
void nadi_desk_take_session (NadiDesk *self, NadiSession *session);
