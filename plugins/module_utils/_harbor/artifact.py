# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An artifact of a repository: copied from elsewhere in the same Harbor, tagged, labelled, removed.

A copy takes along all tags of the source, also when that is named by its digest, and tags of its
children. What of these the target has on other artifacts is moved without a word, also when the
same copy is asked for again (src/controller/artifact/controller.go). So a copy is asked for only
where the digest is missing; which tags it would bring or move is found out before, and what nobody
asked for is taken away after it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any

from .._core.errors import InputError, Refused
from .._core.glob_pattern import matches
from .._core.harbor_field import Field, Values, as_set
from .._core.harbor_request import Ref, Request
from .._core.harbor_spec import MISSING, PROJECT, Asking, Change, Look, Spec, Wire
from .._core.image_reference import Image, parse_image, wrong_image
from . import project
from .repository import named, not_a_reference, not_a_repository, not_a_tag, place, repository_field
from .tag import add_tag, answered, artifact_at, asked, project_there, short, tags_of, take_tag

Asks = Generator["Request | list[Request]", Any, Any]

# Seconds after which another copy of the same artifact is done with.
_SETTLED = 2

TAGS, LABELS = "tags", "labels"


# -- what is asked for


def not_a_source(value: str, registry: str = "") -> str | None:
    """``registry`` (host[:port]) may stand before the project."""
    image = parse_image(value, registry)
    first = image.repository.partition("/")[0]
    if ":" in first or first == "localhost":
        return f"but it is of this Harbor, and is named without a host. Leave out {first!r}."
    rule = wrong_image(value, registry)
    if rule:
        return rule
    if "/" not in image.repository:
        return "but it begins with a project. Write it as test/app:1.0."
    if image.reference is None:
        return f"but it has neither tag nor digest. Write it as {value}:1.0 or {value}@sha256:…."
    return None


def source_of(want: Mapping[str, Any]) -> tuple[str, str, Image] | None:
    """Project and repository to copy from, and the image that says so."""
    if not want.get("copy_from"):
        return None
    image = parse_image(want["copy_from"])
    scope, _slash, repository = image.repository.partition("/")
    return scope, repository, image


def _wrong(want: Values, scope: str, absent: bool) -> list[str]:
    found = [
        f"{name} is {want[name]!r}, {rule}"
        for name, check in (
            ("repository", not_a_repository),
            ("reference", not_a_reference),
            ("copy_from", not_a_source),
        )
        for rule in (check(want[name]) if name in want else None,)
        if rule
    ]
    for number, tag in enumerate(want.get("tags", [])):
        rule = not_a_tag(tag)
        if rule:
            found.append(f"tags[{number}] is {tag!r}, {rule}")
    if not found:
        found += _at_odds(want, scope, absent)
    return found


def _at_odds(want: Values, scope: str, absent: bool) -> Iterator[str]:
    if absent and "reference" not in want:
        yield "reference is not set, but state is 'absent'. Say which artifact is to go."
    elif absent and "copy_from" in want:
        yield "copy_from is set, but state is 'absent'. Leave it out."
    elif not absent and ("reference" in want) == ("copy_from" in want):
        yield (
            "reference and copy_from say which artifact is meant, and there must be just one of "
            "them. Give reference for one that is in the repository, copy_from for one that is to "
            "come there."
        )
    for name in want.get("exclusive", []):
        if name not in want and not (name == TAGS and "copy_from" in want):
            yield f"exclusive has {name!r}, but {name} is not set. Give it, [] for none."
    source = source_of(want)
    if source is None:
        return
    if source[:2] == (scope, want["repository"]):
        yield (
            f"copy_from is {want['copy_from']!r}, but that is in the same repository. Name it by "
            "reference instead."
        )
    if source[2].tag is None and TAGS not in want:
        yield (
            f"copy_from is {want['copy_from']!r} and names no tag, but tags is not set. Say which "
            "tags the copy is to have, [] for none."
        )


def _implied(want: Values) -> Values:
    """The tag of the source, where the task says nothing of tags."""
    source = source_of(want)
    if source is None or TAGS in want or source[2].tag is None:
        return want
    return {**want, TAGS: [source[2].tag]}


def _in_view(want: Values, wire: Wire | None) -> Values:
    """Whole lists, where one is only added to."""
    whole = dict(want)
    stored = {} if wire is None or MISSING in wire else wire
    for name in (TAGS, LABELS):
        if name in want:
            kept = [] if name in want["exclusive"] else stored.get(f"_{name}", [])
            whole[name] = sorted({*want[name], *kept})
    return whole


