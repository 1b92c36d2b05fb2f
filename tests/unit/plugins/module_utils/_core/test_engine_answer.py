# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.engine_answer import (
    fault,
    login,
)

NO_LOGIN = 'Get "http://edge:5000/v2/": no basic auth credentials'


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        (
            'Get "https://edge:5000/v2/": http: server gave HTTP response to HTTPS client',
            "Give the registry a certificate, or list it in the engine's insecure-registries.",
        ),
        (
            "tls: failed to verify certificate: x509: certificate signed by unknown authority",
            "Place its CA in /etc/docker/certs.d/edge:5000/ca.crt.",
        ),
        ("x509: certificate has expired or is not yet valid", "Look at it, and renew it."),
        ("dial tcp: lookup edge on 127.0.0.11:53: no such host", "or mend the resolver."),
        ("dial tcp 192.168.126.50:5000: connect: connection refused", "Start it, or correct"),
        ("proxyconnect tcp: dial tcp 10.0.0.1:3128: i/o timeout", "Correct the engine's proxy"),
        ("something new", "Look at its log."),
    ],
)
def test_the_engines_words_are_quoted_with_a_cure(words: str, cure: str) -> None:
    sentence = fault("edge:5000", None, 500, words)
    assert sentence is not None
    assert sentence.startswith(f"the engine does not get through to edge:5000: {words!r}. ")
    assert cure in sentence


def test_a_registry_that_wants_a_login_is_reached() -> None:
    assert fault("edge:5000", None, 500, NO_LOGIN) is None
    assert login(None, 500) == "required"


def test_a_refused_login_names_the_user_and_never_a_password() -> None:
    words = "login attempt to http://edge:5000/v2/ failed with status: 401 Unauthorized"
    sentence = fault("edge:5000", "root", 500, words)
    assert sentence is not None
    assert sentence.startswith("edge:5000 refuses user 'root' with this password: ")


def test_an_accepted_login_is_told_from_a_registry_without_one() -> None:
    assert fault("edge:5000", "root", 200, "") is None
    assert (login("root", 200), login(None, 200)) == ("accepted", "none")
