# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Docker Compose by its command: the plugin where there is one, else docker-compose."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from .._core.errors import Refused
from .._core.harbor_compose import FILE
from . import processes

_QUICK = 30
# What a person laid beside it for ends of his own; Compose reads it by itself too.
_OVERRIDES = ("docker-compose.override.yml", "docker-compose.override.yaml")


@dataclass(frozen=True)
class Compose:
    """For the project of a folder, whatever the environment says of projects and files."""

    command: tuple[str, ...]
    folder: str
    docker_host: str
    timeout: int

    @classmethod
    def of(cls, folder: str, docker_host: str, timeout: int) -> Compose:
        if processes.find("docker"):
            asked = processes.run(["docker", "compose", "version"], _QUICK)
            if asked.returncode == 0:
                return cls(("docker", "compose"), folder, docker_host, timeout)
        if processes.find("docker-compose"):
            return cls(("docker-compose",), folder, docker_host, timeout)
        raise Refused(
            "neither the plugin of Docker for Compose nor docker-compose is installed on this "
            "host. Use the role docker_engine, or install one of them."
        )

    def run(self, *words: str) -> processes.Finished:
        return processes.run(
            [*self.command, *words], self.timeout, env=self._environment(), cwd=self.folder
        )

    def _environment(self) -> Mapping[str, str]:
        here = [name for name in _OVERRIDES if os.path.exists(os.path.join(self.folder, name))]
        return {
            "PATH": processes.search_path(),
            # Compose 2 takes the folder's name from it.
            "PWD": self.folder,
            "COMPOSE_FILE": os.pathsep.join([FILE, *here[:1]]),
            "COMPOSE_PROJECT_NAME": project_of(self.folder),
            "DOCKER_HOST": self.docker_host,
            # Compose 1.29 gives up on an engine that needs longer than a minute for one answer.
            "COMPOSE_HTTP_TIMEOUT": str(self.timeout),
        }


def project_of(folder: str) -> str:
    return os.path.basename(folder.rstrip("/"))
