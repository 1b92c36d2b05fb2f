# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Robot accounts, of the whole Harbor or of one project.

A creation passes over ``secret`` and ``disable`` (src/server/v2.0/handler/robot.go), which take
requests of their own. A PUT replaces everything but the secret, and wants the name it logs in with.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .._core.harbor_field import Field, Values, as_set
from .._core.harbor_request import Caller, Ref, Request, q_exact
from .._core.harbor_spec import MISSING, Asking, Change, Look, Spec, Wire
from .._core.harbor_version import Version
from . import project
from .secret import DUE, is_due, not_a_secret, update_option

NEVER = -1
_DAY = 86400
# What a look adds: the name without prefix and project, the rights as options, the warnings of
# time, and the rights that this Harbor knows.
_NAME, _RIGHTS, _EXPIRED, _TOO_SHORT = "_name", "_rights", "_expired", "_too_short"
_KNOWN = "_known"
# From then on Harbor has a list of rights, and takes no others (src/common/rbac/const.go).
_LISTS_RIGHTS = Version.of("2.10")
_ACCESS = re.compile(r"[a-z0-9-]+:[a-z0-9-]+(:deny)?|\*:\*")


def not_a_robot_name(value: str) -> str | None:
    if project.NAME.fullmatch(value) and len(value) <= 255:
        return None
    return (
        "but the name of a robot has lower-case letters and digits, with single '.', '_' or '-' "
        "between them; what Harbor puts before it (robot$) and the project are left out. "
        "Correct it."
    )


def as_days(value: Any) -> Any:
    """Days of a number, -1 of "never"; anything else is handed back."""
    text = str(value).strip().lower()
    if text == "never":
        return NEVER
    return int(text) if re.fullmatch(r"-?\d+", text) else value


def not_days(value: Any) -> str | None:
    # Harbor 2.9 takes 0 for its own default, and newer ones refuse it.
    if isinstance(value, int) and (value == NEVER or 0 < value < 2**31 - 1):
        return None
    return "but a duration is a number of days from 1 on, or never. Correct it."


def not_an_access(value: str) -> str | None:
    if _ACCESS.fullmatch(value):
        return None
    return (
        "but a right is written as resource:action, as in repository:pull. Correct it; "
        "harbor_permission_info lists them."
    )


def not_a_description(value: str) -> str | None:
    # Harbor answers 500.
    if len(value) <= 1024:
        return None
    return "but a description has at most 1024 characters. Shorten it."


def rights(permissions: Iterable[Mapping[str, Any]], own: str | None) -> list[Values]:
    """The permissions of Harbor as those of the option: in one order, for Harbor's is random.

    ``own`` is the project of the robot, which is not repeated.
    """
    found: dict[str, set[str]] = {}
    for each in permissions:
        space = each.get("namespace") or "/"
        place = "" if space == "/" or space == own else space
        found.setdefault(place, set()).update(_access(one) for one in each.get("access") or ())
    return [
        {"project": place or None, "access": sorted(access)}
        for place, access in sorted(found.items())
    ]


def _access(each: Mapping[str, Any]) -> str:
    deny = ":deny" if each.get("effect") == "deny" else ""
    return f"{each.get('resource')}:{each.get('action')}{deny}"


def permissions_of(wanted: Iterable[Mapping[str, Any]], own: str | None) -> list[Values]:
    """The option's permissions as Harbor takes them."""
    found = []
    for each in wanted:
        place = each.get("project") or own
        access = []
        for one in each["access"]:
            resource, action, *effect = one.split(":")
            access.append({"resource": resource, "action": action})
            if effect:
                access[-1]["effect"] = effect[0]
        found.append(
            {
                "kind": "project" if place else "system",
                "namespace": place or "/",
                "access": access,
            }
        )
    return found


def _flat(permissions: Iterable[Mapping[str, Any]]) -> Any:
    return as_set([each["project"], one] for each in permissions for one in each["access"] or ())


