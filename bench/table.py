"""The report as tables for a terminal."""

from typing import Any

from rich.console import Console
from rich.table import Table


def print_report(report: dict[str, Any], console: Console) -> None:
    """Print machine, figures and targets."""
    machine = report["machine"]
    console.print(
        f"{machine['cpu']}, {machine['cores']} cores, VNNI {'yes' if machine['vnni'] else 'no'}, "
        f"{machine['memory_gb']} GB, Python {machine['python']}; load {report['load_before']} before, "
        f"{report['load_after']} after",
        highlight=False,
    )
    console.print(
        f"the client computed for at most {report['client_cpu_share']:.0%} of a burst; "
        f"our imports {'load' if report['imports_torch'] else 'do not load'} torch; {report['seconds']:.0f} s in all",
        highlight=False,
    )
    figures = Table(title="Figures", title_justify="left")
    figures.add_column("measured")
    for column in ("median", "p99", "unit", "n"):
        figures.add_column(column, justify="right")
    for name, row in report["figures"].items():
        figures.add_row(name, _number(row["p50"]), _number(row.get("p99")), row["unit"], str(row["n"]))
    console.print(figures)
    targets = Table(title="Targets", title_justify="left")
    targets.add_column("target")
    for column in ("limit", "measured", "rounds", ""):
        targets.add_column(column, justify="right")
    for row in report["targets"]:
        limit, spread = (
            f"{row['sense']} {row['limit']:g} {row['unit']}",
            f"{_number(row['low'])} – {_number(row['high'])}",
        )
        verdict = "[green]met[/green]" if row["met"] else "[red]not met[/red]"
        targets.add_row(row["target"], limit, _number(row["figure"]), spread, verdict)
    console.print(targets)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
