# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A registry's long lists come in pages; each names the next in a Link header (RFC 8288)."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

_LINK = re.compile(r"<([^>]*)>([^<]*)")
_RELATION = re.compile(r""";\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))""", re.IGNORECASE)


def next_page(link: str, url: str) -> str | None:
    """Path and query of the page after the one at ``url``, or None when that is the last.

    Raises ValueError, with a sentence's end, when the link leads to another host: nobody sends a
    credential there.
    """
    for target, parameters in _LINK.findall(link):
        relation = _RELATION.search(parameters)
        words = (relation.group(1) or relation.group(2) or "").lower().split() if relation else ()
        if "next" not in words:
            continue
        try:
            found, here = urlsplit(urljoin(url, target.strip())), urlsplit(url)
        except ValueError:
            raise ValueError("its Link header has no URL") from None
        # The scheme may differ: behind a proxy that speaks TLS the registry does not know it.
        if found.netloc.lower() != here.netloc.lower():
            raise ValueError(f"its Link header leads to another host ({found.netloc!r})")
        return f"{found.path}?{found.query}" if found.query else found.path
    return None
