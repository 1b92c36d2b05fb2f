# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which handler answers a path, and what the swagger layer demands of the request before it.

A resource file declares its routes so; the paths are below /api/v2.0:

    routes = Routes()

    @routes("PUT", "/labels/{label_id:int}", body=("label", LABEL))
    def update_label(call: Call) -> Answer: …
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Optional

from . import binding
from .answers import Answer, Refused, not_found, unprocessable
from .binding import Int, Schema, Str
from .versions import Version

if TYPE_CHECKING:
    from .call import Call

BASE = "/api/v2.0"
JSON = "application/json"
# A schema, or what gives the one of a version.
Body = Schema | Callable[[Version], Schema]
Handler = Callable[["Call"], Optional[Answer]]

PAGES: dict[str, tuple[Schema, Any]] = {"page": (Int(), 1), "page_size": (Int(most=100), 10)}
QUERIES: dict[str, tuple[Schema, Any]] = {"q": (Str(), ""), "sort": (Str(), "")}


@dataclass(frozen=True)
class Route:
    method: str
    template: str
    handler: Handler
    query: Mapping[str, tuple[Schema, Any]] = field(default_factory=dict)
    needed: tuple[str, ...] = ()
    body: tuple[str, Body] | None = None
    body_needed: bool = True
    since: str = "0"
    until: str = "999"
    produces: tuple[str, ...] = (JSON,)
    consumes: tuple[str, ...] = (JSON,)

    @property
    def segments(self) -> list[str]:
        return self.template.strip("/").split("/")

    def there(self, version: Version) -> bool:
        return self.since <= version < self.until


class Routes:
    """The routes of one resource."""

    def __init__(self) -> None:
        self.routes: list[Route] = []

    def __call__(
        self,
        method: str,
        path: str,
        *,
        listed: bool = False,
        query: Mapping[str, Schema | tuple[Schema, Any]] | None = None,
        needed: tuple[str, ...] = (),
        body: tuple[str, Body] | None = None,
        body_needed: bool = True,
        since: str = "0",
        until: str = "999",
        produces: tuple[str, ...] = (JSON,),
        base: str = BASE,
    ) -> Callable[[Handler], Handler]:
        """`listed`: has page, page_size, q and sort. `query`: name -> schema, or (schema,
        default). `needed`: query parameters without which it is a 422. `body`: (name of the
        parameter, its schema or what makes one for a version). `since` and `until` (exclusive):
        versions. `produces`: content types."""
        asked: dict[str, tuple[Schema, Any]] = {**PAGES, **QUERIES} if listed else {}
        for name, one in (query or {}).items():
            asked[name] = one if isinstance(one, tuple) else (one, None)

        def declare(handler: Handler) -> Handler:
            route = Route(
                method, base + path, handler, asked, needed, body, body_needed, since, until
            )
            self.routes.append(dataclasses.replace(route, produces=produces))
            return handler

        return declare


class Node:
    def __init__(self) -> None:
        self.literal: dict[str, Node] = {}
        self.other: Node | None = None
        self.routes: dict[str, Route] = {}


class Router:
    """All routes of a version, as a tree of path segments."""

    def __init__(self, routes: list[Route]) -> None:
        self.root = Node()
        for route in routes:
            node = self.root
            for segment in route.segments:
                if segment.startswith("{"):
                    node.other = node.other or Node()
                    node = node.other
                else:
                    node = node.literal.setdefault(segment, Node())
            if route.method in node.routes:
                raise RuntimeError(f"{route.method} {route.template} is declared twice")
            node.routes[route.method] = route

    def find(self, path: str) -> Node | None:
        return self.walk(self.root, path.strip("/").split("/"), 0)

    def walk(self, node: Node, segments: list[str], at: int) -> Node | None:
        if at == len(segments):
            return node if node.routes else None
        literal = node.literal.get(segments[at])
        found = self.walk(literal, segments, at + 1) if literal else None
        if found is None and node.other is not None and segments[at]:
            found = self.walk(node.other, segments, at + 1)
        return found

    def route(self, method: str, path: str) -> Route:
        """Raises a 404 or a 405."""
        node = self.find(path)
        if node is None:
            raise not_found(f"path {path} was not found")
        route = node.routes.get(method)
        if route is None:
            raise Refused(
                405,
                "METHOD_NOT_ALLOWED",
                f"method {method} is not allowed, but [{','.join(sorted(node.routes))}] are",
            )
        return route


def bind(call: Call, route: Route) -> None:
    """Fill in `call.params`, `query` and `body`. Raises a 422."""
    if call.raw_body:
        content_type = call.header("Content-Type") or "application/octet-stream"
        kind = content_type.partition(";")[0].strip().lower()
        if kind not in route.consumes:
            raise unprocessable(
                f'unsupported media type "{content_type}", only [{" ".join(route.consumes)}] are'
                " allowed"
            )
    call.content_type = negotiated(call, route)
    faults: list[str] = []

    def take(found: dict[str, Any], name: str, text: str, schema: Schema, place: str) -> None:
        try:
            found[name] = binding.parameter(text, schema, name, place)
        except Refused as refused:
            faults.extend(str(refused.message).split("\n")[1:])

    for segment, text in zip(route.segments, call.path.strip("/").split("/")):
        if segment.startswith("{"):
            name, _colon, kind = segment[1:-1].partition(":")
            take(call.params, name, text, Int() if kind == "int" else Str(), "path")
    for name, (schema, default) in route.query.items():
        given = call.given.get(name)
        if given:
            take(call.query, name, given[-1], schema, "query")
        elif name in route.needed:
            faults.append(f"{name} in query is required")
        else:
            call.query[name] = default
    if faults:
        raise unprocessable(*faults)
    if route.body is not None:
        name, of = route.body
        schema = of if isinstance(of, Schema) else of(call.version)
        call.body = binding.body(call.raw_body, schema, name, route.body_needed, call.hub.version)


def accepts(header: str) -> list[str]:
    return [part.partition(";")[0].strip().lower() for part in header.split(",") if part.strip()]


def negotiated(call: Call, route: Route) -> str:
    """The content type of the answer. From 2.10 on JSON will always do."""
    wanted = accepts(call.header("Accept") or "*/*")
    offers = list(route.produces)
    if JSON not in offers and call.hub.version >= "2.10":
        offers.append(JSON)
    for offer in offers:
        if offer in wanted or "*/*" in wanted or offer.split("/")[0] + "/*" in wanted:
            return offer
    raise unprocessable(
        f"unsupported media type requested, only [{' '.join(route.produces)}] are available"
    )
