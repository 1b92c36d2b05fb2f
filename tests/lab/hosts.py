# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks and containers: a lab goes up and down, and its hosts reboot."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import IPv4Network
from pathlib import Path
from typing import TypeVar

import docker
import docker.errors
import docker.types
from docker.models.containers import Container
from docker.models.networks import Network
from molecule.text import checksum

from ..double.installer import bundling
from . import archives, engine, images, inventory, owner, place, subnet
from .definition import Definition, Host
from .errors import LabError

# Labels of a lab's containers and networks.
LAB, HOST, OWNER, PROJECT = "twinstar.lab", "twinstar.host", "twinstar.owner", "twinstar.project"

# A host's first command.
#
# The engine mounts three files of /etc from outside and writes them anew at each start; a rename
# over a mount point fails ("Device or resource busy"). So a host gets files of its own at its first
# start, and keeps what is written to them over the next ones.
#
# A nested engine must write below /sys/fs/cgroup, which is mounted read-only. It needs `bind`:
# without it, cgroup v1 mounts are "busy". And it needs a /proc of which no part is masked.
START = r"""
for name in hosts hostname resolv.conf; do
    given="$(cat /etc/$name)"
    umount /etc/$name
    test -s /etc/$name || echo "$given" >/etc/$name
done
for point in $(cut -d' ' -f5 /proc/self/mountinfo | grep ^/sys/fs/cgroup); do
    mount -o remount,bind,rw "$point"
done
for point in $(cut -d' ' -f5 /proc/self/mountinfo | grep ^/proc/ | sort -r); do
    umount "$point"
done
exec /sbin/init
"""

Result = TypeVar("Result")

BOOTED = ("running", "degraded")
PATIENCE = 120  # seconds for a host to boot; on an idle machine it takes one or two
AT_ONCE = 10  # hosts
INSTANCES = 9  # of inotify: seven for systemd and what it starts, two for an engine
INOTIFY_KEY = "fs.inotify.max_user_instances"
INOTIFY = Path("/proc/sys") / INOTIFY_KEY.replace(".", "/")


@dataclass(frozen=True)
class Running:
    """A host that has booted. `state` is systemd's, `engine` a version, empty without one."""

    name: str
    container: str
    address: str
    debian: int
    state: str
    engine: str


def up(lab: str, definition: Definition, keep: bool = False) -> list[Running]:
    """Make the lab, or make it anew, and write its inventory. Its hosts have booted on return.

    It belongs to the run that started us and goes with it; with `keep`, or without a run, it stays.
    """
    with engine.connected() as client:
        with place.lock():
            places = _made(
                client, lab, definition, owner.KEEP if keep else owner.from_environment()
            )
        return _each(definition, lambda host: _arrived(client, host, places[host.name]))


def down(lab: str, project: Path = place.PROJECT) -> bool:
    """Remove the lab's containers with their volumes, its network and its inventory.

    Returns whether there was anything of it. `project` is the checkout that the lab belongs to.
    """
    with engine.connected() as client, place.lock():
        return remove(client, lab, project)


def reboot(lab: str, host: str) -> None:
    """Restart the host's container and wait until it has booted."""
    with engine.connected() as client:
        for container in containers(client, lab):
            if container.labels[HOST] == host:
                container.restart(timeout=30)
                _wait(container)
                return
    raise LabError(f"lab {lab} has no host {host}. `list` shows what there is.")


def _of(lab: str, project: Path) -> dict[str, str | list[str] | bool]:
    """The filter for one lab. Another checkout may well have one of the same name."""
    return {"label": [f"{LAB}={lab}", f"{PROJECT}={project}"] if lab else [LAB]}


def containers(
    client: docker.DockerClient, lab: str = "", project: Path = place.PROJECT
) -> list[Container]:
    """The hosts of the checkout's lab, or of all labs of all checkouts."""
    return client.containers.list(all=True, filters=_of(lab, project), ignore_removed=True)


def networks(
    client: docker.DockerClient, lab: str = "", project: Path = place.PROJECT
) -> list[Network]:
    return client.networks.list(filters=_of(lab, project))


