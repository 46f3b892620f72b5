"""A tuning for a terminal, and for a program."""

from collections.abc import Sequence
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.decision.harm import DEFAULT_COSTS, Harm
from eval.tune.case_table import TUNED
from eval.tune.choose import Tuned
from eval.tune.curve import Point
from eval.tune.wording import mixture_text, signed, verdict_text

_BAR: Final = 20
"""Characters between the cheapest and the dearest point of all curves."""
_SHOWN_EVERY: Final = 10
"""Purchase score between the plotted points; the present and the chosen one are always shown."""


def print_tuned(tuned: Tuned, console: Console) -> None:
    """Print thresholds, harms, curves and what they are worth."""
    console.print(_thresholds(tuned))
    console.print(_harms(tuned))
    shown = {name: _shown(tuned, name) for name in TUNED}
    costs = [point.cost for points in shown.values() for point in points]
    for name, points in shown.items():
        console.print(Text(f"\n{name}: cost per 1,000 replies, and the difference to the present (95 %)"))
        console.print(_curve(name, points, tuned, (min(costs), max(costs))))
    console.print()
    console.print(Text(_worth(tuned)))
    console.print(Text(verdict_text(tuned), style="bold"))
    console.print(Text(mixture_text(tuned)))


def _thresholds(tuned: Tuned) -> Table:
    table = Table(title=f"Thresholds, {tuned.rows} rows, {tuned.hot} of them hot")
    for column in ("threshold", "present", "chosen", "chosen by the folds"):
        table.add_column(column, justify="left" if column == "threshold" else "right")
    for name in TUNED:
        low, high = tuned.spread[name]
        present, chosen = getattr(tuned.policy.thresholds, name), getattr(tuned.thresholds, name)
        table.add_row(name, f"{present:g}", f"{chosen:g}", f"{low:g} … {high:g}")
    return table


def _harms(tuned: Tuned) -> Table:
    table = Table(title="What goes wrong on these rows")
    for column in ("harm", "cost each", "present", "tuned, held out"):
        table.add_column(column, justify="left" if column == "harm" else "right")
    for harm in Harm:
        cost = tuned.costs[harm]
        stated = f"{cost:g}{' (default)' if cost == DEFAULT_COSTS[harm] else ''}"
        table.add_row(harm, stated, f"{tuned.present_harms[harm]:g}", f"{tuned.held_out_harms[harm]:.1f}")
    return table


def _shown(tuned: Tuned, name: str) -> list[Point]:
    kept = (getattr(tuned.policy.thresholds, name), getattr(tuned.thresholds, name))
    return [point for point in tuned.curves[name] if point.value % _SHOWN_EVERY == 0 or point.value in kept]


def _curve(name: str, points: Sequence[Point], tuned: Tuned, ends: tuple[float, float]) -> Table:
    """Draw a curve sideways, a bar a point, from the cheapest of all curves to the dearest."""
    present, chosen = getattr(tuned.policy.thresholds, name), getattr(tuned.thresholds, name)
    cheapest, dearest = ends
    unit = (dearest - cheapest) / _BAR or 1.0
    table = Table(show_header=False, box=None)
    for justify in ("left", "right", "right", "left", "right"):
        table.add_column(justify=justify, no_wrap=True)
    for point in points:
        mark = "chosen" if point.value == chosen else "present" if point.value == present else ""
        bar = "█" * (1 + round((point.cost - cheapest) / unit))
        table.add_row(mark, f"{point.value:g}", f"{point.cost:,.0f}", bar, _interval(point))
    return table


def _interval(point: Point) -> str:
    return f"{signed(point.difference)} ({signed(point.low)} … {signed(point.high)})"


def _worth(tuned: Tuned) -> str:
    return (
        f"Expected cost per 1,000 replies: {tuned.present_cost:,.0f} by the present thresholds "
        f"({tuned.present_low:,.0f} … {tuned.present_high:,.0f}), {tuned.held_out_cost:,.0f} by tuned ones on rows "
        f"held out of the choice. The curves and the chosen thresholds' {tuned.same_rows_cost:,.0f} are from the rows "
        "they were chosen by, and so look better than they are."
    )


def as_json(tuned: Tuned, *, model: str, revision: str, disputed: int, output: str | None) -> dict[str, Any]:
    """Return everything as plain values, amounts rounded to cents.

    Args:
        tuned: The choice.
        model: Name and version of what read the rows.
        revision: Of the labelled file.
        disputed: Rows left out because the readers share no action.
        output: Id of the policy that was written, if one was.
    """
    base = tuned.policy.thresholds
    return {
        "model": model,
        "policy": tuned.policy.id,
        "written": output,
        "rows": tuned.rows,
        "hot": tuned.hot,
        "hot_share": tuned.hot_share,
        "disputed": disputed,
        "revision": revision,
        "costs": {str(harm): amount for harm, amount in tuned.costs.items()},
        "thresholds": {
            name: {
                "present": getattr(base, name),
                "chosen": getattr(tuned.thresholds, name),
                "chosen_by_folds": list(tuned.spread[name]),
            }
            for name in TUNED
        },
        "cost_per_1000": {
            "present": _rounded(tuned.present_cost, tuned.present_low, tuned.present_high),
            "held_out": {"value": round(tuned.held_out_cost, 2)},
            "difference": _rounded(tuned.difference, tuned.low, tuned.high),
            "same_rows": {"value": round(tuned.same_rows_cost, 2)},
        },
        "harms": {
            str(harm): {"present": tuned.present_harms[harm], "held_out": tuned.held_out_harms[harm]} for harm in Harm
        },
        "verdict": tuned.verdict,
        "curves": {
            name: [
                {
                    "value": point.value,
                    "cost": round(point.cost, 2),
                    "difference": _rounded(point.difference, point.low, point.high),
                }
                for point in points
            ]
            for name, points in tuned.curves.items()
        },
    }


def _rounded(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": round(value, 2), "low": round(low, 2), "high": round(high, 2)}
