# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Docker engine of a test's own, beside the machine's: own data, socket, pid and file."""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from typing import Any

import docker

# No service of the machine has this name: a test must never restart the machine's engine.
SERVICE = "twinstar-test-engine"
_STARTS_WITHIN = 60.0
_STARTING = "--- starting ---\n"


def _end_with_the_test() -> None:
    """A killed test must leave no engine: the kernel ends it with its parent."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


class Engine:
    """``config`` is its daemon.json. A folder of its own, since a socket's path must be short."""

    def __init__(
        self, folder: pathlib.Path, config: pathlib.Path, *, keeps_root: bool = False
    ) -> None:
        self.folder = folder
        # Whether its file says where its data are, so that no flag may.
        self.keeps_root = keeps_root
        self.config = config
        self.host = f"unix://{folder}/docker.sock"
        self.log = folder / "log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *flags: str) -> None:
        for stale in ("docker.pid", "docker.sock"):
            (self.folder / stale).unlink(missing_ok=True)
        command = [
            # --bridge=none deletes docker0: not in the network of the machine's own engine.
            "unshare",
            "--net",
            "dockerd",
            f"--config-file={self.config}",
            f"--exec-root={self.folder}/exec",
            f"--pidfile={self.folder}/docker.pid",
            f"--host={self.host}",
            "--bridge=none",
            "--iptables=false",
            "--storage-driver=vfs",
            *([] if self.keeps_root else [f"--data-root={self.folder}/root"]),
            *flags,
        ]
        (self.folder / "command").write_text(json.dumps(command))
        with self.log.open("ab") as log:
            log.write(_STARTING.encode())
            log.flush()
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_the_test,
            )
        atexit.register(self.stop)
        deadline = time.monotonic() + _STARTS_WITHIN
        while not self.log.read_text().rpartition(_STARTING)[2].count("API listen on"):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the engine does not start:\n{self.log.read_text()[-2000:]}")
            time.sleep(0.02)

    @property
    def pid(self) -> int:
        """Of the process that runs now: a service manager may have started another one."""
        return int((self.folder / "docker.pid").read_text())

    def info(self) -> dict[str, Any]:
        client = docker.APIClient(base_url=self.host, version="auto", timeout=20)
        with contextlib.closing(client):
            found: dict[str, Any] = client.info()
        return found

    def trusted(self) -> set[str]:
        """What it trusts without TLS, beyond the loopback."""
        config = self.info()["RegistryConfig"]
        hosts = {name for name, index in config["IndexConfigs"].items() if not index["Secure"]}
        return hosts | set(config["InsecureRegistryCIDRs"]) - {"127.0.0.0/8", "::1/128"}

    def said(self, words: str) -> int:
        """How often its log has the words."""
        return self.log.read_text().count(words)

    def pause(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def stop(self) -> None:
        process, self._process = self._process, None
        ours = [self._later_process(), process.pid if process else None]
        for number in {number for number in ours if number is not None}:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGCONT)
                os.kill(number, signal.SIGTERM)
        if process is not None:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(30)
        deadline = time.monotonic() + 30
        while self._later_process() is not None and time.monotonic() < deadline:
            time.sleep(0.01)
        atexit.unregister(self.stop)

    def _later_process(self) -> int | None:
        """The engine of the pidfile, where it runs and is ours by its command line."""
        with contextlib.suppress(OSError, ValueError):
            number = self.pid
            if str(self.folder) in pathlib.Path(f"/proc/{number}/cmdline").read_text():
                return number
        return None


@contextlib.contextmanager
def an_engine(
    config: pathlib.Path, values: Mapping[str, Any] | None = None, *flags: str
) -> Iterator[Engine]:
    """Started with the file ``config``, which is made with the values where there are some."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="twinstar-engine-"))
    if values is not None:
        config.write_text(json.dumps(values, indent=2) + "\n")
    engine = Engine(folder, config, keeps_root="data-root" in (values or {}))
    try:
        engine.start(*flags)
        yield engine
    finally:
        engine.stop()
        # An engine that could not end by itself leaves its data mounted onto themselves.
        for line in pathlib.Path("/proc/mounts").read_text().splitlines():
            if line.split()[1].startswith(f"{folder}/"):
                subprocess.run(["umount", line.split()[1]], check=False)
        shutil.rmtree(folder, ignore_errors=True)
