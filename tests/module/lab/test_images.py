# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Images are whole or not there, whatever is killed while they are made.

A stand-in for mmdebstrap is quick and dies when it is told to; what is real is all around it. That
the real one makes images that work is shown by the scenario molecule/default.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import docker
import docker.errors
import pytest
from docker.models.containers import Container
from docker.models.images import Image

from tests.lab import engine, hosts, images, place
from tests.lab.errors import LabError
from tests.lab.sweep import sweep

Tool = Callable[..., "subprocess.Popen[str]"]
Until = Callable[[Callable[[], object]], None]
Stand = Callable[[str], None]  # says what mmdebstrap does from now on

IMAGE = images.Image(12, engine=False)


@pytest.fixture
def mmdebstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_images: None) -> Stand:
    """Say what mmdebstrap does from now on, as a shell script."""
    program = tmp_path / "bin" / "mmdebstrap"
    program.parent.mkdir()
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "marker").write_text("whole")
    (tmp_path / "etc" / "large").write_bytes(os.urandom(3 << 20))

    def does(script: str) -> None:
        program.write_text(f"#!/bin/sh\ntree() {{ tar -C {tmp_path} -c etc; }}\n{script}\n")
        program.chmod(0o755)

    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return does


def build() -> None:
    with engine.connected() as client, place.lock():
        images.ensure(client, [IMAGE])


def of_ours(client: docker.DockerClient) -> list[Image]:
    return client.images.list(all=True, filters={"label": images.LABEL})


def test_a_whole_tar_becomes_an_image_with_its_tag(
    client: docker.DockerClient, mmdebstrap: Stand
) -> None:
    mmdebstrap("tree")
    build()
    (image,) = of_ours(client)
    assert image.tags == [IMAGE.tag]
    assert list(place.building().iterdir()) == []


def test_an_image_that_is_there_is_not_built_again(
    client: docker.DockerClient, mmdebstrap: Stand
) -> None:
    mmdebstrap("tree")
    build()
    mmdebstrap("exit 1")
    build()
    assert images.exists(client, IMAGE.tag)


@pytest.mark.parametrize(
    "script", ["exit 1", "tree; exit 1", "tree | head -c 1000000; exit 1"], ids=str
)
def test_an_mmdebstrap_that_fails_leaves_no_image(
    client: docker.DockerClient, mmdebstrap: Stand, script: str
) -> None:
    mmdebstrap(script)
    with pytest.raises(LabError, match="debian12 could not be built"):
        build()
    assert of_ours(client) == []
    assert list(place.building().iterdir()) == []


@pytest.mark.parametrize("script", ["", "tree", "tree | head -c 1000000"])
def test_an_mmdebstrap_that_is_killed_leaves_no_image(
    client: docker.DockerClient,
    mmdebstrap: Stand,
    tool: Tool,
    until: Until,
    tmp_path: Path,
    script: str,
) -> None:
    mmdebstrap(f"{script}\n{at_work(tmp_path)}")
    run = running(tool)
    for pid in processes_of(tmp_path, until):
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}/comm").read_text() == "mmdebstrap\n":
                os.kill(pid, signal.SIGKILL)
    said = run.communicate()[0]
    assert "debian12 could not be built" in said
    assert run.returncode == 1
    assert of_ours(client) == []
    assert list(place.building().iterdir()) == []


def test_the_error_ends_with_the_logs_last_lines_and_its_place(mmdebstrap: Stand) -> None:
    mmdebstrap("echo the mirror is away >&2; exit 100")
    with pytest.raises(LabError, match=r"(?s)the mirror is away.*image-debian12\.log"):
        build()


# What a killed run does, as a process of its own that uses this test's names.
RUN = """
import sys
from tests.lab import engine, images, place
images.REPOSITORY, images.LABEL = sys.argv[1:3]
{before}
with engine.connected() as client, place.lock():
    images.ensure(client, [images.Image(12, engine=False)])
"""


def running(tool: Tool, before: str = "") -> subprocess.Popen[str]:
    return tool("-c", RUN.format(before=before), images.REPOSITORY, images.LABEL)


def at_work(tmp_path: Path) -> str:
    """The script's end: it tells where it works, and works on."""
    return f"echo $TMPDIR >{tmp_path}/new; mv {tmp_path}/new {tmp_path}/note; sleep 600"


def processes_of(tmp_path: Path, until: Until) -> list[int]:
    """The ids of all processes of the stand-in, once it is at work."""
    until((tmp_path / "note").exists)
    folder = (tmp_path / "note").read_text().strip()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"TMPDIR={folder}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
    assert len(found) >= 3  # unshare, the shell, sleep
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_a_run_killed_during_mmdebstrap_takes_it_and_its_mounts_along(
    client: docker.DockerClient, mmdebstrap: Stand, tool: Tool, until: Until, tmp_path: Path
) -> None:
    mmdebstrap(
        "mkdir $TMPDIR/chroot && mount -t tmpfs none $TMPDIR/chroot && touch $TMPDIR/chroot/x\n"
        + at_work(tmp_path)
    )
    run = running(tool)
    children = processes_of(tmp_path, until)
    folder = Path((tmp_path / "note").read_text().strip())
    run.kill()
    run.wait()
    until(lambda: not any(alive(pid) for pid in children))
    assert str(folder) not in Path("/proc/self/mountinfo").read_text()
    assert any(folder.name in what for what in sweep())
    assert not folder.exists()
    assert of_ours(client) == []