def owners(client: docker.DockerClient, lab: str = "") -> list[tuple[str, str, Path]]:
    """Lab, owner and checkout of our lab, or of everything there is, as the labels say it."""
    labels = [container.labels for container in containers(client, lab)]
    labels += [network.attrs["Labels"] for network in networks(client, lab)]
    return sorted({(given[LAB], given[OWNER], Path(given[PROJECT])) for given in labels})


def refuse_to_take(client: docker.DockerClient, lab: str, belongs: str) -> None:
    for _lab, other, project in owners(client, lab):
        if owner.is_alive(other) and other != belongs:
            raise LabError(
                f"lab {lab} belongs to process {other.partition(':')[0]}, which runs in {project}."
                " Wait until that has ended, or choose another name with --lab."
            )


def remove(client: docker.DockerClient, lab: str, project: Path = place.PROJECT) -> bool:
    """`down` for who holds the lock.

    The inventory comes last when a lab goes up and goes first here, so none ever leads to nothing.
    """
    listed = inventory.folder(lab, project)
    there = listed.exists()
    shutil.rmtree(listed, ignore_errors=True)
    forget_in_molecule(lab, project)
    hosts, nets = containers(client, lab, project), networks(client, lab, project)
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        list(pool.map(discard, hosts))
    for network in nets:
        network.remove()
    return bool(there or hosts or nets)


def forget_in_molecule(scenario: str, project: Path = place.PROJECT) -> None:
    """Molecule notes down that it has created a scenario, and then skips it, hosts or no hosts.

    `make` gives it a home in the checkout. By hand it uses the person's, where checkouts whose
    folders have one name share their notes.
    """
    theirs = Path(os.environ.get("ANSIBLE_HOME") or Path.home() / ".ansible")
    for home in (project / "build" / "ansible", theirs):
        folder = home / "tmp" / f"molecule.{checksum(project.name, 4)}.{scenario}"
        (folder / "state.yml").unlink(missing_ok=True)


def discard(container: Container) -> None:
    """Remove a container with its volumes, or wait until somebody else has."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            container.remove(v=True, force=True)
        except docker.errors.NotFound:
            return
        except docker.errors.APIError as error:
            if "already in progress" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.1)


def _made(
    client: docker.DockerClient, lab: str, definition: Definition, belongs: str
) -> Mapping[str, inventory.Place]:
    """Network, started containers and inventory, or none of them. Returns where each host is."""
    images.ensure(client, {images.Image(host.debian, host.engine) for host in definition.hosts})
    folder = archives.ensure(client)
    installers = bundling.at_hand({each for host in definition.hosts for each in host.installers})
    refuse_to_take(client, lab, belongs)
    remove(client, lab)
    try:
        labels = {LAB: lab, OWNER: belongs, PROJECT: str(place.PROJECT)}
        network = _free_name(client, lab)
        net = _network(client, network, labels)
        places = {
            host.name: inventory.Place(f"{network}-{host.name}", str(net[10 + i]))
            for i, host in enumerate(definition.hosts)
        }
        _each(definition, lambda host: _start(client, network, host, places[host.name], labels))
        data = inventory.build(lab, definition, places, str(folder), installers)
        inventory.write(lab, inventory.render(data))
    except BaseException:
        remove(client, lab)
        raise
    return places


def _each(definition: Definition, do: Callable[[Host], Result]) -> list[Result]:
    """Do it for all hosts side by side. Raises what the first of them raised."""
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        return list(pool.map(do, definition.hosts))


def _free_name(client: docker.DockerClient, lab: str) -> str:
    """The network's name, with which those of the containers begin.

    The short one is what a person types, so it goes to the first checkout that wants it. The name
    of any other has a digest of its place in it.
    """
    short = f"twinstar-{lab}"
    taken = any(network.name == short for network in client.networks.list(names=[short]))
    return f"{short}-{place.mark()}" if taken else short


def _network(client: docker.DockerClient, name: str, labels: dict[str, str]) -> IPv4Network:
    """A network on a subnet of its own. The engine knows of more than this machine's routes."""
    taken = subnet.parse_routes(Path("/proc/net/route").read_text())
    for candidate in subnet.candidates(taken):
        pool = docker.types.IPAMPool(subnet=str(candidate), gateway=str(candidate[1]))
        ipam = docker.types.IPAMConfig(pool_configs=[pool])
        try:
            client.networks.create(name, driver="bridge", ipam=ipam, labels=labels)
        except docker.errors.APIError as error:
            if "overlap" not in str(error):
                raise
        else:
            return candidate
    raise LabError(f"no subnet of {subnet.POOL} is free. Remove networks: `docker network prune`.")


