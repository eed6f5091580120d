/* A stream is a chain over the leaf hashes of the events that belong to it. Its head says how many there
 * are and which, in which order. */
#pragma once

#include <glib.h>

#include "nadi-hash.h"

#define NADI_STREAM_HEAD_SIZE 40

typedef struct
{
  guint64 count;
  NadiHash hash;
} NadiStreamHead;

void nadi_stream_start (const char *stream, NadiStreamHead *head);          /* SHA-256(02 || id) */
void nadi_stream_step (NadiStreamHead *head, const NadiHash *leaf);         /* SHA-256(03 || head || leaf) */
/* The state map's value of a stream: count (u64 big-endian) || hash. */
void nadi_stream_head_encode (const NadiStreamHead *head, guint8 out[NADI_STREAM_HEAD_SIZE]);
gboolean nadi_stream_head_decode (const guint8 *data, gsize length, NadiStreamHead *head);