def test_a_run_killed_before_the_tag_leaves_half_an_image_that_is_never_taken(
    client: docker.DockerClient, mmdebstrap: Stand, tool: Tool
) -> None:
    mmdebstrap("tree")
    run = running(
        tool,
        "import os, docker\n"
        "docker.models.images.Image.tag = lambda *given: os.kill(os.getpid(), 9)",
    )
    run.communicate()
    assert run.returncode == -signal.SIGKILL
    (half,) = of_ours(client)
    assert half.tags == []
    assert not images.exists(client, IMAGE.tag)
    assert any("half an image" in what for what in sweep())
    assert of_ours(client) == []
    build()
    assert images.exists(client, IMAGE.tag)


def test_images_of_another_key_go_but_for_those_in_use(
    client: docker.DockerClient, mmdebstrap: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    mmdebstrap("tree")
    build()
    used = IMAGE.tag
    container = client.containers.create(used, ["/none"], labels={hosts.LAB: "none"})
    try:
        monkeypatch.setattr(images, "SERVER", ("another",))
        build()
        unused = IMAGE.tag
        assert {tag for image in of_ours(client) for tag in image.tags} == {used, unused}
        monkeypatch.setattr(images, "SERVER", ("a third",))
        build()
        assert {tag for image in of_ours(client) for tag in image.tags} == {used, IMAGE.tag}
    finally:
        container.remove()


def test_a_killed_docker_build_leaves_no_tag_and_nothing_after_a_sweep(
    client: docker.DockerClient, tool: Tool, until: Until, own_images: None
) -> None:
    base = next(image for image in images.IMAGES if not image.engine)
    real = f"twinstar-lab/{base.name}:{base.key}"
    run = tool(
        "-c",
        "import sys\nfrom tests.lab import engine, images\n"
        "with engine.connected() as client:\n"
        "    images.build_from(client, sys.argv[1], sys.argv[2])",
        f"FROM {real}\nLABEL {images.LABEL}=x\nRUN touch /x && sleep 600\n",
        f"{images.REPOSITORY}/x:1",
    )

    def building() -> list[Container]:
        label = {"label": images.LABEL}
        return client.containers.list(all=True, filters={**label}, ignore_removed=True)

    until(lambda: run.poll() is not None or "running" in [step.status for step in building()])
    assert run.poll() is None, run.communicate()
    run.kill()
    run.wait()
    sweep()
    assert not images.exists(client, f"{images.REPOSITORY}/x:1")
    until(lambda: building() == [])  # the engine may be at it itself
    assert of_ours(client) == []


@pytest.mark.parametrize("gone", [False, True], ids=["image there", "image gone"])
def test_a_container_that_a_killed_engine_left_of_a_build_is_swept(
    client: docker.DockerClient, own_images: None, gone: bool
) -> None:
    layer = io.BytesIO()
    tarfile.open(fileobj=layer, mode="w").close()
    layer.seek(0)
    image, fault = images.load(client, layer, f"{images.LABEL}=x")
    assert not fault
    container = client.containers.create(image, ["/none"])
    if gone:
        client.images.remove(image, force=True)
    assert f"container {container.name} of a build" in sweep()
    with pytest.raises(docker.errors.NotFound):
        container.reload()
    assert of_ours(client) == []


def test_a_container_that_somebody_made_of_an_image_of_ours_is_left_alone(
    client: docker.DockerClient, mmdebstrap: Stand
) -> None:
    mmdebstrap("tree")
    build()
    container = client.containers.create(IMAGE.tag, ["/none"])
    try:
        sweep()
        container.reload()
    finally:
        container.remove()


def test_who_comes_second_waits_and_finds_the_work_done(
    client: docker.DockerClient, tool: Tool, until: Until, mmdebstrap: Stand, tmp_path: Path
) -> None:
    mmdebstrap(
        f"echo once >>{tmp_path}/builds\nwhile ! test -e {tmp_path}/go; do sleep 0.1; done\ntree"
    )
    first = running(tool)
    until((tmp_path / "builds").exists)
    second = running(tool)
    assert second.stdout is not None
    assert second.stdout.readline() == f"lab: waiting for process {first.pid}\n"
    (tmp_path / "go").touch()
    assert first.wait() == 0
    assert second.communicate()[0] == ""
    assert second.returncode == 0
    assert (tmp_path / "builds").read_text() == "once\n"
    assert images.exists(client, IMAGE.tag)


def test_all_can_be_removed(client: docker.DockerClient, mmdebstrap: Stand) -> None:
    mmdebstrap("tree")
    build()
    with place.lock():
        images.prune(client, keep=())
    assert of_ours(client) == []
