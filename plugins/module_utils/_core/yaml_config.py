# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A YAML file that is rendered whole: read, joined, compared, and shown without its secrets.

What a file says is compared, not how it is written. What each key is, its format's options say.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .errors import InputError, LibraryMissing
from .option import Option
from .plan import Merged

# Quoted or not, these read the same in YAML 1.1, in 1.2 and in distribution's Go parser.
_PLAIN = re.compile(r"[A-Za-z/][A-Za-z0-9/._-]*")
_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
_NAMED = 5  # keys in a sentence; all of them are in changed_keys
_SECRET_NAME = re.compile(r"pass(word|wd)?|secret|token|key|credential", re.IGNORECASE)


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


def given(value: Any) -> Any:
    """Without what was left out: Ansible fills every suboption with None."""
    if isinstance(value, Mapping):
        return {name: given(item) for name, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [given(item) for item in value]
    return value


def joined(one: Any, other: Any) -> Any:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return other
    both = {name: joined(one[name], other[name]) for name in one if name in other}
    return {**one, **{name: both.get(name, value) for name, value in other.items()}}


def in_order(value: Any, keys: tuple[Option, ...]) -> Any:
    if isinstance(value, list):
        return [in_order(item, keys) for item in value]
    if not isinstance(value, dict) or not keys:
        return value
    known = {key.name: key for key in keys}
    names = [name for name in known if name in value]
    names += [name for name in value if name not in known]
    return {
        name: in_order(value[name], known[name].suboptions) if name in known else value[name]
        for name in names
    }


def both_say(one: Any, other: Any, path: str = "") -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for name in one:
            if name in other:
                yield from both_say(one[name], other[name], f"{path}.{name}" if path else name)
    else:
        yield path


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and (value or not path):
        for name, item in value.items():
            yield from leaves(item, f"{path}.{name}" if path else str(name))
    else:
        yield path, value


def changed_keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Paths of what differs; a list counts as one value."""
    old, new = dict(leaves(before)), dict(leaves(after))
    return [
        path
        for path in {**new, **old}
        if (path in old, old.get(path)) != (path in new, new.get(path))
    ]


def masked(config: Any, other: Any, keys: tuple[Option, ...], *, secret: bool = False) -> Any:
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


def secrets(config: Any, keys: tuple[Option, ...], *, secret: bool = False) -> set[str]:
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


def at(config: Any, path: str) -> Any:
    """The value at a dotted path, or None."""
    for name in path.split("."):
        config = config.get(name) if isinstance(config, Mapping) else None
    return config


def rewritten(
    text: str | None, after: Mapping[str, Any], path: str, keys: tuple[Option, ...], header: str
) -> Merged:
    """The file with the configuration; its own text where that says the same already."""
    before: dict[str, Any] | None = None
    refused = ""
    if text is not None:
        try:
            before = parse(text)
        except InputError as error:
            refused = str(error)
    if before == after:
        return Merged(text, {"path": path, "changed_keys": []})
    differ = changed_keys(before or {}, after)
    if text is None:
        why = f"make {path}"
    elif before is None:
        why = f"replace {path}: {refused}"
    else:
        more = f" and {len(differ) - _NAMED} more" if len(differ) > _NAMED else ""
        why = f"change {', '.join(differ[:_NAMED])}{more} in {path}"
    old = f"<{refused}>\n" if before is None else _shown(before, None, keys)
    return Merged(
        header + render(after),
        {"path": path, "changed_keys": differ},
        (why,),
        shown=("" if text is None else old, _shown(after, before, keys)),
    )


def _shown(config: Any, other: Any, keys: tuple[Option, ...]) -> str:
    return render(masked(config, other, keys))


def shown(text: str, keys: tuple[Option, ...]) -> str:
    """A text that stays as it is, as a diff may show it."""
    try:
        return _shown(parse(text), None, keys) if text else ""
    except InputError as error:
        return f"<{error}>\n"
