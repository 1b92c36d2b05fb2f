# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of the API's double in a PostgreSQL: a row of JSON for each of its rows."""

from __future__ import annotations

import importlib
import json
import time
from collections.abc import Iterator
from typing import Any

from ...store import Change
from . import common

# The newest migration of each version, by number: what `schema_migrations` says after its start.
SCHEMAS = {"2.9.5": 120, "2.13.5": 160, "2.15.2": 180}
TABLES = (
    "CREATE TABLE IF NOT EXISTS schema_migrations"
    " (version bigint PRIMARY KEY, dirty boolean NOT NULL)",
    "CREATE TABLE IF NOT EXISTS double_rows"
    " (kind text, id bigint, row jsonb, PRIMARY KEY (kind, id))",
)
NAMES = {
    "host": "POSTGRESQL_HOST", "port": "POSTGRESQL_PORT", "user": "POSTGRESQL_USERNAME",
    "password": "POSTGRESQL_PASSWORD", "dbname": "POSTGRESQL_DATABASE",
    "sslmode": "POSTGRESQL_SSLMODE",
}  # fmt: skip


class Outdated(Exception):
    """The database is of a newer version."""


def driver() -> Any:
    return importlib.import_module("psycopg2")


class Postgres:
    """One connection, made anew where it broke: the database may restart under a running core."""

    def __init__(self, where: dict[str, str]) -> None:
        verified = where["sslmode"].startswith("verify")
        self.where = {**where, "sslrootcert": common.trusted()} if verified else where
        self.driver = driver()
        self.connection: Any = None

    def run(self, statements: list[tuple[str, tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
        """All or none of them, and the rows of the last. Once more where the connection broke: done
        twice, they leave what they leave when done once."""
        for again in (True, False):
            try:
                return self.once(statements)
            except (self.driver.OperationalError, self.driver.InterfaceError):
                self.close()
                if not again:
                    raise
        raise AssertionError

    def once(self, statements: list[tuple[str, tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
        if self.connection is None:
            self.connection = self.driver.connect(connect_timeout=5, **self.where)
        with self.connection, self.connection.cursor() as cursor:
            for text, values in statements:
                cursor.execute(text, values)
            return list(cursor.fetchall()) if cursor.description else []

    def migrate(self, wanted: int) -> int | None:
        """Bring the schema to this number; the one that was there. Raises Outdated."""
        self.run([(text, ()) for text in TABLES])
        rows = self.run([("SELECT version, dirty FROM schema_migrations", ())])
        there = int(rows[0][0]) if rows else None
        if there is not None and (rows[0][1] or there > wanted):
            state = "dirty" if rows[0][1] else "newer"
            raise Outdated(
                f"no migration found for version {there}: the database is {state},"
                f" and this is a core for version {wanted}"
            )
        if there != wanted:
            insert = "INSERT INTO schema_migrations VALUES (%s, false)"
            self.run([("DELETE FROM schema_migrations", ()), (insert, (wanted,))])
        return there

    def load(self) -> Iterator[Change]:
        for kind, key, row in self.run([("SELECT kind, id, row FROM double_rows", ())]):
            yield str(kind), int(key), row

    def commit(self, changes: list[Change]) -> None:
        text = (
            "INSERT INTO double_rows VALUES (%s, %s, %s)"
            " ON CONFLICT (kind, id) DO UPDATE SET row = EXCLUDED.row"
        )
        # A row that is gone stays as null, since its number must not be given again.
        self.run(
            [
                (text, (kind, key, None if row is None else json.dumps(row)))
                for kind, key, row in changes
            ]
        )

    def forget(self) -> None:
        self.run([("DELETE FROM double_rows", ())])

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def patient(where: dict[str, str], seconds: float = 60) -> Postgres:
    """One that answers within this time. Raises what the last attempt raised."""
    place = Postgres(where)
    until = time.monotonic() + seconds
    while True:
        try:
            place.once([("SELECT 1", ())])
            return place
        except place.driver.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(1)