def _look(asking: Asking) -> Look:
    rows = yield _listing(asking)
    wires = [dict(row) for row in rows if _belongs(row, asking.scope)]
    prefix = ""
    if asking.scope is None and wires and (asking.only is None or asking.whole):
        prefix = yield from _prefix(asking, wires)
    own = asking.scope.name if asking.scope else None
    now = _seconds(asking.system.get("current_time"))
    for wire in wires:
        wire[_NAME] = _bare(wire["name"], asking, prefix)
        wire[_RIGHTS] = rights(wire.get("permissions") or (), own)
        expires = wire.get("expires_at")
        wire[_EXPIRED] = bool(now and expires and expires != NEVER and expires <= now)
    yield from _secrets(asking, wires, now)
    yield from _known_rights(asking, wires)
    return wires


def _known_rights(asking: Asking, wires: list[Values]) -> Any:
    """What can be given to a robot, where a task gives other rights than there are."""
    if asking.absent or asking.version < _LISTS_RIGHTS:
        return
    there = {asking.spec.identity_of(wire): wire for wire in wires}
    given = []
    for want in asking.wanted or ():
        new: Values = {_NAME: want["name"], MISSING: True}
        wire = there.get(asking.spec.identity(want), new)
        if want.get("permissions") and _flat(want["permissions"]) != _flat(wire.get(_RIGHTS) or ()):
            given.append(wire)
    if not given:
        return
    reply = yield Request(
        "GET",
        ("permissions",),
        once=True,
        # It is for administrators, of a project at least.
        allow=frozenset({403}),
        why="look up what robot accounts may be given",
    )
    levels = reply.body if reply.status == 200 else {}
    for wire in given:
        wire[_KNOWN] = {
            level: {f"{each['resource']}:{each['action']}" for each in listed or ()}
            for level, listed in levels.items()
        }
    wires += [wire for wire in given if MISSING in wire]


def _listing(asking: Asking) -> Request:
    scope = asking.scope
    parts: list[Any] = []
    if scope is not None:
        # Spelt otherwise these are dropped, and the system's robots are listed.
        parts += ["Level=project,ProjectID=", scope]
    if asking.only is not None and not asking.whole:
        stored = f"{scope.name}+{asking.only}" if scope else asking.only
        parts += ["," if parts else "", q_exact("name", stored)]
    where = f" of project {scope.name}" if scope else ""
    return Request(
        "GET",
        ("robots",),
        query=(("q", tuple(parts)),) if parts else (),
        paged=True,
        why=f"look up robot accounts{where}",
    )


def _belongs(row: Wire, scope: Ref | None) -> bool:
    return (row.get("level") == "project") == (scope is not None)


def _prefix(asking: Asking, wires: list[Values]) -> Any:
    """What Harbor puts before every robot's name, which only an administrator is told."""
    if asking.caller.sysadmin:
        reply = yield Request("GET", ("configurations",), why="look up the prefix of robots' names")
        return str(((reply.body or {}).get("robot_name_prefix") or {}).get("value") or "")
    # No robot's own name has such a character, and the usual prefix ends with one.
    found = re.match(r".*[^a-z0-9._-]", wires[0]["name"])
    return found[0] if found else ""


def _bare(name: str, asking: Asking, prefix: str) -> str:
    if asking.scope is not None:
        return name.rpartition("+")[2]
    if asking.only is not None and not asking.whole and name.endswith(asking.only):
        return str(asking.only)
    return name[len(prefix) :] if name.startswith(prefix) else name