# -- looking


def _look(asking: Asking) -> Look:
    found = []
    scope = asking.scope.name if asking.scope else ""
    for told in asking.wanted or ():
        wrong = _wrong(told, scope, asking.absent)
        if wrong:
            raise InputError(wrong)
        if asking.absent:
            there = yield from artifact_at(scope, told["repository"], told["reference"])
            wire = None if there is None else _wire(told, there)
        else:
            wire = yield from _look_at(asking, scope, _implied(told))
        if wire is not None:
            found.append(wire)
    return found


def _wire(want: Values, artifact: Values) -> Values:
    """What there is, with the names that fields go by."""
    labels = {label["name"]: label["id"] for label in artifact.get("labels") or ()}
    return {
        "_repository": want["repository"],
        "digest": artifact["digest"],
        "_tags": sorted(tags_of(artifact)),
        "_immutable": [name for name, stuck in tags_of(artifact).items() if stuck],
        "_labels": sorted(labels),
        "_label_ids": labels,
        "_came": [],
        "_holders": {},
        "_blocked": [],
    }


def _look_at(asking: Asking, scope: str, want: Values) -> Asks:
    repository, source, origin = want["repository"], source_of(want), None
    if source is None:
        reference = want["reference"]
    else:
        reference = source[2].digest
        if reference is None:
            origin = yield from _origin(source)
            if origin is None:
                return _nothing(want, None, [_no_source(want)])
            reference = origin["digest"]
    target = yield from artifact_at(scope, repository, reference, with_label=True)
    if target is not None:
        wire = _wire(want, target)
    else:
        yield project_there(scope)
        if source is None:
            what = named(scope, repository, reference)
            return _nothing(
                want,
                None,
                [
                    f"artifact {what} does not exist in this Harbor. Push it first, copy it with "
                    "copy_from, or correct the name."
                ],
            )
        if origin is None:
            origin = yield from _origin(source)
            if origin is None:
                return _nothing(want, reference, [_no_source(want)])
        wire = _nothing(want, reference, [])
        wire["_came"] = yield from _companions(source, origin, scope, repository)
    came = [tag for _digest, tag in wire["_came"]]
    wire["_holders"] = yield from _holders(
        scope, repository, {*want.get(TAGS, []), *came} - set(wire["_tags"])
    )
    if any(holder["digest"] == wire["digest"] for holder in wire["_holders"].values()):
        # Another run brought it, or put a tag on it, since the target was looked at.
        again = yield from _look_at(asking, scope, want)
        return again
    unasked = sorted(set(came) - set(want.get(TAGS, [])))
    if unasked:
        wire["_stuck"] = yield from _immutable_ones(scope, repository, unasked)
    unknown = set(want.get(LABELS, [])) - set(wire["_labels"])
    if unknown:
        ids = yield from _label_ids(scope)
        wire["_label_ids"] = {**ids, **wire["_label_ids"]}
        wire["_blocked"] += [
            f"label {name} does not exist, neither in project {scope} nor for the whole Harbor. "
            "Create it first (harbor_label), or correct the name."
            for name in sorted(unknown - set(ids))
        ]
    return wire


def _nothing(want: Values, digest: str | None, blocked: list[str]) -> Values:
    there = _wire(want, {"digest": digest})
    return {**there, MISSING: True, "_blocked": blocked}


def _no_source(want: Values) -> str:
    return (
        f"artifact {want['copy_from']} does not exist in this Harbor. Push it first, or correct "
        "copy_from."
    )


def _origin(source: tuple[str, str, Image]) -> Asks:
    scope, repository, image = source
    found = yield from artifact_at(scope, repository, str(image.reference), with_accessory=True)
    return found


def _companions(
    source: tuple[str, str, Image], origin: Values, scope: str, repository: str
) -> Asks:
    """(digest, tag) of every tag that a copy would bring: of the artifact itself, its children and
    its accessories, but for those of them that the target has."""
    found = [(origin["digest"], tag) for tag in tags_of(origin)]
    seen, level = {origin["digest"]}, [origin]
    while level:
        below = {digest for artifact in level for digest in _below(artifact)} - seen
        seen |= below
        replies = yield [asked(*source[:2], digest, with_accessory=True) for digest in below]
        level = [each for each in map(answered, replies) if each is not None]
        tagged = [each for each in level if tags_of(each)]
        replies = yield [asked(scope, repository, each["digest"]) for each in tagged]
        for each, reply in zip(tagged, replies):
            if answered(reply) is None:
                found += [(each["digest"], tag) for tag in tags_of(each)]
    return found


