#!/bin/sh
# Registries on this host, at the address that is given.
set -e
address=$1
docker load -q -i /srv/registry.tar
docker load -q -i /srv/demo-app.tar
mkdir -p /srv/registry /srv/www
cd /srv/registry

python3 - >htpasswd <<'PYTHON'
from passlib.hash import bcrypt
for user, password in (("root", "123456"), ("pull", "654321")):
    print(f"{user}:{bcrypt.using(rounds=5, ident='2y').hash(password)}")
PYTHON

key="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
# shellcheck disable=SC2086
openssl req -x509 $key -keyout ca.key -out ca.crt -days 2 -subj "/CN=Lab CA" 2>/dev/null
# shellcheck disable=SC2086
openssl req $key -keyout tls.key -out tls.csr -subj "/CN=edge" 2>/dev/null
printf 'subjectAltName=IP:%s,DNS:edge.abc.com\n' "$address" >names
openssl x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile names -out tls.crt 2>/dev/null
cp ca.crt /srv/www/

start() {
    name=$1 port=$2
    shift 2
    docker run -d --restart always --name "$name" -p "$port:5000" -v /srv/registry:/srv/registry "$@" registry:2
}
with_users="-e REGISTRY_AUTH=htpasswd -e REGISTRY_AUTH_HTPASSWD_REALM=lab -e REGISTRY_AUTH_HTPASSWD_PATH=/srv/registry/htpasswd"
# shellcheck disable=SC2086
start plain 5000 $with_users
# shellcheck disable=SC2086
start private 5443 $with_users \
    -e REGISTRY_HTTP_TLS_CERTIFICATE=/srv/registry/tls.crt -e REGISTRY_HTTP_TLS_KEY=/srv/registry/tls.key
start open 5001
docker run -d --restart always --name www -p 8080:8080 -v /srv/www:/www demo-app:1

# What clients will pull: an engine trusts its own host, so it can be pushed from here.
until curl -fs http://localhost:5001/v2/ >/dev/null; do sleep 0.1; done
docker tag demo-app:1 localhost:5001/library/demo-app:1
docker push -q localhost:5001/library/demo-app:1
