# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Private CAs: where the engine looks for them, and where every other program does.

The engine reads certs.d/REGISTRY/ca.crt at each connection, so it needs no reload. Our files carry
a mark in their first line (what stands before a certificate is skipped by all who read it); a
foreign one is kept beside ours and comes back when ours goes. The system's store has one file for
each certificate in a marked ca.crt, named after its fingerprint: what is marked says what is
needed, so no record is kept anywhere else.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .image_reference import not_a_registry
from .option import Option

_MARK = "# Kept by twinstar.registry"
_BEFORE = ".before"
_PREFIX = "twinstar-"
_BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True)
class Store:
    """Where a system keeps certificates: ours go to ``anchors``, ``command`` makes ``bundle``."""

    anchors: str
    bundle: str
    command: tuple[str, ...]


# The first one whose anchors folder is there.
STORES = (
    Store(
        "/etc/pki/ca-trust/source/anchors",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        ("update-ca-trust", "extract"),
    ),
    Store(
        "/etc/pki/trust/anchors",
        "/var/lib/ca-certificates/ca-bundle.pem",
        ("update-ca-certificates",),
    ),
    Store(
        "/usr/local/share/ca-certificates",
        "/etc/ssl/certs/ca-certificates.crt",
        ("update-ca-certificates",),
    ),
)


def not_certificates(text: str) -> str | None:
    """The rule that a text of CA certificates breaks, with its cure. The text is never repeated."""
    if "PRIVATE KEY-----" in text:
        return (
            "but it holds a private key, which nobody but the CA may have. Give certificates alone."
        )
    try:
        found = certificates(text)
    except ValueError:
        return "but a certificate in it is broken. Give it as PEM text, unchanged."
    if not found:
        return "but a CA is PEM text that begins with -----BEGIN CERTIFICATE-----. Correct it."
    return None


def not_an_address(value: str) -> str | None:
    if "/" in value and "://" not in value:
        bare = value.split("/", 1)[0]
        return f"but a CA is trusted for a whole registry, without a path. Write {bare!r}."
    return not_a_registry(value)


def not_a_checksum(value: str) -> str | None:
    if re.fullmatch(r"sha256:[0-9a-f]{64}", value):
        return None
    return "but a checksum is sha256: and 64 hexadecimal digits. Correct it."


def not_a_url(value: str) -> str | None:
    if re.fullmatch(r"https?://[^/\s@]+(/\S*)?", value):
        return None
    return "but the URL of a CA starts with https:// or http:// and names no user. Correct it."


def not_a_time_out(value: int) -> str | None:
    return None if value > 0 else "but a time-out is at least 1 second. Raise it."


_SOURCES = ("ca", "ca_path", "ca_url")

OPTIONS = (
    Option(
        "registries",
        "The registries whose CA is to be trusted, or no longer.",
        type="list",
        elements="dict",
        required=True,
        suboptions=(
            Option(
                "address",
                "The registry as it is named in images: V(host) or V(host:port).",
                required=True,
                wrong=not_an_address,
            ),
            Option(
                "ca",
                (
                    "The CA's certificate as PEM text; several may follow each other.",
                    "One of O(registries[].ca), O(registries[].ca_path) and "
                    "O(registries[].ca_url) is "
                    "required when O(registries[].state=present).",
                ),
                # A certificate is public. But a file with the key in it is a likely mistake, and
                # then its text must not reach any output.
                secret=True,
                wrong=not_certificates,
            ),
            Option("ca_path", "A file on the managed host that holds the CA.", type="path"),
            Option(
                "ca_url",
                "Where the managed host gets the CA. It is got once: what was got is known by its "
                "checksum.",
                wrong=not_a_url,
            ),
            Option(
                "ca_checksum",
                "The checksum of what O(registries[].ca_url) gives, as V(sha256:) and digits. "
                "Required with it.",
                wrong=not_a_checksum,
            ),
            Option(
                "state",
                (
                    "Whether the CA is trusted for this registry.",
                    "V(absent) removes only a C(ca.crt) that this module placed, and puts back "
                    "the one that it found.",
                ),
                default="present",
                choices=("present", "absent"),
            ),
        ),
    ),
    Option(
        "exclusive",
        "Whether what this module placed for registries that are not listed is removed.",
        type="bool",
        default=False,
    ),
    Option(
        "system_store",
        (
            "Whether other programs of the host, such as curl and skopeo, shall trust the same "
            "CAs, by the store of the system.",
            "With V(false) the store is left as it is.",
        ),
        type="bool",
        default=True,
    ),
    Option(
        "certs_d",
        "The folder in which the engine looks for CAs, by registry.",
        type="path",
        default="/etc/docker/certs.d",
    ),
    Option(
        "timeout",
        "Seconds within which a URL must answer, and the store must be made.",
        type="int",
        default=60,
        wrong=not_a_time_out,
    ),
)


