# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real registry behind /v2: the CNCF distribution's own program, on a port of the loopback."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import shutil
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

STARTS_WITHIN = 20.0
SECONDS = 300.0
PLACES = "/usr/local/bin:/usr/bin:/bin"
MISSING = "docker-registry is missing. Run make setup, which installs it."


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Distribution:
    """Only the double talks to it. Nobody is asked for a password there, unless `login` has one:
    the headers that each request to it needs."""

    host: str
    port: int
    login: Mapping[str, str] = field(default_factory=dict, repr=False)
    tls: ssl.SSLContext | None = None

    def connection(self) -> http.client.HTTPConnection:
        if self.tls is not None:
            return http.client.HTTPSConnection(
                self.host, self.port, timeout=SECONDS, context=self.tls
            )
        return http.client.HTTPConnection(self.host, self.port, timeout=SECONDS)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """One request of the double's own, such as for an image's configuration."""
        with contextlib.closing(self.connection()) as connection:
            connection.request(method, path, body, {**self.login, **(headers or {})})
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, names, answer.read())


def program() -> str:
    """Debian's package has another name for it than the upstream image."""
    for name in ("docker-registry", "registry"):
        found = shutil.which(name, path=PLACES)
        if found:
            return found
    raise RuntimeError(MISSING)


@contextlib.contextmanager
def serving(storage: Path | None = None, binary: str = "") -> Iterator[Distribution]:
    """Runs until the end. Without `storage` all that was pushed ends with it, too."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="double-")))
        config = {
            "version": "0.1",
            # At this level it says which port it has.
            "log": {"level": "info", "accesslog": {"disabled": True}},
            "storage": {
                "filesystem": {"rootdirectory": str(storage or folder / "storage")},
                "delete": {"enabled": True},
            },
            "http": {"addr": "127.0.0.1:0", "secret": "of-the-double"},
        }
        (folder / "config.yml").write_text(json.dumps(config))  # JSON is YAML
        log = folder / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*with_me(), binary or program(), "serve", str(folder / "config.yml")],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, env={"PATH": PLACES},
                start_new_session=True,
            )  # fmt: skip
        stack.callback(end, process)
        yield Distribution("127.0.0.1", port_of(process, log))


def with_me() -> list[str]:
    """Words before a command that end it with this process, however that ends."""
    setpriv = shutil.which("setpriv", path=PLACES)
    return [setpriv, "--pdeathsig=KILL"] if setpriv else []


def port_of(process: subprocess.Popen[bytes], log: Path) -> int:
    """The port that the kernel gave it, as its log says."""
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        said = re.search(r"listening on 127\.0\.0\.1:(\d+)", log.read_text("utf-8", "replace"))
        if said:
            return int(said.group(1))
        time.sleep(0.02)
    raise RuntimeError(f"the registry did not start:\n{log.read_text('utf-8', 'replace')}")


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
