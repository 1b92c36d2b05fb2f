# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every module must do, in one place; a module brings its case from tests/module/cases/."""

from __future__ import annotations

import contextlib
import importlib
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from .contract import PACKAGE, Case, World, run_module, snapshot

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
CASES: list[Case] = [
    importlib.import_module(f"{__package__}.cases.{path.stem}").CASE
    for path in sorted((HERE / "cases").glob("[a-z]*.py"))
]
CAUSES = {"input", "refused", "moved", "unreachable", "too_old", "library_missing"}
WRITES = [case for case in CASES if not case.reads]
SETTLES = [case for case in WRITES if not case.repeats]


def named(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case.module for case in cases])


@contextlib.contextmanager
def world_of(case: Case, tmp: pathlib.Path) -> Iterator[World]:
    with case.world(tmp) as world:
        yield world


def state(case: Case, world: World) -> Any:
    return snapshot(world["tmp"]), case.watched(world)


def told(case: Case, answer: dict[str, Any]) -> dict[str, Any]:
    """The result without what only the real run can know."""
    kind = importlib.import_module(f"{PACKAGE}.{case.module}").JOB.kind
    return {
        "changed": answer["changed"],
        "plan": answer["plan"],
        kind: steady(case, answer[kind]),
    }


def steady(case: Case, result: Any) -> Any:
    """The result, or each entry of a listed result, without the keys that vary."""
    if isinstance(result, list):
        return [steady(case, entry) for entry in result]
    if not isinstance(result, dict):
        return result
    return {key: value for key, value in result.items() if key not in case.varies}


def as_told(sample: Any, result: Any) -> Any:
    """The sample, and what an older Harbor does not tell as the result has it: null or empty."""
    if isinstance(sample, list) and isinstance(result, list) and len(sample) == len(result):
        return [as_told(*pair) for pair in zip(sample, result)]
    if isinstance(sample, dict) and isinstance(result, dict):
        return {
            key: result[key] if key in result and result[key] in (None, "") else value
            for key, value in sample.items()
        }
    return sample


def test_every_module_has_a_case() -> None:
    modules = {path.stem for path in (ROOT / "plugins" / "modules").glob("*.py")}
    assert modules == {case.module for case in CASES}


@named(WRITES)
def test_check_mode_writes_nothing_and_predicts_the_run(case: Case, tmp_path: pathlib.Path) -> None:
    with world_of(case, tmp_path) as world:
        before = state(case, world)
        predicted = run_module(case.module, case.create(world), check=True)
        assert not predicted.failed, predicted.json
        assert predicted.changed
        assert predicted.json["plan"], "a change without a sentence"
        assert state(case, world) == before
        done = run_module(case.module, case.create(world))
        assert not done.failed, done.json
        assert told(case, predicted.json) == told(case, done.json)
        assert predicted.json["diff"] == done.json["diff"]


@named(SETTLES)
def test_a_second_run_changes_nothing(case: Case, tmp_path: pathlib.Path) -> None:
    with world_of(case, tmp_path) as world:
        first = run_module(case.module, case.create(world))
        assert first.changed, first.json
        after = state(case, world)
        for check in (True, False):
            again = run_module(case.module, case.create(world), check=check)
            assert not again.failed, again.json
            assert not again.changed
            assert again.json["plan"] == []
            assert state(case, world) == after


@named([case for case in CASES if case.repeats])
def test_each_run_of_an_action_is_another(case: Case, tmp_path: pathlib.Path) -> None:
    with world_of(case, tmp_path) as world:
        for _run in range(2):
            before = state(case, world)
            done = run_module(case.module, case.create(world))
            assert not done.failed, done.json
            assert done.changed
            assert state(case, world) != before


@named(SETTLES)
def test_each_option_changed_alone_is_a_change_once(case: Case, tmp_path: pathlib.Path) -> None:
    assert case.change, "a case names at least one change"
    for index, change in enumerate(case.change):
        folder = tmp_path / str(index)
        folder.mkdir()
        with world_of(case, folder) as world:
            assert not run_module(case.module, case.create(world)).failed
            params = {**case.create(world), **change}
            before = state(case, world)
            predicted = run_module(case.module, params, check=True)
            assert state(case, world) == before
            done = run_module(case.module, params)
            if case.lacks(world, done):
                continue
            assert not done.failed, done.json
            assert done.changed, change
            assert told(case, predicted.json) == told(case, done.json)
            assert not run_module(case.module, params).changed, change


