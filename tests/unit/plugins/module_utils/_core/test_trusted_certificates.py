# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core import (
    trusted_certificates as core,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.trusted_certificates import (
    Outcome,
    Store,
    Wish,
)

# Nothing here looks into a certificate, so its first byte is enough.
ONE, TWO = (base64.b64encode(b"\x30" + bytes([n]) * 90).decode() for n in (1, 2))
STORE = Store("/anchors", "/bundle", ("make",))
CERTS_D = "/certs.d"
EDGE = "192.168.126.50:5000"
EDGE_FILE = f"{CERTS_D}/{EDGE}/ca.crt"


def decide(
    wishes: list[Wish],
    files: Mapping[str, str],
    store: Store | None = STORE,
    exclusive: bool = False,
    bundle: str | None = None,
) -> Outcome:
    params: dict[str, Any] = {"certs_d": CERTS_D, "exclusive": exclusive}
    if bundle is None:
        bundle = "".join(text for path, text in files.items() if path.startswith("/anchors/"))
    return core.decide(wishes, files, bundle, params, store)


def applied(files: Mapping[str, str], outcome: Outcome) -> dict[str, str]:
    merged: dict[str, str | None] = {**files, **outcome.writes}
    return {path: text for path, text in merged.items() if text is not None}


def test_our_file_begins_with_its_mark_and_download() -> None:
    assert core.render([ONE], "sha256:1").startswith("# Kept by twinstar.registry sha256:1\n-----")
    assert core.checksum_of(core.render([ONE], "sha256:1")) == "sha256:1"
    assert core.checksum_of(core.render([ONE])) == ""
    assert core.checksum_of(core.pem(ONE)) == ""
    assert core.checksum_of(None) == ""


def test_what_is_rendered_is_read_again() -> None:
    assert core.certificates(core.render([ONE, TWO])) == (ONE, TWO)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "begins with -----BEGIN CERTIFICATE-----"),
        ("-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----", "is broken"),
        (core.pem(base64.b64encode(b"text").decode()), "is broken"),
        (core.pem(ONE) + "-----BEGIN RSA PRIVATE KEY-----", "holds a private key"),
    ],
)
def test_a_text_that_is_no_ca_is_refused_without_its_words(text: str, words: str) -> None:
    rule = core.not_certificates(text)
    assert rule is not None
    assert words in rule


@given(st.text())
def test_no_text_gives_a_traceback(text: str) -> None:
    core.not_certificates(text)
    core.not_certificates(f"-----BEGIN CERTIFICATE-----{text}-----END CERTIFICATE-----")


def test_a_new_download_of_the_same_certificate_is_noted() -> None:
    files = applied({}, decide([Wish(EDGE, (ONE,), "sha256:1")], {}))
    assert not decide([Wish(EDGE, (ONE,), "sha256:1")], files).writes
    assert decide([Wish(EDGE, (ONE,), "sha256:2")], files).why == [
        f"replace the CA of {EDGE} in {EDGE_FILE}"
    ]


def test_the_store_is_made_anew_when_its_bundle_lacks_a_certificate() -> None:
    files = applied({}, decide([Wish(EDGE, (ONE,))], {}))
    again = decide([Wish(EDGE, (ONE,))], files, bundle=core.pem(TWO))
    assert again.refresh
    assert not again.writes


def test_a_file_in_the_store_that_nobody_needs_goes() -> None:
    files = {"/anchors/twinstar-0.crt": core.pem(ONE)}
    assert decide([], files).writes == {"/anchors/twinstar-0.crt": None}


def test_a_removal_from_the_store_warns_of_who_has_read_it() -> None:
    (warning,) = decide([], {"/anchors/twinstar-0.crt": core.pem(ONE)}).warnings
    assert "/anchors/twinstar-0.crt" in warning
    assert "until it is restarted" in warning


def test_what_is_kept_is_written_before_it_is_replaced_and_removals_come_last() -> None:
    writes = {"/a/ca.crt": "new", "/a/ca.crt.before": "old", "/b/ca.crt": None}
    assert core.in_order(writes) == ["/a/ca.crt.before", "/a/ca.crt", "/b/ca.crt"]


def test_without_a_store_its_files_are_left() -> None:
    files = {"/anchors/twinstar-0.crt": core.pem(ONE)}
    outcome = decide([Wish(EDGE, (TWO,))], files, store=None)
    assert set(outcome.writes) == {EDGE_FILE}
    assert not outcome.refresh


def test_a_diff_shows_fingerprints() -> None:
    assert core.shown({"/a": core.pem(ONE), "/b": None, "/c": "x"}) == (
        f"/a: sha256:{core.fingerprint(ONE)}\n/c: no certificate\n"
    )


addresses = st.sampled_from([EDGE, "harbor.abc.com", "[::1]:5000"])
chains = st.sampled_from([(ONE,), (TWO,), (ONE, TWO)])
wish_lists = st.lists(st.builds(Wish, addresses, st.one_of(chains, st.just(()))), max_size=4).map(
    lambda wishes: list({wish.address: wish for wish in wishes}.values())
)
foreign = st.dictionaries(
    addresses.map(lambda address: core.path_of(CERTS_D, address)),
    st.one_of(st.just(core.pem(ONE)), st.text(max_size=20)),
    max_size=3,
)


@given(foreign, wish_lists)
def test_deciding_twice_is_deciding_once(files: dict[str, str], wishes: list[Wish]) -> None:
    once = applied(files, decide(wishes, files))
    again = decide(wishes, once)
    assert not again.writes
    assert not again.why
    assert not again.refresh


@given(foreign, wish_lists)
def test_taking_all_away_gives_what_was_there_before(
    files: dict[str, str], wishes: list[Wish]
) -> None:
    after = applied(files, decide(wishes, files))
    assert applied(after, decide([], after, exclusive=True)) == files


@given(foreign, wish_lists, wish_lists)
def test_what_is_not_listed_is_left_alone(
    files: dict[str, str], before: list[Wish], wishes: list[Wish]
) -> None:
    there = applied(files, decide(before, files))
    listed = {core.path_of(CERTS_D, wish.address) for wish in wishes}
    after = applied(there, decide(wishes, there))
    for path in there:
        if path.startswith(CERTS_D) and not any(path.startswith(one) for one in listed):
            assert after[path] == there[path]
