# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real clients at the double: skopeo, and docker with an engine of the test's own."""

from __future__ import annotations

import base64
import contextlib
import ctypes
import fcntl
import gzip
import hashlib
import io
import json
import os
import pathlib
import random
import socket
import ssl
import struct
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.double.facts import ask
from tests.double.hub import Hub
from tests.double.running import running
from tests.double.server import Server
from tests.double.versions import ASKED

from .engine import Engine, an_engine
from .registry import certificates

IMAGE = "application/vnd.oci.image.manifest.v1+json"
PULL, PUSH = ("repository", "pull"), ("repository", "push")


@pytest.fixture(params=ASKED)
def hub(request: pytest.FixtureRequest) -> Iterator[Hub]:
    with running(request.param, registry=True) as found:
        assert ask(found, "POST", "/projects", {"project_name": "demo"}).status == 201
        yield found


def robot(hub: Hub, name: str, *rights: tuple[str, str]) -> tuple[str, str]:
    """Its full name and its secret."""
    access = [{"resource": resource, "action": action} for resource, action in rights]
    wanted = {"kind": "project", "namespace": "demo", "access": access}
    body = {"name": name, "level": "project", "duration": 1, "permissions": [wanted]}
    made = ask(hub, "POST", "/robots", body).json
    return made["name"], made["secret"]


def set_limit(hub: Hub, size: int) -> None:
    (project,) = ask(hub, "GET", "/projects?q=name=demo").json
    query = f"reference=project&reference_id={project['project_id']}"
    (quota,) = ask(hub, "GET", f"/quotas?{query}").json
    body = {"hard": {"storage": size}}
    assert ask(hub, "PUT", f"/quotas/{quota['id']}", body).status == 200


def pull_count(hub: Hub, repository: str) -> int:
    assert hub.jobs.wait()
    count: int = ask(hub, "GET", f"/projects/demo/repositories/{repository}").json["pull_count"]
    return count


# -- skopeo


def layout(folder: pathlib.Path, text: bytes = b"a layer") -> pathlib.Path:
    """An image as the OCI image layout has it, without any registry."""

    def kept(data: bytes, kind: str) -> dict[str, Any]:
        name = hashlib.sha256(data).hexdigest()
        (folder / "blobs" / "sha256" / name).write_bytes(data)
        return {"mediaType": kind, "digest": f"sha256:{name}", "size": len(data)}

    (folder / "blobs" / "sha256").mkdir(parents=True)
    unpacked = f"sha256:{hashlib.sha256(text).hexdigest()}"
    layer = kept(gzip.compress(text, mtime=0), "application/vnd.oci.image.layer.v1.tar+gzip")
    about = {"architecture": "amd64", "os": "linux", "rootfs": {
        "type": "layers", "diff_ids": [unpacked]}}  # fmt: skip
    config = kept(json.dumps(about).encode(), "application/vnd.oci.image.config.v1+json")
    manifest = {"schemaVersion": 2, "mediaType": IMAGE, "config": config, "layers": [layer]}
    listed = [kept(json.dumps(manifest).encode(), IMAGE)]
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": listed}))
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    return folder


def auth_file(path: pathlib.Path, hub: Hub, login: tuple[str, str]) -> pathlib.Path:
    """So that no secret is an argument."""
    word = base64.b64encode(":".join(login).encode()).decode()
    path.write_text(json.dumps({"auths": {address(hub): {"auth": word}}}))
    return path


def address(hub: Hub) -> str:
    return hub.url.partition("://")[2]