def _secrets(asking: Asking, wires: list[Values], now: float | None) -> Any:
    """Which wanted secrets are to be written: by a login where that can tell."""
    probes = []
    for wire in wires if not asking.absent else ():
        want = asking.want_of(wire)
        if want is None:
            continue
        longer = want.get("duration") not in (None, wire.get("duration"))
        if longer and now is not None:
            made = _seconds(wire.get("creation_time"))
            days = want["duration"]
            wire[_TOO_SHORT] = bool(
                made and isinstance(days, int) and days > 0 and made + days * _DAY <= now
            )
        idle = _idle(asking, want, wire, longer)
        if not want.get("secret"):
            continue
        how = want.get("update_secret", "verify")
        off = not logs_in(wire)
        # It comes back with this run, so it is to have the secret of this run.
        wire[DUE] = how == "always" or bool(how == "verify" and off and not idle)
        if how == "verify" and not off:
            probes.append(wire)
    tried = yield [
        Request(
            "GET",
            ("users", "current"),
            # A robot is no user, which is 412; who is not known is 401.
            allow=frozenset({401, 412}),
            credential=(wire["name"], (asking.want_of(wire) or {})["secret"]),
            why=f"try the secret of {asking.spec.title} {wire['name']}",
        )
        for wire in probes
    ]
    for wire, reply in zip(probes, tried):
        wire[DUE] = reply.status == 401


def _idle(asking: Asking, want: Values, wire: Values, longer: bool) -> bool:
    """Whether it is out of use and stays so, which is told where it is not the wish."""
    called = asking.spec.called(want, asking.scope)
    disabled = bool(wire.get("disable")) if want.get("disabled") is None else want["disabled"]
    reason = ""
    if disabled and wire.get("disable"):
        reason = "is disabled"
    elif wire[_EXPIRED] and not longer:
        reason = "has expired"
        asking.warnings.append(
            f"{called} has expired and cannot log in. Give it a longer duration, which counts "
            "from its creation, or another robot."
        )
    if reason and want.get("secret") and want.get("update_secret", "verify") == "verify":
        asking.warnings.append(
            f"{called} {reason}, so its secret cannot be tried, and was left as it is. "
            "update_secret 'always' writes it."
        )
    return bool(reason)


def logs_in(wire: Wire) -> bool:
    return not (wire.get("disable") or wire.get(_EXPIRED))


def _steps(change: Change) -> Iterator[Request]:
    if change.verb == "create":
        yield from _creation(change)
        return
    if change.verb == "delete":
        yield from change.usual()
        return
    own = [name for name in change.differ if name != "secret"]
    if own:
        yield change.request("PUT", change.item, _whole(change), why=change.sentence(own))
    if "secret" in change.differ:
        yield _secret(change, change.item)


def _creation(change: Change) -> Iterator[Request]:
    want = change.want
    own = change.scope.name if change.scope else None
    body = {
        "name": want["name"],
        "level": "project" if own else "system",
        "duration": want["duration"],
        "description": want.get("description") or "",
        "permissions": permissions_of(want["permissions"], own),
    }
    yield change.request(
        "POST",
        change.place,
        body,
        why=f"create {change.called}",
        makes=change.ref,
        keep=("name",),
    )
    if want.get("secret"):
        yield _secret(change, change.item)
    if want.get("disabled"):
        full = Ref(f"{change.spec.kind}.name", change.ref.name, change.ref.scope)
        yield change.request(
            "PUT",
            change.item,
            {**body, "name": full, "disable": True},
            why=f"disable {change.called}",
        )


def _secret(change: Change, item: tuple[Any, ...]) -> Request:
    return change.request(
        "PATCH", item, {"secret": change.want["secret"]}, why=f"set the secret of {change.called}"
    )


def _whole(change: Change) -> Values:
    """All that a PUT needs: what it lacks is cleared, and a robot without ``disable`` enabled."""
    wire, want = change.wire or {}, change.want
    body = {
        "name": wire["name"],
        "level": wire["level"],
        "duration": wire.get("duration"),
        "description": wire.get("description") or "",
        "disable": bool(wire.get("disable")),
        "permissions": wire.get("permissions") or [],
    }
    if "permissions" in change.differ:
        own = change.scope.name if change.scope else None
        body["permissions"] = permissions_of(want["permissions"], own)
    for option, name in (
        ("duration", "duration"),
        ("description", "description"),
        ("disabled", "disable"),
    ):
        if option in change.differ:
            body[name] = want[option]
    return body


