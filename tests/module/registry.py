# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real registry for tests: the CNCF distribution's own program on a port of the loopback."""

from __future__ import annotations

import atexit
import base64
import contextlib
import functools
import hashlib
import http.cookiejar
import ipaddress
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import bcrypt
import requests
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.x509.oid import NameOID

USER, OTHER_USER = "root", "ci"
# Planted, so that a test can look for them in what a module says.
PASSWORD, OTHER_PASSWORD = "planted-secret-123456", "planted-secret-ci"

DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"

_STARTS_WITHIN = 60.0


@dataclass(frozen=True)
class Registry:
    url: str
    netloc: str
    log: pathlib.Path
    # Where the certificate's authority lies, where it speaks TLS.
    ca: pathlib.Path | None = None


def program() -> str:
    """Debian's package has another name for it than the upstream image."""
    found = shutil.which("docker-registry", path="/usr/local/bin:/usr/bin:/bin")
    if found is None:
        raise RuntimeError("docker-registry is missing. Run make setup, which installs it.")
    return found


@contextlib.contextmanager
def distribution(
    folder: pathlib.Path,
    *,
    auth: Mapping[str, Any] | None = None,
    users: Mapping[str, str] | None = None,
    tls: bool = False,
    headers: Mapping[str, str] | None = None,
) -> Iterator[Registry]:
    """Run it in the folder until the end. ``users`` brings htpasswd, unless ``auth`` says more."""
    config: dict[str, Any] = {
        "version": "0.1",
        "log": {"level": "info", "accesslog": {"disabled": False}},
        "storage": {
            "filesystem": {"rootdirectory": str(folder / "storage")},
            "delete": {"enabled": True},
        },
        "http": {"addr": "127.0.0.1:0", "secret": "of-this-test"},
    }
    if headers:
        config["http"]["headers"] = {name: [value] for name, value in headers.items()}
    if users is not None:
        write_users(folder / "htpasswd", users)
        config["auth"] = {"htpasswd": {"realm": "edge", "path": str(folder / "htpasswd")}}
    if auth is not None:
        config["auth"] = dict(auth)
    ca = None
    if tls:
        ca, certificate, key = certificates(folder)
        config["http"]["tls"] = {"certificate": str(certificate), "key": str(key)}
    (folder / "config.yml").write_text(yaml.safe_dump(config))
    log = folder / "registry.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            # A test run that is killed leaves no registry behind.
            ["setpriv", "--pdeathsig=KILL", program(), "serve", str(folder / "config.yml")],
            stdout=output,
            stderr=subprocess.STDOUT,
            env={"PATH": "/usr/bin:/bin"},
        )
    try:
        netloc = _address(process, log)
        yield Registry(f"{'https' if tls else 'http'}://{netloc}", netloc, log, ca)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def write_users(path: pathlib.Path, users: Mapping[str, str]) -> None:
    """An htpasswd file, at a cost that is quick to check."""
    lines = [
        f"{name}:{bcrypt.hashpw(password.encode(), bcrypt.gensalt(4, b'2a')).decode()}\n"
        for name, password in users.items()
    ]
    path.write_text("".join(lines))


