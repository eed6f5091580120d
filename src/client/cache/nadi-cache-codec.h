/* Private: how the members of a row stand one after the other inside its sealed value. Integers are big-endian; a text is
 * a u32 length (0xffffffff for NULL) and its bytes. */
#pragma once

#include "nadi-cursor.h"

/* Wipes what is in it. */
void nadi_cache_buffer_free (GByteArray *buffer);

void nadi_cache_write_data (GByteArray *out, const void *data, gsize length);
void nadi_cache_write_text (GByteArray *out, const char *text);
void nadi_cache_write_texts (GByteArray *out, const char *const *texts); /* NULL is written as none */

/* Each fails the cursor, and gives NULL, if the bytes are not what they should be. (transfer full) */
char *nadi_cache_read_text (NadiCursor *cursor);
GBytes *nadi_cache_read_data (NadiCursor *cursor);
char **nadi_cache_read_texts (NadiCursor *cursor);
