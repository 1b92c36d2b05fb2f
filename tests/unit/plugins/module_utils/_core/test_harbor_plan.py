# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The planner, on a kind that is made for it and a Harbor that is a dict."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core import harbor_field
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_field import (
    Field,
    as_set,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_plan import (
    Found,
    Part,
    compared,
    diff,
    doubles,
    phases,
    sentences,
    tree,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_request import (
    Caller,
    Ref,
    Request,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_spec import (
    MERGE,
    MISSING,
    REPLACE,
    Asking,
    Change,
    Spec,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_version import Version

ADMIN = Caller("user", "admin", 1, sysadmin=True)
VERSION = Version.of("2.13.5")


def not_short(value: str) -> str | None:
    return "but a name is short. Shorten it." if len(value) > 20 else None


THING = Spec(
    kind="thing",
    plural="things",
    path=("things",),
    exact="name",
    fields=(
        Field("name", "Name.", key=True, wrong=not_short),
        Field("note", "Note.", absent=""),
        Field("open", "Flag.", type="bool", api="metadata.open", absent=False),
        Field("tags", "Tags.", type="list", elements="str", absent=[], same=as_set),
        Field(
            "rules",
            "Rules.",
            type="list",
            elements="dict",
            absent=[],
            fields=(
                Field("pattern", "Pattern.", required=True),
                Field("off", "Off.", type="bool", absent=False),
            ),
        ),
        Field("level", "Level.", known=("low", "high"), absent="low"),
        Field("late", "New.", since="2.14"),
        Field("kind", "Kind.", create_only=True),
        Field("password", "Secret.", secret=True, differs=lambda want, wire: want != wire["_was"]),
        Field("how", "How.", control=True, default="quick"),
    ),
)


class Stored:
    """What a Harbor would keep of the requests."""

    def __init__(self, put: str) -> None:
        self.spec = replace(THING, put=put)
        self.rows: dict[int, dict[str, Any]] = {}
        self.next = 1

    def take(self, found: Found) -> None:
        for group in phases(found.changes):
            for change in group:
                for request in change.requests:
                    self._take(request.method, request.path, copy.deepcopy(request.body))

    def _take(self, method: str, path: tuple[Any, ...], body: Any) -> None:
        if method == "POST":
            self.rows[self.next] = {**body, "id": self.next, "_was": body.get("password")}
            self.next += 1
        elif method == "DELETE":
            del self.rows[path[1]]
        else:
            row = self.rows[path[1]]
            was = body.get("password", row["_was"])
            if self.spec.put == REPLACE:
                row.clear()
                row.update(body, id=path[1])
            else:
                metadata = {**row.get("metadata", {}), **body.get("metadata", {})}
                row.update(body, metadata=metadata)
            row["_was"] = was

    def plan(self, *wanted: Mapping[str, Any], **more: Any) -> Found:
        things = [harbor_field.given(self.spec.fields, want) for want in wanted]
        where = tuple(f"things[{number}]." for number in range(len(things)))
        return compared(
            Part(self.spec, None, tuple(things), where, **more),
            copy.deepcopy(list(self.rows.values())),
            VERSION,
            ADMIN,
        )


OBJECTS = st.fixed_dictionaries(
    {"name": st.sampled_from("abcde")},
    optional={
        "note": st.sampled_from(["", "one", "two"]),
        "open": st.booleans(),
        "tags": st.lists(st.sampled_from(["x", "y", "z"]), max_size=3),
        "rules": st.lists(
            st.fixed_dictionaries(
                {"pattern": st.sampled_from(["*", "v*"])}, optional={"off": st.booleans()}
            ),
            max_size=2,
        ),
        "level": st.sampled_from(["low", "high"]),
        "password": st.sampled_from(["p1", "p2"]),
    },
)
LISTS = st.lists(OBJECTS, max_size=5, unique_by=lambda each: str(each["name"]))


@given(st.sampled_from([MERGE, REPLACE]), LISTS, LISTS, st.booleans())
def test_what_was_applied_needs_nothing_more(
    put: str, first: list[Any], second: list[Any], exclusive: bool
) -> None:
    harbor = Stored(put)
    for wanted in (first, second):
        harbor.take(harbor.plan(*wanted, exclusive=exclusive))
        again = harbor.plan(*wanted, exclusive=exclusive)
        assert not again.changes
    if exclusive:
        assert {row["name"] for row in harbor.rows.values()} == {each["name"] for each in second}


def test_what_harbor_shows_as_null_is_not_sent_back() -> None:
    harbor = Stored(REPLACE)
    harbor.rows[7] = {"id": 7, "name": "a", "tags": None, "kept": {"list": [{"x": None, "y": 0}]}}
    (change,) = harbor.plan({"name": "a", "note": "one"}).changes
    (request,) = change.usual()
    assert request.body == {"id": 7, "name": "a", "note": "one", "kept": {"list": [{"y": 0}]}}


@given(st.sampled_from([MERGE, REPLACE]), LISTS, LISTS)
def test_what_is_left_out_is_untouched(put: str, first: list[Any], second: list[Any]) -> None:
    harbor = Stored(put)
    harbor.take(harbor.plan(*first))
    before = {row["name"]: harbor.spec.read(row) for row in harbor.rows.values()}
    harbor.take(harbor.plan(*second))
    for row in harbor.rows.values():
        named: Mapping[str, Any] = next(
            (each for each in second if each["name"] == row["name"]), {}
        )
        for field, value in before.get(row["name"], {}).items():
            if field not in named:
                assert harbor.spec.read(row)[field] == value, field


@given(LISTS, st.randoms(use_true_random=False))
def test_the_order_of_a_list_does_not_matter(wanted: list[Any], chance: Any) -> None:
    harbor = Stored(MERGE)
    harbor.take(harbor.plan(*wanted))
    shuffled = copy.deepcopy(wanted)
    chance.shuffle(shuffled)
    for each in shuffled:
        chance.shuffle(each.get("tags", []))
    assert not harbor.plan(*shuffled).changes


@given(LISTS, LISTS)
def test_a_prediction_is_what_comes_out(first: list[Any], second: list[Any]) -> None:
    harbor = Stored(MERGE)
    harbor.take(harbor.plan(*first))
    predicted = harbor.plan(*second)
    harbor.take(predicted)
    assert harbor.plan(*second).after == predicted.after


def test_a_changed_field_is_one_put_that_names_only_it() -> None:
    harbor = Stored(MERGE)
    harbor.take(harbor.plan({"name": "a", "note": "one", "open": True}))
    (change,) = harbor.plan({"name": "a", "note": "two", "open": True}).changes
    (request,) = change.requests
    assert (request.method, request.path, request.body) == ("PUT", ("things", 1), {"note": "two"})
    assert request.why == "set note of thing a"


def test_where_a_put_replaces_it_carries_what_was_there() -> None:
    harbor = Stored(REPLACE)
    harbor.take(harbor.plan({"name": "a", "note": "one", "open": True}))
    harbor.rows[1]["of a later version"] = 7
    (change,) = harbor.plan({"name": "a", "note": "two"}).changes
    assert change.requests[0].body == {
        "id": 1,
        "name": "a",
        "note": "two",
        "metadata": {"open": True},
        "of a later version": 7,
    }


def test_every_fault_is_named_with_its_place_and_nothing_is_planned() -> None:
    found = Stored(MERGE).plan(
        {"name": "a", "level": "middle"}, {"name": "b" * 21}, {"name": "c", "late": "x"}
    )
    assert not any(change.requests for change in found.changes)
    assert list(found.faults) == [
        "things[0].level is 'middle', but Harbor knows low and high. Use one of these.",
        f"things[1].name is '{'b' * 21}', but a name is short. Shorten it.",
        "things[2].late needs Harbor 2.14 or newer, and this is 2.13.5. Leave it out, or upgrade "
        "first.",
    ]


def test_a_value_that_is_stored_so_already_is_not_judged() -> None:
    harbor = Stored(MERGE)
    harbor.take(harbor.plan({"name": "a"}))
    harbor.rows[1]["level"] = "middle"
    assert not harbor.plan({"name": "a", "level": "middle"}).faults


def test_what_only_a_new_object_takes_is_refused_later() -> None:
    harbor = Stored(MERGE)
    harbor.take(harbor.plan({"name": "a", "kind": "round"}))
    assert not harbor.plan({"name": "a", "kind": "round"}).faults
    (fault,) = harbor.plan({"name": "a", "kind": "square"}).faults
    assert fault == (
        "things[0].kind is 'square', but thing a was created with 'round', and Harbor cannot "
        "change that. Leave it out, or remove the object first."
    )


def test_an_object_that_is_named_twice_is_refused() -> None:
    part = Part(THING, None, ({"name": "a"}, {"name": "a"}), ("things[0].", "things[1]."))
    assert list(doubles(part)) == [
        "things[1] is thing a again, which things[0] is already. Remove one of them."
    ]


def test_a_secret_is_masked_and_its_change_is_seen() -> None:
    harbor = Stored(MERGE)
    harbor.take(harbor.plan({"name": "a", "password": "p1"}))
    found = harbor.plan({"name": "a", "password": "p2"})
    before, after = diff(found.changes)
    assert before != after
    assert "p1" not in before + after
    assert "p2" not in before + after
    assert found.after[0]["password"] == "********"


def test_what_protects_an_object_keeps_it_out_of_an_exclusive_removal() -> None:
    harbor = Stored(MERGE)
    harbor.spec = replace(
        harbor.spec, protected=lambda wire, caller: "but stays." if wire["name"] == "a" else None
    )
    harbor.take(harbor.plan({"name": "a"}, {"name": "b"}))
    found = harbor.plan(exclusive=True)
    assert sentences(found.changes) == ("remove thing b",)
    assert found.warnings == ("thing a is not in the list, but stays.",)


def test_what_is_named_goes_after_what_names_it() -> None:
    early, late = replace(THING, order=10), replace(THING, kind="other", title="other", order=20)
    old = {"name": "old", "id": 1, "_was": None}
    found = [
        compared(Part(spec, None, ({"name": "new"},), ("",), exclusive=True), [old], VERSION, ADMIN)
        for spec in (late, early)
    ]
    changes = [change for each in found for change in each.changes]
    assert sentences(changes) == (
        "create thing new",
        "create other new",
        "remove other old",
        "remove thing old",
    )


def test_the_tree_has_what_is_in_a_project_below_it() -> None:
    project = replace(THING, kind="project", title="project")
    scope = Ref("project", "test")
    parts = [
        Part(project, None, ({"name": "test"},), ("",)),
        Part(THING, scope, ({"name": "a"}, {"name": "b"}), ("", "")),
        Part(THING, Ref("project", "other"), ({"name": "c"},), ("",)),
    ]
    changes = [c for part in parts for c in compared(part, [], VERSION, ADMIN).changes]
    assert tree(changes) == [
        "+ project test",
        "    + thing a",
        "    + thing b",
        "  project other",
        "    + thing c",
    ]


def test_a_list_that_is_only_added_to_is_wanted_whole() -> None:
    def added(want: Mapping[str, Any], wire: Mapping[str, Any] | None) -> dict[str, Any]:
        return {**want, "tags": sorted({*want["tags"], *((wire or {}).get("tags") or ())})}

    spec = replace(THING, in_view=added)
    part = Part(spec, None, ({"name": "a", "tags": ["x"]},), ("",))
    stored = {"id": 1, "name": "a", "tags": ["y"], "_was": None}
    found = compared(part, [stored], VERSION, ADMIN)
    assert found.after[0]["tags"] == ["x", "y"]
    assert found.changes[0].requests[0].body == {"tags": ["x", "y"]}
    assert not compared(part, [{**stored, "tags": ["y", "x"]}], VERSION, ADMIN).changes
    assert compared(part, [], VERSION, ADMIN).after[0]["tags"] == ["x"]


def test_what_a_look_found_out_of_a_missing_object_goes_with_its_creation() -> None:
    found_out = {"name": "a", MISSING: True, "origin": "elsewhere"}
    part = Part(THING, None, ({"name": "a"},), ("",))
    (change,) = compared(part, [found_out], VERSION, ADMIN).changes
    assert (change.verb, change.seen) == ("create", None)
    assert change.wire is not None
    assert change.wire["origin"] == "elsewhere"
    gone = Part(THING, None, ({"name": "a"},), ("",), absent=True)
    assert not compared(gone, [found_out], VERSION, ADMIN).changes


def planned(spec: Spec, want: dict[str, Any], *wires: dict[str, Any]) -> Found:
    return compared(Part(spec, None, (want,), ("",)), wires, VERSION, ADMIN)


def test_what_a_task_implies_is_wanted_too() -> None:
    spec = replace(THING, implied=lambda want: {"note": "", **want})
    (change,) = planned(spec, {"name": "a"}, {"id": 1, "name": "a", "note": "old"}).changes
    assert change.differ == ("note",)
    assert not planned(spec, {"name": "a"}, {"id": 1, "name": "a"}).changes


def test_what_is_ailing_is_mended_though_nothing_differs() -> None:
    def steps(change: Change) -> list[Request]:
        return [Request("PUT", ("things", 1), why=f"mend {change.called}")]

    spec = replace(THING, ailing=lambda wire: bool(wire.get("_ill")), steps=steps)
    found = planned(spec, {"name": "a"}, {"id": 1, "name": "a", "_ill": True})
    assert sentences(found.changes) == ("mend thing a",)
    assert tree(found.changes) == ["~ thing a"]
    assert not planned(spec, {"name": "a"}, {"id": 1, "name": "a"}).changes


def test_a_new_object_is_shown_with_what_is_sent_unasked() -> None:
    fields = (*THING.fields, Field("enabled", "On.", type="bool", absent=False, create=True))
    found = planned(replace(THING, fields=fields), {"name": "a"})
    assert found.after[0]["enabled"] is True
    (change,) = found.changes
    assert change.requests[0].body["enabled"] is True


def test_an_object_is_called_by_words_of_its_kind() -> None:
    spec = replace(THING, words=lambda values: f"for {values['name']}")
    assert planned(spec, {"name": "a"}).changes[0].called == "thing for a"


def test_many_rows_are_found_among_many_wants_with_one_look_at_each() -> None:
    count = 200
    wanted = tuple({"name": f"n{number}", "note": number} for number in range(count))
    asking = Asking(THING, None, wanted, VERSION, ADMIN)
    with mock.patch.object(Spec, "identity", autospec=True, side_effect=Spec.identity) as looked:
        found = [asking.want_of({"name": f"n{number}"}) for number in range(2 * count)]
    assert found == [*wanted, *[None] * count]
    assert looked.call_count == 3 * count
