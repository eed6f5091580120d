/* Evidence as a part of larger messages. Nothing outside core/wire includes this. */
#pragma once

#include "nadi-evidence.h"
#include "nadi-json.h"

/* Writes the object as the value that is due. */
void nadi_evidence_write (NadiJsonWriter *writer, const NadiEvidence *evidence);
NadiEvidence *nadi_evidence_read (JsonObject *object, GError **error);
