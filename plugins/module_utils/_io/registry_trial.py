# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starting a real registry for a moment, as a program of the host or in a container.

Nothing stays behind: neither process nor container nor file, whatever happens; and should the
module itself be killed, the program is ended by its own time limit, and a container is swept by the
next trial.
"""

from __future__ import annotations

import calendar
import contextlib
import io
import os
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from .._core.distribution_proof import STARTED
from .._core.errors import LibraryMissing, Problem, Refused, Unreachable
from .._core.yaml_config import render
from . import processes

ConfigIn = Callable[[str], Mapping[str, Any]]

# Release 3 sends traces to this host's port 4318 unless told otherwise.
_ENVIRONMENT = {"OTEL_TRACES_EXPORTER": "none"}
_LABEL = "twinstar.registry.trial"
_SCRATCH = "/twinstar-trial"


class Program:
    """The registry program of the host."""

    def __init__(self, path: str, timeout: int) -> None:
        self.name = path
        self._timeout = timeout

    def ready(self, files: Sequence[str]) -> bool:
        """Whether the program and every file that the configuration names is there."""
        return processes.find(self.name) is not None and all(map(os.path.exists, files))

    def start(self, config_in: ConfigIn) -> str:
        """What it says until it listens or ends. ``config_in`` gets a scratch directory."""
        program = processes.find(self.name)
        if program is None:
            raise Refused(
                f"binary is {self.name!r}, but there is no such program. "
                "Install it, or correct its path."
            )
        with tempfile.TemporaryDirectory(prefix="twinstar-trial-") as scratch:
            for name, text in _files(config_in(scratch)).items():
                with open(os.path.join(scratch, name), "w", encoding="utf-8") as file:
                    os.fchmod(file.fileno(), 0o600)
                    file.write(text)
            # Nothing of our environment: REGISTRY_… would override the file, and LISTEN_FDS its
            # address.
            environment = {"PATH": os.environ.get("PATH", ""), "HOME": scratch, **_ENVIRONMENT}
            done = processes.run_until(
                [
                    *("timeout", "-s", "KILL", str(self._timeout + 30), "env", "-i"),
                    *(f"{name}={value}" for name, value in environment.items()),
                    *(program, "serve", os.path.join(scratch, "config.yml")),
                ],
                STARTED,
                self._timeout,
            )
        return done.stdout + done.stderr


class Container:
    """The registry program of an image, in a container without network."""

    def __init__(self, image: str, timeout: int, docker_host: str, volumes: Sequence[str]) -> None:
        self.name = image
        self._timeout = timeout
        self._docker_host = docker_host
        self._volumes = volumes

    def ready(self, files: Sequence[str]) -> bool:
        """Whether engine and image are there, and what is to be mounted."""
        if not all(os.path.exists(volume.split(":", 1)[0]) for volume in self._volumes):
            return False
        no_engine_yet: tuple[type[Exception], ...] = (Problem, *_docker_errors())
        try:
            with self._engine() as engine:
                engine.images.get(self.name)
        except no_engine_yet:
            return False
        return True

    def start(self, config_in: ConfigIn) -> str:
        """What it says until it listens or ends."""
        with self._engine() as engine:
            docker_errors = _docker_errors()
            try:
                _sweep(engine, self._timeout + 60)
                container = engine.containers.create(
                    self.name,
                    ["serve", f"{_SCRATCH}/config.yml"],
                    environment=_ENVIRONMENT,
                    labels={_LABEL: "1"},
                    network_mode="none",
                    # Where SELinux is on, what is mounted has no label for containers.
                    security_opt=["label=disable"],
                    user="0:0",
                    mounts=self._mounts(),
                )
            except docker_errors as error:
                raise self._refused(error) from None
            try:
                container.put_archive("/", _archive(_files(config_in(_SCRATCH))))
                container.start()
                return self._listen(container)
            except docker_errors as error:
                raise self._refused(error) from None
            finally:
                # Its volumes too: an image may declare one for its storage.
                with contextlib.suppress(*docker_errors):
                    container.remove(force=True, v=True)

    def _listen(self, container: Any) -> str:
        deadline = time.monotonic() + self._timeout
        while True:
            container.reload()
            ended = container.status not in ("created", "running")
            said: str = container.logs(stdout=True, stderr=True).decode("utf-8", "replace")
            if ended or STARTED in said:
                return said
            if time.monotonic() > deadline:
                raise Unreachable(
                    f"a container of {self.name} did not listen within {self._timeout} s. "
                    "Allow it more time by timeout."
                )
            time.sleep(0.05)

    def _mounts(self) -> list[dict[str, Any]]:
        return [
            {"Type": "bind", "Source": source, "Target": target, "ReadOnly": True}
            for source, target in (volume.split(":")[:2] for volume in self._volumes)
        ]

    def _refused(self, error: Exception) -> Refused:
        import docker

        if isinstance(error, docker.errors.ImageNotFound):
            return Refused(
                f"image is {self.name!r}, but {self._docker_host} has no such image. "
                "Pull or load it first."
            )
        words = getattr(error, "explanation", None) or str(error)
        return Refused(f"start a container of {self.name}: {self._docker_host} says: {words}.")

    @contextlib.contextmanager
    def _engine(self) -> Iterator[Any]:
        try:
            import docker
        except ImportError:
            raise LibraryMissing("docker", "python3-docker", "docker") from None
        try:
            # The engine's own version, asked for here, shows that somebody answers.
            engine = docker.DockerClient(
                base_url=self._docker_host, version="auto", timeout=self._timeout
            )
        except _docker_errors() as error:
            raise Unreachable(
                f"docker_host is {self._docker_host!r}, but no engine answers there "
                f"({type(error).__name__}). Start it, or correct the address."
            ) from None
        try:
            yield engine
        finally:
            engine.close()


def _docker_errors() -> tuple[type[Exception], ...]:
    try:
        import docker
        import requests
    except ImportError:
        return ()
    return (docker.errors.DockerException, requests.RequestException)


def _files(config: Mapping[str, Any]) -> dict[str, str]:
    return {"config.yml": render(config), "htpasswd": ""}


def _archive(files: Mapping[str, str]) -> bytes:
    """The scratch directory as the engine takes it."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        directory = tarfile.TarInfo(_SCRATCH.lstrip("/"))
        directory.type, directory.mode = tarfile.DIRTYPE, 0o700
        archive.addfile(directory)
        for name, text in files.items():
            body = text.encode("utf-8")
            entry = tarfile.TarInfo(f"{_SCRATCH.lstrip('/')}/{name}")
            entry.size, entry.mode = len(body), 0o600
            archive.addfile(entry, io.BytesIO(body))
    return packed.getvalue()


def _sweep(engine: Any, seconds: float) -> None:
    """Remove containers of trials whose module was killed: no trial lives that long."""
    for container in engine.containers.list(all=True, filters={"label": _LABEL}):
        # 2026-11-24T20:31:07.123456789Z, in UTC
        made = time.strptime(container.attrs["Created"][:19], "%Y-%m-%dT%H:%M:%S")
        if time.time() - calendar.timegm(made) > seconds:
            # Somebody else may sweep at the same moment.
            with contextlib.suppress(*_docker_errors()):
                container.remove(force=True, v=True)
