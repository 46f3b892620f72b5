"""Worst errors: the rows on which a system is surest of something wrong."""

from collections.abc import Mapping
from typing import Any

from eval.report.page.block import Block, Cell, Note, Section, Table, missing, words
from eval.report.page.reading import Report
from eval.report.page.wording import set_words, task_words


def worst_section(report: Report) -> Section:
    """Return the worst rows of each studied system, by task and set."""
    blocks: list[Block] = []
    for task in ("primary", "decision"):
        for set_name in report.sets_of(task):
            for system in report.studied:
                worst = report.detail(task, set_name, system, "worst")
                if worst:
                    where = f"{task_words(task)}, {system}, {set_words(set_name)}"
                    blocks.append(_table(worst, where))
    return Section(
        id="worst",
        title="Worst errors",
        intro=(
            "Where a system is most sure of something wrong, or where its wrong decision is the dearest. Texts are of "
            "the evaluation rows; those of an evaluator's own rows are shown only when asked for."
        ),
        blocks=blocks or [Note(text="No error was listed in this run.", is_missing=True)],
    )


def _table(worst: list[Mapping[str, Any]], where: str) -> Table:
    return Table(
        caption=f"Worst errors: {where}",
        columns=("Row", "Reply", "Label", "Given", "Probability"),
        rows=[
            [
                words(row["id"]),
                _said(row),
                words(row["truth"]),
                words(row["given"], note=_harm(row)),
                missing("no probability is given")
                if row.get("probability") is None
                else words(f"{row['probability']:.2f}", is_number=True),
            ]
            for row in worst
        ],
    )


def _said(row: Mapping[str, Any]) -> Cell:
    if row.get("text") is None:
        return words("not shown", note="these rows may not be quoted", tone="missing")
    return words(row["text"], note=f"after: {row['context']}" if row.get("context") else "", is_quote=True)


def _harm(row: Mapping[str, Any]) -> str:
    """Return a decision's harm and the rule that decided."""
    harm = str(row["harm"]).replace("_", " ") if row.get("harm") else ""
    return ", by rule ".join(part for part in (harm, row.get("rule") or "") if part)
