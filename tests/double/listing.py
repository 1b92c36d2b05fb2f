# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists: page, page_size, sort and q, as Harbor reads them.

A Model says by which names the rows of a table are filtered and sorted:

    LABELS = Model(id="ID", name="Name", project_id="ProjectID")      # column="GoName"
    LABELS = Model({"public": by_public}, order="name", …)            # a filter of its own

Keys that are neither a column nor a Go name are dropped, and so are sort keys: the caller gets
everything. q is unescaped a second time, as the genuine one does.
"""

from __future__ import annotations

import datetime
import re
import urllib.parse
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .answers import bad_request, broken
from .binding import whole_number

Row = dict[str, Any]
Filter = Callable[[Row, Any], bool]

EMPTY_SIDE = 'the query string must contain "=" and the key/value cannot be empty'


@dataclass(frozen=True)
class Fuzzy:
    text: str


@dataclass(frozen=True)
class Range:
    least: Any = None
    most: Any = None


@dataclass(frozen=True)
class AnyOf:
    values: tuple[Any, ...]


@dataclass(frozen=True)
class AllOf:
    """Not known to the database: only handlers that look for it use it."""

    values: tuple[Any, ...]


def unescaped(text: str) -> str:
    """As Go's url.QueryUnescape, or the text itself if that is not valid."""
    if re.search(r"%(?![0-9A-Fa-f]{2})", text):
        return text
    return urllib.parse.unquote_plus(text)


def go_value(text: str) -> Any:
    """A time (as seconds), an integer, or text without quotes."""
    text = text.strip()
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", text):
        try:
            moment = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S")
        except ValueError:
            return text
        return Moment(moment.replace(tzinfo=datetime.timezone.utc).timestamp())
    number = whole_number(text)
    return text.strip("\"'") if number is None else number


class Moment(float):
    """A time, to tell it from a number."""


def pattern(text: str) -> Any:
    """What stands after "=". Raises ValueError if it cannot be read."""
    first = text[0]
    if first == "~":
        if len(text) < 2:
            raise ValueError(text)
        return Fuzzy(text[1:])
    if first == "[":
        if text[-1] != "]" or text.count("~") != 1:
            raise ValueError(text)
        least, most = (part.strip() for part in text[1:-1].split("~"))
        if not least and not most:
            raise ValueError(text)
        return Range(go_value(least) if least else None, go_value(most) if most else None)
    if first in "{(":
        if text[-1] != {"{": "}", "(": ")"}[first]:
            raise ValueError(text)
        values = tuple(value for part in text[1:-1].split(" ") if (value := go_value(part)) != "")
        return AnyOf(values) if first == "{" else AllOf(values)
    return text[1:] if first == "\\" else text


def keywords(text: str) -> dict[str, Any]:
    """The conditions of a q. Raises a 400."""
    found: dict[str, Any] = {}
    if not text:
        return found
    for part in unescaped(text).split(","):
        key, equals, value = part.partition("=")
        if not (equals and key and value):
            raise bad_request(EMPTY_SIDE)
        try:
            found[key] = pattern(value)
        except ValueError:
            raise bad_request(f"invalid query string value: {value}") from None
    return found


def snake_case(name: str) -> str:
    """ProjectID -> project_id, as Harbor's ORM does."""
    return re.sub(r"(?<=.)([A-Z](?=[a-z])|(?<=[a-z])[A-Z])", r"_\1", name).lower()


class Model:
    """The names by which rows are filtered and sorted."""

    def __init__(
        self,
        filters: Mapping[str, Filter] | None = None,
        /,
        order: str = "",
        hidden: Iterable[str] = (),
        unsorted: Iterable[str] = (),
        **columns: str,
    ) -> None:
        """`columns`: column -> Go name; `order`: the default sort, "-name" for falling;
        `hidden`: columns that cannot be filtered; `unsorted`: not sorted by."""
        self.order = order
        self.filters = dict(filters or {})
        self.columns = {name: name for name in columns}
        self.columns.update({go: name for name, go in columns.items()})
        self.hidden, self.unsorted = frozenset(hidden), frozenset(unsorted)

    def column(self, key: str) -> str | None:
        column = self.columns.get(key) or self.columns.get(snake_case(key))
        return None if column in self.hidden else column

    def filter(self, key: str) -> Filter | None:
        return self.filters.get(key) or self.filters.get(snake_case(key))

    def sort_keys(self, sort: str) -> list[tuple[str, bool]]:
        """(column, falling) in order of weight."""
        keys = []
        for part in sort.split(",") if sort else ():
            column = self.columns.get(part.removeprefix("-"))
            if column and column not in self.unsorted:
                keys.append((column, part.startswith("-")))
        if not keys and self.order:
            keys = [(self.order.removeprefix("-"), self.order.startswith("-"))]
        return keys


