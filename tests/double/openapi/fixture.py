# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""For a conftest.py whose tests have doubles."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .watch import watching


@pytest.fixture(autouse=True)
def by_the_document(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a double answers, and what modules ask of it, is as Harbor's OpenAPI document says, but
    for what kept.json lists; and of that list nothing is there in vain."""
    with watching() as watch:
        yield
    wrong = [*watch.broken, *watch.unneeded(request.node.nodeid)]
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)
