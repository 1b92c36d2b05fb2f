# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is left of a lab when the engine itself is killed goes all the same.

The engine of this machine has others to serve, so a second one is killed, in a network namespace of
its own: with --bridge=none it would delete docker0 under the first.
"""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import docker
import pytest

from tests.lab import hosts, images, inventory, owner, place
from tests.lab.definition import parse
from tests.lab.errors import LabError
from tests.lab.sweep import sweep
from tests.toolchain.engine import ask

Tool = Callable[..., "subprocess.Popen[str]"]

ONE = parse({"hosts": {"only": {"debian": 12}}})
BARE = images.Image(12, engine=False).tag


class Engine:
    """A second engine on a socket of its own, started and killed at will."""

    process: subprocess.Popen[bytes]

    def __init__(self, folder: Path) -> None:
        self.folder, self.netns = folder, f"twinstar-test-{os.getpid()}"
        self.socket = f"{folder}/docker.sock"
        self.containerd = folder / "exec" / "containerd" / "containerd.pid"
        subprocess.run(["ip", "netns", "add", self.netns], check=True)

    def start(self) -> None:
        # As after a crash: ids of the dead, or of zombies, that would be taken for the living.
        for pidfile in (self.folder / "pid", self.containerd):
            pidfile.unlink(missing_ok=True)
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    "nsenter", f"--net=/run/netns/{self.netns}", "dockerd", "--bridge=none",
                    f"--data-root={self.folder}/data", f"--exec-root={self.folder}/exec",
                    f"--pidfile={self.folder}/pid", f"--host=unix://{self.socket}",
                ],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                # Else it would be taken for the orphan of a run.
                env={key: value for key, value in os.environ.items() if key != owner.MARKER},
            )  # fmt: skip
        end = time.monotonic() + 60
        while ask("/_ping", self.socket) is None:
            assert self.process.poll() is None, (self.folder / "log").read_text()[-2000:]
            assert time.monotonic() < end, (self.folder / "log").read_text()[-2000:]
            time.sleep(0.1)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)
        if self.containerd.exists():
            os.kill(int(self.containerd.read_text()), signal.SIGKILL)
        subprocess.run(["ip", "netns", "del", self.netns], check=True)
        for line in reversed(Path("/proc/self/mountinfo").read_text().splitlines()):
            if (point := line.split()[4]).startswith(f"{self.folder}/"):
                subprocess.run(["umount", "--lazy", point], check=True)
        shutil.rmtree(self.folder)


@pytest.fixture
def second(
    tmp_path_factory: pytest.TempPathFactory, client: docker.DockerClient
) -> Iterator[Engine]:
    with place.lock():
        images.ensure(client, [images.Image(12, engine=False)])
    engine = Engine(tmp_path_factory.mktemp("engine"))
    try:
        engine.start()
        with connected_to(engine) as other:
            other.images.load(b"".join(client.images.get(BARE).save(named=True)))
        yield engine
    finally:
        engine.end()


def connected_to(engine: Engine) -> contextlib.closing[docker.DockerClient]:
    return contextlib.closing(docker.DockerClient(f"unix://{engine.socket}", timeout=120))


# A refused connection is left to the garbage collector by Docker's SDK.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_lab_of_a_killed_engine_is_swept_by_the_next_one(
    second: Engine, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, other = f"e{os.getpid()}", f"e{os.getpid()}b"
    inventory.write(other, "all: {}\n")  # of a lab in the machine's own engine
    run = tool("-c", "import time; time.sleep(600)")
    stat = Path(f"/proc/{run.pid}/stat").read_text()
    monkeypatch.setenv(owner.MARKER, f"{run.pid}:{owner.parse_stat(stat)[1]}")
    monkeypatch.setenv("DOCKER_HOST", f"unix://{second.socket}")
    hosts.up(name, ONE)

    second.kill()
    run.kill()
    run.wait()
    with pytest.raises(LabError, match="no Docker engine answers"):
        hosts.up(name, ONE)
    with pytest.raises(LabError, match="no Docker engine answers"):
        sweep()

    gc.collect()  # here, where its complaint about those is not heard

    second.start()
    assert f"lab {name} of process {run.pid}" in sweep()
    with connected_to(second) as client:
        assert client.containers.list(all=True) == []
        assert client.volumes.list() == []
        assert hosts.networks(client) == []
    assert not inventory.folder(name).exists()
    assert inventory.folder(other).exists()
    shutil.rmtree(inventory.folder(other))
    monkeypatch.delenv(owner.MARKER)
    assert [host.state for host in hosts.up(name, ONE)] == ["running"]
    assert hosts.down(name)
