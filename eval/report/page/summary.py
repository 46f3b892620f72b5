"""What a manager reads: one verdict, and a dozen figures in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from eval.report.page.block import Cell, Table, Tone, missing, words
from eval.report.page.reading import Report
from eval.report.page.wording import bound_words, capital, entry_words, is_shipped, set_words, share_words
from eval.report.table import interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What floors and comparisons say of one system."""

    system: str
    sentence: str
    tone: Tone
    lists: Sequence[tuple[str, Sequence[str]]]
    """(heading, items): what is missed, worse, undecided or not evaluated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The top of the page."""

    verdicts: Sequence[Verdict]
    glance: Table


@dataclass(frozen=True, slots=True)
class _Question:
    words: str
    task: str
    metric: str
    set_name: str = "public_written"
    """Where this run holds shipped rows; on an evaluator's, the first set of the task."""
    unit: str = "share"


_QUESTIONS: Final = (
    _Question("Names the right main intent, of 31", "primary", "accuracy"),
    _Question("The right one is among its first three", "primary", "top_3"),
    _Question("Names the right main intent, real people's words", "primary", "accuracy", "public_real"),
    _Question("Right when it answers only the surest 90 %", "abstention", "accuracy_at_90"),
    _Question("Answers what it should answer", "abstention", "in_scope_answered", "held_out_writers"),
    _Question("Leaves alone what is not its business", "abstention", "out_of_scope_abstained", "held_out_writers"),
    _Question("Average gap between stated and true probability", "calibration", "ece"),
    _Question("Stops texting those who opt out", "opt_out", "stopped"),
    _Question("Stops texting others by mistake", "opt_out", "false_stops"),
    _Question("Ranks strong buyers above others (AUROC, 1 is perfect)", "purchase", "auroc_strong", unit="number"),
    _Question("Takes an acceptable action", "decision", "action_accuracy", "decisions"),
    _Question("Misses a hot lead", "decision", "missed_hot_leads", "decisions"),
    _Question("Largest loss of macro-F1 to damaged text", "robustness", "worst_drop", unit="number"),
    _Question("Time for one reply, half of them faster", "latency", "real_p50_ms", "public_real", unit="ms"),
)


def summarise(report: Report) -> Summary:
    """Return the verdicts and the figures at a glance."""
    return Summary(verdicts=[_verdict(report, name) for name in report.studied], glance=_glance(report))


def _verdict(report: Report, system: str) -> Verdict:
    floors = [floor for floor in report.document["floors"] if floor["system"] == system]
    worse = [c for c in report.document["comparisons"] if c["system"] == system and c["verdict"] == "worse"]
    by_verdict = {
        verdict: [floor for floor in floors if floor["verdict"] == verdict]
        for verdict in ("met", "missed", "too few rows to decide", "not evaluated")
    }
    lists = [
        ("Missed", [_floor_line(floor) for floor in by_verdict["missed"]]),
        ("Significantly worse", [_worse_line(entry) for entry in worse]),
        ("Too few rows to decide", [_floor_line(floor) for floor in by_verdict["too few rows to decide"]]),
        ("Not evaluated", [_unmeasured_line(report, floor) for floor in by_verdict["not evaluated"]]),
    ]
    sentence, tone = _sentence(by_verdict, len(floors), len(worse))
    return Verdict(system=system, sentence=sentence, tone=tone, lists=[entry for entry in lists if entry[1]])


def _sentence(by_verdict: Mapping[str, Sequence[Mapping[str, Any]]], floors: int, worse: int) -> tuple[str, Tone]:
    """Say what the gate would: a floor that is missed, or being worse, keeps a model from shipping."""
    if not floors:
        said = "No floor binds it here, so there is no verdict; its figures follow."
        return (f"{said} Some are significantly worse than another system's." if worse else said), "muted"
    met, missed = by_verdict["met"], by_verdict["missed"]
    unsure = sum(not floor["sure"] for floor in met)
    counted = f"{len(met)} of {floors} floors met"
    if unsure:
        counted += f", {unsure} of them on too few rows to be sure"
    counted += f"; {len(missed)} missed" if missed else "; none missed"
    for verdict, said in (("too few rows to decide", "undecided"), ("not evaluated", "not evaluated")):
        if by_verdict[verdict]:
            counted += f"; {len(by_verdict[verdict])} {said}"
    if worse:
        counted += f"; significantly worse in {worse} comparison{'s' if worse > 1 else ''}"
    if missed or worse:
        return f"Should not ship: {counted}.", "bad"
    if len(by_verdict["not evaluated"]) == floors:
        return f"No verdict: {counted}.", "missing"
    if len(met) < floors:
        return f"Nothing measured keeps it from shipping, but not everything is decided: {counted}.", "unsure"
    return f"Nothing keeps it from shipping: {counted}.", "good"


def _floor_line(floor: Mapping[str, Any]) -> str:
    return f"{capital(entry_words(floor))} is {interval(floor)}, must be {bound_words(floor)}"


def _worse_line(entry: Mapping[str, Any]) -> str:
    ends = f"{entry['difference']:+.3f}, {entry['low']:+.3f} to {entry['high']:+.3f}"
    return f"{capital(entry_words(entry))}: {ends} against {entry['against']}"


def _unmeasured_line(report: Report, floor: Mapping[str, Any]) -> str:
    figure = report.figure(floor["task"], floor["set"], floor["system"], floor["metric"])
    return f"{capital(entry_words(floor))}: {figure.get('reason') or 'no reason was given'}"


def _glance(report: Report) -> Table:
    systems = report.studied
    return Table(
        caption="At a glance",
        columns=("What it does", *systems),
        rows=[
            [words(q.words, note=set_words(asked_on)), *(_answer(report, q, asked_on, system) for system in systems)]
            for q, asked_on in _asked(report)
        ],
    )


def _asked(report: Report) -> list[tuple[_Question, str]]:
    """Return the questions with their sets; on an evaluator's rows each figure is asked for once."""
    if any(is_shipped(name) for name in report.document["sets"]):
        return [(question, question.set_name) for question in _QUESTIONS]
    once = {(question.task, question.metric): question for question in reversed(_QUESTIONS)}
    return [(q, (report.sets_of(q.task) or [q.set_name])[0]) for q in reversed(once.values())]


def _answer(report: Report, question: _Question, set_name: str, system: str) -> Cell:
    figure = report.figure(question.task, set_name, system, question.metric)
    if figure["value"] is None:
        return missing(str(figure.get("reason") or "no reason was given"))
    if question.unit == "share":
        return words(share_words(figure), is_number=True)
    return words(f"{figure['value']:.1f} ms" if question.unit == "ms" else interval(figure), is_number=True)
