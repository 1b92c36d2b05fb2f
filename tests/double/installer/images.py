# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The twelve images of a bundle, as one archive such as `docker save` writes it.

No engine is needed to make it. All images of all versions share two layers: a Debian with the
programs that they run, and the double; the core has a small third one. An image is these layers and
a few words: what is started, as whom, and how its health is seen.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import platform
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from ...lab import images, place
from ...lab.errors import LabError
from .stack.postgres import SCHEMAS

ROOT = Path(__file__).resolve().parents[3]
STACK = "tests.double.installer.stack"
HOME = "/opt/double"

PACKAGES = (
    "python3", "python3-yaml", "python3-psycopg2", "postgresql-15", "redis-server", "nginx-light",
    "rsyslog", "logrotate", "docker-registry", "openssl", "apache2-utils", "curl", "netbase",
    "ca-certificates",
)  # fmt: skip

# Of PostgreSQL's packages we take the programs, and neither its wrappers in Perl nor what compiles
# queries, which is a third of all. Owners are Harbor's: 10000, and 999 for the stores.
HOOKS = (
    'cd "$1" && for path in usr/lib/postgresql/15/bin/*; do ln -sf /$path usr/bin/; done',
    'cd "$1" && rm -rf usr/lib/*/libLLVM* usr/lib/postgresql/15/lib/bitcode'
    " usr/lib/postgresql/15/lib/llvmjit.so usr/share/perl usr/lib/*/perl usr/share/i18n"
    " usr/share/postgresql-common usr/lib/*/libz3.so*",
    'cd "$1" && sed -i -E "s/^(postgres|redis):x:[0-9]+:[0-9]+:/\\1:x:999:999:/" etc/passwd'
    " && sed -i -E 's/^(postgres|redis):x:[0-9]+:/\\1:x:999:/' etc/group"
    " && echo 'harbor:x:10000:10000::/tmp:/usr/sbin/nologin' >>etc/passwd"
    " && echo 'harbor:x:10000:' >>etc/group",
    'cd "$1" && chown -R 10000:10000 var/log/nginx'
    " && ln -sf /dev/stdout var/log/nginx/access.log && ln -sf /dev/stderr var/log/nginx/error.log",
    'cd "$1" && rm -rf var/lib/apt/lists/* var/cache/apt/* var/log/*.log var/log/apt'
    " var/lib/postgresql/15 etc/postgresql/15",
)

Row = dict[str, Any]


def python(module: str) -> tuple[str, ...]:
    return ("python3", "-m", f"{STACK}.{module}")


def asks(path: str) -> str:
    """Whether the component answers here, by http or with internal TLS."""
    return (
        f"curl --fail -s http://localhost:8080{path}"
        f" || curl -k --fail -s https://localhost:8443{path} || exit 1"
    )


@dataclass(frozen=True)
class Kind:
    """How an image is started and watched."""

    start: tuple[str, ...]
    user: str = "10000:10000"
    health: str = ""
    volumes: tuple[str, ...] = ()
    stop: str = "SIGTERM"
    env: tuple[str, ...] = ()


NGINX = Kind(
    ("nginx", "-g", "daemon off;"), health=asks("/"), stop="SIGQUIT",
    volumes=("/var/cache/nginx", "/var/log/nginx", "/run"),
)  # fmt: skip
REDIS = Kind(
    (
        "redis-server", "--dir", "/var/lib/redis", "--protected-mode", "no", "--bind", "*",
        "--logfile", "", "--save", "60 1",
    ),
    user="999:999", health="redis-cli ping | grep -q PONG",
)  # fmt: skip
KINDS = {
    "prepare": Kind(("python3", "-m", "tests.double.installer.prepare"), user=""),
    "harbor-log": Kind(
        ("sh", f"{HOME}/tests/double/installer/stack/log.sh"), user="",
        health="grep -q ':2912 .* 0A ' /proc/net/tcp /proc/net/tcp6",  # listens on 10514
        volumes=("/var/log/docker/", "/run/", "/etc/logrotate.d/"),
    ),
    "harbor-core": Kind(python("core"), health=asks("/api/v2.0/ping")),
    "harbor-portal": NGINX,
    "harbor-db": Kind(
        ("sh", f"{HOME}/tests/double/installer/stack/database.sh"), user="999:999",
        health="pg_isready -h 127.0.0.1 -U postgres -q", stop="SIGINT",
        volumes=("/var/lib/postgresql/data",),
    ),
    "harbor-jobservice": Kind(
        python("jobservice"), health=asks("/api/v1/stats"), volumes=("/var/log/jobs/",)
    ),
    "harbor-registryctl": Kind(
        python("registryctl"), health=asks("/api/health"), volumes=("/var/lib/registry",)
    ),
    "harbor-exporter": Kind(python("exporter")),
    "nginx-photon": NGINX,
    "registry-photon": Kind(
        python("registry"),
        health="curl --fail -s http://localhost:5000 || curl -k --fail -s https://localhost:5443"
        " || exit 1",
        volumes=("/storage",),
        env=("SSL_CERT_DIR=/etc/ssl/certs:/harbor_cust_cert",),
    ),
    "trivy-adapter-photon": Kind(python("trivy"), health=asks("/probe/healthy")),
    "redis-photon": REDIS,
    "valkey-photon": REDIS,
}  # fmt: skip


