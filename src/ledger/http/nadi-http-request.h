/* One request, complete: head checked, body read. A handler owns it and ends it exactly once, now or later, from any
 * thread, with nadi_http_request_reply(), _reply_problem() or _stream(); each of them consumes the request.
 *
 * A request whose client has gone, or whose server has stopped, takes its answer as any other and drops it.
 * Texts belong to the request. Not thread-safe between two threads at the same time. */
#pragma once

#include <glib.h>

#include "nadi-http-stream.h"

typedef struct _NadiHttpRequest NadiHttpRequest;

const char *nadi_http_request_method (NadiHttpRequest *request);    /* upper case */
const char *nadi_http_request_authority (NadiHttpRequest *request); /* Host, lower case */
const char *nadi_http_request_path (NadiHttpRequest *request);      /* as sent */
const char *nadi_http_request_query (NadiHttpRequest *request);     /* as sent, with its "?" */
/* What stood in the pattern's <place>, or after its "*"; NULL for a pattern without. */
const char *nadi_http_request_segment (NadiHttpRequest *request);
/* NULL when there was none. Kept are content-type, content-digest, signature-input and signature (lower case); each
 * of them at most once, or the request never got here. */
const char *nadi_http_request_header (NadiHttpRequest *request, const char *name);
/* NULL without a body. */
GBytes *nadi_http_request_body (NadiHttpRequest *request);
/* The peer as a key for counting: IPv4 address, or the first 64 bits of an IPv6 address. Not for logs. */
const char *nadi_http_request_peer (NadiHttpRequest *request);

/* Query parameters, decoded. */
guint nadi_http_request_n_parameters (NadiHttpRequest *request);
const char *nadi_http_request_parameter_name (NadiHttpRequest *request, guint i);
const char *nadi_http_request_parameter_value (NadiHttpRequest *request, guint i);
/* FALSE if there is a parameter that the NULL-terminated list does not name, or, unless it is the one named in
 * repeatable (may be NULL), one that stands twice. */
gboolean nadi_http_request_only_parameters (NadiHttpRequest *request, const char *const *names, const char *repeatable);
/* The first of that name, or NULL. */
const char *nadi_http_request_parameter (NadiHttpRequest *request, const char *name);
/* A decimal number without sign or leading zero, at most max; fallback when absent. FALSE when it is no such number. */
gboolean nadi_http_request_parameter_number (NadiHttpRequest *request, const char *name, guint64 max,
                                             guint64 fallback, guint64 *value);

/* What the operator should know of this answer's cause: member "cause" of the log's line. No personal data, no identities. */
void nadi_http_request_note_cause (NadiHttpRequest *request, const char *cause);

/* headers: NULL, or NULL-terminated name, value, name, value …. body may be NULL. Takes no reference of body but its own. */
void nadi_http_request_reply (NadiHttpRequest *request, guint status, const char *content_type, GBytes *body,
                              const char *const *headers);
/* A problem document (RFC 9457); code as in nadi-problem.h; detail may be NULL. */
void nadi_http_request_reply_problem (NadiHttpRequest *request, guint status, const char *code, const char *title,
                                      const char *detail, const char *const *headers);
/* Answers 200 text/event-stream and gives the handle to write to it. (transfer full) Consumes the request. */
NadiHttpStream *nadi_http_request_stream (NadiHttpRequest *request);

