/* Any bytes as a stream page and as a state answer. */
#include <string.h>

#include "nadi-evidence.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autoptr (NadiStreamPage) page = nadi_stream_page_parse (body, NULL);
  if (page != NULL)
    {
      const guint8 *start = g_bytes_get_data (body, NULL);
      const guint8 *at = start;
      for (guint i = 0; i < page->entries->len; i++)
        {
          const NadiPageEntry *entry = &g_array_index (page->entries, NadiPageEntry, i);
          if (entry->data < at || entry->data + entry->length > start + size)
            g_error ("An entry lies outside its page");
          at = entry->data + entry->length;
        }
      g_autoptr (GBytes) printed = nadi_stream_page_print (page);
      g_autoptr (NadiStreamPage) again = nadi_stream_page_parse (printed, NULL);
      if (again == NULL || again->entries->len != page->entries->len
          || strcmp (again->stream, page->stream) != 0)
        g_error ("A page does not come back");
    }
  NadiEvidence *evidence = NULL;
  GBytes *proof = NULL;
  if (nadi_state_answer_parse ((const char *) data, size, &evidence, &proof, NULL))
    {
      nadi_evidence_free (evidence);
      g_bytes_unref (proof);
    }
  return 0;
}
