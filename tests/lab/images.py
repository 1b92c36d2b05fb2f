# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Base images of the lab's hosts, keyed by their content.

Two images a Debian release: `bare` (systemd, Python and what an ordinary server has, but no engine), made
by mmdebstrap, and `engine` (the same with Docker and Compose), one layer on top of it.

An image's tag is a digest of what it is made of, so an image that has its tag is whole and current: the
tag is given last. Whatever is interrupted leaves an image without a tag at most, and the next run removes
that. The key holds the suite, the packages and the hooks, not the text of this file.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import docker

from . import engine, place
from .errors import LabError

REPOSITORY = "twinstar-lab"
LABEL = "twinstar.lab.image"

SUITES = {12: "bookworm", 13: "trixie"}

SERVER = (
    "systemd", "systemd-sysv", "dbus", "python3", "python3-apt", "procps", "iproute2", "iptables", "kmod",
    "ca-certificates", "openssl", "curl", "gpg", "netbase", "iputils-ping", "less",
)  # fmt: skip

# Documentation and translations are a third of a small system, and fsync of each file half of the time.
DPKG_OPTIONS = (
    "force-unsafe-io",
    "path-exclude=/usr/share/man/*",
    "path-exclude=/usr/share/locale/*",
    "path-exclude=/usr/share/doc/*",
    "path-include=/usr/share/doc/*/copyright",
)

# What has no meaning in a container and would fail there, or would hold the package manager's lock at
# a moment of its own choosing.
MASKED = (
    "systemd-modules-load.service", "systemd-udevd.service", "systemd-udev-trigger.service",
    "sys-kernel-debug.mount", "sys-kernel-tracing.mount", "sys-kernel-config.mount", "dev-hugepages.mount",
    "sys-fs-fuse-connections.mount", "console-getty.service", "getty.target",
    "apt-daily.timer", "apt-daily-upgrade.timer", "dpkg-db-backup.timer", "fstrim.timer", "e2scrub_all.timer",
)  # fmt: skip

# mmdebstrap copies names and resolver of the machine it runs on; a host gets its own when it starts.
HOOKS = (
    'rm -f "$1/etc/hostname" "$1/etc/resolv.conf" "$1/etc/hosts" "$1/etc/machine-id"',
    'touch "$1/etc/hostname" "$1/etc/resolv.conf" "$1/etc/hosts" "$1/etc/machine-id"',
    'mkdir -p "$1/var/log/journal"',
    *(f'ln -sf /dev/null "$1/etc/systemd/system/{unit}"' for unit in MASKED),
)

PYTHON_LIBRARIES = (
    "python3-docker", "python3-requests", "python3-passlib", "python3-bcrypt", "python3-yaml",
)  # fmt: skip
ENGINE = {
    12: ("docker.io", "docker-compose", *PYTHON_LIBRARIES),
    13: ("docker.io", "docker-cli", "docker-compose", *PYTHON_LIBRARIES),
}


@dataclass(frozen=True)
class Image:
    """`debian` is the release, `engine` whether Docker is inside."""

    debian: int
    engine: bool

    @property
    def name(self) -> str:
        return f"debian{self.debian}" + ("-engine" if self.engine else "")

    @property
    def key(self) -> str:
        return digest([mmdebstrap(self.debian), dockerfile(self.debian) if self.engine else None])

    @property
    def tag(self) -> str:
        return f"{REPOSITORY}/{self.name}:{self.key}"


IMAGES = tuple(Image(debian, engine) for debian in SUITES for engine in (False, True))


def digest(content: object) -> str:
    """Twelve hexadecimal digits for anything that JSON can say."""
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]


def mmdebstrap(debian: int) -> list[str]:
    """The command that writes the bare system as a tar to its standard output."""
    return [
        "mmdebstrap", "--format=tar", "--variant=minbase", f"--include={','.join(SERVER)}",
        *(f"--dpkgopt={option}" for option in DPKG_OPTIONS),
        *(f"--customize-hook={hook}" for hook in HOOKS),
        SUITES[debian], "-",
    ]  # fmt: skip


def dockerfile(debian: int) -> str:
    return (
        f"FROM {Image(debian, engine=False).tag}\n"
        f"LABEL {LABEL}=debian{debian}-engine\n"
        f"RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends"
        f" {' '.join(ENGINE[debian])} && apt-get clean && rm -rf /var/lib/apt/lists/*\n"
    )


def exists(client: docker.DockerClient, tag: str) -> bool:
    try:
        client.images.get(tag)
    except docker.errors.ImageNotFound:
        return False
    return True


