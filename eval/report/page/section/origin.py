"""Origin: the rows, the systems, the machine, and what could not be measured."""

from eval.report.page.block import Block, Note, Section, Table, missing, words
from eval.report.page.reading import Report

_KINDS = {"ours": "ours, must keep to floors", "peer": "peer, shown beside ours", "own": "brought by the evaluator"}


def row_section(report: Report) -> Section:
    """Return the sets of rows and the systems that read them."""
    sets = Table(
        caption="Rows",
        columns=("Set", "Rows", "Revision", "What they are", "Origin"),
        rows=[
            [words(name), missing(rows["reason"]), words("–"), words(rows["about"]), words(rows["origin"])]
            if "reason" in rows
            else [
                words(name),
                words(f"{rows['rows']:,}", is_number=True),
                words(rows["revision"]),
                words(rows["about"]),
                words(rows["origin"]),
            ]
            for name, rows in report.document["sets"].items()
        ],
    )
    systems = Table(
        caption="Systems",
        columns=("System", "Kind", "What it is"),
        rows=[
            [words(s["name"]), words(_KINDS.get(s["kind"], s["kind"])), words(s["about"])]
            for s in report.document["systems"]
        ],
    )
    return Section(
        id="rows",
        title="What was measured on what",
        intro="A set's revision is a checksum of all its rows: the same revision is the same rows and labels.",
        blocks=[sets, systems],
    )


def missing_section(report: Report) -> Section:
    """Return everything that was not evaluated, with its reason."""
    unmeasured = report.document["not_evaluated"]
    return Section(
        id="missing",
        title="Not evaluated",
        intro="What could not be measured is never counted as zero.",
        blocks=[
            Table(
                caption="Not evaluated",
                columns=("What", "Reason"),
                rows=[[words(name), words(reason)] for name, reason in unmeasured.items()],
            )
        ]
        if unmeasured
        else [Note(text="Every set that this run asked for could be read.")],
    )


def machine_section(report: Report) -> Section:
    """Return the machine and the versions."""
    machine = dict(report.document["machine"])
    packages = machine.pop("packages", None) or {}
    facts = {**machine, **packages}
    blocks: list[Block] = [
        Table(
            caption="Machine and versions",
            columns=("Fact", "Value"),
            rows=[
                [words(name), missing("not installed here") if fact is None else words(fact)]
                for name, fact in facts.items()
            ],
        )
    ]
    return Section(
        id="machine",
        title="Machine",
        intro="Accuracy differs in the third decimal between kinds of processor, times by far more.",
        blocks=blocks,
    )
