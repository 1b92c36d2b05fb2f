# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A double of Harbor's REST API, for tests and for people who have no Harbor at hand.

It answers from rules, per version, with Harbor's traps: fields that are dropped without a word,
users' errors that come as 500, members that get lost, ids that dangle. What it holds against the
genuine thing is in tests/unit/double, and for images in tests/module/test_double_*.py.

    python -m tests.double --version 2.13.5 --port 8085         # in the foreground
    with running(version="2.13.5") as hub: …                    # in a test, see running.py
    with running(registry=True) as hub: …                       # … that takes docker push, too

Images go through /v2 (resources/registry_v2.py) into a real registry (distribution.py); what Harbor
itself knows of them is in content.py.

A request's way (hub.py): fault injection, session cookie and CSRF, who is calling (context.py),
read-only mode, the route (routing.py), what the swagger layer demands (binding.py), and then the
handler, alone with the state (store.py): a refusal undoes whatever it has written.

To add a resource, put one file into resources/; it is found by itself. It may have

    routes = Routes()          # handlers, see routing.py
    tables = {"labels": {"unique": [("name", "scope")], "indexes": [("project_id",)]}}  # store.py
    mounts = {"/v2": answer}   # path prefixes outside of /api/v2.0, whose bodies are not read
    def install(hub)           # at each start: listeners, how a taken name is refused, closing
    def furnish(hub)           # the rows that a fresh Harbor has (furnish_order says when)

and a handler looks like this:

    @routes("PUT", "/projects/{project_name_or_id}/things/{id:int}", body=("thing", THING))
    def update_thing(call: Call) -> Answer | None:      # None is 200 with an empty body
        project = call.allowed_project("thing", "update")   # 401, 403 or 404; X-Is-Resource-Name
        thing = call.table("things").get(call.params["id"])
        if thing is None:
            raise not_found(f"thing {call.params['id']} not found")    # answers.py
        call.table("things").update(thing["id"], name=call.body.get("name", ""))

Whatever a body's schema does not know, and every null, is absent from `call.body`.
"""
