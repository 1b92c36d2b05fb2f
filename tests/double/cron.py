# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cron as Harbor reads it: seconds, minutes, hours, days, months, weekdays; six fields, no words
such as @daily. Times are UTC."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

MONTH_NAMES = "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"
WEEKDAY_NAMES = "sun", "mon", "tue", "wed", "thu", "fri", "sat"
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, 1)}
WEEKDAYS = {name: number for number, name in enumerate(WEEKDAY_NAMES)}
FIELDS: tuple[tuple[int, int, dict[str, int]], ...] = (
    (0, 59, {}),
    (0, 59, {}),
    (0, 23, {}),
    (1, 31, {}),
    (1, 12, MONTHS),
    (0, 6, WEEKDAYS),
)
FAR = 5 * 366  # days, after which no more is looked for
SECONDS_MUST_BE_0 = "the 1st field (indicating Seconds of time) of the cron setting must be 0"


class BadCron(ValueError):
    """What is wrong with it, in Harbor's words."""


@dataclass(frozen=True)
class Field:
    values: frozenset[int]
    star: bool  # whatever value


def parse(text: str) -> list[Field]:
    """The six fields. Raises BadCron."""
    if not text:
        raise BadCron("empty spec string")
    if text.startswith(("TZ=", "CRON_TZ=")):
        text = text.partition(" ")[2].strip()
    if text.startswith("@"):
        raise BadCron(f"parser does not accept descriptors: {text}")
    parts = text.split()
    if len(parts) != 6:
        raise BadCron(f"expected exactly 6 fields, found {len(parts)}: [{' '.join(parts)}]")
    return [field(part, *bounds) for part, bounds in zip(parts, FIELDS)]


def field(text: str, least: int, most: int, names: dict[str, int]) -> Field:
    values: set[int] = set()
    star = False
    for part in (one for one in text.split(",") if one):
        found, any_value = interval(part, least, most, names)
        values |= found
        star = star or any_value
    return Field(frozenset(values), star)


def interval(
    text: str, least: int, most: int, names: dict[str, int]
) -> tuple[frozenset[int], bool]:
    sides, _slash, steps = text.partition("/")
    if "/" in steps:
        raise BadCron(f"too many slashes: {text}")
    ends = sides.split("-")
    if len(ends) > 2:
        raise BadCron(f"too many hyphens: {text}")
    star = ends[0] in ("*", "?")
    if star:
        first, last = least, most
    else:
        first = number(ends[0], names)
        last = number(ends[1], names) if len(ends) == 2 else first
    step = 1
    if "/" in text:
        step = number(steps, {})
        if not star and len(ends) == 1:
            last = most
        star = star and step == 1
    if first < least:
        raise BadCron(f"beginning of range ({first}) below minimum ({least}): {text}")
    if last > most:
        raise BadCron(f"end of range ({last}) above maximum ({most}): {text}")
    if first > last:
        raise BadCron(f"beginning of range ({first}) beyond end of range ({last}): {text}")
    if not step:
        raise BadCron(f"step of range should be a positive number: {text}")
    return frozenset(range(first, last + 1, step)), star


def number(text: str, names: dict[str, int]) -> int:
    if text.lower() in names:
        return names[text.lower()]
    digits = text[1:] if text[:1] in ("+", "-") else text
    if not (digits.isascii() and digits.isdigit()):
        raise BadCron(
            f'failed to parse int from {text}: strconv.Atoi: parsing "{text}": invalid syntax'
        )
    if int(text) < 0:
        raise BadCron(f"negative number ({int(text)}) not allowed: {text}")
    return int(text)


def check(text: str) -> None:
    """What most schedules demand: seconds are 0. Raises BadCron."""
    if not text:
        raise BadCron("empty cron string is invalid")
    parse(text)
    parts = text.split(" ")
    if len(parts) == 6 and parts[0] != "0":
        raise BadCron(SECONDS_MUST_BE_0)


def following(text: str, now: float) -> float | None:
    """The next time after `now` (seconds since 1970); None if there is none, or no cron."""
    try:
        seconds, minutes, hours, days, months, weekdays = parse(text)
    except BadCron:
        return None
    moment = datetime.datetime.fromtimestamp(int(now) + 1, datetime.timezone.utc)
    start = moment.date()
    for ahead in range(FAR):
        day = start + datetime.timedelta(days=ahead)
        if day.month not in months.values:
            continue
        in_month = day.day in days.values
        in_week = day.isoweekday() % 7 in weekdays.values
        either = in_month or in_week
        if not (in_month and in_week if days.star or weekdays.star else either):
            continue
        earliest = (moment.hour, moment.minute, moment.second) if not ahead else (0, 0, 0)
        for hour in sorted(hours.values):
            for minute in sorted(minutes.values):
                for second in sorted(seconds.values):
                    if (hour, minute, second) >= earliest:
                        found = datetime.datetime(
                            day.year, day.month, day.day, hour, minute, second,
                            tzinfo=datetime.timezone.utc,
                        )  # fmt: skip
                        return found.timestamp()
    return None
