/* Error domain and life cycle of transports. */
#include "nadi-transport.h"

G_DEFINE_QUARK (nadi-net-error-quark, nadi_net_error)

void
nadi_transport_answer_clear (NadiTransportAnswer *answer)
{
  g_clear_pointer (&answer->body, g_bytes_unref);
}

void
nadi_transport_free (NadiTransport *transport)
{
  if (transport != NULL)
    transport->free (transport);
}