@named(CASES)
def test_a_wrong_input_is_named_and_nothing_is_written(case: Case, tmp_path: pathlib.Path) -> None:
    assert case.wrong, "a case names at least one wrong input"
    with world_of(case, tmp_path) as world:
        before = state(case, world)
        for change, words in case.wrong:
            if not case.refuses(world, words):
                continue
            for check in (False, True):
                answer = run_module(case.module, {**case.create(world), **change}, check=check)
                assert answer.failed, change
                if case.lacks(world, answer) and words not in answer.json["msg"]:
                    continue
                assert words in answer.json["msg"]
                assert answer.json["errors"], "all faults are listed in errors"
                assert answer.json["cause"] in CAUSES
                assert "Traceback" not in answer.output
                for secret in case.secrets:
                    assert secret not in answer.output
                assert state(case, world) == before


@named([case for case in SETTLES if case.module.startswith("harbor_")])
def test_what_somebody_else_changed_is_seen_and_put_back(
    case: Case, tmp_path: pathlib.Path
) -> None:
    for index, change in enumerate(case.change):
        if index in case.one_way:
            continue
        folder = tmp_path / str(index)
        folder.mkdir()
        with world_of(case, folder) as world:
            params = case.create(world)
            assert not run_module(case.module, params).failed
            done = run_module(case.module, {**params, **change})
            if case.lacks(world, done):
                continue
            assert not done.failed, done.json
            back = run_module(case.module, params)
            assert back.changed, change
            assert not run_module(case.module, params).changed


@named([case for case in WRITES if case.absent is not None])
def test_absent_takes_it_away_once(case: Case, tmp_path: pathlib.Path) -> None:
    with world_of(case, tmp_path) as world:
        assert run_module(case.module, case.create(world)).changed
        params = {**case.create(world), **(case.absent or {})}
        before = state(case, world)
        predicted = run_module(case.module, params, check=True)
        assert predicted.changed, predicted.json
        assert state(case, world) == before
        done = run_module(case.module, params)
        assert done.changed, done.json
        assert told(case, predicted.json) == told(case, done.json)
        assert not run_module(case.module, params).changed


@named([case for case in CASES if case.reads])
def test_a_reading_module_changes_nothing(case: Case, tmp_path: pathlib.Path) -> None:
    with world_of(case, tmp_path) as world:
        before = state(case, world)
        answers = [
            run_module(case.module, case.create(world), check=check) for check in (True, False)
        ]
        for answer in answers:
            assert not answer.failed, answer.json
            assert not answer.changed
        assert told(case, answers[0].json) == told(case, answers[1].json)
        assert state(case, world) == before


@named([case for case in CASES if case.secrets])
def test_a_secret_is_in_no_output(case: Case, tmp_path: pathlib.Path) -> None:
    with world_of(case, tmp_path) as world:
        outputs = []
        for check in (True, False, False):
            outputs.append(run_module(case.module, case.create(world), check=check).output)
        for change in case.change:
            outputs.append(run_module(case.module, {**case.create(world), **change}).output)
        for secret in case.secrets:
            assert not any(secret in output for output in outputs)


@named(CASES)
def test_the_examples_are_tasks_that_the_module_accepts(case: Case) -> None:
    module = importlib.import_module(f"{PACKAGE}.{case.module}")
    known = {option.name for option in module.JOB.options} | {
        alias for option in module.JOB.options for alias in option.aliases
    }
    if module.JOB.file_arguments:
        known |= {
            "owner",
            "group",
            "mode",
            "attributes",
            "unsafe_writes",
            "seuser",
            "serole",
            "setype",
            "selevel",
        }
    tasks = yaml.safe_load(module.EXAMPLES)
    own = [
        task[f"twinstar.registry.{case.module}"]
        for task in tasks
        if f"twinstar.registry.{case.module}" in task
    ]
    assert own, "EXAMPLES show the module"
    for options in own:
        assert set(options or {}) <= known
        for option in module.JOB.options:
            assert not option.required or option.name in (options or {}) or option.env


@named(CASES)
def test_return_names_the_keys_of_a_real_result(case: Case, tmp_path: pathlib.Path) -> None:
    module = importlib.import_module(f"{PACKAGE}.{case.module}")
    documented = yaml.safe_load(module.RETURN)
    with world_of(case, tmp_path) as world:
        answer = run_module(case.module, case.create(world))
        older = case.older(world)
    assert not answer.failed, answer.json
    kind = module.JOB.kind
    own = {kind} if case.reads else {kind, "plan"}
    assert set(documented) == own
    if "contains" not in documented[kind]:
        # The sample is what the case's own task returns.
        sample, own_result = (
            steady(case, each) for each in (documented[kind]["sample"], answer.json[kind])
        )
        assert (as_told(sample, own_result) if older else sample) == own_result
        return
    always = {
        key
        for key, value in documented[kind]["contains"].items()
        if value["returned"] in ("success", "always")
    }
    assert always <= set(answer.json[kind]) <= set(documented[kind]["contains"])
