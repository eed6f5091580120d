/* A whole service over the test network's log: TLS, signed requests, and validators that cosign when told. */
#pragma once

#include "nadi-service.h"
#include "nadi-test-client.h"
#include "nadi-test-log.h"

typedef struct
{
  NadiTestLog *log;
  NadiBlobs *blobs;          /* the service's; the log admits events whose contents are not stored */
  char *folder;
  GBytes *network_json;
  NadiCertificate *authority;
  NadiCertificate *certificate;
  NadiService *service;
  char *host;                /* "127.0.0.1:port" */
  NadiTestClient *client;    /* one connection, for nadi_test_service_ask() */
  gint64 cosigned;           /* last cosignature time, Unix seconds */
} NadiTestService;

typedef void (*NadiTestServiceConfigure) (NadiServiceOptions *options);

/* Everything is set up and final. */
NadiTestService *nadi_test_service_new (NadiTestServiceConfigure configure);
/* The same with a log that wants contents to be stored. */
NadiTestService *nadi_test_service_new_strict (NadiTestServiceConfigure configure);
/* The same as the first on a store that is taken over. */
NadiTestService *nadi_test_service_new_on (NadiStore *store, NadiTestServiceConfigure configure);
void nadi_test_service_free (NadiTestService *test);
/* All validators cosign what is admitted. */
void nadi_test_service_finalise (NadiTestService *test);

/* The bytes of a request, signed by device (a signer's) and, unless NULL, person. created: seconds from now. */
GString *nadi_test_service_request (NadiTestService *test, NadiTestSigner *device, NadiTestSigner *person, const char *method,
                                    const char *target, GBytes *body, gint64 created);
/* Sends bytes over a connection of their own. */
NadiTestReply *nadi_test_service_send (NadiTestService *test, const GString *request);
/* Signs, sends, reads. device NULL: unsigned. */
NadiTestReply *nadi_test_service_ask (NadiTestService *test, NadiTestSigner *device, NadiTestSigner *person,
                                      const char *method, const char *target, GBytes *body);
NadiTestReply *nadi_test_service_get (NadiTestService *test, NadiTestSigner *signer, const char *target);
NadiTestReply *nadi_test_service_post (NadiTestService *test, NadiTestSigner *signer, const char *target, const char *text);
/* Posts one event by its signer's device. */
NadiTestReply *nadi_test_service_post_event (NadiTestService *test, NadiTestSigner *signer, NadiEvent *event);
/* The same with one that must be admitted. */
void nadi_test_service_admit (NadiTestService *test, NadiTestSigner *signer, NadiEvent *event);
NadiTestReply *nadi_test_service_put (NadiTestService *test, NadiTestSigner *signer, const char *target, const char *text, gsize length);
/* Asks the administration listener. */
NadiTestReply *nadi_test_service_ask_admin (NadiTestService *test, const char *method, const char *target, const char *text);
/* One of the network's organisations, by its number. */
NadiTestOrg *nadi_test_service_org (NadiTestService *test, guint i);
/* How many entries are admitted. */
guint64 nadi_test_service_size (NadiTestService *test);

/* Shows the whole reply when it is another. */
void nadi_test_assert_status (NadiTestReply *reply, guint status);
char *nadi_test_reply_text (NadiTestReply *reply);
gboolean nadi_test_reply_contains (NadiTestReply *reply, const char *text);

/* A record whose content is stored: the content's address is set. */
NadiEvent *nadi_test_service_record (NadiTestService *test, guint org, const char *content, char **cid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiTestService, nadi_test_service_free)
