#!/usr/bin/env bash
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A double of Harbor's install.sh, for tests: the same commands in the same order, the same words and
# exit codes, the same traps. It never waits until Harbor is well.
set -e

DIR="$(cd "$(dirname "$0")" && pwd)"
case $DIR in
*[[:space:]]*)
    echo "$0: line 8: ${DIR%%[[:space:]]*}: No such file or directory" >&2
    exit 1
    ;;
esac
# shellcheck source-path=SCRIPTDIR
# shellcheck source=common.sh
. "$DIR/common.sh"

usage='Please set hostname and other necessary attributes in harbor.yml first. DO NOT use localhost or 127.0.0.1 for hostname, because Harbor needs to be accessed by external clients.
Please set --with-trivy if needs enable Trivy in Harbor.
Please do NOT set --with-chartmuseum, as chartmusuem has been deprecated and removed.
Please do NOT set --with-notary, as notary has been deprecated and removed.'

step=0
heading() {
    h2 "[Step $step]: $1"
    step=$((step + 1))
}

flags=()
for word in "$@"; do
    case $word in
    --help)
        note "$usage"
        exit 0
        ;;
    --with-trivy) flags=(--with-trivy) ;;
    *)
        note "$usage"
        exit 1
        ;;
    esac
done

cd "$DIR"

heading 'checking if docker is installed ...'
check_docker
heading 'checking docker-compose is installed ...'
check_compose

# More than one tarball: the genuine script's test is in error then, which counts as no.
shopt -s nullglob
archives=(harbor*.tar.gz)
shopt -u nullglob
if [ "${#archives[@]}" -eq 1 ]; then
    heading 'loading Harbor images ...'
    docker load -i "./${archives[0]}"
elif [ "${#archives[@]}" -eq 2 ]; then
    echo "$0: line 57: [: ${archives[0]}: binary operator expected" >&2
elif [ "${#archives[@]}" -gt 2 ]; then
    echo "$0: line 57: [: too many arguments" >&2
fi
echo

heading 'preparing environment ...'
if [ -n "${host:-}" ]; then
    sed "s/^hostname: .*/hostname: $host/g" -i ./harbor.yml
fi

heading 'preparing harbor configs ...'
./prepare "${flags[@]}"
echo

# Always, whether there is anything to stop or not.
note 'stopping existing Harbor instance ...'
use_compose down -v
echo

h2 "[Step $step]: starting Harbor ..."
use_compose up -d

success '----Harbor has been installed and started successfully.----'
