#!/bin/sh
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# PostgreSQL. Its folder has the major version in its name, and is whole or not there.
set -e

root=/var/lib/postgresql/data
if [ -e "$root/PG_VERSION" ]; then
    echo "$root/PG_VERSION is of a release before 2.7, which this one cannot upgrade from."
    exit 1
fi
data=$root/pg15
bin=/usr/lib/postgresql/15/bin
if [ ! -s "$data/PG_VERSION" ]; then
    new=$root/new
    rm -rf "$new"
    printf '%s\n' "$POSTGRES_PASSWORD" >/tmp/password
    "$bin/initdb" --pgdata "$new" --username postgres --pwfile /tmp/password \
        --auth-local trust --auth-host md5 --encoding UTF8 --locale C.UTF-8 --no-sync
    rm /tmp/password
    echo 'host all all all md5' >>"$new/pg_hba.conf"
    "$bin/pg_ctl" --pgdata "$new" --wait --options '-c listen_addresses= -k /tmp' start
    "$bin/createdb" --host /tmp --username postgres registry
    "$bin/pg_ctl" --pgdata "$new" --wait stop
    mv "$new" "$data"
fi
exec "$bin/postgres" -D "$data" -c 'listen_addresses=*' -c unix_socket_directories=/run/postgresql,/tmp \
    -c max_connections=1024 -c jit=off
