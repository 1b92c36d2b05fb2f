# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Labs go up and down beside each other, belong to somebody, and survive nobody's death."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

import docker
import pytest
import yaml
from docker.models.containers import Container
from docker.models.networks import Network
from molecule.text import checksum

from tests.lab import hosts, inventory, owner, place, subnet
from tests.lab.definition import parse
from tests.lab.errors import LabError
from tests.lab.sweep import sweep

Tool = Callable[..., "subprocess.Popen[str]"]

ONE = parse({"hosts": {"only": {"debian": 12, "groups": ["servers"], "volumes": ["/srv/data"]}}})
TWO = parse({"hosts": {"edge": {"debian": 12}, "client": {"debian": 13}}})


def things(client: docker.DockerClient, lab: str) -> tuple[list[Container], list[Network]]:
    """Everything in the engine that a lab has."""
    return hosts.containers(client, lab), hosts.networks(client, lab)


def volumes_of(container: Container) -> list[str]:
    return [mount["Name"] for mount in container.attrs["Mounts"] if mount["Type"] == "volume"]


def exists(client: docker.DockerClient, volume: str) -> bool:
    return any(volume == other.name for other in client.volumes.list())


def test_a_lab_goes_up_and_down_and_leaves_nothing(client: docker.DockerClient, name: str) -> None:
    (host,) = hosts.up(name, ONE)
    assert (host.name, host.debian, host.state, host.engine) == ("only", 12, "running", "")
    containers, networks = things(client, name)
    assert [container.name for container in containers] == [f"twinstar-{name}-only"]
    assert len(networks) == 1
    volumes = volumes_of(containers[0])
    assert len(volumes) == 2

    assert hosts.down(name)
    assert things(client, name) == ([], [])
    assert not any(exists(client, volume) for volume in volumes)
    assert not inventory.folder(name).exists()
    assert not hosts.down(name)


