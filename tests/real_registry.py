# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real CNCF distribution on loopback, and images to push there."""

from __future__ import annotations

import contextlib
import hashlib
import json
import pathlib
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

PROGRAM = shutil.which("docker-registry") or "/usr/bin/docker-registry"
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
INDEX = "application/vnd.docker.distribution.manifest.list.v2+json"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(
    method: str, url: str, data: bytes | None = None, headers: Mapping[str, str] | None = None
) -> Answer:
    """One request, whatever it answers."""
    request = urllib.request.Request(url, data=data, method=method, headers=dict(headers or {}))
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return _answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return _answer(error.code, error.headers, error.read())


def _answer(status: int, headers: Any, body: bytes) -> Answer:
    return Answer(status, {name.lower(): value for name, value in headers.items()}, body)


def digest_of(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def push_blob(url: str, repository: str, content: bytes) -> str:
    started = ask("POST", f"{url}/v2/{repository}/blobs/uploads/", b"")
    assert started.status == 202, started
    place = started.headers["location"]
    digest = digest_of(content)
    sign = "&" if "?" in place else "?"
    media = {"Content-Type": "application/octet-stream"}
    assert ask("PUT", f"{place}{sign}digest={digest}", content, media).status == 201
    return digest


def push_manifest(url: str, repository: str, reference: str, manifest: Mapping[str, Any]) -> str:
    media = {"Content-Type": manifest["mediaType"]}
    body = json.dumps(manifest).encode()
    answer = ask("PUT", f"{url}/v2/{repository}/manifests/{reference}", body, media)
    assert answer.status == 201, answer
    return answer.headers["docker-content-digest"]


def push_image(url: str, repository: str, tag: str, text: str) -> str:
    """An image of one layer that holds the text; returns the manifest's digest."""
    layer = text.encode()
    config = json.dumps({"architecture": "amd64", "os": "linux", "note": text}).encode()
    manifest = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": {
            "mediaType": "application/vnd.docker.container.image.v1+json",
            "digest": push_blob(url, repository, config),
            "size": len(config),
        },
        "layers": [
            {
                "mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip",
                "digest": push_blob(url, repository, layer),
                "size": len(layer),
            }
        ],
    }
    return push_manifest(url, repository, tag, manifest)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def config(data: pathlib.Path, port: int, **sections: Any) -> dict[str, Any]:
    """A config.yml with deletion allowed; JSON is YAML, so json.dumps writes it."""
    return {
        "version": "0.1",
        "log": {"level": "warn", "accesslog": {"disabled": True}},
        "storage": {"filesystem": {"rootdirectory": str(data)}, "delete": {"enabled": True}},
        "http": {"addr": f"127.0.0.1:{port}"},
        **sections,
    }


def wait_for(url: str, seconds: float = 20) -> None:
    """Until it answers, whatever it answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            ask("GET", f"{url}/v2/")
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return


@contextlib.contextmanager
def serving(folder: pathlib.Path, **sections: Any) -> Iterator[str]:
    """The plain binary with its storage below the folder; gives its URL."""
    port = free_port()
    path = folder / "config.yml"
    path.write_text(json.dumps(config(folder / "data", port, **sections)))
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([PROGRAM, "serve", str(path)], stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait(20)