def ensure(wanted: Iterable[Image] = IMAGES) -> None:
    """Build what is missing of `wanted`, the two releases side by side. Needs the lock."""
    client = engine.connect()
    missing = [image for image in wanted if not exists(client, image.tag)]
    releases = sorted({image.debian for image in missing})
    with ThreadPoolExecutor(max_workers=2) as pool:
        for done in [pool.submit(_build, [i for i in missing if i.debian == debian]) for debian in releases]:
            done.result()
    prune(client)


def prune(client: docker.DockerClient) -> None:
    """Remove images of other keys that nothing uses, and what interrupted builds left without a tag."""
    current = {image.tag for image in IMAGES}
    for image in client.images.list(filters={"label": LABEL}):
        for tag in set(image.tags) - current:
            if tag.startswith(f"{REPOSITORY}/"):
                try:
                    client.images.remove(tag)
                except docker.errors.APIError:  # a container of another checkout uses it
                    continue
    client.images.prune(filters={"dangling": True, "label": LABEL})


def _build(images: list[Image]) -> None:
    client = engine.connect()
    for image in sorted(images, key=lambda image: image.engine):
        bare = Image(image.debian, engine=False)
        if image.engine and not exists(client, bare.tag):
            _timed(client, bare, _bootstrap)
        if not exists(client, image.tag):
            _timed(client, image, _add_engine if image.engine else _bootstrap)


def _timed(client: docker.DockerClient, image: Image, build) -> None:
    start = time.monotonic()
    print(f"image {image.name}: building", flush=True)
    build(client, image)
    print(f"image {image.name}: built in {time.monotonic() - start:.0f} s", flush=True)


def _bootstrap(client: docker.DockerClient, image: Image) -> None:
    """mmdebstrap's tar goes straight into the engine; only a whole one gets the tag."""
    if not shutil.which("mmdebstrap"):
        raise LabError("mmdebstrap is not installed. Install Debian's package of that name.")
    place.LOGS.mkdir(parents=True, exist_ok=True)
    log = place.LOGS / f"image-{image.name}.log"
    with tempfile.TemporaryDirectory(prefix=f"bootstrap-{os.getpid()}-", dir=building()) as folder, log.open("wb") as errors:
        process = subprocess.Popen(
            [*isolated(), *mmdebstrap(image.debian)],
            stdout=subprocess.PIPE, stderr=errors, stdin=subprocess.DEVNULL,
            env={**os.environ, "TMPDIR": folder}, start_new_session=True,
        )  # fmt: skip
        with process:
            try:
                answer = client.api.import_image_from_stream(
                    _chunks(process.stdout), changes=[f"LABEL {LABEL}={image.name}"]
                )
            except docker.errors.APIError as error:
                answer = json.dumps({"error": str(error)})
        imported = [json.loads(line) for line in answer.splitlines() if line.strip()][-1]
        if process.returncode or "status" not in imported:
            if "status" in imported:
                client.images.remove(imported["status"])
            raise LabError(f"{image.name} could not be built: {_last_lines(log) or imported.get('error')}\nAll of it: {log}")
        client.images.get(imported["status"]).tag(*image.tag.split(":"))


def isolated() -> list[str]:
    """Words before a command that make it die with us, and its mounts with it, even after kill -9.

    A process namespace goes down with its first process, and a mount namespace with its last one.
    """
    words = ["setpriv", "--pdeathsig", "KILL"]
    if os.geteuid() == 0:
        words += ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc"]
    return words


def building() -> Path:
    """Folder for what is half done; the sweep empties it."""
    folder = place.cache() / "building"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _chunks(stream) -> Iterator[bytes]:
    while chunk := stream.read(1 << 20):
        yield chunk


def _last_lines(log: Path, count: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])


def _add_engine(client: docker.DockerClient, image: Image) -> None:
    build_from(client, dockerfile(image.debian), image.tag)


def build_from(client: docker.DockerClient, recipe: str, tag: str, files: dict[str, bytes] | None = None) -> None:
    """`docker build` of a Dockerfile's text with files (name: content; executable). The engine tags last."""
    context = io.BytesIO()
    with tarfile.open(fileobj=context, mode="w") as tar:
        for name, content in {"Dockerfile": recipe.encode(), **(files or {})}.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o755
            tar.addfile(entry, io.BytesIO(content))
    context.seek(0)
    try:
        client.images.build(fileobj=context, custom_context=True, tag=tag, rm=True, forcerm=True)
    except docker.errors.BuildError as error:
        log = "".join(str(line.get("stream", line.get("error", ""))) for line in error.build_log)
        raise LabError(f"{tag} could not be built: " + "\n".join(log.splitlines()[-15:])) from None