def test_ansible_reads_the_inventory_and_reaches_the_host(name: str) -> None:
    (host,) = hosts.up(name, ONE)
    listed = subprocess.run(
        ["ansible-inventory", "-i", inventory.folder(name), "--list"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    variables = json.loads(listed.stdout)["_meta"]["hostvars"]["only"]
    assert variables["lab_name"] == name
    assert variables["lab_address"] == host.address
    assert json.loads(listed.stdout)["servers"]["hosts"] == ["only"]
    asked = subprocess.run(
        ["ansible", "-i", inventory.folder(name), "servers", "-m", "ping"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "pong" in asked.stdout, asked.stdout + asked.stderr


def test_two_labs_stand_side_by_side_on_subnets_of_their_own(
    client: docker.DockerClient, name: str
) -> None:
    first, second = hosts.up(name, ONE), hosts.up(f"{name}b", TWO)
    subnets = [
        IPv4Network(hosts.networks(client, lab)[0].attrs["IPAM"]["Config"][0]["Subnet"])
        for lab in (name, f"{name}b")
    ]
    assert not subnets[0].overlaps(subnets[1])
    assert IPv4Address(first[0].address) in subnets[0]
    assert all(IPv4Address(host.address) in subnets[1] for host in second)
    hosts.down(name)
    assert len(hosts.containers(client, f"{name}b")) == 2


def test_a_subnet_that_the_engine_refuses_is_passed_over(
    client: docker.DockerClient, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subnet, "parse_routes", lambda table: [])
    (first,), (second,) = hosts.up(name, ONE), hosts.up(f"{name}b", ONE)
    assert first.address != second.address


def test_up_again_makes_it_anew(client: docker.DockerClient, name: str) -> None:
    hosts.up(name, ONE)
    before = hosts.containers(client, name)[0].id
    hosts.up(name, TWO)
    after = hosts.containers(client, name)
    assert sorted(str(container.name) for container in after) == [
        f"twinstar-{name}-client",
        f"twinstar-{name}-edge",
    ]
    assert before not in [container.id for container in after]


def test_what_a_host_had_written_to_it_survives_a_reboot(
    client: docker.DockerClient, name: str
) -> None:
    hosts.up(name, ONE)
    container = hosts.containers(client, name)[0]
    assert container.exec_run(["sh", "-c", "cp /etc/hosts /etc/h && echo 192.0.2.1 harbor >>/etc/h"
                               " && mv /etc/h /etc/hosts"]).exit_code == 0  # fmt: skip
    hosts.reboot(name, "only")
    assert "192.0.2.1 harbor" in hosts.ask(container, "cat", "/etc/hosts")
    assert hosts.ask(container, "systemctl", "is-system-running") == "running"


def test_a_lab_of_a_running_run_is_not_taken(
    name: str, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tool("-c", "import time; time.sleep(600)")
    run = owner.Run(other.pid, started(other.pid))
    monkeypatch.setenv(owner.MARKER, str(run))
    hosts.up(name, ONE)
    monkeypatch.setenv(owner.MARKER, str(owner.this_process()))
    with pytest.raises(LabError, match=f"lab {name} belongs to process {other.pid}, which runs in"):
        hosts.up(name, ONE)
    other.kill()
    other.wait()
    hosts.up(name, ONE)


def started(pid: int) -> int:
    with open(f"/proc/{pid}/stat") as file:
        return owner.parse_stat(file.read())[1]


def test_the_lab_of_a_killed_run_is_swept_and_a_living_ones_is_not(
    client: docker.DockerClient, name: str, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tool("-c", "import time; time.sleep(600)")
    run = owner.Run(other.pid, started(other.pid))
    monkeypatch.setenv(owner.MARKER, str(run))
    hosts.up(name, ONE)
    orphan = tool("-c", "import time; time.sleep(600)", run=run)
    volumes = volumes_of(hosts.containers(client, name)[0])
    sweep()
    assert len(hosts.containers(client, name)) == 1
    assert orphan.poll() is None

    other.kill()
    other.wait()
    gone = sweep()
    assert f"lab {name} of process {other.pid}" in gone
    assert things(client, name) == ([], [])
    assert not inventory.folder(name).exists()
    assert not any(exists(client, volume) for volume in volumes)
    assert orphan.wait(timeout=30) < 0


def test_a_lab_without_an_owner_is_kept(
    client: docker.DockerClient, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(owner.MARKER, raising=False)
    hosts.up(name, ONE)
    sweep()
    assert len(hosts.containers(client, name)) == 1
    assert inventory.folder(name).exists()


def test_keep_outlives_the_run(
    client: docker.DockerClient, name: str, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tool("-c", "import time; time.sleep(600)")
    monkeypatch.setenv(owner.MARKER, str(owner.Run(other.pid, started(other.pid))))
    hosts.up(name, ONE, keep=True)
    other.kill()
    other.wait()
    sweep()
    assert len(hosts.containers(client, name)) == 1


# The tool as a process of its own, killed when it comes to the function that is named.
KILLED = """
import os, signal, sys
from tests.lab import {room}
from tests.lab.__main__ import main
{room}.{function} = lambda *given: os.kill(os.getpid(), signal.SIGKILL)
main()
"""


@pytest.mark.parametrize(
    ("room", "function", "left"),
    [("hosts", "_start", [0, 1]), ("inventory", "write", [2, 1])],
    ids=["with a network", "with all but an inventory"],
)
def test_a_tool_killed_at_work_leaves_nothing_after_a_sweep(
    client: docker.DockerClient,
    name: str,
    tool: Tool,
    tmp_path: Path,
    room: str,
    function: str,
    left: list[int],
) -> None:
    definition = tmp_path / "lab.yml"
    definition.write_text("hosts: {edge: {debian: 12}, client: {debian: 13}}\n")
    other = tool("-c", "import time; time.sleep(600)")
    making = tool(
        "-c", KILLED.format(room=room, function=function), "up", str(definition), "--lab", name,
        run=owner.Run(other.pid, started(other.pid)),
    )  # fmt: skip
    assert making.wait() == -signal.SIGKILL
    assert [len(kind) for kind in things(client, name)] == left
    other.kill()
    other.wait()
    sweep()
    assert things(client, name) == ([], [])


def test_a_tool_killed_while_it_removes_a_lab_leaves_no_inventory_that_leads_to_it(
    client: docker.DockerClient, name: str, tool: Tool
) -> None:
    hosts.up(name, ONE)
    removing = tool("-c", KILLED.format(room="hosts", function="discard"), "down", name)
    assert removing.wait() == -signal.SIGKILL
    assert len(hosts.containers(client, name)) == 1
    assert not inventory.folder(name).exists()
    assert hosts.down(name)
    assert things(client, name) == ([], [])


def test_molecule_is_told_that_the_hosts_are_gone(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of this checkout's: the note of one that lies in a folder of another name stays."""
    monkeypatch.setenv("ANSIBLE_HOME", str(tmp_path))
    ours, other = checksum(place.PROJECT.name, 4), checksum("elsewhere", 4)
    states = [
        tmp_path / "tmp" / f"molecule.{folder}" / "state.yml"
        for folder in (f"{ours}.{name}", f"{ours}.other", f"{other}.{name}")
    ]
    for state in states:
        state.parent.mkdir(parents=True)
        state.write_text("created: true\n")
    hosts.down(name)
    assert [state.exists() for state in states] == [False, True, True]


class Checkout:
    """The lab of another checkout: a copy of the tool in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in ("lab", "toolchain", "double"):
            shutil.copytree(place.PROJECT / "tests" / part, folder / "tests" / part)
        (folder / "tests" / "__init__.py").touch()
        (folder / "lab.yml").write_text("hosts: {only: {debian: 12}}\n")

    def tool(self, *words: str, run: owner.Run | None = None) -> str:
        environment = {key: value for key, value in os.environ.items() if key != owner.MARKER}
        if run is not None:
            environment[owner.MARKER] = str(run)
        return subprocess.run(
            [sys.executable, "-m", "tests.lab", *words],
            cwd=self.folder, env=environment, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip

    def up(self, name: str, run: owner.Run | None = None) -> str:
        """Make a lab of one host, and return the name that its inventory has for the container."""
        self.tool("up", "lab.yml", "--lab", name, run=run)
        return str(
            yaml.safe_load(self.listed(name).read_text())["all"]["hosts"]["only"]["ansible_host"]
        )

    def listed(self, name: str) -> Path:
        return self.folder / "inventories" / "lab" / name / "hosts.yml"


@pytest.fixture
def other(tmp_path: Path, name: str) -> Iterator[Checkout]:
    checkout = Checkout(tmp_path.resolve() / "elsewhere")
    yield checkout
    hosts.down(name, checkout.folder)


def test_labs_of_one_name_in_two_checkouts_stand_side_by_side(
    client: docker.DockerClient, name: str, other: Checkout
) -> None:
    (ours,) = hosts.up(name, ONE)
    theirs = other.up(name)
    assert ours.container == f"twinstar-{name}-only"
    assert re.fullmatch(f"twinstar-{name}-[0-9a-f]{{6}}-only", theirs)
    listed = [line.split() for line in other.tool("list").splitlines()]
    assert {(row[3], row[4]) for row in listed if row[0] == name} == {
        (str(place.PROJECT), ours.container),
        (str(other.folder), theirs),
    }
    assert other.up(name) == theirs
    assert client.containers.get(ours.container).labels[hosts.PROJECT] == str(place.PROJECT)

    other.tool("reboot", name, "only")
    hosts.up(name, ONE)
    assert client.containers.get(theirs).status == "running"
    hosts.down(name)
    assert things(client, name) == ([], [])
    assert client.containers.get(theirs).status == "running"
    assert other.listed(name).exists()


def test_the_short_name_is_free_again_when_its_lab_is_gone(
    client: docker.DockerClient, name: str, other: Checkout
) -> None:
    assert other.up(name) == f"twinstar-{name}-only"
    (ours,) = hosts.up(name, ONE)
    assert ours.container == f"twinstar-{name}-{place.mark()}-only"
    other.tool("down", name)
    assert len(hosts.containers(client, name)) == 1
    (ours,) = hosts.up(name, ONE)
    assert ours.container == f"twinstar-{name}-only"


def test_a_lab_of_another_checkout_goes_when_it_is_asked_for_by_its_place(
    client: docker.DockerClient, name: str, other: Checkout, tool: Tool
) -> None:
    other.up(name)
    said = tool("-m", "tests.lab", "down", name).communicate()[0]
    assert f"lab {name} was not there\n{other.folder} has one of that name" in said
    assert len(hosts.containers(client, name, other.folder)) == 1
    said = tool("-m", "tests.lab", "down", name, "--checkout", str(other.folder)).communicate()[0]
    assert "is gone" in said
    assert not hosts.containers(client, name, other.folder)
    assert not other.listed(name).exists()


def test_what_a_killed_run_of_another_checkout_left_is_swept_and_ours_is_not(
    client: docker.DockerClient, name: str, other: Checkout, tool: Tool
) -> None:
    run = tool("-c", "import time; time.sleep(600)")
    hosts.up(name, ONE)
    other.up(name, owner.Run(run.pid, started(run.pid)))
    run.kill()
    run.wait()
    assert f"lab {name} of process {run.pid}" in sweep()
    assert not hosts.containers(client, name, other.folder)
    assert not hosts.networks(client, name, other.folder)
    assert not other.listed(name).exists()
    assert len(hosts.containers(client, name)) == 1
    assert inventory.folder(name).exists()


def test_the_tool_tells_what_is_wrong_in_a_sentence(tool: Tool, name: str, tmp_path: Path) -> None:
    missing = tool("-m", "tests.lab", "up", "no-such-scenario")
    assert "molecule/no-such-scenario/lab.yml cannot be read" in missing.communicate()[0]
    assert missing.returncode == 1
    no_host = tool("-m", "tests.lab", "reboot", name, "edge")
    assert f"lab {name} has no host edge" in no_host.communicate()[0]
    no_name = tool("-m", "tests.lab", "up", "default", "--lab", "../x")
    assert "the lab's name is '../x'" in no_name.communicate()[0]


def test_a_host_that_does_not_boot_is_told_at_once(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosts, "START", "exit 255")
    with pytest.raises(
        LabError, match=r"ended at boot with status 255.*run: sysctl -w fs\.inotify"
    ):
        hosts.up(name, ONE)


def test_a_swapped_lab_has_the_other_release(
    name: str, tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lab.yml").write_text("hosts: {edge: {debian: 12}}\n")
    monkeypatch.setenv("TWINSTAR_LAB_SWAP", "yes")
    said = tool("-m", "tests.lab", "up", str(tmp_path / "lab.yml"), "--lab", name).communicate()[0]
    assert said.splitlines()[-1].split()[:3:2] == ["edge", "13"]
