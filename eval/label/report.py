"""A verdict for a person, as lines on a terminal, and for a program, as JSON. Neither repeats a customer's words."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.decision.harm import Costs, Harm
from eval.label.agreement import Agreement, Disagreement
from eval.label.outcome import Outcome
from eval.label.rule import MOST_ROWS, Finding
from eval.label.verdict import FEWEST, PER, CostFinding, Verdict
from eval.own.fault import shown_id
from eval.result import Figure

_COLOUR: Final = {"ship": "bold green", "do_not_ship": "bold red", "more_rows": "bold yellow"}
_STATE: Final = {
    "met": "holds",
    "missed": "fails",
    "undecided": "too few rows to decide",
    "not_evaluated": "not evaluated",
    "not_refused": "not proven, not needed",
}
_SHOWN: Final = 20
"""Replies named for a harm, and disagreements listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelReport:
    """Everything that is told at the end of labelling."""

    export: str
    revision: str
    export_rows: int
    system: str
    policy: str
    readers: tuple[str, ...]
    skipped: int
    extra_counts: bool
    """Whether the extra part was drawn for this system; for another one it is left out."""
    verdict: Verdict
    costs: Costs
    outcomes: Sequence[Outcome]
    agreements: Sequence[Agreement] = ()
    disagreements: Sequence[Disagreement] = ()

    @property
    def header(self) -> str:
        """Return what the rows are and who labelled them."""
        verdict = self.verdict
        who = f"reader {self.readers[0]}" if len(self.readers) == 1 else f"readers {' and '.join(self.readers)}"
        extra = f" and {verdict.extra} extra ones" if verdict.extra else ""
        skipped = f"; {self.skipped} skipped" if self.skipped else ""
        return (
            f"{verdict.rows} random replies{extra} of the {self.export_rows:,} in {self.export} ({self.revision}), "
            f"labelled blind by {who}{skipped}. They speak for other traffic only as far as the export does."
        )


def verdict_line(verdict: Verdict) -> str:
    """Return the verdict and its reasons as one line."""
    reasons = ", ".join(verdict.reasons)
    if verdict.word == "ship":
        return "SHIP: every rule holds."
    if verdict.word == "do_not_ship":
        return f"DO NOT SHIP: {reasons} {'fails' if len(verdict.reasons) == 1 else 'fail'} for sure."
    if "too_few" in verdict.reasons:
        return f"{verdict.more} MORE ROWS NEEDED: below {FEWEST} labelled replies there is no verdict."
    if verdict.more is None:
        return (
            f"MORE ROWS NEEDED, probably over {MOST_ROWS:,}: {reasons} lies so near its bound that labelling will "
            "hardly decide it. Think about the bound instead."
        )
    return f"{verdict.more} MORE ROWS NEEDED to decide {reasons}, if the shares stay as they are."


def print_report(report: LabelReport, console: Console) -> None:
    """Print the report."""
    verdict = report.verdict
    console.print(Text(report.header))
    console.print(Text(f"System: {report.system}, acting by policy {report.policy}."))
    if not report.extra_counts:
        console.print(Text("The extra part was drawn for another system and is left out."))
    console.print(_rule_table(verdict.findings))
    if verdict.costs is not None:
        for line in _cost_lines(verdict.costs, report.costs):
            console.print(Text(line))
    for line in _harm_lines(report.outcomes):
        console.print(Text(line))
    for agreement in report.agreements:
        console.print(Text(_agreement_line(agreement)))
    if report.disagreements:
        console.print(_disagreement_table(report))
    console.print(Text(verdict_line(verdict), _COLOUR[verdict.word]))


