# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Distribution's config.yml, rendered whole from the options.

A configuration is one object: a key that is not in the task leaves the file. What the file says is
compared, not how it is written, so comments and layout of an equal file stay as they are.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .distribution_option import SECTIONS
from .distribution_release import LINES
from .distribution_rules import broken_rules, doubts, unfit
from .distribution_value import not_a_volume
from .engine_option import docker_host
from .errors import InputError, LibraryMissing
from .file_option import BACKUP, open_to_all
from .option import Option
from .plan import Format, Merged

_HEADER = "# Made by twinstar.registry.registry_config, which replaces what is changed here.\n"
# Quoted or not, these read the same in YAML 1.1, in 1.2 and in distribution's Go parser.
_PLAIN = re.compile(r"[A-Za-z/][A-Za-z0-9/._-]*")
_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
_NAMED = 5  # keys in a sentence; all of them are in changed_keys
_SECRET_NAME = re.compile(r"pass(word|wd)?|secret|token|key|credential", re.IGNORECASE)


def _no_time(value: int) -> str | None:
    return None if value > 0 else "but a proof takes a moment. Use a second or more."


def _yaml() -> Any:
    try:
        import yaml
    except ImportError:
        raise LibraryMissing("yaml", "python3-yaml", "PyYAML") from None
    return yaml


def parse(text: str) -> dict[str, Any]:
    """What the file says. Raises InputError with line and column where it is not YAML."""
    yaml = _yaml()
    try:
        said = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise InputError(f"it is not YAML{place}.") from None
    except (ValueError, RecursionError):
        # A date such as 2026-13-45, or brackets without end.
        raise InputError("it is not YAML.") from None
    if said is None:
        return {}
    if not isinstance(said, dict):
        raise InputError("it is YAML, but no dictionary.")
    return said


@functools.cache
def _dumper() -> Any:
    yaml = _yaml()

    class Dumper(yaml.SafeDumper):  # type: ignore[misc, name-defined]
        """Block style, lists indented, every text in quotes that anybody could misread."""

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

        def ignore_aliases(self, data: Any) -> bool:
            return True

    def text(dumper: Any, value: str) -> Any:
        plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if plain else '"')

    Dumper.add_representer(str, text)
    return Dumper


def render(config: Mapping[str, Any]) -> str:
    """The file's text; ``parse(render(config)) == config``."""
    return str(
        _yaml().dump(
            dict(config), Dumper=_dumper(), sort_keys=False, allow_unicode=True, width=10_000
        )
    )


def configured(params: Mapping[str, Any]) -> dict[str, Any]:
    """What the task wants the file to say, in the order of SECTIONS."""
    said = {key.name: _given(params.get(key.name)) for key in SECTIONS}
    said = {name: value for name, value in said.items() if value not in (None, {})}
    whole = _joined(said, _given(params.get("extra")) or {})
    return {"version": 0.1, **_in_order(whole, SECTIONS)}


def _given(value: Any) -> Any:
    """Without what was left out: Ansible fills every suboption with None."""
    if isinstance(value, Mapping):
        return {name: _given(item) for name, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_given(item) for item in value]
    return value


def _joined(one: Any, other: Any) -> Any:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return other
    both = {name: _joined(one[name], other[name]) for name in one if name in other}
    return {**one, **{name: both.get(name, value) for name, value in other.items()}}


def _in_order(value: Any, keys: tuple[Option, ...]) -> Any:
    if isinstance(value, list):
        return [_in_order(item, keys) for item in value]
    if not isinstance(value, dict) or not keys:
        return value
    known = {key.name: key for key in keys}
    names = [name for name in known if name in value]
    names += [name for name in value if name not in known]
    return {
        name: _in_order(value[name], known[name].suboptions) if name in known else value[name]
        for name in names
    }


def _wrong(params: Mapping[str, Any]) -> list[str]:
    release = LINES[params["version"]]
    typed = {key.name: _given(params.get(key.name)) for key in SECTIONS}
    typed = {name: value for name, value in typed.items() if value not in (None, {})}
    extra = _given(params.get("extra")) or {}
    found = [*unfit(typed, SECTIONS, release, ""), *unfit(extra, SECTIONS, release, "extra.")]
    found += [
        f"extra.{path} is set outside extra too, but one of them must win. Say it once."
        for path in _both_say(typed, extra)
    ]
    if params.get("volumes") and not params.get("image"):
        found.append("volumes is set, but it belongs to a container. Set image, or leave it out.")
    # Rules between keys would only repeat what is already wrong with a single one.
    return found or broken_rules(configured(params), release)


def _both_say(one: Any, other: Any, path: str = "") -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for name in one:
            if name in other:
                yield from _both_say(one[name], other[name], f"{path}.{name}" if path else name)
    else:
        yield path


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and (value or not path):
        for name, item in value.items():
            yield from _leaves(item, f"{path}.{name}" if path else str(name))
    else:
        yield path, value


def changed_keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Paths of what differs; a list counts as one value."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    return [
        path
        for path in {**new, **old}
        if (path in old, old.get(path)) != (path in new, new.get(path))
    ]


