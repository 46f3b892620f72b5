"""Every task for every system on every set: the whole benchmark, as one document."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eval.bench import Bench
from eval.compare import BESIDE_PEERS, HEADLINES, Comparison, compare_systems
from eval.floor import FLOORS, Floor
from eval.held_out import learnt_from
from eval.report.document import Measured, build_document
from eval.row_set import RowSet
from eval.system import Entrant
from eval.task.base import Task, set_names_of


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured."""

    entrants: Sequence[Entrant]
    tasks: Sequence[Task]
    set_names: Collection[str] | None = None
    """Only these sets; each task's own when ``None``."""
    own_sets: Sequence[str] = ()
    """Names of an evaluator's sets, which every task measures that can."""
    missing: Mapping[str, str] = field(default_factory=dict)
    """Systems that were asked for and are not here → why."""

    def sets_of(self, task: Task) -> list[str]:
        """Return the sets that a task is measured on."""
        return set_names_of(task, only=self.set_names, own=self.own_sets)


def evaluate(plan: Plan, bench: Bench) -> dict[str, Any]:
    """Return the report of a plan, ready to be written as JSON.

    Raises:
        InvalidInputError: A system's answer cannot be used, or a set is not known.
    """
    rows = {name: bench.rows(name) for task in plan.tasks for name in plan.sets_of(task)}
    not_evaluated = {name: found.reason for name, found in rows.items() if found.reason is not None}
    not_evaluated |= plan.missing
    measured = []
    for task, set_name, entrant in _turns_of(plan, rows):
        learnt = learnt_from(entrant.system, rows[set_name])
        if learnt:
            name = f"{task.name} on {set_name}, {entrant.system.name}"
            not_evaluated[name] = f"the model learnt from {', '.join(learnt)}"
        else:
            measured.append(
                Measured(task, set_name, entrant.system.name, task.measure(bench, entrant.system, set_name))
            )
    return build_document(
        entrants=plan.entrants,
        sets=list(rows.values()),
        measured=measured,
        floors=list(_floors(plan)),
        comparisons=_comparisons(plan, bench),
        not_evaluated=not_evaluated,
    )


def _turns_of(plan: Plan, rows: dict[str, RowSet]) -> Iterator[tuple[Task, str, Entrant]]:
    """Yield what to measure, in the order of the report."""
    for task in plan.tasks:
        for set_name in plan.sets_of(task):
            if rows[set_name].reason is None:
                for entrant in plan.entrants:
                    yield task, set_name, entrant


def _floors(plan: Plan) -> Iterator[tuple[str, Floor]]:
    """Yield each floor with the system of ours that it binds."""
    planned = {(task.name, name) for task in plan.tasks for name in plan.sets_of(task)}
    for entrant in plan.entrants:
        if entrant.kind == "ours":
            for floor in FLOORS:
                if floor.binds(entrant.system.name) and (floor.task, floor.set_name) in planned:
                    yield entrant.system.name, floor


def _comparisons(plan: Plan, bench: Bench) -> list[Comparison]:
    """Compare ours with every peer and every system of an evaluator, and later models of ours with the first."""
    ours = [entrant.system for entrant in plan.entrants if entrant.kind == "ours"]
    others = [entrant.system for entrant in plan.entrants if entrant.kind != "ours"]
    pairs = [(system, ours[0], HEADLINES) for system in ours[1:]]
    pairs += [(system, other, BESIDE_PEERS) for system in ours for other in others]
    return [
        comparison
        for system, against, metrics in pairs
        for comparison in compare_systems(
            bench,
            system,
            against,
            tasks=plan.tasks,
            set_names=plan.set_names,
            own_sets=plan.own_sets,
            metrics=metrics,
        )
    ]
