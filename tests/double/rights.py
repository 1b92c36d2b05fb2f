# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may do what: the roles of a project, what a public one allows, and what robots may be given.

A right is (resource, action); the resource "" is the project itself.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from .versions import Version

Right = tuple[str, str]

PROJECT_ADMIN, DEVELOPER, GUEST, MAINTAINER, LIMITED_GUEST = 1, 2, 3, 4, 5
ROLES = {
    PROJECT_ADMIN: "projectAdmin",
    DEVELOPER: "developer",
    GUEST: "guest",
    MAINTAINER: "maintainer",
    LIMITED_GUEST: "limitedGuest",
}
BY_POWER = (PROJECT_ADMIN, MAINTAINER, DEVELOPER, GUEST, LIMITED_GUEST)

LETTERS = {
    "c": "create",
    "r": "read",
    "u": "update",
    "d": "delete",
    "l": "list",
    "s": "stop",
    "o": "operate",
    "<": "pull",
    ">": "push",
}


def rights(table: str) -> tuple[Right, ...]:
    """Lines of "resource letters"; "self" is the project itself."""
    found: list[Right] = []
    for line in table.split("\n"):
        resource, _space, letters = line.strip().partition(" ")
        name = "" if resource == "self" else resource
        found.extend((name, LETTERS[letter]) for letter in letters)
    return tuple(found)


PUBLIC = rights(
    """self r
    label rl
    repository l<
    scan r
    scanner r
    tag l
    artifact rl
    artifact-addition r
    accessory l"""
)
LIMITED = """self r
    quota r
    repository lr<
    configuration r
    scan r
    sbom r
    scanner r
    tag l
    accessory l
    artifact rl
    artifact-addition r"""
ROLE_RIGHTS = {
    PROJECT_ADMIN: rights(
        """self rud
        member crudl
        metadata crud
        log l
        label crudl
        quota r
        repository crudl<>
        tag-retention crudlo
        immutable-tag cudl
        configuration ru
        robot crudl
        notification-policy cudlr
        scan crs
        sbom csr
        scanner rc
        artifact crdl
        artifact-addition r
        tag lcd
        accessory l
        artifact-label cd
        preheat-policy crudl
        export-cve crl"""
    ),
    MAINTAINER: rights(
        """self r
        member rl
        metadata r
        log l
        quota r
        label crudl
        repository crudl><
        tag-retention crudlo
        accessory l
        immutable-tag cudl
        configuration r
        robot rl
        notification-policy rl
        scan crs
        sbom csr
        scanner r
        artifact crdl
        artifact-addition r
        tag lcd
        artifact-label cd
        export-cve crl"""
    ),
    DEVELOPER: rights(
        """self r
        member rl
        log l
        label rl
        quota r
        repository crul><
        tag-retention crudlo
        configuration r
        robot rl
        scan r
        sbom r
        scanner r
        artifact crl
        artifact-addition r
        tag lc
        accessory l
        artifact-label cd
        export-cve crl"""
    ),
    GUEST: rights(
        """self r
        member rl
        log l
        label rl
        quota r
        repository rl<
        configuration r
        robot rl
        scan r
        sbom r
        scanner r
        tag l
        accessory l
        artifact rl
        artifact-addition r"""
    ),
    LIMITED_GUEST: rights(LIMITED),
}


@functools.cache
def of_role(role: int, version: Version) -> tuple[Right, ...]:
    """What a role may do; nothing for a number that is no role."""

    def there(right: Right) -> bool:
        resource, _action = right
        if resource == "sbom":
            return version >= "2.11"
        if resource == "log":
            return version < "2.13" or role == PROJECT_ADMIN
        if right == ("notification-policy", "read"):
            return version >= "2.14" or role == PROJECT_ADMIN
        if right == ("repository", "read") and role == LIMITED_GUEST:
            return version >= "2.9.2"
        return True

    return tuple(right for right in ROLE_RIGHTS.get(role, ()) if there(right))


@functools.cache
def set_of_role(role: int, version: Version) -> frozenset[Right]:
    return frozenset(of_role(role, version))


@functools.cache
def of_all_roles(version: Version) -> tuple[Right, ...]:
    found: dict[Right, None] = {}
    for role in BY_POWER:
        found.update(dict.fromkeys(of_role(role, version)))
    return tuple(found)


# What users/current/permissions looks at in the scope /system.
SYSTEM = rights(
    """catalog r
    audit-log l
    project crudl
    user crudl
    user-group crudl
    registry crudl
    replication cruld
    distribution crudl
    garbage-collection crudl
    scan-all crudls
    system-volumes r
    ldap-user cl
    configuration ru
    jobservice-monitor rls
    security-hub rl"""
)


@functools.cache
def of_system(version: Version) -> tuple[Right, ...]:
    since = {"jobservice-monitor": "2.7", "security-hub": "2.9"}
    return tuple(right for right in SYSTEM if version >= since.get(right[0], "2.0"))


# What may be given to a robot, in the order of GET /permissions; before 2.10 anything may.
ROBOT_SYSTEM = rights(
    """audit-log l
    preheat-instance rcdlu
    project lc
    replication-policy rcdlu
    replication rcl
    replication-adapter l
    registry rcdlu
    scan-all rusc
    system-volumes r
    garbage-collection rclus
    purge-audit rclus
    jobservice-monitor ls
    scanner rcdlu
    label rcdu
    security-hub rl
    catalog r
    quota rl"""
)
ROBOT_SYSTEM_MANAGES = rights(
    """robot crld
    user cruld
    ldap-user cl
    quota u
    user-group cruld"""
)
ROBOT_PROJECT = rights(
    """log l
    project rdu
    metadata rcdlu
    repository rudl<>
    artifact rcld
    scan crs
    sbom csr
    tag cld
    accessory l
    artifact-addition r
    artifact-label cd
    scanner cr
    preheat-policy rcdlu
    immutable-tag cdlu
    notification-policy rcdlu
    tag-retention rcdlu
    label rcdlu
    quota r"""
)
ROBOT_PROJECT_MANAGES = rights(
    """robot crld
    export-cve cr
    member cruld"""
)


@functools.cache
def for_robots(scope: str, version: Version) -> tuple[Right, ...]:
    """`scope`: system or project."""
    if scope == "system":
        base, manages = ROBOT_SYSTEM, ROBOT_SYSTEM_MANAGES
    else:
        base, manages = ROBOT_PROJECT, ROBOT_PROJECT_MANAGES
    found = base + (manages if version >= "2.12" else ())
    return tuple(right for right in found if right[0] != "sbom" or version >= "2.11")


@functools.lru_cache(maxsize=4096)
def object_pattern(text: str) -> re.Pattern[str]:
    """The objects that a policy's object covers: "*" after "/" stands for anything."""
    return re.compile(text.replace("/*", "/.*"))


def covered(policies: Iterable[tuple[str, str, str]], thing: str, action: str) -> bool:
    """Whether policies (object, action, effect) allow it: one does and none denies."""
    allowed = False
    for pattern, act, effect in policies:
        if act in (action, "*") and object_pattern(pattern).fullmatch(thing):
            if effect == "deny":
                return False
            allowed = True
    return allowed