def wrong(params: Mapping[str, Any]) -> list[str]:
    found = []
    seen: dict[str, int] = {}
    for index, entry in enumerate(params["registries"]):
        here = f"registries[{index}]"
        first = seen.setdefault(entry["address"], index)
        if first != index:
            found.append(
                f"{here}.address is {entry['address']!r}, but registries[{first}] has it already. "
                "Put both CAs into one text, or remove one entry."
            )
        given = [name for name in _SOURCES if entry.get(name)]
        if entry["state"] == "present" and len(given) != 1:
            found.append(
                f"{here} has {' and '.join(given) or 'no CA'}, but a CA comes from one of "
                f"{', '.join(_SOURCES)}. Give exactly one."
            )
        if bool(entry.get("ca_url")) != bool(entry.get("ca_checksum")):
            found.append(
                f"{here} has ca_url or ca_checksum alone, but a CA from a URL is trusted by its "
                "checksum only. "
                "Give both."
            )
    return found


def certificates(text: str) -> tuple[str, ...]:
    """The certificates of a PEM text, each as base64 without line breaks. Raises ValueError."""
    found = []
    for block in _BLOCK.findall(text):
        body = "".join(block.split())
        try:
            begins = base64.b64decode(body, validate=True)[:1]
        except binascii.Error:
            raise ValueError("broken base64") from None
        if begins != b"\x30":
            raise ValueError("no DER sequence")
        found.append(body)
    return tuple(found)


def fingerprint(certificate: str) -> str:
    return hashlib.sha256(base64.b64decode(certificate)).hexdigest()


def pem(certificate: str) -> str:
    lines = "\n".join(textwrap.wrap(certificate, 64))
    return f"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n"


def render(found: Iterable[str], checksum: str = "") -> str:
    """Our ca.crt; a checksum says which download it came from."""
    mark = f"{_MARK} {checksum}".rstrip()
    return mark + "\n" + "".join(pem(certificate) for certificate in found)


def checksum_of(text: str | None) -> str:
    """The checksum of the download that one of our files came from, or ""."""
    first = (text or "").split("\n", 1)[0]
    return first[len(_MARK) :].strip() if first.startswith(_MARK) else ""


def path_of(certs_d: str, address: str) -> str:
    return f"{certs_d.rstrip('/')}/{address}/ca.crt"


def before_of(path: str) -> str:
    return path + _BEFORE


def is_anchor(name: str) -> bool:
    """Whether a file of the store's folder is ours."""
    return name.startswith(_PREFIX) and name.endswith(".crt")


@dataclass(frozen=True)
class Wish:
    """One registry: its certificates (none: to be removed), and the checksum of their download."""

    address: str
    certificates: tuple[str, ...]
    checksum: str = ""


@dataclass
class Outcome:
    """What is to be written (None: removed), why, and whether the store must be made anew."""

    result: dict[str, Any]
    writes: dict[str, str | None] = field(default_factory=dict)
    why: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    refresh: bool = False


