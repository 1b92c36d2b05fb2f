# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What crashed runs left behind goes: their processes, labs, half images and old archives.

A run that is killed with -9 cleans up nothing itself, so the next one does. What has no owner, or
one that still runs, is left alone.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import docker
import docker.errors
from docker.models.containers import Container

from ..double.installer import bundling
from ..toolchain import processes
from . import archives, engine, hosts, images, owner, place


def sweep() -> list[str]:
    """Remove it all, and return a sentence's subject for each thing that went."""
    ended = processes.end_orphans()  # first: they may be at work on what goes next
    gone = [f"{ended} processes"] if ended else []
    with engine.connected() as client, place.lock():
        gone += labs(client)
        gone += half_built(client)
        gone += images.prune(client)
        gone += archives.prune(time.time())
        gone += bundling.prune(time.time())
    return gone


def labs(client: docker.DockerClient) -> list[str]:
    """Labs whose owner is dead."""
    gone = []
    for lab, belongs, project in hosts.owners(client):
        if owner.is_dead(belongs):
            hosts.remove(client, lab, project)
            gone.append(f"lab {lab} of process {belongs.partition(':')[0]}")
    return gone


def half_built(client: docker.DockerClient) -> list[str]:
    """Containers in which an interrupted build was at work, and folders with what it had so far."""
    gone = []
    for container in client.containers.list(
        all=True, filters={"label": images.LABEL}, ignore_removed=True
    ):
        if hosts.LAB not in container.labels and not tagged(client, container):
            hosts.discard(container)
            gone.append(f"container {container.name} of a build")
    for folder in place.building().iterdir():
        unmount(folder)
        shutil.rmtree(folder)
        gone.append(f"half-built {folder.name}")
    return gone


def tagged(client: docker.DockerClient, container: Container) -> bool:
    """Whether the container's image has a name, as it has where somebody runs one of ours."""
    try:
        return bool(client.images.get(container.attrs["Image"]).tags)
    except docker.errors.ImageNotFound:
        return False


def unmount(folder: Path) -> None:
    """A removal that followed a mount would empty the machine's own /dev. None stays below."""
    mounted = [line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()]
    for point in sorted(mounted, reverse=True):
        if Path(point).is_relative_to(folder):
            subprocess.run(["umount", "--lazy", point], check=True)