def names(version: str) -> list[str]:
    """The images of a bundle. The store of sessions changed its name."""
    left_out = "redis-photon" if version == "2.15.2" else "valkey-photon"
    return [name for name in KINDS if name != left_out]


# -- layers


def command() -> list[str]:
    """Writes the Debian as a tar to its standard output."""
    return [
        "mmdebstrap", "--format=tar", "--variant=minbase", f"--include={','.join(PACKAGES)}",
        "--skip=cleanup/apt",
        *(f"--dpkgopt={option}" for option in images.DPKG_OPTIONS),
        # Else its installation makes a database that nobody uses.
        '--essential-hook=cd "$1/etc" && mkdir -p postgresql-common'
        " && echo 'create_main_cluster = false' >postgresql-common/createcluster.conf",
        "--dpkgopt=force-confold",
        *(f"--customize-hook={hook}" for hook in HOOKS),
        "bookworm", "-",
    ]  # fmt: skip


def files() -> list[Path]:
    """The double, as it lies in the images: what its stack and `prepare` need, and no more."""
    double = ROOT / "tests" / "double"
    found = [ROOT / "tests" / "__init__.py"]
    for pattern in ("*.py", "resources/*.py", "installer/__init__.py", "installer/prepare/*.py"):
        found += double.glob(pattern)
    return sorted([*found, *(double / "installer" / "stack").glob("*.*")])


def base_key() -> str:
    return images.digest(command())


def key() -> str:
    """Of all that a bundle is made of."""
    bundle = sorted((Path(__file__).resolve().parent / "bundle").iterdir())
    sources = [*files(), *bundle, Path(__file__).resolve(), ROOT / "LICENSE"]
    return images.digest(
        [command(), [[path.name, digest_of(path.read_bytes())] for path in sources]]
    )


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def folder() -> Path:
    return place.cache() / "installers"


@dataclass
class Layer:
    path: Path  # a tar
    digest: str = ""
    size: int = 0

    def __post_init__(self) -> None:
        with self.path.open("rb") as file:
            total = hashlib.sha256()
            while data := file.read(1 << 20):
                total.update(data)
        self.digest, self.size = total.hexdigest(), self.path.stat().st_size


@dataclass
class Entry:
    name: str
    content: bytes | None  # None: a folder
    mode: int = 0o644


def small_layer(path: Path, entries: Iterable[Entry]) -> Layer:
    """Root owns all of it, and it is of no time."""
    made: set[str] = set()
    with tarfile.open(path, "w") as tar:
        for entry in entries:
            for parent in reversed(Path(entry.name).parents[:-1]):
                if str(parent) not in made:
                    made.add(str(parent))
                    info = tarfile.TarInfo(str(parent))
                    info.type, info.mode = tarfile.DIRTYPE, 0o755
                    tar.addfile(info)
            info = tarfile.TarInfo(entry.name)
            info.size, info.mode = len(entry.content or b""), entry.mode
            if entry.content is None:
                info.type = tarfile.DIRTYPE
            tar.addfile(info, io.BytesIO(entry.content or b""))
    return Layer(path)


def double_layer(path: Path) -> Layer:
    stack = Path(__file__).resolve().parent / "stack"
    entries = [Entry(f"{HOME[1:]}/{one.relative_to(ROOT)}", one.read_bytes()) for one in files()]
    entries.append(Entry(f"{HOME[1:]}/rsyslog.conf", (stack / "rsyslog.conf").read_bytes()))
    page = (stack / "index.html").read_bytes()
    entries.append(Entry("usr/share/nginx/html/index.html", page))
    # What stands in /run is no part of a Debian that was just made.
    entries.append(Entry("run/postgresql", None, 0o1777))
    return small_layer(path, entries)


def core_layer(path: Path, version: str) -> Layer:
    """The newest migration by its number: what an upgrade compares with the database."""
    number, release = SCHEMAS[version], f"{version.rpartition('.')[0]}.0"
    name = f"harbor/migrations/postgresql/{number:04d}_{release}_schema.up.sql"
    return small_layer(path, [Entry(name, b"-- The double has no SQL of its own.\n")])


def kept(entries: Iterable[tarfile.TarInfo]) -> Iterator[tarfile.TarInfo]:
    """Without devices and what else an engine brings along."""
    for entry in entries:
        name = entry.name.removeprefix("./")
        if name.split("/")[0] in ("dev", "proc", "sys") and "/" in name:
            continue
        if not (entry.ischr() or entry.isblk()):
            yield entry