def masked(
    config: Any, other: Any = None, keys: tuple[Option, ...] = SECTIONS, *, secret: bool = False
) -> Any:
    """The configuration as a diff may show it; a secret that ``other`` has not is a new one.

    A key that nobody here knows is judged by its name: better one mask too many.
    """
    if isinstance(config, dict):
        known = {key.name: key for key in keys}
        theirs = other if isinstance(other, dict) else {}
        return {
            name: masked(
                value,
                theirs.get(name),
                known[name].suboptions if name in known else (),
                secret=secret
                or (known[name].secret if name in known else bool(_SECRET_NAME.search(str(name)))),
            )
            for name, value in config.items()
        }
    if isinstance(config, list):
        old = other if isinstance(other, list) else []
        pairs = [(item, old[i] if i < len(old) else None) for i, item in enumerate(config)]
        return [masked(item, their, keys, secret=secret) for item, their in pairs]
    if not secret:
        return config
    return "<new secret>" if other is not None and other != config else "<secret>"


def secrets(config: Any, keys: tuple[Option, ...] = SECTIONS, *, secret: bool = False) -> set[str]:
    """Every secret text in it, for whoever must keep them out of somebody else's words."""
    if isinstance(config, dict):
        known = {key.name: key for key in keys}
        found: set[str] = set()
        for name, value in config.items():
            key = known.get(name)
            hidden = key.secret if key else bool(_SECRET_NAME.search(str(name)))
            below = key.suboptions if key else ()
            found |= secrets(value, below, secret=secret or hidden)
        return found
    if isinstance(config, list):
        return set().union(*(secrets(item, keys, secret=secret) for item in config))
    return {config} if secret and isinstance(config, str) and config else set()


def merge(text: str | None, params: Mapping[str, Any], seen: Mapping[str, Any]) -> Merged:
    """The file as the task wants it; its own text where that says the same already."""
    path = params["path"]
    after = configured(params)
    warnings = (
        *doubts(after, params.get("extra") or {}, LINES[params["version"]]),
        *(open_to_all(params, seen.get("mode"), "secrets") if secrets(after) else ()),
    )
    before: dict[str, Any] | None = None
    refused = ""
    if text is not None:
        try:
            before = parse(text)
        except InputError as error:
            refused = str(error)
    if before == after:
        result = {"path": path, "proved_by": None, "changed_keys": []}
        return Merged(text, result, warnings=warnings)
    differ = changed_keys(before or {}, after)
    if text is None:
        why = f"make {path}"
    elif before is None:
        why = f"replace {path}: {refused}"
    else:
        more = f" and {len(differ) - _NAMED} more" if len(differ) > _NAMED else ""
        why = f"change {', '.join(differ[:_NAMED])}{more} in {path}"
    return Merged(
        _HEADER + render(after),
        {
            "path": path,
            "proved_by": params.get("binary") or params.get("image"),
            "changed_keys": differ,
        },
        (why,),
        warnings=warnings,
        shown=(
            "" if text is None else f"<{refused}>\n" if before is None else _shown(before, None),
            _shown(after, before),
        ),
    )


def _shown(config: Any, other: Any) -> str:
    return render(masked(config, other))


def shown(text: str) -> str:
    """For a text that stays as it is."""
    try:
        return _shown(parse(text), None) if text else ""
    except InputError as error:
        return f"<{error}>\n"


DISTRIBUTION_CONFIG = Format(
    kind="registry_config",
    options=(
        Option(
            "path",
            "The file, whole: what the task does not say leaves it.",
            required=True,
            type="path",
        ),
        Option(
            "version",
            (
                "Release of distribution that reads the file. It decides which keys are known: "
                "distribution ignores a key that it does not know without a word.",
                "V(3) is the newest release of that line which this collection knows, V(3.1).",
            ),
            default="2.8",
            choices=tuple(LINES),
        ),
        *SECTIONS,
        Option(
            "extra",
            (
                "Keys that have no option here, such as those of a build of your own, in the "
                "shape of the file. They are added to the sections above.",
                "A key that looks misspelt, stands in the wrong place or belongs to another "
                "release is refused; one that nobody knows gives a warning.",
                "Ansible shows it with C(-vvv): a secret belongs into an option above.",
            ),
            type="dict",
        ),
        Option(
            "binary",
            "Path of the registry program, which then proves a new configuration before it "
            "replaces the old one.",
            type="path",
        ),
        Option(
            "image",
            "Name of a registry image that is on the host, which does the same in a short-lived "
            "container without network.",
        ),
        Option(
            "volumes",
            "What such a container sees of the host, as C(HOST:CONTAINER), read-only: "
            "certificates, keys and whatever else the configuration names.",
            type="list",
            elements="str",
            wrong=not_a_volume,
        ),
        docker_host("The Docker engine that has the image."),
        Option(
            "timeout", "Seconds that the proof may take.", type="int", default=30, wrong=_no_time
        ),
        BACKUP,
    ),
    merge=merge,
    shown=shown,
    wrong=_wrong,
    rules={"mutually_exclusive": [("binary", "image")]},
    mode=0o640,
)
