# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Base images of the lab's hosts, keyed by their content.

Two images a Debian release: `bare` (systemd, Python and what an ordinary server has, but no
engine), made by mmdebstrap, and `engine` (Docker and Compose too), one layer on top of it.

An image's tag is a digest of what the image is made of: suite, packages, hooks; not of the text of
this file. The tag is given last, so an image that has its tag is whole and current. Whatever is
interrupted leaves an image without a tag at most, and the next run removes that.
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
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import docker
import docker.errors

from . import place
from .errors import LabError

REPOSITORY = "twinstar-lab"
LABEL = "twinstar.lab.image"

SUITES = {12: "bookworm", 13: "trixie"}

SERVER = (
    "systemd", "systemd-sysv", "dbus", "python3", "python3-apt", "procps", "iproute2", "iptables",
    "kmod", "ca-certificates", "openssl", "curl", "gpg", "netbase", "iputils-ping", "less",
)  # fmt: skip

# Documentation and translations are a third of a small system; an fsync after each file, half of
# the time that its installation takes.
DPKG_OPTIONS = (
    "force-unsafe-io",
    "path-exclude=/usr/share/man/*",
    "path-exclude=/usr/share/locale/*",
    "path-exclude=/usr/share/doc/*",
    "path-include=/usr/share/doc/*/copyright",
)

# What has no meaning in a container and would fail in it, or would hold the package manager's lock
# at a moment of its own choosing.
MASKED = (
    "systemd-modules-load.service", "systemd-udevd.service", "systemd-udev-trigger.service",
    "sys-kernel-debug.mount", "sys-kernel-tracing.mount", "sys-kernel-config.mount",
    "dev-hugepages.mount", "sys-fs-fuse-connections.mount", "console-getty.service", "getty.target",
    "apt-daily.timer", "apt-daily-upgrade.timer", "dpkg-db-backup.timer", "fstrim.timer",
    "e2scrub_all.timer",
)  # fmt: skip

# Package lists would soon be stale. By the folder's date Ansible judges how fresh they are, and any
# apt-get afterwards would give it a new one.
FORGET_LISTS = (
    "rm -rf var/lib/apt/lists/* var/cache/apt/*.bin var/cache/apt/archives/*.deb"
    " && touch --date=@0 var/lib/apt/lists"
)

# mmdebstrap copies names and resolver of the machine that it runs on; a host gets its own when it
# starts. An empty machine-id is filled at boot, without the presets of a first boot.
HOOKS = (
    'cd "$1/etc" && rm -f hostname hosts resolv.conf machine-id'
    " && touch hostname hosts resolv.conf machine-id",
    'mkdir -p "$1/var/log/journal"',
    'install -d -m 700 "$1/root/.ansible" "$1/root/.ansible/tmp"',  # else Ansible warns each time
    f'cd "$1" && {FORGET_LISTS}',
    'cd "$1/etc/systemd/system"'
    f" && for unit in {' '.join(MASKED)}; do ln -sf /dev/null $unit; done",
)

LIBRARIES = (
    "python3-docker", "python3-requests", "python3-passlib", "python3-bcrypt", "python3-yaml",
)  # fmt: skip
ENGINE = {
    12: ("docker.io", "docker-compose", *LIBRARIES),
    13: ("docker.io", "docker-cli", "docker-compose", *LIBRARIES),
}

LOG_LINES = 15


@dataclass(frozen=True)
class Image:
    """`debian` is the release, `engine` whether Docker is inside."""

    debian: int
    engine: bool

    @property
    def name(self) -> str:
        return f"debian{self.debian}{'-engine' if self.engine else ''}"

    @property
    def key(self) -> str:
        return digest([mmdebstrap(self.debian), dockerfile(self.debian) if self.engine else None])

    @property
    def tag(self) -> str:
        return f"{REPOSITORY}/{self.name}:{self.key}"


IMAGES = tuple(Image(debian, engine) for debian in SUITES for engine in (False, True))


def digest(content: object) -> str:
    """Twelve hexadecimal digits for whatever JSON can say."""
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]


def mmdebstrap(debian: int) -> list[str]:
    """The command that writes the bare system as a tar to its standard output.

    The format is named because the default depends on the target's name.
    """
    return [
        "mmdebstrap", "--format=tar", "--variant=minbase", f"--include={','.join(SERVER)}",
        "--skip=cleanup/apt",  # comes after the hooks, and runs apt-get
        *(f"--dpkgopt={option}" for option in DPKG_OPTIONS),
        *(f"--customize-hook={hook}" for hook in HOOKS),
        SUITES[debian], "-",
    ]  # fmt: skip


def apt_install(packages: Iterable[str]) -> str:
    """The instruction of a Dockerfile that installs packages and leaves nothing else behind."""
    return (
        "RUN apt-get update && DEBIAN_FRONTEND=noninteractive"
        f" apt-get install -y --no-install-recommends {' '.join(packages)}"
        f" && cd / && {FORGET_LISTS}"
    )


def dockerfile(debian: int) -> str:
    return (
        f"FROM {Image(debian, engine=False).tag}\n"
        f"LABEL {LABEL}=debian{debian}-engine\n"
        f"{apt_install(ENGINE[debian])}\n"
    )


def exists(client: docker.DockerClient, tag: str) -> bool:
    try:
        client.images.get(tag)
    except docker.errors.ImageNotFound:
        return False
    return True


