"""The report on a terminal: what it says first, floors next, then every figure; readable at 100 columns."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.compare import HEADLINES

_BESIDE: Final = 2
"""Systems that fit side by side with their intervals."""
_PIPED_WIDTH: Final = 100
"""Columns of a report that goes into a file or a pipe."""
_PEER_COLUMNS: Final = (*HEADLINES, ("opt_out", "false_stops"))
_VERDICT_STYLE: Final = {"met": "green", "missed": "bold red", "too few rows to decide": "yellow"}
_COMPARISON_STYLE: Final = {"better": "green", "worse": "bold red"}


def report_console() -> Console:
    """Return standard output, as wide as the terminal or as a page."""
    console = Console()
    return console if console.is_terminal else Console(width=_PIPED_WIDTH)


def print_report(document: Mapping[str, Any], console: Console) -> None:
    """Print a report."""
    console.print(Text(document["header"], style="bold"))
    console.print()
    console.print(_sets(document))
    shown = [system for system in document["systems"] if system["kind"] != "peer"]
    for start in range(0, len(shown), _BESIDE):
        names = [system["name"] for system in shown[start : start + _BESIDE]]
        for table in _figures(document, names):
            console.print(table)
    for table in (*_peers(document), *_comparisons(document["comparisons"]), *_floors(document["floors"])):
        console.print(table)
    for name, reason in document["not_evaluated"].items():
        console.print(Text(f"not evaluated: {name}: {reason}"))


def print_comparisons(comparisons: Iterable[Mapping[str, Any]], console: Console) -> None:
    """Print paired differences, as they stand in a report."""
    for table in _comparisons(list(comparisons)):
        console.print(table)


def interval(entry: Mapping[str, Any]) -> str:
    """Return "0.853 (0.81–0.89)", "0.933 (0.68–1.00; 14 of 15)", or what stands for a number that is not there."""
    value = entry.get("value")
    if value is None:
        return f"not evaluated: {entry['reason']}" if entry.get("reason") else "not evaluated"
    if entry.get("low") is None or entry.get("high") is None:
        return _number(value)
    counted = f"; {entry['k']:,} of {entry['n']:,}" if entry.get("k") is not None else ""
    return f"{_number(value)} ({_short(entry['low'])}–{_short(entry['high'])}{counted})"


def _number(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 10 else f"{value:,.1f}"


def _short(value: float) -> str:
    return f"{value:.2f}" if abs(value) < 10 else f"{value:,.0f}"


def _sets(document: Mapping[str, Any]) -> Table:
    table = _table("Rows", "set", "rows", "revision", "what they are")
    for name, rows in document["sets"].items():
        about = f"{rows['about']}; {rows['origin']}" if "reason" not in rows else f"missing: {rows['reason']}"
        table.add_row(name, f"{rows['rows']:,}", rows["revision"] if rows["rows"] else "–", Text(about))
    return table


def _figures(document: Mapping[str, Any], names: Sequence[str]) -> Iterable[Table | Text]:
    """Yield a sentence and a table for each task, a column for each system."""
    results = [result for result in document["results"] if result["system"] in names]
    for task, of_task in groupby(results, key=lambda result: result["task"]):
        measured = list(of_task)
        yield Text.assemble("\n", (task, "bold"), f": {measured[0]['about']}")
        table = _table("", "set", "figure", *names)
        for set_name, of_set in groupby(measured, key=lambda result: result["set"]):
            by_system = {result["system"]: result["figures"] for result in of_set}
            metrics = dict.fromkeys(metric for figures in by_system.values() for metric in figures)
            for number, metric in enumerate(metrics):
                cells = [_cell(by_system.get(name, {}).get(metric)) for name in names]
                table.add_row(set_name if number == 0 else "", metric, *cells, end_section=number == len(metrics) - 1)
        yield table


def _cell(figure: Mapping[str, Any] | None) -> Text:
    if figure is None:
        return Text("–", style="dim")
    return Text(interval(figure), style="dim" if figure["value"] is None else "")


def _peers(document: Mapping[str, Any]) -> Iterable[Table]:
    """Yield every system by the headline figures of the written public rows, where peers are there."""
    if not any(system["kind"] == "peer" for system in document["systems"]):
        return
    columns = [f"{task} {metric}" for task, metric in _PEER_COLUMNS]
    table = _table("\nbeside peers trained on the same rows, on public_written", "system", *columns)
    found = {
        (result["system"], result["task"], metric): figure
        for result in document["results"]
        if result["set"] == "public_written"
        for metric, figure in result["figures"].items()
    }
    for system in document["systems"]:
        cells = [found.get((system["name"], task, metric)) for task, metric in _PEER_COLUMNS]
        table.add_row(Text(system["name"]), *(Text(_bare(cell)) for cell in cells))
    yield table


def _bare(figure: Mapping[str, Any] | None) -> str:
    if figure is None or figure["value"] is None:
        return "not evaluated"
    return f"{figure['k']} of {figure['n']}" if figure.get("k") is not None else _number(figure["value"])


def _comparisons(comparisons: Sequence[Mapping[str, Any]]) -> Iterable[Table]:
    """Yield a table for each pair of systems."""
    for (system, against), of_pair in groupby(comparisons, key=lambda entry: (entry["system"], entry["against"])):
        title = f"\n{system} against {against}: paired differences"
        table = _table(title, "set", "figure", "difference (95 %)", "verdict")
        for entry in of_pair:
            table.add_row(
                entry["set"],
                f"{entry['task']} {entry['metric']}",
                f"{entry['difference']:+.3f} ({entry['low']:+.3f} to {entry['high']:+.3f})",
                Text(entry["verdict"], style=_COMPARISON_STYLE.get(entry["verdict"], "")),
            )
        yield table


def _floors(floors: Sequence[Mapping[str, Any]]) -> Iterable[Table]:
    """Yield a table for each system that floors bind."""
    for system, of_system in groupby(floors, key=lambda floor: floor["system"]):
        table = _table(f"\nfloors of {system}", "set", "figure", "must be", "is", "verdict")
        for floor in of_system:
            table.add_row(
                floor["set"],
                f"{floor['task']} {floor['metric']}",
                f"{'≥' if floor['direction'] == 'at_least' else '≤'} {floor['bound']:g}",
                Text(interval(floor)),
                Text(describe_verdict(floor), style=_VERDICT_STYLE.get(floor["verdict"], "dim")),
            )
        yield table


def describe_verdict(floor: Mapping[str, Any]) -> str:
    """Return the verdict on a floor, and whether these rows are enough to be sure that it is met."""
    if floor["verdict"] == "met" and not floor["sure"]:
        return "met on these rows, too few to be sure"
    return str(floor["verdict"])


def _table(title: str, *columns: str) -> Table:
    table = Table(title=Text(title, style="bold") if title else None, title_justify="left", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