def _below(artifact: Values) -> Iterator[str]:
    yield from (each["child_digest"] for each in artifact.get("references") or ())
    yield from (each["digest"] for each in artifact.get("accessories") or ())


def _holders(scope: str, repository: str, tags: Iterable[str]) -> Asks:
    """The artifact that has it, of each tag that is there; and whether the tag is immutable."""
    names = sorted(tags)
    replies = yield [asked(scope, repository, tag) for tag in names]
    found = {}
    for tag, reply in zip(names, replies):
        holder = answered(reply)
        if holder is not None:
            found[tag] = {
                "digest": holder["digest"],
                "immutable": tags_of(holder).get(tag, False),
            }
    return found


def _immutable_ones(scope: str, repository: str, tags: list[str]) -> Asks:
    """Those that a rule of the project would make immutable, as far as the caller may see rules."""
    rules = yield Request(
        "GET",
        ("projects", scope, "immutabletagrules"),
        by_name=True,
        paged=True,
        allow=frozenset({401, 403}),
        why=f"look up immutable tag rules of project {scope}",
    )
    return [tag for tag in tags if any(covers(rule, repository, tag) for rule in rules)]


def covers(rule: Mapping[str, Any], repository: str, tag: str) -> bool:
    """Of several selectors Harbor minds only the first (src/pkg/immutable/match)."""
    if rule.get("disabled"):
        return False
    scopes = (rule.get("scope_selectors") or {}).get("repository") or []
    selected = [(scopes, repository, "repo"), (rule.get("tag_selectors") or [], tag, "")]
    for selectors, text, prefix in selected:
        if not selectors:
            return False
        decoration = selectors[0].get("decoration")
        fits = matches(selectors[0].get("pattern") or "**", text)
        if fits is None:
            return False
        if decoration == (f"{prefix}Excludes" if prefix else "excludes"):
            fits = not fits
        elif decoration != (f"{prefix}Matches" if prefix else "matches"):
            return False
        if not fits:
            return False
    return True


def _label_ids(scope: str) -> Asks:
    own, everywhere = yield [
        Request(
            "GET",
            ("labels",),
            query=(("scope", kind), ("project_id", Ref("project", scope) if kind == "p" else None)),
            paged=True,
            why="look up labels",
        )
        for kind in ("p", "g")
    ]
    return {label["name"]: label["id"] for label in (*everywhere, *own)}


def digests_of(images: Sequence[str], registry: str, default: str | None) -> Asks:
    """The digest of each image (project/repository:tag), or the default of one that is not there.

    ``registry`` may stand before them. Raises InputError or Refused, with all faults at once.
    """
    wrong = [
        f"{image!r} was asked for, {rule}"
        for image in images
        for rule in (not_a_source(image, registry),)
        if rule
    ]
    if wrong:
        raise InputError(wrong)
    parsed = [parse_image(image, registry) for image in images]
    whose = [image.repository.split("/", 1) for image in parsed]
    replies = yield [
        asked(project, repository, str(image.reference))
        for (project, repository), image in zip(whose, parsed)
    ]
    found = [answered(reply) for reply in replies]
    missing = [
        f"artifact {image} does not exist in this Harbor. Push it first, or correct the name."
        for image, artifact in zip(images, found)
        if artifact is None
    ]
    if missing and default is None:
        raise Refused(missing)
    return [default if artifact is None else artifact["digest"] for artifact in found]


# -- what is wrong with it