def as_json(report: LabelReport) -> dict[str, Any]:
    """Return the report as JSON values."""
    verdict = report.verdict
    return {
        "format": 1,
        "header": report.header,
        "export": {"name": report.export, "revision": report.revision, "rows": report.export_rows},
        "system": report.system,
        "policy": report.policy,
        "readers": list(report.readers),
        "rows": {"random": verdict.rows, "extra": verdict.extra, "skipped": report.skipped},
        "verdict": verdict.word,
        "reasons": list(verdict.reasons),
        "more_rows": verdict.more,
        "rules": [
            {
                "rule": finding.rule.name,
                "about": finding.rule.about,
                "bound": finding.rule.bound,
                "direction": "at_least" if finding.rule.is_at_least else "at_most",
                "must_be_proven": finding.rule.must_be_proven,
                **_figure(finding.figure),
                "state": finding.state,
                "more_rows": finding.more,
            }
            for finding in verdict.findings
        ],
        "costs": {str(harm): amount for harm, amount in report.costs.items()},
        "cost_per_1000": None if verdict.costs is None else _cost_json(verdict.costs),
        "harms": {harm: ids for harm, ids in _harms(report.outcomes).items() if ids},
        "agreement": [
            {"question": a.question, "same": _figure(a.same), "kappa": _figure(a.kappa)} for a in report.agreements
        ],
        "disagreements": [{**asdict(d), "id": shown_id(d.id)} for d in report.disagreements],
    }


def _rule_table(findings: Sequence[Finding]) -> Table:
    table = Table("rule", "wanted", "found", "95 % interval", "", box=None, pad_edge=False)
    for finding in findings:
        rule, figure = finding.rule, finding.figure
        wanted = f"{'≥' if rule.is_at_least else '≤'} {rule.bound:.1%}"
        found, interval = "–", figure.reason or ""
        if figure.value is not None and figure.low is not None and figure.high is not None:
            found = f"{figure.k} of {figure.n}, {figure.value:.1%}"
            interval = f"{figure.low:.1%} … {figure.high:.1%}"
        more = "" if finding.more is None else f"; {finding.more} more"
        named = Text.assemble((rule.name, "bold"), "\n", (f"  {rule.about}", "dim"))
        table.add_row(named, wanted, found, interval, _STATE[finding.state] + more)
    return table


def _cost_lines(found: CostFinding, costs: Costs) -> list[str]:
    prices = ", ".join(f"{harm} {amount:g}" for harm, amount in costs.items())
    state = {"met": "cheaper", "missed": "dearer", "not_refused": "not proven cheaper"}[found.state]
    simple = f"The cheaper simple way, “{found.simple}”, costs {found.simple_cost:,.0f}"
    return [
        f"Expected cost per {PER:,} replies: {_money(found.cost)}, with {prices}.",
        f"{simple}: {state}, difference {_money(found.difference)}.",
        "The interval cannot see a harm that did not happen among these replies; the bounds of the rules can.",
    ]


def _money(figure: Figure) -> str:
    return f"{figure.value:,.0f} ({figure.low:,.0f} … {figure.high:,.0f})"


def _harms(outcomes: Sequence[Outcome]) -> dict[str, list[str]]:
    return {harm.value: [shown_id(outcome.id) for outcome in outcomes if outcome.harm is harm] for harm in Harm}


def _harm_lines(outcomes: Sequence[Outcome]) -> list[str]:
    lines = []
    for harm, ids in _harms(outcomes).items():
        if ids:
            more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
            lines.append(f"{harm} ({len(ids)}): {', '.join(ids[:_SHOWN])}{more}")
    return lines


def _agreement_line(agreement: Agreement) -> str:
    same, kappa = agreement.same, agreement.kappa
    if same.value is None:
        return f"Agreement on {agreement.question}: not evaluated: {same.reason}"
    said = f"Agreement on {agreement.question}: {same.k} of {same.n}, {same.value:.1%}; kappa "
    if kappa.value is None:
        return f"{said}not evaluated: {kappa.reason}"
    return f"{said}{kappa.value:.3f} ({kappa.low:.3f} … {kappa.high:.3f})"


def _disagreement_table(report: LabelReport) -> Table:
    table = Table("reply", *(f"reader {name}" for name in report.readers), box=None, pad_edge=False)
    for found in report.disagreements[:_SHOWN]:
        table.add_row(Text(shown_id(found.id)), found.first, found.second)
    if len(report.disagreements) > _SHOWN:
        table.add_row(f"and {len(report.disagreements) - _SHOWN} more", "", "")
    return table


def _cost_json(found: CostFinding) -> dict[str, Any]:
    return {
        **_figure(found.cost),
        "simple_way": found.simple,
        "simple_cost": found.simple_cost,
        "difference": _figure(found.difference),
        "state": found.state,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {name: value for name, value in asdict(figure).items() if value is not None}