def as_stored(value: Any, like: Any) -> Any:
    """A text of q as the type of a column. Raises a 500 as the database would."""
    if isinstance(like, bool):
        if str(value).lower() in ("true", "t", "1", "yes", "y", "on"):
            return True
        if str(value).lower() in ("false", "f", "0", "no", "n", "off"):
            return False
        raise broken()
    if isinstance(like, int) and isinstance(value, str):
        number = whole_number(value)
        if number is None:
            raise broken()
        return number
    if isinstance(like, float) and isinstance(value, str):
        moment = go_value(value)
        if isinstance(moment, Moment):
            return moment
        raise broken()
    return str(value) if isinstance(like, str) and not isinstance(value, str) else value


def matches(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, Fuzzy):
        return wanted.text.lower() in str("" if value is None else value).lower()
    if isinstance(wanted, Range):
        if isinstance(value, str) or value is None:
            return True
        return (wanted.least is None or value >= as_stored(wanted.least, value)) and (
            wanted.most is None or value <= as_stored(wanted.most, value)
        )
    if isinstance(wanted, AnyOf):
        return any(as_stored(one, value) == value for one in wanted.values)
    if isinstance(wanted, AllOf):
        return True
    return bool(as_stored(wanted, value) == value)


@dataclass
class Query:
    """One request for a list. Handlers may set and take out keywords before it is used."""

    keywords: dict[str, Any]
    sort: str = ""
    page: int = 1
    page_size: int = 10

    def exact(self, *keys: str) -> Any:
        """What one of these keys must equal, to look it up in an index; else None."""
        for key in keys:
            value = self.keywords.get(key)
            if isinstance(value, (str, int)) and not isinstance(value, bool):
                return value
        return None

    def filtered(self, model: Model, rows: Iterable[Row]) -> list[Row]:
        for key, wanted in self.keywords.items():
            own = model.filter(key)
            if own is not None:
                rows = [row for row in rows if own(row, wanted)]
                continue
            column = model.column(key)
            if column is not None:
                rows = [row for row in rows if matches(row.get(column), wanted)]
        return list(rows)

    def sorted(self, model: Model, rows: list[Row], already: str = "") -> list[Row]:
        """In the order that was asked for; `already` names the column they are sorted by."""
        keys = model.sort_keys(self.sort)
        if keys == [(already, False)]:
            return rows
        for column, falling in reversed(keys):
            rows = sorted(rows, key=lambda row: sort_value(row.get(column)), reverse=falling)
        return rows

    def paged(self, rows: Sequence[Any]) -> list[Any]:
        if self.page_size <= 0:
            return list(rows)
        start = self.page_size * (max(self.page, 1) - 1)
        return list(rows[start : start + self.page_size])


def sort_value(value: Any) -> tuple[bool, Any]:
    return (value is None, "" if value is None else value)


def links(path: str, raw_query: str, total: int, page: int, page_size: int) -> str:
    """The Link header; empty if there is nothing before or after."""
    if page_size == 0:
        return ""
    found = []
    for near, rel in ((page - 1, "prev"), (page + 1, "next")):
        there = page > 1 and near * page_size < total if rel == "prev" else page_size * page < total
        if not there:
            continue
        query = urllib.parse.parse_qs(raw_query, keep_blank_values=True)
        query["page"], query["page_size"] = [str(near)], [str(page_size)]
        encoded = urllib.parse.urlencode(sorted(query.items()), doseq=True)
        found.append(f'<{urllib.parse.quote(path)}?{unescaped(encoded)}>; rel="{rel}"')
    return " , ".join(found)
