/* Ctrl+C and SIGTERM as a cancellable. */
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "nadi-ctl.h"

static sigset_t caught;

static gpointer
wait_for_signals (gpointer data)
{
  g_autoptr (GCancellable) cancellable = data;
  int number;

  sigwait (&caught, &number);
  g_cancellable_cancel (cancellable);
  sigwait (&caught, &number);
  _exit (NADI_CTL_FAILED);
}

void
nadi_ctl_catch_signals (NadiCtl *ctl)
{
  sigemptyset (&caught);
  sigaddset (&caught, SIGINT);
  sigaddset (&caught, SIGTERM);
  pthread_sigmask (SIG_BLOCK, &caught, NULL);
  g_thread_unref (g_thread_new ("signals", wait_for_signals, g_object_ref (ctl->cancellable)));
}

void
nadi_ctl_wait_for_signal (NadiCtl *ctl, double seconds)
{
  GPollFD descriptor;

  if (g_cancellable_make_pollfd (ctl->cancellable, &descriptor))
    {
      g_poll (&descriptor, 1, seconds < 0 ? -1 : (int) (seconds * 1000));
      g_cancellable_release_fd (ctl->cancellable);
    }
}