def _judge(change: Change) -> list[str]:
    wire = change.wire or {}
    own = [name for name in change.differ if name != "secret"]
    if change.verb == "update" and own and wire.get("editable") is False:
        return [
            f"{change.called} is to be changed, but it is of a Harbor before 2.0, and such a robot "
            "can only be removed. Remove it, and create another."
        ]
    found = list(_of_permissions(change))
    stored = f"{change.scope.name}+" if change.scope else ""
    if change.verb == "create" and len(stored + change.want["name"]) > 255:
        # Harbor answers 500.
        found.append(
            f"name is {change.want['name']!r}, but with its project it has more than 255 "
            "characters. Shorten it."
        )
    if "duration" in change.differ and wire.get(_TOO_SHORT):
        found.append(
            f"duration is {change.want['duration']}, but it counts from the creation of "
            f"{change.called} on {wire.get('creation_time')}, and it would expire at once. "
            "Give a longer one, or disable the robot."
        )
    lost = not wire.get("permissions") and "permissions" not in change.want
    if change.verb == "update" and own and lost:
        found.append(
            f"permissions is missing, but the projects of {change.called} are gone, and Harbor "
            "changes no robot without rights. Give them, or remove the robot."
        )
    return found


def _of_permissions(change: Change) -> Iterator[str]:
    if "permissions" not in change.differ:
        return
    wanted = change.want["permissions"]
    if not wanted:
        yield "permissions is empty, but a robot has at least one right. Give it, or remove it."
    for number, each in enumerate(wanted):
        place = f"permissions[{number}]"
        if not each["access"]:
            yield f"{place}.access is empty, but an entry has at least one right. Give it."
        if change.scope is not None and each["project"]:
            yield (
                f"{place}.project is {each['project']!r}, but the robot is one of project "
                f"{change.scope.name} and has rights there only. Leave it out, or make a robot of "
                "the whole Harbor."
            )
        yield from _unknown_rights(change, place, each)
    if change.scope is not None and len(wanted) > 1:
        yield (
            "permissions has several entries, but the robot is of one project. "
            "Put all rights into one entry."
        )
    places = {bool(each["project"]) for each in wanted}
    if change.scope is None and len(places) == 2 and change.version < Version.of("2.10"):
        # src/common/security/robot/context.go takes either the one or the others.
        yield (
            "permissions has rights of the system and of projects, but Harbor "
            f"{change.version} forgets those of projects then. Make two robots."
        )


def _unknown_rights(change: Change, place: str, entry: Mapping[str, Any]) -> Iterator[str]:
    """Rights that Harbor would refuse with the whole robot."""
    known = (change.wire or {}).get(_KNOWN) or {}
    level, other = "project", "system"
    cure = "It is one of the system. Give it in an entry without project."
    if change.scope is not None:
        cure = "It is one of the system. Leave it out, or make a robot of the whole Harbor."
    elif not entry["project"]:
        level, other = other, level
        cure = "It is one of projects. Give it in an entry with project ('*' is every project)."
    for number, each in enumerate(entry["access"] if level in known else ()):
        right = each[: -len(":deny")] if each.endswith(":deny") else each
        if right in known[level] or not _ACCESS.fullmatch(each):
            continue
        near = difflib.get_close_matches(right, sorted(known[level]), 1)
        way = f"Write {near[0]}, or take" if near else "Take"
        yield (
            f"{place}.access[{number}] is {each!r}, but Harbor {change.version} knows no such "
            f"right of {'a project' if level == 'project' else 'the system'}. "
            + (
                cure
                if right in known.get(other, ())
                else f"{way} one that harbor_permission_info lists."
            )
        )


def _gain(change: Change, answers: list[Any]) -> Values:
    """The name to log in with, and the secret where Harbor made it."""
    found: Values = {}
    for answer in answers:
        if not isinstance(answer, Mapping) or change.verb != "create":
            continue
        if answer.get("name"):
            found["full_name"] = answer["name"]
            found["expires_at"] = answer.get("expires_at")
        if answer.get("secret") and not change.want.get("secret"):
            found["secret"] = answer["secret"]
    return found


