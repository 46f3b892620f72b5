"""``sms-copilot eval gate``: whether a report lets a model ship."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from copilot.errors import InvalidInputError
from eval.bench import Bench
from eval.compare import compare_systems
from eval.entrant import open_pair
from eval.held_out import shared_writers
from eval.interval import RESAMPLES, SEED
from eval.report.document import comparison_entry, read_document, rounded
from eval.report.table import describe_verdict, interval
from eval.task.registry import TASKS

PASSED: Final = 0
FAILED: Final = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the gate's answer."""

    line: str
    is_failure: bool


def gate(
    report: Path, *, baseline: str | None = None, model: str | None = None, resamples: int = RESAMPLES, seed: int = SEED
) -> int:
    """Print what keeps a model from shipping, and return the exit code: 1 where something does.

    Args:
        report: A report with floors.
        baseline: A model that ours may not be significantly worse than; both are scored here, on the same rows.
        model: What is compared with the baseline; the report's own, by name, when ``None``.
        resamples: Of the comparison's bootstrap.
        seed: Of the comparison's bootstrap.

    Raises:
        InvalidInputError: No report, one that judges nothing, or one of a model that is not the one here.
        ArtefactCorruptError: A model is not there, or damaged.
    """
    document = read_document(report)
    comparisons = list(document["comparisons"])
    if baseline is not None:
        comparisons += _against_baseline(document, baseline, model, resamples, seed)
    findings = find(document["floors"], comparisons)
    console = Console()
    for finding in findings:
        console.print(Text(finding.line, style="bold red" if finding.is_failure else ""), soft_wrap=True)
    failures = sum(finding.is_failure for finding in findings)
    print(f"{failures} of {len(findings)} keep it from shipping." if failures else "Nothing keeps it from shipping.")
    return FAILED if failures else PASSED


def find(floors: Sequence[Mapping[str, Any]], comparisons: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Return every floor and comparison as a line, failures first.

    Raises:
        InvalidInputError: There is nothing to judge by: no floor was measured.
    """
    if not any(floor["verdict"] != "not evaluated" for floor in floors):
        raise InvalidInputError("the report measures no floor, so it cannot let a model ship")
    findings = [
        Finding(
            f"{describe_verdict(floor)}: {floor['system']}: {floor['task']} {floor['metric']} on {floor['set']} is "
            f"{interval(floor)}, must be at {floor['direction'].removeprefix('at_')} {floor['bound']:g}",
            floor["verdict"] == "missed",
        )
        for floor in floors
    ] + [
        Finding(
            f"{entry['verdict']}: {entry['system']} against {entry['against']}: {entry['task']} {entry['metric']} on "
            f"{entry['set']} differs by {entry['difference']:+.4f} ({entry['low']:+.4f} to {entry['high']:+.4f})",
            entry["verdict"] == "worse",
        )
        for entry in comparisons
    ]
    return sorted(findings, key=lambda finding: not finding.is_failure)


def _against_baseline(
    document: Mapping[str, Any], baseline: str, model: str | None, resamples: int, seed: int
) -> list[dict[str, Any]]:
    system, against = open_pair(model or _model_of(document), baseline)
    if system.name not in {entry["name"] for entry in document["systems"]}:
        raise InvalidInputError(f"the report is not of {system.name}; name its model with --model")
    bench = Bench(writers=shared_writers([system, against]), resamples=resamples, seed=seed)
    found = compare_systems(bench, system, against, tasks=TASKS)
    return [rounded(comparison_entry(comparison)) for comparison in found]


def _model_of(document: Mapping[str, Any]) -> str:
    ours = [str(entry["name"]) for entry in document["systems"] if entry["kind"] == "ours"]
    if len(ours) != 1:
        raise InvalidInputError("the report is not of exactly one model of ours; name the one with --model")
    return ours[0].partition("@")[0]
