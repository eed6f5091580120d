/* Errors of the ledger's HTTP: its server and the client with which service and validators call one another. */
#pragma once

#include "nadi-error.h"

#define NADI_HTTP_ERROR (nadi_http_error_quark ())
GQuark nadi_http_error_quark (void);

typedef enum
{
  NADI_HTTP_ERROR_ADDRESS = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 1),      /* can't listen there */
  NADI_HTTP_ERROR_TLS = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 2),       /* key or certificate that is none */
  NADI_HTTP_ERROR_TARGET = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 3),    /* path or query not in the one accepted form */
  NADI_HTTP_ERROR_PLAIN = NADI_ERROR_CODE (NADI_ERROR_CLASS_CALLER, 4),    /* plain HTTP anywhere but on loopback */
} NadiHttpError;