def basic(user: str, password: str) -> str:
    """The Authorization header that a client sends."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@functools.cache
def shared() -> Registry:
    """One for all tests that only read: two users, a header, and what ``fill`` puts into it."""
    stack = contextlib.ExitStack()
    atexit.register(stack.close)
    folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
    registry = stack.enter_context(
        distribution(
            folder,
            users={USER: PASSWORD, OTHER_USER: OTHER_PASSWORD},
            headers={"X-Registry-Instance": "edge-1"},
        )
    )
    with Pusher(registry, USER, PASSWORD) as pusher:
        fill(pusher)
    return registry


def fill(pusher: Pusher) -> None:
    """demo-app:1, prod/ruoyi-server:2 (OCI), multi:1 for two platforms, and a chart."""
    pusher.image("demo-app", "1")
    pusher.image("prod/ruoyi-server", "2", kind=OCI_MANIFEST)
    entries = []
    for created, machine in (
        ("2026-11-24T20:31:07Z", {"architecture": "amd64"}),
        ("2026-11-25T20:31:07Z", {"architecture": "arm64", "variant": "v8"}),
    ):
        image = pusher.image("multi", None, kind=OCI_MANIFEST, created=created, machine=machine)
        entries.append({**image, "platform": {"os": "linux", **machine}})
    pusher.index("multi", "1", entries)
    chart = {
        "schemaVersion": 2,
        "mediaType": OCI_MANIFEST,
        "config": {
            "mediaType": "application/vnd.cncf.helm.config.v1+json",
            **pusher.blob("charts/demo", b'{"name": "demo"}'),
        },
        "layers": [
            {
                "mediaType": "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
                **pusher.blob("charts/demo", b"a chart"),
            }
        ],
    }
    pusher.manifest("charts/demo", "0.1.0", chart, OCI_MANIFEST)


def _address(process: subprocess.Popen[bytes], log: pathlib.Path) -> str:
    """The port that the kernel gave it, as its log says."""
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        said = re.search(r"listening on (127\.0\.0\.1:\d+)", log.read_text())
        if said:
            return said.group(1)
        time.sleep(0.02)
    raise RuntimeError(f"the registry did not start:\n{log.read_text()}")


# Certificates


def certificates(folder: pathlib.Path) -> tuple[pathlib.Path, pathlib.Path, pathlib.Path]:
    """A private authority, and a certificate by it for 127.0.0.1 with its key."""
    authority_key, authority = _certificate("a private authority", None, None)
    key, certificate = _certificate("127.0.0.1", authority_key, authority)
    paths = folder / "ca.crt", folder / "server.crt", folder / "server.key"
    paths[0].write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[2].write_bytes(_pem(key))
    return paths


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _certificate(
    name: str, issuer_key: ec.EllipticCurvePrivateKey | None, issuer: x509.Certificate | None
) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(timezone.utc)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if issuer is not None:
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(name))])
        builder = builder.add_extension(names, critical=False)
    return key, builder.sign(issuer_key or key, hashes.SHA256())


# A token server, as distribution's token specification describes it


class TokenSigner:
    """Signs what distribution's auth.token checks: a JWT (ES256) with the certificate in x5c."""

    def __init__(self, folder: pathlib.Path, service: str = "edge", issuer: str = "tests") -> None:
        self.service, self.issuer = service, issuer
        self._key, self._certificate = _certificate("token signer", None, None)
        self.bundle = folder / "tokens.crt"
        self.bundle.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))

    def auth(self, realm: str) -> Mapping[str, Any]:
        """The auth section of the registry's configuration."""
        return {
            "token": {
                "realm": realm,
                "service": self.service,
                "issuer": self.issuer,
                "rootcertbundle": str(self.bundle),
            }
        }

    def token(self, user: str, scopes: Sequence[str], lasts: int = 300) -> str:
        access = [
            {"type": kind, "name": name, "actions": actions.split(",")}
            for kind, name, actions in (scope.split(":", 2) for scope in scopes)
        ]
        now = int(time.time())
        der = self._certificate.public_bytes(serialization.Encoding.DER)
        header = {"typ": "JWT", "alg": "ES256", "x5c": [base64.b64encode(der).decode()]}
        claims = {
            "iss": self.issuer,
            "sub": user,
            "aud": self.service,
            "exp": now + lasts,
            "nbf": now - 10,
            "iat": now,
            "jti": uuid.uuid4().hex,
            "access": access,
        }
        signed = f"{_base64(json.dumps(header).encode())}.{_base64(json.dumps(claims).encode())}"
        signature = self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256()))
        r, s = utils.decode_dss_signature(signature)
        return f"{signed}.{_base64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


