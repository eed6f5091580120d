/* The computer goes to sleep, or its screen is locked: what the login manager and the screen saver say of it. Where there is neither, or no
 * bus, nothing ever happens. */
#pragma once

#include <gio/gio.h>

#define NADI_TYPE_SCREEN_LOCK (nadi_screen_lock_get_type ())
G_DECLARE_FINAL_TYPE (NadiScreenLock, nadi_screen_lock, NADI, SCREEN_LOCK, GObject)

/* Signal: locked */

NadiScreenLock *nadi_screen_lock_new (void);
