#!/bin/bash
# Waits for the cluster, and gives its two users the passwords of /run/secrets, with the administrator's
# certificate; runs in the engine's image, again at every start, so a changed password is taken over.
set -euo pipefail
certificates=config/certificates
administer() {
  curl --fail-with-body --silent --show-error --retry 30 --retry-delay 2 --retry-all-errors \
    --cacert "$certificates/ca.pem" --cert "$certificates/admin.pem" --key "$certificates/admin-key.pem" "$@"
  echo
}

# Green or yellow: every part of the index answers.
administer 'https://opensearch-1:9200/_cluster/health?wait_for_status=yellow&timeout=5s'
for user in reader writer; do
  printf '{"password": "%s"}' "$(<"/run/secrets/$user-password")" |
    administer --request PUT --header 'Content-Type: application/json' --data @- \
      "https://opensearch-1:9200/_plugins/_security/api/internalusers/puente-$user"
done
