/* An open answer of server-sent events (text/event-stream). The server adds a comment every heartbeat; a client that
 * does not read is dropped when its queue is full or has not moved for three heartbeats. Thread-safe. */
#pragma once

#include <glib.h>

#define NADI_HTTP_STREAM_QUEUE (256 * 1024) /* bytes that may wait for one client */

typedef struct _NadiHttpStream NadiHttpStream;

NadiHttpStream *nadi_http_stream_ref (NadiHttpStream *stream);
void nadi_http_stream_unref (NadiHttpStream *stream);
/* One event; neither text may hold a line break. FALSE when the client is gone: nothing more need be sent. */
gboolean nadi_http_stream_send (NadiHttpStream *stream, const char *event, const char *data);
gboolean nadi_http_stream_is_open (NadiHttpStream *stream);
/* Ends the answer once what waits has been read. */
void nadi_http_stream_close (NadiHttpStream *stream);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiHttpStream, nadi_http_stream_unref)
