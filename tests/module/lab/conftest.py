# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Labs of these tests have names of their own, and what a test leaves goes at its end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import docker
import pytest

from tests.lab import engine, hosts, images, owner
from tests.lab.sweep import sweep

Tool = Callable[..., "subprocess.Popen[str]"]

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def client() -> Iterator[docker.DockerClient]:
    with engine.connected() as client:
        yield client


@pytest.fixture
def name() -> Iterator[str]:
    """A lab's name that nobody else uses; `name + "b"` is free too."""
    name = f"t{os.getpid()}"
    yield name
    for lab in (name, f"{name}b"):
        hosts.down(lab)


@pytest.fixture
def tool() -> Iterator[Tool]:
    """Start the tool, or any Python text, as its own process, and end it with the test."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: str, run: owner.Run | None = None) -> subprocess.Popen[str]:
        environment = {key: value for key, value in os.environ.items() if key != "TWINSTAR_RUN"}
        if run is not None:
            environment["TWINSTAR_RUN"] = str(run)
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


@pytest.fixture
def own_images(monkeypatch: pytest.MonkeyPatch, client: docker.DockerClient) -> Iterator[None]:
    """Images under another name: the real ones are never touched, and these go at the end."""
    monkeypatch.setattr(images, "REPOSITORY", f"twinstar-test-{os.getpid()}")
    monkeypatch.setattr(images, "LABEL", f"twinstar.test.{os.getpid()}")
    sweep()
    yield
    for image in client.images.list(filters={"label": images.LABEL}):
        for tag in image.tags:
            client.images.remove(tag, force=True)
    sweep()


@pytest.fixture
def until() -> Callable[[Callable[[], object]], None]:
    def wait(true: Callable[[], object]) -> None:
        end = time.monotonic() + 60
        while not true():
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.05)

    return wait
