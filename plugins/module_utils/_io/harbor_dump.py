# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Harbor's databases, by the programs of PostgreSQL in the image of its own version.

No password is in arguments: inside of harbor-db none is asked for, and for an external database it
is in a file of variables, of root alone, while the program runs.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from .._core import harbor_backup as backup
from .._core.errors import InputError, Refused, Unreachable
from .._core.harbor_prepared import image_of
from . import processes
from .harbor_archive import Target

SERVICE = "postgresql"
_READY_SECONDS = 300
_CA_INSIDE = "/tmp/database-ca.crt"  # in a container that nobody else is in
_OWN_CAS = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")
_SIZES = (
    "SELECT datname, pg_database_size(datname) FROM pg_database"
    " WHERE datallowconn AND NOT datistemplate AND datname <> 'postgres' ORDER BY datname"
)
_OWN_SIZE = "SELECT current_database(), pg_database_size(current_database())"


@dataclass(frozen=True)
class Server:
    """``words`` are docker's, to which the program's name is added; ``image`` comes after it where
    the program has a container of its own, and ``login`` are its first words."""

    words: tuple[str, ...]
    image: tuple[str, ...]
    login: tuple[str, ...]
    params: Mapping[str, Any]

    def run(
        self,
        doing: str,
        program: str,
        *words: str,
        source: IO[bytes] | None = None,
        take: Callable[[bytes], object] | None = None,
    ) -> None:
        done = self.ask(program, *words, source=source, take=take)
        if done.returncode != 0:
            raise Refused(f"{doing}: {backup.what_failed(done.stderr)}")

    def ask(
        self,
        program: str,
        *words: str,
        source: IO[bytes] | None = None,
        take: Callable[[bytes], object] | None = None,
    ) -> processes.Finished:
        return processes.stream(
            ["docker", *self.words, program, *self.image, *self.login, *words],
            self.params["timeout"],
            source,
            take,
            {"DOCKER_HOST": self.params["docker_host"]},
        )

    def sizes(self, query: str) -> list[backup.Database]:
        said: list[bytes] = []
        self.run(
            "ask for the databases", "psql", "--no-psqlrc", "--no-align", "--tuples-only",
            "--command", query, take=said.append,
        )  # fmt: skip
        found = []
        for line in b"".join(said).decode("utf-8", "replace").splitlines():
            name, _bar, size = line.rpartition("|")
            if name and size.isdecimal():
                found.append(backup.Database(name, int(size)))
        return found

    def dump(self, name: str, target: str) -> backup.Entry:
        with Target(target) as file:
            self.run(
                f"dump the database {name}", "pg_dump", "--format=custom", f"--dbname={name}",
                take=file.write,
            )  # fmt: skip
        return file.entry

    def restore(self, name: str, path: str, *words: str) -> None:
        with open(path, "rb") as file:
            self.run(f"restore the database {name}", "pg_restore", *words, source=file)


def inside(container: str, params: Mapping[str, Any]) -> Server:
    """The one of Harbor's own database."""
    words = ("exec", "--interactive", container)
    return Server(words, (), ("--username=postgres",), params)


def own_databases(server: Server) -> list[backup.Database]:
    return server.sizes(_SIZES)


def wait(server: Server) -> None:
    """Until it takes connections over the network: while it is made, it has but its socket."""
    deadline = time.monotonic() + _READY_SECONDS
    while True:
        done = server.ask("pg_isready", "--quiet", "--host=127.0.0.1")
        if done.returncode == 0:
            return
        if time.monotonic() > deadline:
            raise Unreachable(
                f"harbor-db took no connection within {_READY_SECONDS} s. "
                "Look at docker logs harbor-db."
            )
        time.sleep(0.5)


@contextlib.contextmanager
def outside(login: backup.Login, script: str, params: Mapping[str, Any]) -> Iterator[Server]:
    """An external one. ``script`` is the bundle's prepare, which tells the version's images."""
    image = params.get("database_image") or image_beside(image_of(script) or "")
    env = dict(login.env)
    with tempfile.TemporaryDirectory(prefix="twinstar-") as folder:
        mounts: Sequence[str] = ()
        if login.needs_ca:
            mounts = ("--volume", f"{_ca(params)}:{_CA_INSIDE}:ro")
            env["PGSSLROOTCERT"] = _CA_INSIDE
        path = os.path.join(folder, "env")
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("".join(f"{key}={value}\n" for key, value in env.items()))
        words = ("run", "--rm", "--interactive", "--env-file", path, *mounts, "--entrypoint")
        yield Server(words, (image,), (), params)


def image_beside(prepare: str) -> str:
    """The one with PostgreSQL's programs, of the same version and from the same place."""
    return re.sub(r"prepare(?=:v)", "harbor-db", prepare)


def size_outside(server: Server) -> backup.Database:
    (found,) = server.sizes(_OWN_SIZE) or [backup.Database("", 0)]
    return found


def _ca(params: Mapping[str, Any]) -> str:
    given = params.get("database_ca")
    if given and not os.path.isfile(given):
        raise InputError(f"database_ca is {given!r}, but there is no such file. Put it there.")
    for path in (given, *_OWN_CAS):
        if path and os.path.isfile(path):
            return os.path.realpath(path)
    raise InputError(
        "database_ca is not set, but this host has no certificates of authorities, and harbor.yml "
        "has the external database's certificate verified. Name a file with them."
    )
