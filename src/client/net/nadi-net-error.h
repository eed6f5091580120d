/* What can go wrong between a desk and the service. */
#pragma once

#include "nadi-error.h"

#define NADI_NET_ERROR (nadi_net_error_quark ())
GQuark nadi_net_error_quark (void);

typedef enum
{
  NADI_NET_ERROR_UNREACHABLE = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 1),         /* no connection, or it broke */
  NADI_NET_ERROR_BUSY = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 2),                /* 429, 503: try again later */
  NADI_NET_ERROR_SERVER = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 3),              /* any other 5xx */
  NADI_NET_ERROR_CERTIFICATE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 4),  /* not the network's service */
  NADI_NET_ERROR_ANSWER = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 5),       /* an answer that is none, or too large */
  NADI_NET_ERROR_UNAUTHORISED = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 6),   /* 401: this device or person is not known */
  NADI_NET_ERROR_NOT_FOUND = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 7),      /* 403, 404: not there, or not for us */
  NADI_NET_ERROR_CONFLICT = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 8),       /* 409, 422 */
  NADI_NET_ERROR_CLOCK = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 10),              /* certificate in order but for its dates, as this clock has them */
  NADI_NET_ERROR_REQUEST = NADI_ERROR_CODE (NADI_ERROR_CLASS_CALLER, 9),         /* any other 4xx: our fault */
} NadiNetError;