@pytest.fixture
def hub_with_tls(tmp_path: pathlib.Path) -> Iterator[tuple[Hub, pathlib.Path]]:
    """A hub that speaks TLS, and the folder with the authority of its certificate."""
    ca, certificate, key = certificates(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    trusted = tmp_path / "trusted"
    trusted.mkdir()
    (trusted / "ca.crt").write_bytes(ca.read_bytes())
    with running(ASKED[-1], registry=True, tls=tls) as found:
        yield found, trusted


def test_an_upload_stays_with_https(
    hub_with_tls: tuple[Hub, pathlib.Path], tmp_path: pathlib.Path
) -> None:
    hub, trusted = hub_with_tls
    auth = auth_file(tmp_path / "auth", hub, ("admin", "Harbor12345"))
    (tmp_path / "image").mkdir()
    source = f"oci:{layout(tmp_path / 'image')}"
    image = f"docker://{address(hub)}/library/app:1"
    pushed = skopeo("copy", f"--authfile={auth}", f"--dest-cert-dir={trusted}", source, image)
    assert pushed.returncode == 0, pushed.stderr
    found = skopeo("inspect", f"--authfile={auth}", f"--cert-dir={trusted}", image)
    assert found.returncode == 0, found.stderr


def skopeo(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["skopeo", "--insecure-policy", *words],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def copied(source: str, target: str, auth: pathlib.Path) -> subprocess.CompletedProcess[str]:
    """By skopeo, between folders (oci:…) and the double (docker://…)."""
    return skopeo(
        "copy", f"--authfile={auth}", "--src-tls-verify=false", "--dest-tls-verify=false",
        source, target,
    )  # fmt: skip


def test_skopeo_pushes_and_pulls_with_robots(hub: Hub, tmp_path: pathlib.Path) -> None:
    image = f"docker://{address(hub)}/demo/app:1"
    source = f"oci:{layout(tmp_path / 'source')}"
    pusher = auth_file(tmp_path / "pusher.json", hub, robot(hub, "pusher", PULL, PUSH))
    reader = auth_file(tmp_path / "reader.json", hub, robot(hub, "reader", PULL))
    refused = copied(source, image, reader)
    assert refused.returncode != 0
    assert "denied" in refused.stderr or "unauthorized" in refused.stderr
    pushed = copied(source, image, pusher)
    assert pushed.returncode == 0, pushed.stderr
    artifact = ask(hub, "GET", "/projects/demo/repositories/app/artifacts/1").json
    manifest = json.loads((tmp_path / "source" / "index.json").read_text())["manifests"][0]
    assert artifact["digest"] == manifest["digest"]
    pulled = copied(image, f"oci:{tmp_path / 'pulled'}", reader)
    assert pulled.returncode == 0, pulled.stderr
    # An image may be told of first by a GET of its own.
    assert pull_count(hub, "app") >= 1
    tags = skopeo("list-tags", f"--authfile={reader}", "--tls-verify=false", image[:-2])
    assert json.loads(tags.stdout)["Tags"] == ["1"]
    nobody = tmp_path / "nobody.json"
    nobody.write_text("{}")
    assert copied(image, f"oci:{tmp_path / 'none'}", nobody).returncode != 0


def test_skopeo_is_told_that_the_project_is_full(hub: Hub, tmp_path: pathlib.Path) -> None:
    auth = auth_file(tmp_path / "auth.json", hub, ("admin", hub.password))
    set_limit(hub, 1000)
    source = f"oci:{layout(tmp_path / 'source', random.Random(0).randbytes(5000))}"
    refused = copied(source, f"docker://{address(hub)}/demo/app:1", auth)
    assert refused.returncode != 0
    assert "exceed the configured upper limit of 1000 B" in refused.stderr
    set_limit(hub, -1)
    pushed = copied(source, f"docker://{address(hub)}/demo/app:1", auth)
    assert pushed.returncode == 0, pushed.stderr


# -- docker


def of_engine(engine: Engine, port: int) -> socket.socket:
    """A socket that listens on the loopback of the engine, which has a network of its own."""
    found: list[socket.socket | BaseException] = []

    def listen() -> None:
        try:
            libc = ctypes.CDLL(None, use_errno=True)
            place = os.open(f"/proc/{engine.pid}/ns/net", os.O_RDONLY)
            try:
                if libc.setns(place, 0):  # of this thread alone
                    raise OSError(ctypes.get_errno(), "setns")
            finally:
                os.close(place)
            listener = socket.socket()
            request = struct.pack("16sh14x", b"lo", 1)  # IFF_UP
            fcntl.ioctl(listener, 0x8914, request)  # SIOCSIFFLAGS
            listener.bind(("127.0.0.1", port))
            listener.listen(64)
            found.append(listener)
        except OSError as error:
            found.append(error)

    thread = threading.Thread(target=listen)
    thread.start()
    thread.join(10)
    (listener,) = found
    if isinstance(listener, BaseException):
        raise listener
    return listener


@contextlib.contextmanager
def reachable(hub: Hub, engine: Engine) -> Iterator[None]:
    """The double at the same address for the engine, too."""
    server = Server(hub)
    server.socket.close()
    server.socket = of_engine(engine, int(address(hub).rpartition(":")[2]))
    server.start()
    try:
        yield
    finally:
        server.end()


class Docker:
    """The client with a configuration of its own."""

    def __init__(self, engine: Engine, folder: pathlib.Path) -> None:
        self.words = ["docker", f"--host={engine.host}", f"--config={folder}"]

    def __call__(self, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [*self.words, *words], input=given, capture_output=True, timeout=120, check=False
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    def login(self, hub: Hub, name: str, secret: str) -> subprocess.CompletedProcess[str]:
        return self("login", "-u", name, "--password-stdin", address(hub), given=secret.encode())


def root_of_an_image(text: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        member = tarfile.TarInfo("said")
        member.size = len(text)
        tar.addfile(member, io.BytesIO(text))
    return out.getvalue()


def test_docker_logs_in_pushes_and_pulls(tmp_path: pathlib.Path) -> None:
    with contextlib.ExitStack() as stack:
        engine = stack.enter_context(an_engine(tmp_path / "daemon.json", {}))
        docker = Docker(engine, tmp_path / "docker")
        for version in ASKED:
            with running(version, registry=True) as hub, reachable(hub, engine):
                assert ask(hub, "POST", "/projects", {"project_name": "demo"}).status == 201
                push_and_pull(hub, docker)


def push_and_pull(hub: Hub, docker: Docker) -> None:
    image = f"{address(hub)}/demo/app:1"
    made = docker("import", "-", image, given=root_of_an_image(b"hello " * 1000))
    assert made.returncode == 0, made.stderr
    anonymous = docker("push", image)
    assert anonymous.returncode != 0
    name, secret = robot(hub, "pusher", PULL, PUSH)
    wrong = docker.login(hub, name, "Wrong-Secret1")
    assert wrong.returncode != 0
    assert "unauthorized" in wrong.stderr
    right = docker.login(hub, name, secret)
    assert right.returncode == 0, right.stderr
    set_limit(hub, 100)
    full = docker("push", image)
    assert full.returncode != 0
    assert "will exceed the configured upper limit of 100 B" in full.stdout + full.stderr
    set_limit(hub, -1)
    pushed = docker("push", image)
    assert pushed.returncode == 0, pushed.stderr
    assert pull_count(hub, "app") == 0
    assert docker("rmi", image).returncode == 0
    pulled = docker("pull", image)
    assert pulled.returncode == 0, pulled.stderr
    # An engine asks for the tag by HEAD and then for the digest, which is what counts.
    assert pull_count(hub, "app") == 1
    missing = docker("pull", f"{address(hub)}/demo/none:1")
    assert "not found" in missing.stderr