def _judge(change: Change) -> list[str]:
    wire, want = change.wire, change.want
    if wire is None or wire["_blocked"]:
        return []
    scope = change.scope.name if change.scope else ""
    wanted, holders = want.get(TAGS, []), wire["_holders"]
    found = []
    for tag in [tag for tag in holders if tag in wanted]:
        here = named(scope, want["repository"], tag)
        if holders[tag]["immutable"]:
            found.append(_stuck(f"tags has {tag!r}", here, scope, "moved"))
        elif not want["move_tags"]:
            found.append(
                f"tags has {tag!r}, but {here} is on {holders[tag]['digest']}, and move_tags is "
                "false. Set move_tags to true to take it off there, or leave it out."
            )
    for tag in [tag for tag in holders if tag not in wanted]:
        here = named(scope, want["repository"], tag)
        if holders[tag]["immutable"]:
            found.append(_stuck(f"copy_from has tag {tag!r}", here, scope, "moved by the copy"))
        elif not want["move_tags"]:
            found.append(
                f"copy_from has tag {tag!r}, too, but {here} is on {holders[tag]['digest']}, and a "
                "copy takes it off there. Set move_tags to true to have it put back afterwards, "
                "name it in tags as well, or take it off the source first (harbor_tag)."
            )
    for tag in wire.get("_stuck", []):
        if tag not in holders:
            found.append(
                f"copy_from has tag {tag!r}, too, but that comes along, and a rule of project "
                f"{scope} would make it immutable, so that it could not be removed. Name it in "
                "tags, or take it off the source first (harbor_tag)."
            )
    if change.verb == "update":
        for tag in set(wire["_tags"]) - set(wanted) if TAGS in change.differ else ():
            if tag in wire["_immutable"]:
                here = named(scope, want["repository"], tag)
                found.append(_stuck(f"tags lacks {tag!r}", here, scope, "removed"))
    return found


def _stuck(what: str, tag: str, scope: str, done: str) -> str:
    return (
        f"{what}, but {tag} is immutable by a rule of project {scope} and cannot be {done}. "
        "Disable the rule first (harbor_immutable_tag_rule)."
    )


def _unremovable(change: Change) -> list[str]:
    wire, want = change.wire or {}, change.want
    scope = change.scope.name if change.scope else ""
    found = [
        f"reference is {want['reference']!r}, but its tag {tag} is immutable by a rule of project "
        f"{scope}, and Harbor would refuse to remove it. Disable the rule first "
        "(harbor_immutable_tag_rule)."
        for tag in wire["_immutable"]
    ]
    others = [tag for tag in wire["_tags"] if tag != want["reference"]]
    if ":" not in want["reference"] and others:
        found.append(
            f"reference is {want['reference']!r}, but that artifact is {', '.join(others)}, too, "
            "and all of it would go. Remove the tag alone with harbor_tag, or name the artifact by "
            f"its digest, {wire['digest']}."
        )
    return found


def _blocked(change: Change) -> list[str]:
    return list(change.wire["_blocked"]) if change.wire is not None else []


# -- what is to be sent


def _steps(change: Change) -> Iterator[Request]:
    if change.verb == "delete":
        yield from _removal(change)
        return
    wire, want = change.wire, change.want
    if change.verb == "create":
        yield _copy(change)
        if wire is None:
            return
        yield from _cleaning(change)
    if wire is None:
        return
    scope = change.scope.name if change.scope else ""
    where = scope, want["repository"]
    came = {tag for _digest, tag in wire["_came"]}
    present = {*wire["_tags"], *(tag for digest, tag in wire["_came"] if digest == wire["digest"])}
    for tag in want.get(TAGS, []):
        if tag in present:
            continue
        if tag in wire["_holders"] and tag not in came:
            yield take_tag(*where, wire["_holders"][tag]["digest"], tag)
        yield add_tag(*where, wire["digest"] or "", tag)
    stored: set[str] = set(wire["_tags"])
    for tag in sorted(stored - set(want.get(TAGS, stored))):
        yield take_tag(*where, wire["digest"], tag)
    yield from _labelling(change, where)


def _copy(change: Change) -> Request:
    """Without a source it is not sent, but the plan must not be empty."""
    wire, want, scope = change.wire, change.want, change.scope.name if change.scope else ""
    source = source_of(want)
    digest = wire["digest"] if wire is not None else None
    origin = want.get("copy_from", "")
    if source is not None and digest:
        origin = named(*source[:2], digest)
    told = want.get("copy_from", "nothing")
    if digest and digest not in told:
        told += f" ({short(digest)})"
    return Request(
        "POST",
        place(scope, want["repository"], "artifacts"),
        query=(("from", origin),),
        by_name=True,
        # Two copies of one artifact at once get in each other's way in the registry.
        patience=_SETTLED,
        unsettled=frozenset({500}),
        why=f"copy {told} to {scope}/{want['repository']}",
    )


