/* Private to app/desk: what a desk holds. */
#pragma once

#include "nadi-desk.h"

/* Work that has to be done before a session closes. */
typedef struct _NadiDrain NadiDrain;

NadiDrain *nadi_drain_new (void);
/* Waits until it has run dry, and frees it. */
void nadi_drain_wait (NadiDrain *drain);

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
  GError *trouble;           /* why it locked by itself; NULL: it did not */
  GThread *closing;          /* puts the last session away */
  NadiDrain *drain;          /* while `locking` is emitted */
  gboolean sending;
  gboolean send_again;
  guint unsent;              /* what waited, less what has left, when something was last sent */
};

/* Main loop. */
void nadi_desk_take_session (NadiDesk *self, NadiSession *session);
/* Work has ended: sends if more is waiting than before. Nothing new, nothing done: it is also called when nobody can be reached. */
void nadi_desk_send_new (NadiDesk *self);
