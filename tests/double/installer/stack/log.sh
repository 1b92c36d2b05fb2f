#!/bin/sh
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# rsyslog takes what the engine sends on 10514; logrotate looks after the files each hour.
set -e

chown -R 10000:10000 /var/log/docker
while sleep 3600; do
    # It reads no file that is not root's.
    cat /etc/logrotate.d/logrotate.conf >/tmp/logrotate.conf
    logrotate --state /var/log/docker/.state /tmp/logrotate.conf || true
done &
rm -f /run/rsyslogd.pid
exec rsyslogd -n -f /opt/double/rsyslog.conf
