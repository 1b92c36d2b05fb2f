#!/bin/sh
# Debian's PostgreSQL and Redis, as a company runs them beside its hub: one with TLS and a password for the network, the
# other with a password behind a Sentinel, and with TLS on a port of its own. ADDRESS is this host's.
set -eu
apt-get update --quiet=2
apt-get install --quiet=2 --yes --no-install-recommends postgresql redis-server redis-sentinel openssl >/dev/null

mkdir --parents /etc/stores
cd /etc/stores
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=stores-ca -keyout ca.key -out ca.crt 2>/dev/null
openssl req -newkey rsa:2048 -nodes -subj /CN=stores -keyout stores.key -out stores.csr 2>/dev/null
printf 'subjectAltName = IP:%s\n' "$ADDRESS" >names
openssl x509 -req -in stores.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile names -out stores.crt 2>/dev/null
install --owner=postgres --group=postgres --mode=0600 stores.key postgres.key
install --owner=redis --group=redis --mode=0600 stores.key redis.key

for place in /etc/postgresql/*/main; do
    cat >"$place/conf.d/stores.conf" <<END
listen_addresses = '*'
ssl_cert_file = '/etc/stores/stores.crt'
ssl_key_file = '/etc/stores/postgres.key'
END
    echo 'hostssl all harbor 0.0.0.0/0 scram-sha-256' >>"$place/pg_hba.conf"
done
systemctl restart postgresql
su postgres -c psql <<'END'
CREATE ROLE harbor LOGIN PASSWORD 'Planted-db-1';
CREATE DATABASE registry OWNER harbor;
END

cat >>/etc/redis/redis.conf <<END
bind 0.0.0.0
requirepass Planted-redis-1
tls-port 6380
tls-cert-file /etc/stores/stores.crt
tls-key-file /etc/stores/redis.key
tls-ca-cert-file /etc/stores/ca.crt
tls-auth-clients no
END
cat >/etc/redis/sentinel.conf <<END
port 26379
protected-mode no
dir /var/lib/redis
sentinel monitor hubs $ADDRESS 6379 1
sentinel auth-pass hubs Planted-redis-1
END
chown redis:redis /etc/redis/sentinel.conf
systemctl restart redis-server redis-sentinel
