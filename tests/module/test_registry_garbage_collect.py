# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a collection removes, and that the server comes back whatever happens meanwhile."""

from __future__ import annotations

import json
import os
import pathlib
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.garbage_collection import (
    blob_path,
)

from .. import real_registry
from .cases.registry_garbage_collect import a_registry_with_garbage, collect
from .contract import Answer, World, run_module

MODULE = "registry_garbage_collect"
ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture
def world(tmp_path: pathlib.Path) -> Iterator[World]:
    with a_registry_with_garbage(tmp_path) as world:
        yield world


def run(world: World, **options: Any) -> Answer:
    return run_module(MODULE, {**collect(world), **options})


def calls(world: World) -> list[str]:
    """What was asked of systemctl, beside questions and pardons."""
    said = (world["unit"] / "calls").read_text().split()[1:]
    return [verb for verb in said if verb not in ("is-active", "reset-failed")]


def serves(world: World) -> bool:
    """The image that was kept is there, and a new one can be pushed."""
    answer = real_registry.ask("GET", f"{world['url']}/v2/shop/app/tags/list")
    real_registry.push_image(world["url"], "shop/new", "1", "new\n")
    return sorted(answer.json["tags"]) == ["2", "3"]


def program(world: World, meanwhile: str) -> str:
    """The real program; before it really collects, the shell text is run."""
    path = pathlib.Path(world["unit"]) / "slow-registry"
    path.write_text(
        f'#!/bin/sh\ncase "$*" in *--dry-run*) ;; *) {meanwhile};; esac\n'
        f'exec {real_registry.PROGRAM} "$@"\n'
    )
    path.chmod(0o755)
    return str(path)


def stored(world: World, digest: str) -> bool:
    return os.path.exists(blob_path(str(world["tmp"] / "data"), digest))


def wait_until(true: Callable[[], bool]) -> None:
    for _turn in range(2000):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come true within 20 s")


def test_blobs_of_a_deleted_image_are_gone_and_their_size_is_told(world: World) -> None:
    told = run(world, dry_run=True).json[MODULE]
    sizes = [
        os.path.getsize(blob_path(str(world["tmp"] / "data"), digest)) for digest in told["blobs"]
    ]
    assert len(sizes) == 3, "manifest, config and layer"
    done = run(world)
    assert done.json[MODULE] == {**told, "quiesced": "stop"}
    assert done.json[MODULE]["bytes"] == sum(sizes)
    assert not any(stored(world, digest) for digest in told["blobs"])
    assert serves(world)


def test_a_dry_run_changes_nothing_and_disturbs_nobody(world: World) -> None:
    answer = run(world, dry_run=True)
    assert not answer.changed
    assert all(stored(world, digest) for digest in answer.json[MODULE]["blobs"])
    assert calls(world) == []


def test_a_registry_without_garbage_is_not_disturbed(world: World) -> None:
    assert run(world).changed
    assert calls(world) == ["stop", "start"]
    assert not run(world).changed
    assert calls(world) == ["stop", "start"]


