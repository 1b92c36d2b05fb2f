# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks and containers: a lab goes up, goes down, and its hosts reboot."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import IPv4Network
from pathlib import Path

import docker

from . import archives, engine, images, inventory, owner, place, subnet
from .definition import Definition, Host
from .errors import LabError

LAB, HOST, OWNER, PROJECT = "twinstar.lab", "twinstar.host", "twinstar.owner", "twinstar.project"

# The first command of a host. The engine mounts three files of /etc from outside; a rename over a mount
# point fails ("Device or resource busy"), and what is mounted is written anew at each start. So the host
# gets ordinary files once, and keeps what was written to them over a restart.
# Control groups are mounted read-only, and parts of /proc masked: a nested engine needs both open.
START = r"""
for name in hosts hostname resolv.conf; do
    given="$(cat /etc/$name)"
    umount /etc/$name 2>/dev/null
    test -s /etc/$name || echo "$given" >/etc/$name
done
for point in $(grep -o ' /sys/fs/cgroup[^ ]*' /proc/self/mounts); do
    mount -o remount,bind,rw "$point" 2>/dev/null
done
for point in $(cut -d' ' -f5 /proc/self/mountinfo | grep ^/proc/ | sort -r); do
    umount "$point"
done
exec /sbin/init
"""

READY = ("running", "degraded")
PATIENCE = 90  # seconds until a host must be up; it takes two on an idle machine


@dataclass(frozen=True)
class Running:
    """A host that is up: its name, address, systemd's state, and the engine's version if there is one."""

    name: str
    container: str
    address: str
    debian: int
    state: str
    engine: str


def up(lab: str, definition: Definition, keep: bool = False) -> list[Running]:
    """Make the lab, or make it anew, and write its inventory. The hosts have booted when it returns."""
    client = engine.connect()
    belongs = owner.KEEP if keep else owner.from_environment()
    with place.lock():
        images.ensure({images.Image(host.debian, host.engine) for host in definition.hosts})
        folder = archives.ensure()
        _replace(client, lab, belongs)
        network = _network(client, lab, belongs)
        try:
            subnet_ = IPv4Network(network.attrs["IPAM"]["Config"][0]["Subnet"])
            addresses = {host.name: str(subnet_[10 + i]) for i, host in enumerate(definition.hosts)}
            with ThreadPoolExecutor(max_workers=10) as pool:
                list(pool.map(lambda host: _start(client, lab, host, addresses[host.name], belongs), definition.hosts))
            data = inventory.build(lab, definition, addresses, str(folder))
            inventory.write(lab, inventory.render(data))
        except BaseException:
            down(lab)
            raise
    with ThreadPoolExecutor(max_workers=10) as pool:
        return list(pool.map(lambda host: _arrived(client, lab, host, addresses[host.name]), definition.hosts))


def down(lab: str) -> bool:
    """Remove the lab's containers with their volumes, its network and inventory. False if there was none."""
    client = engine.connect()
    chosen = {"label": f"{LAB}={lab}"}
    containers = client.containers.list(all=True, filters=chosen, ignore_removed=True)
    with ThreadPoolExecutor(max_workers=10) as pool:
        list(pool.map(_remove, containers))
    networks = client.networks.list(filters=chosen)
    for network in networks:
        network.remove()
    there = inventory.folder(lab).exists()
    shutil.rmtree(inventory.folder(lab), ignore_errors=True)
    return bool(containers or networks or there)


def reboot(lab: str, host: str) -> None:
    """Restart the host's container and wait until it has booted."""
    container = engine.connect().containers.get(inventory.container_name(lab, host))
    container.restart(timeout=30)
    _wait(container)


def _remove(container) -> None:
    try:
        container.remove(v=True, force=True)
    except docker.errors.NotFound:
        pass


def _replace(client: docker.DockerClient, lab: str, belongs: str) -> None:
    for thing in [
        *client.containers.list(all=True, filters={"label": f"{LAB}={lab}"}, ignore_removed=True),
        *client.networks.list(filters={"label": f"{LAB}={lab}"}),
    ]:
        labels = thing.labels if hasattr(thing, "labels") else thing.attrs["Labels"]
        if owner.is_alive(labels[OWNER]) and labels[OWNER] != belongs:
            raise LabError(
                f"lab {lab} belongs to the running process {labels[OWNER].split(':')[0]}. "
                "Wait for it, or choose another name with --lab."
            )
    down(lab)


def _labels(lab: str, belongs: str) -> dict[str, str]:
    return {LAB: lab, OWNER: belongs, PROJECT: str(place.PROJECT)}


def _network(client: docker.DockerClient, lab: str, belongs: str):
    """A network on a subnet of its own; the engine has the last word on which is free."""
    taken = subnet.parse_routes(Path("/proc/net/route").read_text())
    for network in client.networks.list():
        for pool in network.attrs["IPAM"]["Config"] or []:
            if "." in pool.get("Subnet", ""):
                taken.append(IPv4Network(pool["Subnet"], strict=False))
    for candidate in subnet.candidates(taken):
        ipam = docker.types.IPAMConfig(
            pool_configs=[docker.types.IPAMPool(subnet=str(candidate), gateway=str(candidate[1]))]
        )
        try:
            network = client.networks.create(f"twinstar-{lab}", driver="bridge", ipam=ipam, labels=_labels(lab, belongs))
        except docker.errors.APIError as error:
            if "overlap" not in str(error):
                raise
        else:
            network.reload()
            return network
    raise LabError(f"no subnet of {subnet.POOL} is free for lab {lab}. Remove old networks: `docker network prune`.")


def _start(client: docker.DockerClient, lab: str, host: Host, address: str, belongs: str) -> None:
    api, name = client.api, inventory.container_name(lab, host.name)
    volumes = ["/var/lib/docker", *host.volumes]
    container = api.create_container(
        images.Image(host.debian, host.engine).tag,
        name=name,
        hostname=host.name,
        command=["/bin/sh", "-c", START],
        labels={**_labels(lab, belongs), HOST: host.name},
        environment={"container": "docker"},
        stop_signal="SIGRTMIN+3",
        volumes=volumes,
        host_config=api.create_host_config(
            cap_add=["ALL"],
            cap_drop=["SYS_RESOURCE"],  # where the machine itself lacks it, asking for it is refused
            security_opt=["seccomp=unconfined", "apparmor=unconfined"],
            cgroupns="private",
            tmpfs={"/run": "exec", "/run/lock": "", "/tmp": "exec"},
        ),
        networking_config=api.create_networking_config(
            {f"twinstar-{lab}": api.create_endpoint_config(ipv4_address=address)}
        ),
    )
    api.start(container)


def _wait(container) -> str:
    """Systemd's state once it has booted. Just after a start the bus is not there yet: ask again."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            answer = container.exec_run(["systemctl", "is-system-running"]).output.decode(errors="replace").strip()
        except docker.errors.APIError as error:
            answer = str(error)
        if answer in READY:
            return answer
        if time.monotonic() > end:
            log = container.logs(tail=15).decode(errors="replace")
            raise LabError(f"{container.name} has not booted in {PATIENCE} s, it says '{answer}'.\n{log}")
        time.sleep(0.2)


def _arrived(client: docker.DockerClient, lab: str, host: Host, address: str) -> Running:
    container = client.containers.get(inventory.container_name(lab, host.name))
    state = _wait(container)
    version = ""
    if host.engine:
        answer = container.exec_run(["docker", "version", "--format", "{{.Server.Version}}"])
        version = answer.output.decode(errors="replace").strip()
    return Running(host.name, container.name, address, host.debian, state, version)
