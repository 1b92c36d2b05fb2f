# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One request, as a handler sees it."""

from __future__ import annotations

import contextlib
import urllib.parse
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any

from . import context, listing
from .answers import Answer, bad_request, forbidden, not_found, unauthorized
from .binding import TRUE, whole_number
from .listing import Model, Query
from .routing import JSON
from .store import Table
from .versions import Version

if TYPE_CHECKING:
    from .hub import Hub

Row = dict[str, Any]
ProjectReference = int | str


class Call:
    """`params`: of the path; `query`: with defaults; `body`: what the schema let through.

    `path` is decoded once and without double slashes; `raw_query` is as it came. `stream` is the
    unread body for mounts, which get no `body`.
    """

    def __init__(
        self,
        hub: Hub,
        method: str,
        target: str,
        headers: Mapping[str, str],
        raw_body: bytes = b"",
        stream: IO[bytes] | None = None,
    ) -> None:
        self.hub = hub
        self.method = method
        self.raw_path, _mark, self.raw_query = target.partition("?")
        path = urllib.parse.unquote(self.raw_path)
        while "//" in path:
            path = path.replace("//", "/")
        self.path = path if path == "/" else path.rstrip("/")
        self.headers = headers  # names in lower case
        self.given = (
            urllib.parse.parse_qs(self.raw_query, keep_blank_values=True, errors="replace")
            if self.raw_query
            else {}
        )
        self.raw_body = raw_body
        self.stream = stream
        self.params: dict[str, Any] = {}
        self.query: dict[str, Any] = {}
        self.body: Any = None
        self.caller = context.ANONYMOUS
        self.content_type = JSON

    def header(self, name: str) -> str | None:
        return self.headers.get(name.lower())

    def flag(self, name: str) -> bool:
        """Whether a header says yes."""
        return (self.header(name) or "").lower() in TRUE

    @property
    def now(self) -> float:
        return self.hub.now()

    @property
    def version(self) -> Version:
        return self.hub.version

    def table(self, name: str) -> Table:
        return self.hub.store[name]

    def setting(self, name: str) -> Any:
        return self.hub.setting(name)

    @contextlib.contextmanager
    def outside(self) -> Iterator[None]:
        """Let other requests in while this one waits or asks another server."""
        with self.hub.store.outside():
            yield

    # -- who may

    def require_login(self) -> None:
        if not self.caller.authenticated:
            raise unauthorized()

    def may_system(self, resource: str, action: str) -> bool:
        return context.may_system(self.hub, self.caller, resource, action)

    def require_system(self, resource: str, action: str) -> None:
        """401 for anonymous; else 403, whose message is the caller's name."""
        self.require_login()
        if not self.may_system(resource, action):
            raise forbidden(self.caller.name)

    def may_project(self, reference: ProjectReference, resource: str, action: str) -> bool:
        if isinstance(reference, str) and " " in reference:  # not even a sysadmin may
            if self.version >= "2.14":
                raise bad_request(f"invalid project name: '{reference}'")
            return False
        project = self.find_project(reference)
        return context.may_project(self.hub, self.caller, project, resource, action)

    def require_project(self, reference: ProjectReference, resource: str, action: str) -> None:
        """`resource` "" is the project itself. A sysadmin passes even if it is not there."""
        if not self.may_project(reference, resource, action):
            raise forbidden() if self.caller.authenticated else unauthorized()

    # -- projects

    def project_reference(self, name: str = "project_name_or_id") -> ProjectReference:
        """The id or the name that the path gives, by X-Is-Resource-Name."""
        text: str = self.params[name]
        if self.flag("X-Is-Resource-Name"):
            return text
        number = whole_number(text)
        return text if number is None else number

    def find_project(self, reference: ProjectReference) -> Row | None:
        projects = self.table("projects")
        if isinstance(reference, int):
            return projects.get(reference)
        return projects.one(name=reference)

    def project(self, reference: ProjectReference) -> Row:
        """Raises a 404, or a 400 for a name with a blank."""
        if isinstance(reference, str) and " " in reference:
            raise bad_request(f"invalid project name: '{reference}'")
        project = self.find_project(reference)
        if project is None:
            raise not_found(f"project {reference} not found")
        return project

    def allowed_project(self, resource: str, action: str) -> Row:
        """The project of the path, if the caller may do this in it: the usual beginning."""
        reference = self.project_reference()
        self.require_project(reference, resource, action)
        return self.project(reference)

    def audit(
        self, operation: str, kind: str, resource: str, project_id: int = 0, description: str = ""
    ) -> None:
        """Note in the audit log what was done, such as "create" of a "project"."""
        self.hub.audit(self.caller.name, operation, kind, resource, project_id, description)

    # -- answers

    def created(self, key: Any, body: Any = None, status: int = 201) -> Answer:
        answer = Answer(status, headers={"Location": f"{self.path}/{key}"})
        if body is not None:
            answer.body = body
        return answer

    def listing(self) -> Query:
        """What the caller asks for. Raises a 400."""
        query = self.query
        return Query(
            listing.keywords(query.get("q") or ""),
            query.get("sort") or "",
            query["page"],
            query["page_size"],
        )

    def list(
        self, asked: Query, model: Model, rows: Any, show: Any = None, already: str = ""
    ) -> Answer:
        """Filter, sort and page rows; `show` turns one into JSON. `already`: the column that they
        are sorted by."""
        found = asked.sorted(model, asked.filtered(model, rows), already)
        page = asked.paged(found)
        return self.page(asked, [show(row) for row in page] if show else page, len(found))

    def page(self, asked: Query, items: Any, total: int) -> Answer:
        """One page of a list, with its headers."""
        answer = Answer(body=items, headers={"X-Total-Count": str(total)})
        link = listing.links(self.path, self.raw_query, total, asked.page, asked.page_size)
        if link:
            answer.headers["Link"] = link
        return answer
