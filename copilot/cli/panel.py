"""An answer as a panel a person can read: what it knew, found, decided and suggested."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

_CALM = {
    "suppress": "red",
    "notify_specialist": "bold magenta",
    "hand_to_support": "yellow",
    "hold_for_review": "yellow",
}
_SHOWN = 3
"""Hits and reasons: the others are in the JSON."""

Row = tuple[str, Text]
"""(what it is, or empty for more of the row above; the words)."""


def answer_panel(title: str, context: str | None, text: str, answer: Mapping[str, Any], milliseconds: str) -> Panel:
    """Return the panel of one answer, a body of ``/v1/suggest`` or ``GET /v1/replies/{id}``."""
    table = Table.grid(padding=(0, 1))
    for label, words in _rows(context, text, answer):
        table.add_row(Text(f"{label:<9}", "dim"), words)
    return Panel(table, title=Text(title), title_align="left", subtitle=Text(milliseconds), subtitle_align="right")


def _rows(context: str | None, text: str, answer: Mapping[str, Any]) -> Iterator[Row]:
    if context:
        yield "we said", Text(context)
    yield "they said", Text(text, "bold")
    if answer["analysis"] is not None:
        yield from _analysis(answer["analysis"])
    for number, hit in enumerate((answer["hits"] or [])[:_SHOWN]):
        yield "" if number else "found", Text.assemble(hit["title"], " ", (f"{hit['score']:.2f}", "dim"))
    if answer["decision"] is not None:
        yield from _decision(answer["decision"])
    for suggestion in answer["suggestions"]:
        size = f"{suggestion['segments']} segment{'s' if suggestion['segments'] != 1 else ''}, {suggestion['encoding']}"
        yield suggestion["kind"], Text.assemble((suggestion["text"], "green"), (f"  ({size})", "dim"))
    for part in answer["degraded"]:
        yield "degraded", Text(f"{part['part']}: {part['reason']}", "yellow")


def _analysis(analysis: Mapping[str, Any]) -> Iterator[Row]:
    intents = ", ".join(f"{score['name']} {score['probability']:.0%}" for score in analysis["intents"]) or "none"
    if analysis["abstained"]:
        likeliest = analysis["top"][0] if analysis["top"] else None
        guess = "" if likeliest is None else f"; likeliest {likeliest['name']} {likeliest['probability']:.0%}"
        intents = f"abstains: {analysis['abstain_reason']}{guess}"
    yield "knew", Text(intents, "cyan")
    mood = [
        f"{name} {analysis[name]['label']} {analysis[name]['probability']:.0%}"
        for name in ("sentiment", "emotion", "urgency")
        if analysis[name] is not None
    ]
    if analysis["purchase"] is not None:
        mood.append(f"purchase {analysis['purchase']['score']:.0f}/100")
    yield "", Text(", ".join(mood) or "mood not judged")
    if analysis["consent"]["event"]:
        yield "", Text(f"consent: {analysis['consent']['event']} (by {analysis['consent']['tier']})")
    if analysis["slots"]:
        yield "", Text("; ".join(f"{slot['type']} “{slot['text']}”" for slot in analysis["slots"]))


def _decision(decision: Mapping[str, Any]) -> Iterator[Row]:
    action = decision["action"]
    line = Text.assemble((action, _CALM.get(action, "green")), f"  priority {decision['priority']}")
    for name in ("deadline_at", "follow_up_at"):
        if decision[name]:
            line.append(f"  {name} {decision[name]}")
    yield "decided", line
    if decision["notice_text"]:
        yield "", Text(f"notice: {decision['notice_text']}")
    reasons = [reason for reason in decision["reasons"] if reason["state"] == "applies"]
    for reason in reasons[:_SHOWN]:
        yield "", Text.assemble(("because ", "dim"), f"{reason['rule']}: {reason['detail']}")
