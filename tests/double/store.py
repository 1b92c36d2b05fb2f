# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the double keeps its state: tables in memory, and behind them a place that lasts.

Rows are dicts of JSON values. Whoever gets one must not change it: `update` makes a new one. All
writes of a request are one transaction, and a refusal undoes them.

The lasting place is behind four methods (`Place`): nothing at all, or a file of JSON lines. Another
kind, such as a database, needs no more than these.
"""

from __future__ import annotations

import bisect
import contextlib
import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Protocol

Row = dict[str, Any]
Change = tuple[str, int, "Row | None"]  # table, id, the row as it is now or None


class Taken(Exception):
    """Another row has these values in columns that are unique. Uncaught it is a 500."""

    def __init__(self, table: str, columns: tuple[str, ...]) -> None:
        super().__init__(f"{table}: {columns}")
        self.table, self.columns = table, columns


class Place(Protocol):
    def load(self) -> Iterator[Change]:
        """All that was committed, in any order that ends with the newest of a row."""

    def commit(self, changes: list[Change]) -> None:
        """Keep these changes, all or none."""

    def forget(self) -> None:
        """Drop everything."""

    def close(self) -> None:
        """No more will come."""


class Nowhere:
    """State ends with the process."""

    def load(self) -> Iterator[Change]:
        return iter(())

    def commit(self, changes: list[Change]) -> None:
        pass

    def forget(self) -> None:
        pass

    def close(self) -> None:
        pass


class File:
    """One JSON line a transaction; opened again it is written anew, without what is past."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file: IO[str] | None = None

    def load(self) -> Iterator[Change]:
        rows: dict[tuple[str, int], Row | None] = {}
        if self.path.exists():
            for line in self.path.read_text("utf-8").splitlines():
                try:
                    changes = json.loads(line)
                except ValueError:  # a line that was cut off by a kill
                    break
                rows.update({(table, key): row for table, key, row in changes})
        # Rows that are gone stay in as null, since their ids must not be given again.
        kept: list[Change] = [(table, key, row) for (table, key), row in rows.items()]
        fresh = self.path.with_name(self.path.name + ".new")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.writelines(json.dumps([change]) + "\n" for change in kept)
        fresh.replace(self.path)
        self.file = self.path.open("a", encoding="utf-8")
        return iter(kept)

    def commit(self, changes: list[Change]) -> None:
        if self.file is not None:
            self.file.write(json.dumps(changes) + "\n")
            self.file.flush()

    def forget(self) -> None:
        if self.file is not None:
            self.file.truncate(0)

    def close(self) -> None:
        if self.file is not None:
            self.file.close()
            self.file = None