def test_an_empty_storage_has_nothing_to_collect(tmp_path: pathlib.Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text(json.dumps(real_registry.config(tmp_path / "data", 5000)))
    answer = run_module(MODULE, {"config": str(config), "quiesce": "none"})
    assert not answer.failed, answer.json
    assert not answer.changed
    assert answer.json[MODULE]["blobs"] == []


def test_untagged_manifests_stay_unless_asked_for(world: World) -> None:
    assert run(world).json[MODULE]["manifests"] == []
    answer = run(world, delete_untagged=True, allow_broken_indexes=True)
    assert len(answer.json[MODULE]["manifests"]) == 1
    assert serves(world)


def test_while_read_only_pulls_go_on_and_pushes_are_refused(world: World) -> None:
    seen = world["unit"] / "seen"
    ask = f"curl -s -o /dev/null -w '%{{http_code}} ' {world['url']}/v2/shop/app"
    binary = program(world, f"({ask}/tags/list; {ask}/blobs/uploads/ -X POST) >{seen} </dev/null")
    answer = run(world, quiesce="read_only", binary=binary)
    assert not answer.failed, answer.json
    assert seen.read_text() == "200 405 "
    assert not (world["unit"] / "drop-in.conf").exists()
    assert serves(world)


def test_a_failed_collection_says_why_and_the_registry_serves_again(world: World) -> None:
    binary = program(world, "echo disk on fire >&2; exit 1")
    for quiesce in ("stop", "read_only"):
        answer = run(world, quiesce=quiesce, binary=binary)
        assert answer.failed
        assert "disk on fire. The registry serves as before" in answer.json["msg"]
        assert serves(world)


def test_a_collection_that_hangs_is_ended_and_the_registry_serves_again(world: World) -> None:
    answer = run(world, binary=program(world, "exec sleep 60"), timeout=1)
    assert answer.failed
    assert "raise timeout" in answer.json["msg"]
    assert serves(world)


def test_nothing_is_removed_when_the_registry_cannot_be_stopped(world: World) -> None:
    (world["unit"] / "fail-stop").touch()
    garbage = run(world, dry_run=True).json[MODULE]["blobs"]
    answer = run(world)
    assert answer.failed
    assert "stop was told to fail. Nothing was removed" in answer.json["msg"]
    assert all(stored(world, digest) for digest in garbage)
    assert serves(world)


def test_a_registry_that_does_not_start_again_is_no_success(world: World) -> None:
    (world["unit"] / "fail-start").touch()
    answer = run(world)
    assert answer.failed
    assert "start was told to fail" in answer.json["msg"]
    assert "the registry did not start again" in answer.json["msg"]


@pytest.mark.parametrize("quiesce", ["stop", "read_only"])
def test_a_registry_that_was_started_often_comes_back_too(world: World, quiesce: str) -> None:
    # Made while the collection runs: only then the start that counts is the one afterwards.
    binary = program(world, f"touch {world['unit'] / 'start-limit'}")
    answer = run(world, quiesce=quiesce, binary=binary)
    assert not answer.failed, answer.json
    assert serves(world)


def test_a_registry_that_was_stopped_stays_so(world: World) -> None:
    subprocess.run(["systemctl", "stop"], check=True)
    assert run(world).changed
    assert calls(world) == ["stop"]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_killed_task_does_not_leave_the_registry_stopped(
    world: World, number: signal.Signals
) -> None:
    begun, go = world["unit"] / "begun", world["unit"] / "go"
    binary = program(world, f"touch {begun}; until test -e {go}; do sleep 0.02; done")
    params = {**collect(world), "binary": binary}
    garbage = run(world, dry_run=True).json[MODULE]["blobs"]
    script = f"from tests.module.contract import run_module; run_module({MODULE!r}, {params!r})"
    task = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'build' / 'link'}:{ROOT}"},
        start_new_session=True,
    )
    wait_until(begun.exists)
    os.killpg(task.pid, number)
    task.wait(20)
    go.touch()
    wait_until(lambda: calls(world) == ["stop", "start"])
    wait_until((world["unit"] / "pid").exists)
    real_registry.wait_for(world["url"])
    assert serves(world)
    # What was left is collected by the next.
    run(world, quiesce="none")
    assert not any(stored(world, digest) for digest in garbage)


def test_two_collections_never_run_side_by_side(world: World) -> None:
    log, go = world["unit"] / "turns", world["unit"] / "go"
    binary = program(
        world, f"echo in >>{log}; until test -e {go}; do sleep 0.02; done; echo out >>{log}"
    )
    params = {**collect(world), "binary": binary, "quiesce": "none"}
    script = f"from tests.module.contract import run_module; run_module({MODULE!r}, {params!r})"
    tasks = [
        subprocess.Popen(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'build' / 'link'}:{ROOT}"},
        )
        for _turn in range(2)
    ]
    wait_until(log.exists)
    # Long enough for the other one to come in too, if it could.
    time.sleep(1)
    go.touch()
    assert [task.wait(60) for task in tasks] == [0, 0]
    assert log.read_text().split() == ["in", "out", "in", "out"]
