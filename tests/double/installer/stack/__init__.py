# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the containers of the double's stack run: a file each, beside Debian's own programs.

core.py         the double of the API, its state in PostgreSQL
jobservice.py   answers health; takes orders only from who knows the core's secret
registryctl.py  likewise
exporter.py     figures
trivy.py        a scanner that says who it is
registry.py     the real distribution, with the configuration as Debian's program reads it
database.sh     the real PostgreSQL; its first start makes the database
log.sh          the real rsyslog, and logrotate each hour
"""