def _regain(change: Change) -> Iterator[Request]:
    """Its answer had the secret, so nobody knows it, and another is made."""
    if not change.want.get("secret"):
        yield change.request(
            "PATCH", change.item, {"secret": ""}, why=f"make a new secret of {change.called}"
        )
    yield change.request("GET", change.item, why=f"look up {change.called}")


def _missed(change: Change) -> list[str]:
    if change.want.get("secret"):
        return []
    return [
        f"{change.called} was made by another run at the same time, and only that one was told its "
        "secret. Take it from there, or make a new one with harbor_robot_secret."
    ]


def _protected(wire: Wire, caller: Caller) -> str | None:
    if caller.kind == "robot" and wire.get("name") == caller.name:
        return "but is the account of this task, and stays. Name it with state absent to remove it."
    return None


def _seconds(text: Any) -> float | None:
    """Harbor's time as seconds since 1970; None for none."""
    found = re.match(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)", str(text))
    if found is None:
        return None
    zone = found[2].replace("Z", "+00:00")
    return datetime.datetime.fromisoformat(found[1] + zone).timestamp()


ROBOT_ACCOUNT = Spec(
    kind="robot_account",
    plural="robot_accounts",
    title="robot account",
    titles="robot accounts",
    path=("robots",),
    project="either",
    look=_look,
    steps=_steps,
    judge=_judge,
    gain=_gain,
    regain=_regain,
    missed=_missed,
    protected=_protected,
    refers=lambda: (project.PROJECT,),
    order=45,
    fields=(
        Field(
            "name",
            "Name of the robot, without the prefix (C(robot$)) and the project that Harbor puts "
            "before it.",
            key=True,
            api=_NAME,
            wrong=not_a_robot_name,
        ),
        Field(
            "permissions",
            (
                "All that the robot may do. A robot of one project has one entry, with O(project) "
                "given beside it and not in the entry.",
                "Their order does not matter. From Harbor 2.10 on, a right that it does not know "
                "is refused before anything is sent.",
            ),
            type="list",
            elements="dict",
            api=_RIGHTS,
            absent=[],
            same=_flat,
            to_create=True,
            fields=(
                Field(
                    "project",
                    "Where the rights hold: a project by its name, or V(*) for every project. "
                    "If left out, they are rights of the system (or, for a robot of one project, "
                    "in that project).",
                ),
                Field(
                    "access",
                    "The rights, each as C(resource:action), such as V(repository:pull). "
                    "M(twinstar.registry.harbor_permission_info) lists those of a Harbor.",
                    type="list",
                    elements="str",
                    required=True,
                    absent=[],
                    wrong=not_an_access,
                ),
            ),
        ),
        Field(
            "duration",
            (
                "For how many days from its creation on the robot can log in, or V(never) for no "
                "end. A new robot needs it.",
                "To extend a robot, give more days than before; counting never starts anew.",
            ),
            clean=as_days,
            wrong=not_days,
            to_create=True,
        ),
        Field("description", "What the robot is for.", absent="", wrong=not_a_description),
        Field(
            "disabled",
            "Whether it cannot log in for now.",
            type="bool",
            api="disable",
            absent=False,
        ),
        Field(
            "secret",
            (
                "Its secret: 8 to 128 characters with a capital letter, a small letter and a "
                "digit.",
                "If left out, Harbor makes one for a new robot, and the result has it, that once: "
                "no later call can read it. Register the task with C(no_log) then.",
            ),
            secret=True,
            api="",
            wrong=not_a_secret,
            differs=is_due,
        ),
        update_option("secret", "a robot"),
        Field("full_name", "The name that it logs in with.", api="name", made=True, told=True),
        Field(
            "expires_at",
            "When it expires, in seconds since 1970; -1 is never.",
            type="int",
            made=True,
            told=True,
        ),
        Field("id", "Number of the robot.", type="int", made=True),
        Field("creation_time", "When it was created.", made=True),
        Field("update_time", "When it was changed last.", made=True),
    ),
)