def _cleaning(change: Change) -> Iterator[Request]:
    """After a copy: tags that came along and were not asked for go, or back to where they were."""
    wire, want = change.wire or {}, change.want
    where = change.scope.name if change.scope else "", want["repository"]
    wanted = want.get(TAGS, [])
    for digest, tag in wire["_came"]:
        if tag in wanted and digest == wire["digest"]:
            continue
        why = f"remove tag {tag}, which came along to {named(*where, short(digest))}"
        yield take_tag(*where, digest, tag, why)
        if tag in wire["_holders"] and tag not in wanted:
            yield add_tag(*where, wire["_holders"][tag]["digest"], tag)


def _labelling(change: Change, where: tuple[str, str]) -> Iterator[Request]:
    wire, want = change.wire or {}, change.want
    place_of = place(*where, "artifacts", wire["digest"] or "", "labels")
    what = named(*where, short(wire["digest"] or ""))
    stored: set[str] = set(wire["_labels"])
    for name in sorted(set(want.get(LABELS, [])) - stored):
        yield Request(
            "POST",
            place_of,
            {"id": wire["_label_ids"].get(name, 0)},
            by_name=True,
            # Somebody else was faster.
            allow=frozenset({409}),
            why=f"add label {name} to {what}",
        )
    for name in sorted(stored - set(want.get(LABELS, stored))):
        yield Request(
            "DELETE",
            (*place_of, wire["_label_ids"][name]),
            by_name=True,
            allow=frozenset({404}),
            why=f"take label {name} off {what}",
        )


def _removal(change: Change) -> Iterator[Request]:
    wire = change.wire or {}
    scope = change.scope.name if change.scope else ""
    repository = wire["_repository"]
    tags = f" with its tags {', '.join(wire['_tags'])}" if wire["_tags"] else ""
    yield Request(
        "DELETE",
        place(scope, repository, "artifacts", wire["digest"]),
        by_name=True,
        allow=frozenset({404}),
        why=f"remove artifact {named(scope, repository, short(wire['digest']))}{tags}",
    )


def _words(values: Mapping[str, Any]) -> str:
    reference = values.get("digest") or values.get("reference")
    if reference is None:
        return f"{values['repository']}"
    return f"{values['repository']}{'@' if ':' in reference else ':'}{reference}"


ARTIFACT = Spec(
    kind="artifact",
    plural="artifacts",
    words=_words,
    path=("projects", PROJECT, "repositories"),
    project="yes",
    id="digest",
    look=_look,
    steps=_steps,
    implied=_implied,
    in_view=_in_view,
    judge=_judge,
    unremovable=_unremovable,
    blocked=_blocked,
    regain=_cleaning,
    refers=lambda: (project.PROJECT,),
    fields=(
        repository_field(
            "Name of the repository within its project, such as V(app/web). A copy makes it if it "
            "is not there."
        ),
        Field(
            "reference",
            "Which artifact of the repository is meant, where it is there already: a tag or a "
            "digest. With O(state=absent), a tag is refused if the artifact has others, since "
            "they would go with it; a digest says that all of it is to go.",
            control=True,
        ),
        Field(
            "copy_from",
            "The artifact that is to be in the repository, as C(project/repository:tag) or "
            "C(project/repository@digest) in the same Harbor. It is copied if the repository does "
            "not have its digest, with what belongs to it: the images of an index, signatures and "
            "the like.",
            control=True,
        ),
        Field(
            TAGS,
            "Tags that the artifact has in this repository. Others that it has stay, unless "
            "O(exclusive) has V(tags). If left out, a copy gets the tag that O(copy_from) names, "
            "and an artifact that is there keeps its tags.",
            type="list",
            elements="str",
            api="_tags",
            absent=[],
            same=as_set,
        ),
        Field(
            "move_tags",
            "Whether tags may be taken off other artifacts of this repository: for good, if they "
            "are in O(tags); for a moment, if a copy takes them along unasked, for Harbor moves "
            "these, too, and they are put back afterwards. When it is V(false) the task fails "
            "instead, before anything is copied.",
            type="bool",
            default=False,
            control=True,
        ),
        Field(
            LABELS,
            "Names of labels that the artifact has, of the project, or else of the whole Harbor. "
            "Others that it has stay, unless O(exclusive) has V(labels).",
            type="list",
            elements="str",
            api="_labels",
            absent=[],
            same=as_set,
        ),
        Field(
            "exclusive",
            "Of what the artifact has nothing but what is listed: V(tags), V(labels) or both.",
            type="list",
            elements="str",
            choices=(TAGS, LABELS),
            default=[],
            control=True,
        ),
        Field("digest", "The digest of the artifact.", made=True, told=True),
    ),
)