# Images


def digest_of(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


class Pusher:
    """Pushes as a client would; plain requests, none of the code under test."""

    def __init__(
        self,
        registry: Registry,
        user: str | None = None,
        password: str | None = None,
        token: Callable[[str], str] | None = None,
    ) -> None:
        self._url = registry.url
        self._session = requests.Session()
        self._session.trust_env = False
        # No client keeps cookies, and Harbor refuses writes with its own.
        self._session.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
        self._session.verify = str(registry.ca) if registry.ca else True
        self._token = token
        if user is not None:
            self._session.auth = (user, password or "")

    def __enter__(self) -> Pusher:
        return self

    def __exit__(self, *error: object) -> None:
        self._session.close()

    def _send(self, method: str, url: str, repository: str, **more: Any) -> requests.Response:
        headers = more.pop("headers", {})
        if self._token:
            scope = f"repository:{repository}:pull,push"
            headers["Authorization"] = f"Bearer {self._token(scope)}"
        answer = self._session.request(method, url, headers=headers, timeout=120, **more)
        assert answer.status_code < 300, (method, url, answer.status_code, answer.text)
        return answer

    def get(self, repository: str, what: str, accept: str) -> bytes:
        url = f"{self._url}/v2/{repository}/{what}"
        return self._send("GET", url, repository, headers={"Accept": accept}).content

    def blob(self, repository: str, data: bytes) -> dict[str, Any]:
        """Push the bytes; returns their digest and size, as a descriptor has them."""
        digest = digest_of(data)
        begun = self._send("POST", f"{self._url}/v2/{repository}/blobs/uploads/", repository)
        where = requests.compat.urljoin(self._url, begun.headers["Location"])
        between = "&" if "?" in where else "?"
        self._send(
            "PUT",
            f"{where}{between}digest={digest}",
            repository,
            data=data,
            headers={"Content-Type": "application/octet-stream"},
        )
        return {"digest": digest, "size": len(data)}

    def manifest(
        self, repository: str, reference: str | None, content: Mapping[str, Any], kind: str
    ) -> dict[str, Any]:
        """Push the manifest under the tag, or its digest; returns its descriptor."""
        body = json.dumps(content).encode()
        digest = digest_of(body)
        self._send(
            "PUT",
            f"{self._url}/v2/{repository}/manifests/{reference or digest}",
            repository,
            data=body,
            headers={"Content-Type": kind},
        )
        return {"mediaType": kind, "digest": digest, "size": len(body)}

    def image(
        self,
        repository: str,
        tag: str | None,
        *,
        kind: str = DOCKER_MANIFEST,
        layers: Sequence[bytes] = (b"layer one", b"layer two"),
        machine: Mapping[str, str] | None = None,
        created: str | None = "2026-11-24T20:31:07Z",
    ) -> dict[str, Any]:
        config: dict[str, Any] = {"os": "linux", **(machine or {"architecture": "amd64"})}
        config.update({"created": created} if created else {})
        docker = kind == DOCKER_MANIFEST
        described = {
            "schemaVersion": 2,
            "mediaType": kind,
            "config": {
                "mediaType": "application/vnd.docker.container.image.v1+json"
                if docker
                else "application/vnd.oci.image.config.v1+json",
                **self.blob(repository, json.dumps(config).encode()),
            },
            "layers": [
                {
                    "mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip"
                    if docker
                    else "application/vnd.oci.image.layer.v1.tar+gzip",
                    **self.blob(repository, layer),
                }
                for layer in layers
            ],
        }
        return self.manifest(repository, tag, described, kind)

    def index(
        self, repository: str, tag: str, entries: Sequence[Mapping[str, Any]], kind: str = OCI_INDEX
    ) -> dict[str, Any]:
        content = {"schemaVersion": 2, "mediaType": kind, "manifests": list(entries)}
        return self.manifest(repository, tag, content, kind)
