# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Schedules as Harbor takes them: six fields, the first of which is a second and always 0."""

from __future__ import annotations

import re
from typing import Any

TEXT = (
    "six fields: second (always C(0)), minute, hour, day of the month, month and day of the week, "
    "as in V(0 30 2 * * *) for half past two every night. Times are those of Harbor's host, "
    "usually UTC"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
# (name, least, most, names of the values)
_FIELDS: tuple[tuple[str, int, int, list[str]], ...] = (
    ("second", 0, 59, []),
    ("minute", 0, 59, []),
    ("hour", 0, 23, []),
    ("day of the month", 1, 31, []),
    ("month", 1, 12, _MONTHS),
    ("day of the week", 0, 6, _DAYS),
)


def as_cron(value: Any) -> Any:
    """The form in which two are compared; blanks between fields do not count."""
    return " ".join(str(value).split())


def not_a_cron(value: str) -> str | None:
    """Empty is none at all, and no fault."""
    if not value:
        return None
    parts = value.split(" ")
    if len(parts) != len(_FIELDS) or "" in parts:
        return (
            "but a schedule has six fields with one blank between them, the first of which is a "
            "second. Write it as in 0 30 2 * * *."
        )
    # src/common/utils: ValidateCronString.
    if parts[0] != "0":
        return "but Harbor takes only 0 in the first field, the second. Change it."
    for part, (name, least, most, names) in zip(parts, _FIELDS):
        if not _fits(part, least, most, names):
            words = f" or {names[0]} to {names[-1]}" if names else ""
            return (
                f"but {part!r} is no {name}, which is {least} to {most}{words}, *, or a list or "
                "range of these with steps. Correct it."
            )
    return None


def not_a_replication_cron(value: str) -> str | None:
    """As above; a replication that runs every minute Harbor refuses."""
    parts = value.split(" ")
    if len(parts) == len(_FIELDS) and parts[1] == "*":
        return "but a replication may not run every minute. Name the minutes, as in 0 0 * * * *."
    return not_a_cron(value)


def _fits(field: str, least: int, most: int, names: list[str]) -> bool:
    return all(_fits_range(each, least, most, names) for each in field.split(","))


def _fits_range(text: str, least: int, most: int, names: list[str]) -> bool:
    span, slash, step = text.partition("/")
    if slash and not (step.isascii() and step.isdecimal() and int(step) > 0):
        return False
    if span in ("*", "?"):
        return True
    first, dash, last = span.partition("-")
    begin = _number(first, least, most, names)
    end = _number(last, least, most, names) if dash else begin
    return begin is not None and end is not None and begin <= end


def _number(text: str, least: int, most: int, names: list[str]) -> int | None:
    if text.lower() in names:
        return names.index(text.lower()) + least
    if not re.fullmatch(r"[0-9]+", text):
        return None
    number = int(text)
    return number if least <= number <= most else None