def ensure(client: docker.DockerClient, wanted: Collection[Image] = IMAGES) -> None:
    """Build what is missing of `wanted`, the releases side by side. Needs the lock."""
    missing = [image for image in wanted if not exists(client, image.tag)]
    if not missing:
        return
    prune(client)
    releases = {image.debian: [i for i in missing if i.debian == image.debian] for image in missing}
    with ThreadPoolExecutor(max_workers=2) as pool:
        for done in [pool.submit(_build, client, images) for images in releases.values()]:
            done.result()


def prune(client: docker.DockerClient, keep: Collection[Image] = IMAGES) -> list[str]:
    """Remove images of other keys and what interrupted builds left. Needs the lock.

    What a container still uses stays: it may be another checkout's, at another state of the code.
    """
    gone = []
    current = {image.tag for image in keep}
    for image in client.images.list(filters={"label": LABEL}):
        for tag in sorted(set(image.tags) - current):
            if tag.startswith(f"{REPOSITORY}/") and not client.containers.list(
                all=True, filters={"ancestor": tag}, ignore_removed=True
            ):
                client.images.remove(tag)
                gone.append(f"image {tag}")
    left = client.images.prune(filters={"dangling": True, "label": LABEL})["ImagesDeleted"] or []
    gone += [f"half an image, {row['Deleted'][7:19]}" for row in left if "Deleted" in row]
    return gone


def _build(client: docker.DockerClient, images: list[Image]) -> None:
    for image in sorted(images, key=lambda image: image.engine):
        bare = Image(image.debian, engine=False)
        if image.engine and not exists(client, bare.tag):
            timed(bare.name, _bootstrap, client, bare)
        timed(image.name, _add_engine if image.engine else _bootstrap, client, image)


def timed(what: str, build: Callable[..., None], *given: object) -> None:
    start = time.monotonic()
    print(f"{what}: building", flush=True)
    build(*given)
    print(f"{what}: built in {time.monotonic() - start:.0f} s", flush=True)


def _bootstrap(client: docker.DockerClient, image: Image) -> None:
    """mmdebstrap's tar goes straight into the engine; only a whole one gets the tag."""
    if not shutil.which("mmdebstrap"):
        raise LabError("mmdebstrap is not installed. Run `make setup`, or install that package.")
    place.LOGS.mkdir(parents=True, exist_ok=True)
    log = place.LOGS / f"image-{image.name}.log"
    with tempfile.TemporaryDirectory(dir=place.building()) as folder, log.open("wb") as errors:
        process = subprocess.Popen(
            [*dies_with_us(), *mmdebstrap(image.debian)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, "TMPDIR": folder},
        )
        with process:
            assert process.stdout is not None
            imported, fault = load(client, process.stdout, f"{LABEL}={image.name}")
        if process.returncode or fault:
            if imported:
                client.images.remove(imported)
            raise LabError(
                f"{image.name} could not be built: {fault or _end_of(log)}\nAll of it: {log}"
            )
        client.images.get(imported).tag(*image.tag.split(":"))


def load(client: docker.DockerClient, tar: IO[bytes], label: str) -> tuple[str, str]:
    """Import a tar as an image without a tag. Returns the image's id, or else the engine's words.

    A tar that ends early may well be taken: an empty one becomes an empty image.
    """
    try:
        answer = client.api.import_image_from_stream(_chunks(tar), changes=[f"LABEL {label}"])
    except docker.errors.APIError as error:
        return "", str(error.explanation)
    last = json.loads(answer.splitlines()[-1])
    return last.get("status", ""), last.get("error", "")


def dies_with_us() -> list[str]:
    """Words before a command, so that it and its mounts go when we do, after kill -9 too.

    A process namespace goes down with its first process, a mount namespace with its last.
    """
    words = ["setpriv", "--pdeathsig", "KILL"]
    if os.geteuid() == 0:  # others get both namespaces from mmdebstrap itself
        words += ["unshare", "--mount", "--propagation", "private"]
        words += ["--pid", "--fork", "--kill-child", "--mount-proc"]
    return words


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(1 << 20):
        yield chunk


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-LOG_LINES:])


def _add_engine(client: docker.DockerClient, image: Image) -> None:
    build_from(client, dockerfile(image.debian), image.tag)


def build_from(
    client: docker.DockerClient, recipe: str, tag: str, files: Mapping[str, bytes] | None = None
) -> None:
    """`docker build` of a Dockerfile's text beside files (name: content). The engine tags last."""
    context = io.BytesIO()
    with tarfile.open(fileobj=context, mode="w") as tar:
        for name, content in {"Dockerfile": recipe.encode(), **(files or {})}.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o755 if name.endswith(".sh") else 0o644
            tar.addfile(entry, io.BytesIO(content))
    context.seek(0)
    try:
        client.images.build(
            fileobj=context,
            custom_context=True,
            tag=tag,
            network_mode="host",  # reaches what this machine reaches, bridge or none
            rm=True,
            forcerm=True,
        )
    except docker.errors.BuildError as error:
        words = "".join(str(row.get("stream") or row.get("error") or "") for row in error.build_log)
        raise LabError(
            f"{tag} could not be built: " + "\n".join(words.splitlines()[-LOG_LINES:])
        ) from None
