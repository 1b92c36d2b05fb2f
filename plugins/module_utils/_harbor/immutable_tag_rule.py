# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules that make tags of a project immutable.

Harbor does not tell one rule from another: of two equal ones it takes the second, too, once the
first was changed. What a rule is about is therefore its identity. A POST passes over ``disabled``,
and a PUT that changes it passes over all else (src/controller/immutable/controller.go).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .._core.harbor_field import Field, Values
from .._core.harbor_request import Request
from .._core.harbor_spec import PROJECT, REPLACE, Asking, Change, Look, Spec, Wire, listed
from . import project
from .selector import SELECTORS, raw, readable, selectors, sentence

_ALL = {each.name: each.default for each in SELECTORS}


def _look(asking: Asking) -> Look:
    """The rules, each once: others that say the same are in its ``_doubles``."""
    rows = yield from listed(asking)
    found: dict[str, Values] = {}
    # One that counts comes before its double that is disabled, since together they count.
    for row in sorted(rows, key=lambda each: (bool(each.get("disabled")), each["id"])):
        about = readable(row) or {**_ALL, "repositories": raw(_about(row))}
        wire = {**row, "_doubles": [], **{f"_{name}": value for name, value in about.items()}}
        first = found.setdefault(asking.spec.identity_of(wire), wire)
        if first is not wire:
            first["_doubles"].append(row["id"])
    return list(found.values())


def _about(row: Wire) -> Values:
    return {name: row.get(name) for name in ("scope_selectors", "tag_selectors")}


def _has_doubles(wire: Wire) -> bool:
    return bool(wire.get("_doubles"))


def _steps(change: Change) -> Iterator[Request]:
    if change.verb == "create":
        yield from _creation(change)
    else:
        yield from change.usual()
    for double in (change.wire or {}).get("_doubles", ()):
        yield change.request(
            "DELETE",
            (*change.place, double),
            allow=frozenset({404}),
            why=f"remove another {change.called}, which says the same",
        )


def _creation(change: Change) -> Iterator[Request]:
    body: Values = {
        "action": "immutable",
        "template": "immutable_template",
        "disabled": False,
        **selectors(change.want),
    }
    yield change.request(
        "POST", change.place, body, why=f"create {change.called}", makes=change.ref
    )
    if change.want.get("disabled"):
        yield change.request(
            "PUT",
            change.item,
            {**body, "id": change.ref, "disabled": True},
            why=f"disable {change.called}",
        )


IMMUTABLE_TAG_RULE = Spec(
    kind="immutable_tag_rule",
    plural="immutable_tag_rules",
    words=sentence,
    path=("projects", PROJECT, "immutabletagrules"),
    project="yes",
    put=REPLACE,
    look=_look,
    steps=_steps,
    ailing=_has_doubles,
    refers=lambda: (project.PROJECT,),
    order=40,
    fields=(
        *(replace(each, key=True, api=f"_{each.name}") for each in SELECTORS),
        Field(
            "disabled",
            "Whether the rule is there, and does nothing.",
            type="bool",
            absent=False,
        ),
        Field("id", "Number of the rule.", type="int", made=True),
    ),
)
