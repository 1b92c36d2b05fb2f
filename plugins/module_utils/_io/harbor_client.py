# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One Harbor: requests that are data become answers or sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from .._core.harbor_request import Caller, Request
from .._core.harbor_version import Version

T = TypeVar("T")


@dataclass(frozen=True)
class Reply:
    """``headers`` have lower-case names. ``body`` is the decoded JSON; None when there is none.

    ``id`` is what the Location header names; ``request_id`` finds the request in core.log.
    """

    status: int
    headers: Mapping[str, str]
    text: str
    body: Any
    id: int | str | None
    request_id: str


class HarborClient:
    """``params`` are the options of HARBOR_CONNECTION. Several threads may use it."""

    def __init__(self, params: Mapping[str, Any]) -> None:
        self.params = params
        self.hide: set[str] = set()

    def send(self, request: Request) -> Reply:
        raise NotImplementedError

    def rows(self, request: Request) -> list[Any]:
        raise NotImplementedError

    def together(self, work: Iterable[Callable[[], T]]) -> list[T]:
        raise NotImplementedError

    @property
    def caller(self) -> Caller:
        raise NotImplementedError

    @property
    def version(self) -> Version:
        raise NotImplementedError

    @property
    def system(self) -> Mapping[str, Any]:
        raise NotImplementedError

    @property
    def requests(self) -> int:
        raise NotImplementedError