def decide(
    wishes: Sequence[Wish],
    files: Mapping[str, str],
    bundle: str,
    params: Mapping[str, Any],
    store: Store | None,
) -> Outcome:
    """From what is there to what is wished.

    ``files`` are the texts by path of every ca.crt below certs_d, of what is kept beside it, and of
    our files in the store; ``bundle`` is what the store was last made into. ``store`` is None where
    it is not to be touched.
    """
    certs_d = params["certs_d"]
    after = dict(files)
    outcome = Outcome({})
    for wish in wishes:
        path = path_of(certs_d, wish.address)
        if wish.certificates:
            _place(wish, path, after, outcome)
        else:
            _take_away(wish.address, path, after, outcome)
    if params["exclusive"]:
        listed = {path_of(certs_d, wish.address) for wish in wishes}
        for path in sorted(files):
            if path.startswith(f"{certs_d.rstrip('/')}/") and path not in listed:
                _take_away(path.split("/")[-2], path, after, outcome)
    marked = [text for path, text in after.items() if _is_ours(path, text)]
    needed = {certificate for text in marked for certificate in _readable(text)}
    anchors = sorted(path for path in files if is_anchor(path.rsplit("/", 1)[-1]))
    if store is not None:
        anchors = _fill(store, needed, anchors, after, bundle, outcome)
    outcome.writes = {
        path: after.get(path)
        for path in sorted({*files, *after})
        if after.get(path) != files.get(path)
    }
    outcome.result = {
        "registries": [
            {
                "address": wish.address,
                "path": path_of(certs_d, wish.address),
                "fingerprints": [fingerprint(one) for one in wish.certificates],
            }
            for wish in wishes
            if wish.certificates
        ],
        "anchors": anchors,
    }
    return outcome


def _is_ours(path: str, text: str) -> bool:
    return path.endswith("/ca.crt") and text.startswith(_MARK)


def _readable(text: str) -> tuple[str, ...]:
    """The certificates of a file that somebody may have broken."""
    try:
        return certificates(text)
    except ValueError:
        return ()


def _place(wish: Wish, path: str, after: dict[str, str], outcome: Outcome) -> None:
    old = after.get(path)
    if old is not None and _is_ours(path, old):
        same = _readable(old) == wish.certificates
        if same and (not wish.checksum or checksum_of(old) == wish.checksum):
            return
        outcome.why.append(f"replace the CA of {wish.address} in {path}")
    elif old is not None:
        after[before_of(path)] = old
        outcome.why.append(
            f"replace the CA of {wish.address} in {path}, and keep the old one beside it"
        )
    else:
        outcome.why.append(f"place the CA of {wish.address} in {path}")
    after[path] = render(wish.certificates, wish.checksum)


def _take_away(address: str, path: str, after: dict[str, str], outcome: Outcome) -> None:
    if not _is_ours(path, after.get(path, "")):
        return
    before = after.pop(before_of(path), None)
    if before is None:
        del after[path]
        outcome.why.append(f"remove the CA of {address} from {path}")
    else:
        after[path] = before
        outcome.why.append(f"put back the CA of {address} that was in {path} before")


def _fill(
    store: Store,
    needed: set[str],
    ours: Sequence[str],
    after: dict[str, str],
    bundle: str,
    outcome: Outcome,
) -> list[str]:
    """Give the store what is needed, and take what is not; returns the paths of ours afterwards."""
    wanted = {
        f"{store.anchors}/{_PREFIX}{fingerprint(certificate)[:16]}.crt": pem(certificate)
        for certificate in needed
    }
    for path in ours:
        if path not in wanted:
            del after[path]
            outcome.why.append(f"remove {path} from the system's store")
            outcome.warnings.append(
                f"a program that has read the system's store while {path} was in it, the Docker "
                "engine too, trusts that CA until it is restarted."
            )
            outcome.refresh = True
    for path in sorted(wanted):
        if after.get(path) != wanted[path]:
            after[path] = wanted[path]
            outcome.why.append(f"add {path} to the system's store")
            outcome.refresh = True
    # A run that was killed between the file and the command is made good here.
    if not outcome.refresh and not needed <= set(_readable(bundle)):
        outcome.refresh = True
    return sorted(wanted)


def in_order(writes: Mapping[str, str | None]) -> list[str]:
    """The paths as they must be written: what is kept of a file before the file, removals last."""
    return sorted(writes, key=lambda path: (writes[path] is None, not path.endswith(_BEFORE)))


def shown(files: Mapping[str, str | None]) -> str:
    """Facts about the files for a diff: fingerprints tell certificates apart, and are short."""
    lines = []
    for path, text in sorted(files.items()):
        if text is not None:
            names = [f"sha256:{fingerprint(one)}" for one in _readable(text)]
            lines.append(f"{path}: {', '.join(names) or 'no certificate'}\n")
    return "".join(lines)
