/* What tests share: bytes from hex, the published test vectors, and folders that go again. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

/* Asserts that an error of this domain and code is set, and clears it. */
#define nadi_test_assert_error(error, domain_, code_)                                                        \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_assert_error (error, domain_, code_);                                                                  \
    g_clear_error (&(error));                                                                                \
  }                                                                                                          \
  G_STMT_END

/* Aborts on anything that is no hex. (transfer full) */
GBytes *nadi_test_unhex (const char *hex);

/* A file below the folder of published vectors: NADI_VECTORS if set, else ../shared/vectors beside the source
 * tree. It is a failure when one is missing: a test that can't look proves nothing. (transfer full) */
char *nadi_test_vector_path (const char *name);
/* The folder itself. (transfer full) */
char *nadi_test_vector_folder (void);

/* The folder of sample patients in FHIR R4: fhir-r4 below NADI_SAMPLES if set, else below ../shared/samples. A failure when it
 * is missing, as with the vectors. (transfer full) */
char *nadi_test_sample_folder (void);

/* Runs one case of a Wycheproof file. TRUE if the outcome is what the case demands. */
typedef gboolean (*NadiTestCase) (JsonObject *group, JsonObject *test, gboolean must_hold,
                                  gpointer user_data);

/* Runs every case of wycheproof/<file>; fails when a case fails or fewer ran than numberOfTests says. */
void nadi_test_wycheproof (const char *file, guint expected_cases, NadiTestCase run, gpointer user_data);

/* A member of a test case, from hex. (transfer full) */
GBytes *nadi_test_member_bytes (JsonObject *object, const char *member);

/* Removes a file, or a folder with all that is in it. What is not there, or can't be removed, is passed over. */
void nadi_test_remove_tree (const char *path);

/* Processor time of this thread, µs: what it takes is the same however busy the machine is. */
gint64 nadi_test_cpu_time (void);