SYS_RESOURCE = 24  # its bit in a set of capabilities, as linux/capability.h numbers them


def bounding_set() -> int:
    """The capabilities that this machine can give at all, as bits."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("CapBnd:")[2].split()[0], 16)


def dropped(version: str, bounding: int) -> list[str]:
    """What to take out of `cap_add: ALL`, which a machine without CAP_SYS_RESOURCE cannot give.

    An engine from 23.0 on means by ALL what the machine has, and refuses to drop what it has not.
    """
    lacking = not bounding >> SYS_RESOURCE & 1
    return [] if lacking and int(version.split(".", 1)[0]) >= 23 else ["SYS_RESOURCE"]


def _start(
    client: docker.DockerClient,
    network: str,
    host: Host,
    where: inventory.Place,
    labels: dict[str, str],
) -> None:
    api = client.api
    container = api.create_container(
        images.Image(host.debian, host.engine).tag,
        name=where.container,
        hostname=host.name,
        command=["/bin/sh", "-c", START],
        labels={**labels, HOST: host.name},
        environment={"container": "docker"},  # systemd then knows where it is
        stop_signal="SIGRTMIN+3",
        volumes=["/var/lib/docker", *host.volumes],
        host_config=api.create_host_config(
            cap_add=["ALL"],
            cap_drop=dropped(client.version()["Version"], bounding_set()),
            security_opt=["seccomp=unconfined", "apparmor=unconfined"],
            cgroupns="private",
            tmpfs={"/run": "exec", "/run/lock": "", "/tmp": "exec"},
        ),
        networking_config={
            "EndpointsConfig": {network: api.create_endpoint_config(ipv4_address=where.address)}
        },
    )
    api.start(container)


def ask(container: Container, *command: str) -> str:
    """What a command in the host prints, on either stream."""
    output = container.exec_run(list(command)).output
    assert isinstance(output, bytes)  # streams are another option
    return output.decode(errors="replace").strip()


def _wait(container: Container) -> str:
    """Systemd's state once the host has booted. Just after the start it has no bus to answer on."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            said = ask(container, "systemctl", "is-system-running")
        except docker.errors.APIError as error:
            said = str(error.explanation)
        if said in BOOTED:
            return said
        container.reload()
        if container.status == "exited":
            code = container.attrs["State"]["ExitCode"]
            raise LabError(f"{container.name} ended at boot with status {code}. {_crowded()}")
        if time.monotonic() > end:
            log = container.logs(tail=images.LOG_LINES).decode(errors="replace")
            raise LabError(
                f"{container.name} has not booted in {PATIENCE} s; asked, it says: {said}\n{log}"
            )
        time.sleep(0.2)


def _crowded() -> str:
    """What most likely keeps a host from booting where others do."""
    limit = int(INOTIFY.read_text())
    return (
        f"A host takes up to {INSTANCES} inotify instances, and this machine allows {limit}. Take"
        f" other labs down (`list` shows them), or run: sysctl -w {INOTIFY_KEY}={8 * limit}"
    )


def _arrived(client: docker.DockerClient, host: Host, where: inventory.Place) -> Running:
    container = client.containers.get(where.container)
    state = _wait(container)
    version = ""
    if host.engine:
        version = ask(container, "docker", "version", "--format", "{{.Server.Version}}")
    return Running(host.name, where.container, where.address, host.debian, state, version)