def bootstrap(target: Path) -> None:
    """Make the layer of the Debian; it is there whole or not at all."""
    beside = place.building() / "installer-base.tar"
    place.LOGS.mkdir(parents=True, exist_ok=True)
    log = place.LOGS / "image-installer.log"
    with tempfile.TemporaryDirectory(dir=place.building()) as room, log.open("wb") as errors:
        process = subprocess.Popen(
            [*images.dies_with_us(), *command()],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
            env={**os.environ, "TMPDIR": room},
        )  # fmt: skip
        with process, beside.open("wb") as made:
            assert process.stdout is not None
            copy_tar(process.stdout, made)
    if process.returncode:
        beside.unlink()
        end = "\n".join(log.read_text(errors="replace").splitlines()[-images.LOG_LINES :])
        raise LabError(f"the installer's images could not be built: {end}\nAll of it: {log}")
    target.parent.mkdir(parents=True, exist_ok=True)
    beside.replace(target)


def copy_tar(source: IO[bytes], target: IO[bytes]) -> None:
    try:
        with (
            tarfile.open(fileobj=source, mode="r|") as given,
            tarfile.open(fileobj=target, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        ):
            for entry in kept(given):
                tar.addfile(entry, given.extractfile(entry) if entry.isreg() else None)
    except tarfile.ReadError:
        return  # mmdebstrap failed, as its exit code says
    while source.read(1 << 20):
        pass


# -- the archive


@dataclass
class Image:
    tag: str
    layers: list[Layer]
    kind: Kind
    version: str
    architecture: str
    config: bytes = field(init=False)

    def __post_init__(self) -> None:
        kind = self.kind
        given: Row = {
            "Env": [
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "PYTHONUNBUFFERED=1", "PYTHONDONTWRITEBYTECODE=1", "LANG=C.UTF-8",
                f"HARBOR_VERSION={self.version}", f"PREPARE_VERSION={self.version}", *kind.env,
            ],
            "Entrypoint": list(kind.start),
            "WorkingDir": HOME,
            "User": kind.user,
            "StopSignal": kind.stop,
            "Labels": {"org.opencontainers.image.description": "a double, not Harbor"},
        }  # fmt: skip
        if kind.health:
            # The genuine ones have the engine's own intervals, too.
            given["Healthcheck"] = {"Test": ["CMD-SHELL", kind.health]}
        if kind.volumes:
            given["Volumes"] = {path: {} for path in kind.volumes}
        created = "1970-01-01T00:00:00Z"
        config = {
            "architecture": self.architecture,
            "os": "linux",
            "created": created,
            "config": given,
            "rootfs": {
                "type": "layers", "diff_ids": [f"sha256:{one.digest}" for one in self.layers]
            },
            "history": [{"created": created, "created_by": "twinstar.registry"}] * len(self.layers),
        }  # fmt: skip
        self.config = json.dumps(config).encode()

    @property
    def name(self) -> str:
        return f"{digest_of(self.config)}.json"


def header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size = size
    return info.tobuf(tarfile.GNU_FORMAT)


def padding(size: int) -> bytes:
    return b"\0" * (-size % tarfile.BLOCKSIZE)


def member_of(layer: Layer, target: IO[bytes] | gzip.GzipFile) -> None:
    target.write(header(f"{layer.digest}/layer.tar", layer.size))
    with layer.path.open("rb") as file:
        while data := file.read(1 << 20):
            target.write(data)
    target.write(padding(layer.size))


def compressed_base(layer: Layer, target: Path) -> None:
    """The layer as the beginning of an archive, which is the same in all of them: gzip lets parts
    that were compressed one by one stand one after another."""
    beside = place.building() / "installer-base.gz"
    with gzip.open(beside, "wb", compresslevel=4) as file:
        member_of(layer, file)
    beside.replace(target)


def write(version: str, base: Layer, beginning: Path, target: Path) -> None:
    """The archive of all images of a version."""
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    with tempfile.TemporaryDirectory(dir=place.building()) as room:
        double = double_layer(Path(room) / "double.tar")
        core = core_layer(Path(room) / "core.tar", version)
        made = [
            Image(
                f"goharbor/{name}:v{version}",
                [base, double, *([core] if name == "harbor-core" else [])],
                KINDS[name], version, machine,
            )
            for name in names(version)
        ]  # fmt: skip
        manifest = [
            {
                "Config": one.name,
                "RepoTags": [one.tag],
                "Layers": [f"{layer.digest}/layer.tar" for layer in one.layers],
            }
            for one in made
        ]
        with target.open("wb") as whole:
            whole.write(beginning.read_bytes())
            with gzip.GzipFile(fileobj=whole, mode="wb", compresslevel=4, mtime=0) as rest:
                for layer in (double, core):
                    member_of(layer, rest)
                # As the engine writes it: what an archive holds stands at its end.
                contents = {one.name: one.config for one in made}
                contents["manifest.json"] = json.dumps(manifest).encode()
                for name, content in contents.items():
                    rest.write(header(name, len(content)) + content + padding(len(content)))
                rest.write(b"\0" * 2 * tarfile.BLOCKSIZE)
