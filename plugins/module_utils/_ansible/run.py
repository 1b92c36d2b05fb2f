# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The only room that knows Ansible: a job becomes a module here, and a Problem a failed task."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn, Protocol, runtime_checkable

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common.parameters import env_fallback

from .._core.errors import InputError, Problem, Stopped
from .._core.option import Option, argument_spec, faults
from .._core.plan import Plan


class Job(Protocol):
    """What a module does, without Ansible.

    plan() looks and decides and writes nothing; apply() does what the plan says and returns the
    keys that the result gains by it. Both raise a Problem, never anything Ansible knows.
    """

    file_arguments: bool

    @property
    def kind(self) -> str: ...
    @property
    def options(self) -> tuple[Option, ...]: ...
    @property
    def rules(self) -> Mapping[str, Any]: ...
    def wrong(self, params: Mapping[str, Any]) -> list[str]: ...
    def held(self, params: Mapping[str, Any]) -> contextlib.AbstractContextManager[None]: ...
    def plan(self, params: Mapping[str, Any]) -> Plan: ...
    def apply(self, plan: Plan, params: Mapping[str, Any]) -> Any: ...
    def path_of(self, params: Mapping[str, Any]) -> str | None: ...


@runtime_checkable
class Hiding(Protocol):
    """A job whose options have secrets within dictionaries."""

    def hidden(self, params: Mapping[str, Any]) -> list[str]: ...


def run(job: Job) -> NoReturn:
    """Be the module: exit with the result of the job, or fail with one sentence."""
    module = AnsibleModule(
        argument_spec=_with_fallbacks(job.options, argument_spec(job.options)),
        add_file_common_args=job.file_arguments,
        supports_check_mode=True,
        **job.rules,
    )
    # Ansible hides options that are secret; what is secret within a dictionary only the job knows.
    module.no_log_values.update(job.hidden(module.params) if isinstance(job, Hiding) else ())
    try:
        found = [*faults(job.options, module.params), *job.wrong(module.params)]
        if found:
            raise InputError(found)
        # Check mode takes no lock: it writes nothing, so it must not wait for somebody who does.
        with contextlib.nullcontext() if module.check_mode else job.held(module.params):
            plan = job.plan(module.params)
            gained: Any = {}
            if (plan.changed or plan.waits) and not module.check_mode:
                gained = job.apply(plan, module.params)
            attributes = _set_file_attributes(module, job, plan)
    except Stopped as stopped:
        for warning in plan.came_up:
            module.warn(warning)
        module.fail_json(
            msg=str(stopped),
            errors=list(stopped.errors),
            cause=stopped.cause,
            changed=bool(stopped.done),
            done=list(stopped.done),
            plan=list(plan.why),
            made=[dict(each) for each in stopped.made],
        )
    except Problem as problem:
        module.fail_json(msg=str(problem), errors=list(problem.errors), cause=problem.cause)
    for warning in (*plan.warnings, *plan.came_up):
        module.warn(warning)
    diff = {
        "before": plan.before,
        "after": plan.after,
        "before_header": plan.header,
        "after_header": plan.header,
    }
    why = [*plan.why, *(step.why for step in plan.steps)]
    path = plan.header
    module.exit_json(
        changed=plan.changed or bool(attributes),
        plan=why
        + [f"set {name} of {path}" for name in attributes.get("after", {}) if name != "path"],
        diff=[diff, attributes] if attributes else diff,
        **{job.kind: _with(plan.result, gained)},
    )


def _with(result: Any, gained: Any) -> Any:
    """The result as the plan said, and what the run gained; of a list the run gives the whole."""
    if isinstance(result, Mapping):
        return {**result, **gained}
    return gained or result


def _set_file_attributes(module: AnsibleModule, job: Job, plan: Plan) -> dict[str, dict[str, Any]]:
    """Set owner, group, mode and label as Ansible's file modules do; the diff of what changed."""
    path = job.path_of(module.params) if job.file_arguments else None
    if path is None:
        return {}
    arguments = module.load_file_common_arguments(module.params, path=path)
    diff: dict[str, dict[str, Any]] = {}
    changed = module.set_fs_attributes_if_different(arguments, False, diff=diff)
    return diff if changed else {}


def _with_fallbacks(
    options: Iterable[Option], spec: dict[str, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    for option in options:
        if option.env:
            spec[option.name]["fallback"] = (env_fallback, list(option.env))
        if option.suboptions:
            _with_fallbacks(option.suboptions, spec[option.name]["options"])
    return spec
