# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Get CAs from where they are, and put them where programs look for them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import ssl
import time
from collections.abc import Iterator, Mapping
from typing import Any

from .._core import trusted_certificates as core
from .._core.errors import InputError, Problem, Refused
from .._core.plan import Plan, Step
from . import files, processes
from .http_exchange import HttpExchange
from .job import Job


class TrustedCertificates(Job):
    """The job of the module."""

    kind = "trusted_certificates"
    options = core.OPTIONS

    def wrong(self, params: Mapping[str, Any]) -> list[str]:
        return core.wrong(params)

    @contextlib.contextmanager
    def held(self, params: Mapping[str, Any]) -> Iterator[None]:
        with files.locked(os.path.join(params["certs_d"], "any")):
            yield

    def plan(self, params: Mapping[str, Any]) -> Plan:
        store = _store() if params["system_store"] else None
        seen = _look(params["certs_d"], store)
        wishes, warnings = _wishes(params, seen)
        bundle = (files.read_text(store.bundle) or "") if store else ""
        outcome = core.decide(wishes, seen, bundle, params, store)
        steps: tuple[Step, ...] = ()
        if store and outcome.refresh:
            steps = (Step("refresh", f"run {' '.join(store.command)}"),)
        return Plan(
            result=outcome.result,
            why=tuple(outcome.why),
            before=core.shown({path: seen.get(path) for path in outcome.writes}),
            after=core.shown(outcome.writes),
            header=params["certs_d"],
            steps=steps,
            warnings=(*warnings, *outcome.warnings),
            work=(outcome.writes, store),
        )

    def apply(self, plan: Plan, params: Mapping[str, Any]) -> Mapping[str, Any]:
        writes, store = plan.work
        # What is kept beside a file is written before the file itself is: nothing is ever lost.
        for path in core.in_order(writes):
            text = writes[path]
            if text is not None:
                files.replace(path, text, 0o644, directory_mode=0o755)
                continue
            files.remove(path)
            if path.startswith(params["certs_d"]):
                # Only a folder that is empty goes.
                with contextlib.suppress(OSError):
                    os.rmdir(os.path.dirname(path))
        if plan.steps:
            _refresh(store, params["timeout"])
        return {}


TRUSTED_CERTIFICATES = TrustedCertificates()


def _store() -> core.Store:
    for store in core.STORES:
        if os.path.isdir(store.anchors) and processes.find(store.command[0]):
            return store
    raise Problem(
        "this host has no store of certificates that is known here. "
        "Install ca-certificates, or set system_store to false."
    )


def _look(certs_d: str, store: core.Store | None) -> dict[str, str]:
    """Texts by path of every ca.crt, of what is kept beside it, and of our files in the store."""
    paths = []
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        for address in os.listdir(certs_d):
            path = core.path_of(certs_d, address)
            paths += [path, core.before_of(path)]
    if store:
        paths += [
            f"{store.anchors}/{name}" for name in os.listdir(store.anchors) if core.is_anchor(name)
        ]
    texts = {path: files.read_text(path) for path in paths}
    return {path: text for path, text in texts.items() if text is not None}


def _wishes(
    params: Mapping[str, Any], seen: Mapping[str, str]
) -> tuple[tuple[core.Wish, ...], tuple[str, ...]]:
    """What each registry is to have, and warnings. Raises InputError with all faults."""
    wishes, warnings, found = [], [], []
    for index, entry in enumerate(params["registries"]):
        address, checksum = entry["address"], entry.get("ca_checksum") or ""
        if entry["state"] == "absent":
            wishes.append(core.Wish(address, ()))
            continue
        here = f"registries[{index}]"
        text = entry.get("ca") or ""
        source = f"{here}.ca is set"
        if entry.get("ca_path"):
            source = f"{here}.ca_path is {entry['ca_path']!r}"
            text = files.read_text(entry["ca_path"]) or ""
            if not text:
                found.append(f"{source}, but there is nothing. Put the CA there, or correct it.")
                continue
        elif entry.get("ca_url"):
            source = f"{here}.ca_url is {entry['ca_url']!r}"
            text = seen.get(core.path_of(params["certs_d"], address)) or ""
            if core.checksum_of(text) != checksum:
                text = _fetch(entry["ca_url"], checksum, params["timeout"])
        rule = core.not_certificates(text) or _not_understood(text)
        if rule:
            found.append(f"{source}, {rule}")
            continue
        warnings += [f"the CA of {address} ended on {end}. Renew it." for end in _ended(text)]
        wishes.append(core.Wish(address, core.certificates(text), checksum))
    if found:
        raise InputError(found)
    return tuple(wishes), tuple(warnings)


def _context(text: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata="".join(map(core.pem, core.certificates(text))))
    return context


def _not_understood(text: str) -> str | None:
    try:
        _context(text)
    except ssl.SSLError:
        return "but a certificate in it is no X.509 certificate. Give it as PEM text, unchanged."
    return None


def _ended(text: str) -> list[str]:
    """The end of each CA certificate that is over."""
    ends = [str(ca["notAfter"]) for ca in _context(text).get_ca_certs()]
    return [end for end in ends if ssl.cert_time_to_seconds(end) < time.time()]


def _fetch(url: str, checksum: str, timeout: int) -> str:
    exchange = HttpExchange(ssl.create_default_context(), timeout)
    answer = exchange.ask("GET", url, {}, "get the CA")
    if answer.status != 200:
        raise Refused(f"get the CA: GET {url} answered {answer.status}. Correct ca_url.")
    body = answer.body
    got = f"sha256:{hashlib.sha256(body).hexdigest()}"
    if got != checksum:
        raise Refused(
            f"get the CA: {url} gives {got}, but ca_checksum is {checksum}. "
            "Find out which is right before you change either."
        )
    return body.decode("utf-8", "replace")


def _refresh(store: core.Store, timeout: int) -> None:
    done = processes.run(store.command, timeout)
    if done.returncode:
        raise Refused(
            f"run {' '.join(store.command)}: {done.last_words}. Run it by hand to see more."
        )
