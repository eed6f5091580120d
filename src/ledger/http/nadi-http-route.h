/* Patterns of paths, and which of a table's routes a request is for. */
#pragma once

#include "nadi-http-server.h"

/* TRUE when path matches; *segment is what stood in the variable place, or NULL. (transfer full) */
gboolean nadi_http_route_matches (const char *pattern, const char *path, char **segment);

/* The route, or NULL; then *allow is the list of methods that the path has (RFC 9110 §10.2.1), or NULL when there is no
 * such path at all. (transfer full) */
const NadiHttpRoute *nadi_http_route_find (const NadiHttpRoute *routes, guint n_routes, const char *method,
                                           const char *path, char **segment, char **allow);
