/* Building secrets that have a text or DER form, without leaving copies outside secret memory. Nothing outside core/wire
 * includes this. */
#pragma once

#include <glib.h>

#include "nadi-rsa.h"

/* Places of nadi_rsa_private_components(). */
typedef enum
{
  NADI_RSA_N,
  NADI_RSA_E,
  NADI_RSA_D,
  NADI_RSA_P,
  NADI_RSA_Q,
  NADI_RSA_DP,
  NADI_RSA_DQ,
  NADI_RSA_QI,
  NADI_RSA_PARTS,
} NadiRsaPart;

/* Their JWK member names (RFC 7518 §6.3). */
extern const char *const nadi_rsa_part_names[NADI_RSA_PARTS];

/* PKCS #8 of the eight numbers (RFC 5208 §5, RFC 8017 A.1.2), big-endian, leading zeros allowed. */
NadiSecret *nadi_rsa_parts_to_der (NadiSecret *const parts[NADI_RSA_PARTS]);
