"""What the last outbound message is worth: the same replies read with and without it."""

import random
from typing import Final

import numpy as np

from copilot.scoring.base import ReplyInput
from eval.bench import Bench
from eval.choice import NAMES_NONE, choices_of
from eval.result import TaskResult, not_evaluated
from eval.system import System
from eval.task.base import difference_of, figure_of
from eval.task.choice_statistic import accuracy_of, macro_f1_of

_MOST: Final = 600
"""Rows read a second time."""


class ContextAblationTask:
    """Macro-F1 of the likeliest primary with the context, without it, and the difference."""

    name = "context_ablation"
    version = 1
    about = (
        "macro-F1 and accuracy of the likeliest primary over rows in scope that have a context, read with it and "
        f"without it; `gain` is the paired difference; at most {_MOST} rows, drawn once"
    )
    set_names = ("public_written", "held_out_writers")

    def measure(self, bench: Bench, system: System, set_name: str) -> TaskResult:
        """Return both readings and their difference."""
        turns = bench.rows(set_name).turns
        with_context = [i for i, turn in enumerate(turns) if turn.context and turn.intents]
        if not with_context:
            return TaskResult(figures={"gain": not_evaluated("no row of this set has a context")})
        chosen = sorted(random.Random(bench.seed).sample(with_context, min(_MOST, len(with_context))))
        answers = bench.predict(system, set_name)
        bare = [ReplyInput(turns[i].text, id=turns[i].id) for i in chosen]
        rows = [turns[i] for i in chosen]
        whole = choices_of(rows, [answers[i] for i in chosen])
        cut = choices_of(rows, bench.predict_turns(system, bare, f"{set_name} without context"))
        if whole is None or cut is None:
            return TaskResult(figures={"gain": not_evaluated(NAMES_NONE, n=len(rows))})
        return TaskResult(
            figures={
                "macro_f1_with": figure_of(macro_f1_of(whole), bench),
                "macro_f1_without": figure_of(macro_f1_of(cut), bench),
                "gain": difference_of(macro_f1_of(whole), macro_f1_of(cut), bench),
                "accuracy_with": figure_of(accuracy_of(whole), bench),
                "accuracy_without": figure_of(accuracy_of(cut), bench),
                "accuracy_gain": difference_of(accuracy_of(whole), accuracy_of(cut), bench),
            },
            detail={"answers_changed": int(np.sum(whole.best != cut.best))},
        )
