# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection to the Docker engine."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import docker
import requests

from .errors import LabError

# Unpacking an image of 300 MB keeps the engine silent for a while.
TIMEOUT = 300


@contextlib.contextmanager
def connected() -> Iterator[docker.DockerClient]:
    """A client for the machine's engine, or for the one that DOCKER_HOST names."""
    try:
        client = docker.from_env(timeout=TIMEOUT)
        client.ping()
    except (docker.errors.DockerException, requests.exceptions.RequestException) as error:
        raise LabError(
            f"no Docker engine answers ({error}). Start one; `make setup` does so on Debian."
        ) from None
    with contextlib.closing(client):
        yield client
