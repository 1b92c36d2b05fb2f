#!/usr/bin/env bash
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Words and checks of install.sh.

# Without a terminal there are no colours, and tput says so on stderr.
bold=$(tput bold || true)
under=$(tput sgr 0 1 || true)
plain=$(tput sgr0 || true)
red=$(tput setaf 1 || true)
green=$(tput setaf 76 || true)
white=$(tput setaf 7 || true)
blue=$(tput setaf 25 || true)

h2() { printf '\n%s%s%s%s%s\n' "$under" "$bold" "$white" "$1" "$plain"; }
note() {
    printf '\n%s%s%sNote:%s %s%s%s\n' "$under" "$bold" "$blue" "$plain" "$blue" "$1" "$plain"
}
success() { printf '%s✔ %s%s\n' "$green" "$1" "$plain"; }
error() { printf '%s✖ %s%s\n' "$red" "$1" "$plain"; }

# The first number with a dot in the words, as `found`, `major` and `minor`.
number_in() {
    [[ $1 =~ (([0-9]+)\.([0-9]+)([\.0-9]*)) ]] || return 1
    found=${BASH_REMATCH[1]}
    major=${BASH_REMATCH[2]}
    minor=${BASH_REMATCH[3]}
}

older_than() {
    [ "$major" -lt "$1" ] || { [ "$major" -eq "$1" ] && [ "$minor" -lt "$2" ]; }
}

# What it says is newer than what it checks.
check_docker() {
    if ! docker --version >/dev/null 2>&1; then
        error 'Need to install docker(@DOCKER@) first and run this script again.'
        exit 1
    fi
    if ! number_in "$(docker --version)"; then
        error 'Failed to parse docker version.'
        exit 1
    fi
    note "docker version: $found"
    if older_than 17 6; then
        error 'Need to upgrade docker package to @DOCKER@.'
        exit 1
    fi
}

# Any version of the plugin will do.
check_compose() {
    if docker compose version >/dev/null 2>&1; then
        note "$(docker compose version)"
        plugin=yes
        return
    fi
    if ! number_in "$(docker-compose --version)"; then
        error 'Failed to parse docker-compose version.'
        exit 1
    fi
    note "docker-compose version: $found"
    if older_than 1 18; then
        error 'Need to upgrade docker-compose package to 1.18.0+.'
        exit 1
    fi
}

use_compose() {
    if [ -n "${plugin:-}" ]; then
        docker compose "$@"
    else
        docker-compose "$@"
    fi
}
