"""What is left of a system when the reply is damaged as phones, haste and filters damage it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from copilot.scoring.base import ReplyInput
from copilot.training.dataset import Turn
from eval.bench import Bench
from eval.choice import NAMES_NONE, choices_of
from eval.interval import proportion
from eval.perturb import PERTURBATIONS, Perturbation
from eval.prediction import Prediction
from eval.result import Figure, TaskResult, not_evaluated
from eval.row_set import RowSet
from eval.system import System
from eval.task.base import Statistic, difference_of, figure_of, share
from eval.task.choice_statistic import accuracy_of, macro_f1_of

_OPT_OUT: Final = "opt_out"
_MOST_OF_A_KIND: Final = 150
"""Opt-outs, and as many look-alikes, that are damaged: eight copies of each are scored."""


class RobustnessTask:
    """Macro-F1 of the likeliest primary on damaged copies of a set, against the set as it is."""

    name = "robustness"
    version = 1
    about = (
        "macro-F1 of the likeliest primary over rows in scope, reply damaged, context whole; drop against the clean "
        "reply on the same rows; `worst_drop` is the largest of the drops, so it is chosen and a little too dark; "
        "`right_under_all` counts rows that are right clean and under every damage"
    )
    set_names = ("public_written",)

    def measure(self, bench: Bench, system: System, set_name: str) -> TaskResult:
        """Return macro-F1 and its drop by damage, and how many opt-outs still stop."""
        rows = bench.rows(set_name)
        clean = bench.predict(system, set_name)
        whole = choices_of(rows.turns, clean)
        if whole is None:
            return TaskResult(figures={"worst_drop": not_evaluated(NAMES_NONE, n=len(rows.turns))})
        damaged = predict_damaged(bench, system, rows, clean)
        choices = {name: choices_of(rows.turns, answers) or whole for name, answers in damaged.items()}
        drops = {name: difference_of(macro_f1_of(whole), macro_f1_of(each), bench) for name, each in choices.items()}
        worst = max(drops, key=lambda name: drops[name].value or 0.0)
        right = np.logical_and.reduce([each.right[whole.inside] for each in (whole, *choices.values())])
        return TaskResult(
            figures={
                "macro_f1_clean": figure_of(macro_f1_of(whole), bench),
                **{f"macro_f1_{name}": figure_of(macro_f1_of(each), bench) for name, each in choices.items()},
                **{f"drop_{name}": drop for name, drop in drops.items()},
                "worst_drop": drops[worst],
                "right_under_all": figure_of(share(right), bench),
                **opt_out_figures(rows.turns, clean, damaged),
            },
            detail={
                "worst_damage": worst,
                "changed": _changed(rows, bench.seed),
                "slices": [
                    {"slice": f"damage: {name}", "metric": "accuracy"} | _as_slice(accuracy_of(each), bench)
                    for name, each in {"none": whole, **choices}.items()
                ],
            },
        )


class OptOutRobustnessTask:
    """Whether damaged opt-outs still stop, and damaged look-alikes still do not."""

    name = "opt_out_robustness"
    version = 1
    about = (
        f"opt-outs that stop (all tiers together) and look-alikes that do, of at most {_MOST_OF_A_KIND} of each, by "
        "damage to the reply"
    )
    set_names = ("opt_out_t06",)

    def measure(self, bench: Bench, system: System, set_name: str) -> TaskResult:
        """Return shares of opt-outs and of look-alikes that stop, clean and by damage."""
        whole = bench.rows(set_name)
        every = bench.predict(system, set_name)
        chosen = [*_first(whole.turns, is_opt_out=True), *_first(whole.turns, is_opt_out=False)]
        rows = replace(whole, turns=tuple(whole.turns[i] for i in chosen))
        clean = [every[i] for i in chosen]
        damaged = predict_damaged(bench, system, rows, clean)
        return TaskResult(
            figures=opt_out_figures(rows.turns, clean, damaged), detail={"changed": _changed(rows, bench.seed)}
        )


def _first(turns: Sequence[Turn], *, is_opt_out: bool) -> list[int]:
    """Return the places of the first rows that are opt-outs, or that were judged and are none."""
    judged = [(i, turn.intents) for i, turn in enumerate(turns) if turn.intents is not None]
    return [i for i, intents in judged if (_OPT_OUT in intents) is is_opt_out][:_MOST_OF_A_KIND]


def predict_damaged(
    bench: Bench, system: System, rows: RowSet, clean: Sequence[Prediction]
) -> dict[str, list[Prediction]]:
    """Return the predictions on every damaged copy of a set; a reply that no damage changed is not scored again."""
    return {damage.name: _predict_one(bench, system, rows, clean, damage) for damage in PERTURBATIONS}


def _predict_one(
    bench: Bench, system: System, rows: RowSet, clean: Sequence[Prediction], damage: Perturbation
) -> list[Prediction]:
    copies = _damage(rows, damage, bench.seed)
    changed = [i for i, (copy, turn) in enumerate(zip(copies, rows.turns, strict=True)) if copy.text != turn.text]
    name = f"{rows.name} {damage.name} {len(rows.turns)}"
    again = bench.predict_turns(system, [copies[i] for i in changed], name)
    answers = list(clean)
    for i, answer in zip(changed, again, strict=True):
        answers[i] = answer
    return answers


def _damage(rows: RowSet, damage: Perturbation, seed: int) -> list[ReplyInput]:
    turns = [ReplyInput(turn.text, turn.context, turn.id) for turn in rows.turns]
    return damage.apply_all(turns, row_ids=[turn.id for turn in rows.turns], seed=seed)


def _changed(rows: RowSet, seed: int) -> dict[str, int]:
    """Return how many replies each damage changed at all."""
    return {
        damage.name: sum(
            copy.text != turn.text for copy, turn in zip(_damage(rows, damage, seed), rows.turns, strict=True)
        )
        for damage in PERTURBATIONS
    }


def opt_out_figures(
    turns: Sequence[Turn], clean: Sequence[Prediction], damaged: Mapping[str, Sequence[Prediction]]
) -> dict[str, Figure]:
    """Return k of n opt-outs stopped by damage, or at least held, and the same of rows that nobody reads as an opt-out.

    Rows whose intents nobody judged count as neither.
    """
    if any(answer.opts_out is None for answer in clean):
        return {"stopped_clean": not_evaluated("this system does not say whether it stops messages")}
    wanted = np.array([_OPT_OUT in (turn.intents or ()) for turn in turns], dtype=np.bool_)
    unwanted = np.array(
        [turn.intents is not None and _OPT_OUT not in {*turn.intents, *turn.accept} for turn in turns], dtype=np.bool_
    )
    figures: dict[str, Figure] = {}
    for name, answers in {"clean": clean, **damaged}.items():
        stops = np.array([bool(answer.opts_out) for answer in answers], dtype=np.bool_)
        holds = np.array([bool(answer.held) for answer in answers], dtype=np.bool_)
        figures[f"stopped_{name}"] = _count(stops[wanted])
        figures[f"stopped_or_held_{name}"] = _count((stops | holds)[wanted])
        figures[f"false_stops_{name}"] = _count(stops[unwanted])
    worst = min(("clean", *damaged), key=lambda name: figures[f"stopped_{name}"].k or 0)
    return {**figures, "stopped_worst": figures[f"stopped_{worst}"]}


def _count(hits: NDArray[np.bool_]) -> Figure:
    return proportion(int(hits.sum()), len(hits))


def _as_slice(statistic: Statistic, bench: Bench) -> dict[str, Any]:
    figure = figure_of(statistic, bench)
    return {"value": figure.value, "low": figure.low, "high": figure.high, "n": figure.n}
