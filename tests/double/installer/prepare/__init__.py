# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `goharbor/prepare` does: a harbor.yml becomes configuration, secrets and a Compose file.

    python -m tests.double.installer.prepare prepare [--with-trivy]

Inside its image it works on the folders that the bundle's script mounts there: /input, /data,
/config, /compose_location and /hostfs. Elsewhere PREPARE_PLACES says, as JSON, where these are:

    {"/input": "…/input", "/data": "/data", "/config": "…/common/config",
     "/compose_location": "…", "/hostfs": "/"}

and PREPARE_VERSION which Harbor is meant. It needs Python, PyYAML, openssl and htpasswd.

settings.py   what a harbor.yml says, and what is refused of it
compose.py    docker-compose.yml
texts.py      the configuration of each component
work.py       the order of it all, files, owners and modes
"""
