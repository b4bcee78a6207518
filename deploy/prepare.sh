#!/bin/sh
# Makes what docker-compose.yml takes from this machine: certificates and two passwords in secrets/,
# and snapshots/. What is there stays. The containers are uid 1000: run this as that user, or as root.
set -eu
cd "$(dirname "$0")/.."
umask 077
mkdir -p secrets/certificates snapshots
cd secrets/certificates

# certify NAME USAGE [SUBJECT-ALTERNATIVE-NAMES]: a key and its certificate, signed by our authority
certify() {
  [ -f "$1.pem" ] && return
  openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out "$1-key.pem"
  printf 'basicConstraints=CA:FALSE\nextendedKeyUsage=%s\n%s\n' "$2" "${3:+subjectAltName=$3}" >"$1.ext"
  openssl req -new -key "$1-key.pem" -subj "/O=Puente/CN=$1" |
    openssl x509 -req -days 825 -CA ca.pem -CAkey ../authority-key.pem -CAcreateserial -extfile "$1.ext" -out "$1.pem"
  rm "$1.ext" ca.srl
}

[ -f ca.pem ] || openssl req -x509 -newkey rsa:3072 -noenc -days 3650 -subj "/O=Puente/CN=authority" \
  -addext keyUsage=critical,keyCertSign,cRLSign -keyout ../authority-key.pem -out ca.pem
certify node serverAuth,clientAuth DNS:opensearch-1,DNS:opensearch-2,DNS:opensearch-3,DNS:localhost
certify admin clientAuth

cd ..
for user in reader writer; do
  [ -f "$user-password" ] || openssl rand -hex 24 >"$user-password"
done
[ "$(id -u)" != 0 ] || chown -R 1000:1000 . ../snapshots
