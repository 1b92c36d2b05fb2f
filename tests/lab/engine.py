# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection to the Docker engine."""

from __future__ import annotations

import docker
import requests

from .errors import LabError

# Unpacking an image of 300 MB keeps the engine silent for a while.
TIMEOUT = 300


def connect() -> docker.DockerClient:
    try:
        client = docker.from_env(timeout=TIMEOUT)
        client.ping()
    except (docker.errors.DockerException, requests.exceptions.RequestException) as error:
        raise LabError(
            f"no Docker engine answers ({error}). Start one; `make setup` does so on Debian."
        ) from None
    return client
