"""An answer as a panel a person can read: what it knew, found, decided and suggested."""

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

_CALM = {
    "suppress": "red",
    "notify_specialist": "bold magenta",
    "hand_to_support": "yellow",
    "hold_for_review": "yellow",
}


def answer_panel(title: str, context: str | None, text: str, answer: Mapping[str, Any], milliseconds: str) -> Panel:
    """Return the panel of one answer, a body of ``/v1/suggest`` or ``GET /v1/replies/{id}``."""
    parts: list[RenderableType] = []
    if context:
        parts.append(Text.assemble(("we said   ", "dim"), context))
    parts.append(Text.assemble(("they said ", "dim"), (text, "bold")))
    analysis = answer["analysis"]
    if analysis is not None:
        parts.append(_analysis(analysis))
    hits = answer["hits"] or []
    if hits:
        found = ", ".join(f"{escape(hit['title'])} [dim]{hit['score']:.2f}[/dim]" for hit in hits[:3])
        parts.append(Text.from_markup(f"[dim]found     [/dim]{found}"))
    parts.append(_decision(answer["decision"]))
    parts += [_suggestion(suggestion) for suggestion in answer["suggestions"]]
    for part in answer["degraded"]:
        parts.append(Text.from_markup(f"[yellow]degraded  {escape(part['part'])}: {escape(part['reason'])}[/yellow]"))
    return Panel(Group(*parts), title=escape(title), title_align="left", subtitle=milliseconds, subtitle_align="right")


def _analysis(analysis: Mapping[str, Any]) -> Table:
    table = Table.grid(padding=(0, 2))
    intents = ", ".join(f"{score['name']} {score['probability']:.0%}" for score in analysis["intents"]) or "none"
    if analysis["abstained"]:
        likeliest = analysis["top"][0] if analysis["top"] else None
        guess = "" if likeliest is None else f"; likeliest {likeliest['name']} {likeliest['probability']:.0%}"
        intents = f"abstains: {analysis['abstain_reason']}{guess}"
    table.add_row(Text("knew     ", "dim"), Text(intents, "cyan"))
    mood = [
        f"{name} {analysis[name]['label']} {analysis[name]['probability']:.0%}"
        for name in ("sentiment", "emotion", "urgency")
        if analysis[name] is not None
    ]
    if analysis["purchase"] is not None:
        mood.append(f"purchase {analysis['purchase']['score']:.0f}/100")
    table.add_row("", ", ".join(mood) or "not judged")
    if analysis["consent"]["event"]:
        table.add_row("", f"consent: {analysis['consent']['event']} (by {analysis['consent']['tier']})")
    if analysis["slots"]:
        slots = "; ".join(f"{slot['type']} “{slot['text']}”" for slot in analysis["slots"])
        table.add_row("", escape(slots))
    return table


def _decision(decision: Mapping[str, Any]) -> Group:
    action = decision["action"]
    line = Text.assemble(
        ("decided   ", "dim"), (action, _CALM.get(action, "green")), f"  priority {decision['priority']}"
    )
    for name in ("deadline_at", "follow_up_at"):
        if decision[name]:
            line.append(f"  {name} {decision[name]}")
    if decision["notice_text"]:
        line.append(f"\n          notice: {decision['notice_text']}")
    reasons = [reason for reason in decision["reasons"] if reason["state"] == "applies"]
    because = [Text.assemble(("          because ", "dim"), f"{r['rule']}: {r['detail']}") for r in reasons[:3]]
    return Group(line, *because)


def _suggestion(suggestion: Mapping[str, Any]) -> Text:
    size = f"{suggestion['segments']} segment{'s' if suggestion['segments'] != 1 else ''}, {suggestion['encoding']}"
    return Text.assemble((f"{suggestion['kind']:<9} ", "dim"), (suggestion["text"], "green"), (f"  ({size})", "dim"))
