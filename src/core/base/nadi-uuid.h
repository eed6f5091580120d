/* UUIDs (RFC 9562) in their one canonical text form: 36 characters, lower case. */
#pragma once

#include <glib.h>

#define NADI_UUID_TEXT_SIZE 37

/* TRUE for canonical text of any version. */
gboolean nadi_uuid_valid (const char *text);
gboolean nadi_uuid_to_bytes (const char *text, guint8 bytes[16]);
void nadi_uuid_from_bytes (const guint8 bytes[16], char text[NADI_UUID_TEXT_SIZE]);
/* Sets version 4 and variant on 16 random bytes. */
void nadi_uuid_from_random (const guint8 random[16], char text[NADI_UUID_TEXT_SIZE]);
/* Version 8: the first 16 bytes of a hash, for ids that must come out the same twice. */
void nadi_uuid_from_hash (const guint8 hash[32], char text[NADI_UUID_TEXT_SIZE]);
