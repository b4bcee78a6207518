#!/bin/bash
# Gives the two users of the cluster the passwords of /run/secrets, with the administrator's
# certificate; runs in the engine's image, again at every start, so a changed password is taken over.
set -euo pipefail
certificates=config/certificates
for user in reader writer; do
  printf '{"password": "%s"}' "$(<"/run/secrets/$user-password")" |
    curl --fail-with-body --silent --show-error --retry 30 --retry-delay 2 --retry-all-errors \
      --cacert "$certificates/ca.pem" --cert "$certificates/admin.pem" --key "$certificates/admin-key.pem" \
      --request PUT --header 'Content-Type: application/json' --data @- \
      "https://opensearch-1:9200/_plugins/_security/api/internalusers/puente-$user"
  echo
done