class Table:
    """Rows by id, with indexes that are kept.

    `unique`: columns whose values no two rows share; a row that has None in one of them is free.
    `indexes`: columns that `find` looks up at once. `order`: a column that `sorted` goes by.
    """

    def __init__(
        self,
        unique: Iterable[tuple[str, ...]] = (),
        indexes: Iterable[tuple[str, ...]] = (),
        order: str = "",
        key: str = "id",
    ) -> None:
        self.key, self.order = key, order
        self.unique = tuple(unique)
        self.lookups = (*self.unique, *indexes)
        self.name = ""
        self.store: Store
        # Makes the refusal of a row whose values are taken; a resource may set its own.
        self.refuse: Callable[[Row], Exception] | None = None
        self.clear()

    def clear(self) -> None:
        self.rows: dict[int, Row] = {}
        self.last = 0
        # columns -> values -> ids, a dict to keep their order
        self.found: dict[tuple[str, ...], dict[tuple[Any, ...], dict[int, None]]] = {
            columns: {} for columns in self.lookups
        }
        self.ordered: list[tuple[Any, int]] = []

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(list(self.rows.values()))

    def __contains__(self, key: object) -> bool:
        return key in self.rows

    def get(self, key: Any) -> Row | None:
        return self.rows.get(key)

    def sorted(self) -> list[Row]:
        """All rows by the column `order`."""
        return [self.rows[key] for _value, key in self.ordered]

    def find(self, **wanted: Any) -> list[Row]:
        """Rows that have these values, by id; at once if the columns are indexed."""
        columns = tuple(wanted)
        index = self.found.get(columns)
        if index is None:
            return [
                row
                for row in self.rows.values()
                if all(row.get(column) == value for column, value in wanted.items())
            ]
        ids = index.get(tuple(wanted.values()), ())
        return [self.rows[key] for key in sorted(ids)]

    def one(self, **wanted: Any) -> Row | None:
        found = self.find(**wanted)
        return found[0] if found else None

    def insert(self, **row: Any) -> Row:
        """The new row with its id. An id is used up even if the row is refused (Taken)."""
        if self.key not in row:
            self.last += 1
            row[self.key] = self.last
        self.guard(row)
        self.put(row[self.key], row)
        return row

    def update(self, key: int, **changes: Any) -> Row:
        row = {**self.rows[key], **changes}
        self.guard(row)
        self.put(key, row)
        return row

    def delete(self, key: int) -> None:
        if key in self.rows:
            self.put(key, None)

    def delete_all(self, **wanted: Any) -> list[Row]:
        gone = self.find(**wanted)
        for row in gone:
            self.put(row[self.key], None)
        return gone

    def guard(self, row: Row) -> None:
        for columns in self.unique:
            values = tuple(row.get(column) for column in columns)
            others = self.found[columns].get(values, ())
            if None not in values and any(other != row[self.key] for other in others):
                raise self.refuse(row) if self.refuse else Taken(self.name, columns)

    def put(self, key: int, row: Row | None, undo: bool = True) -> None:
        before = self.rows.get(key)
        if undo:
            self.store.wrote(self, key, before)
        if before is not None:
            self.forget(key, before)
        if row is None:
            self.rows.pop(key, None)
            return
        self.rows[key] = row
        self.last = max(self.last, key)
        for columns in self.lookups:
            values = tuple(row.get(column) for column in columns)
            self.found[columns].setdefault(values, {})[key] = None
        if self.order:
            bisect.insort(self.ordered, (row[self.order], key))

    def forget(self, key: int, row: Row) -> None:
        for columns in self.lookups:
            values = tuple(row.get(column) for column in columns)
            ids = self.found[columns][values]
            del ids[key]
            if not ids:
                del self.found[columns][values]
        if self.order:
            entry = (row[self.order], key)
            del self.ordered[bisect.bisect_left(self.ordered, entry)]


class Transaction:
    """What one request has written: how to undo it, and what to keep of it."""

    def __init__(self) -> None:
        self.undo: list[tuple[Table, int, Row | None]] = []

    def rollback(self) -> None:
        for table, key, before in reversed(self.undo):
            table.put(key, before, undo=False)
        self.undo.clear()

    def changes(self) -> list[Change]:
        seen = {(table.name, key): table for table, key, _before in self.undo}
        return [(name, key, table.rows.get(key)) for (name, key), table in seen.items()]


class Store:
    def __init__(self, place: Place | None = None) -> None:
        self.place: Place = place or Nowhere()
        self.tables: dict[str, Table] = {}
        self.lock = threading.Lock()
        self.own = threading.local()
        self.current: Transaction | None = None

    def add(self, name: str, table: Table) -> None:
        table.name, table.store = name, self
        self.tables[name] = table

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]

    def load(self) -> None:
        for name, key, row in self.place.load():
            table = self.tables.get(name)
            if table is not None:
                table.last = max(table.last, key)
                table.put(key, row, undo=False)

    def clear(self) -> None:
        with self.transaction():
            for table in self.tables.values():
                table.clear()
            self.place.forget()

    def wrote(self, table: Table, key: int, before: Row | None) -> None:
        if self.current is None:
            raise RuntimeError(f"a row of {table.name} is written outside of a transaction")
        self.current.undo.append((table, key, before))

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Alone with the state; an exception undoes what was written. One within another is one."""
        if getattr(self.own, "transaction", None) is not None:
            yield
            return
        self.lock.acquire()
        self.own.transaction = self.current = Transaction()
        try:
            yield
            changes = self.current.changes()
            if changes:
                self.place.commit(changes)
        except BaseException:
            self.own.transaction.rollback()
            raise
        finally:
            self.own.transaction = self.current = None
            self.lock.release()

    @contextlib.contextmanager
    def outside(self) -> Iterator[None]:
        """Let others in meanwhile, to wait or to ask a server. Rows read before may be old."""
        mine = getattr(self.own, "transaction", None)
        if mine is None:
            yield
            return
        self.current = None
        self.own.transaction = None
        self.lock.release()
        try:
            yield
        finally:
            self.lock.acquire()
            self.own.transaction = self.current = mine
