"""From an analysis and a stage to a decision, by the policy code that is served."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from copilot.domain.analysis import Analysis, Versions
from copilot.domain.consent import ConsentEvent, ConsentState
from copilot.domain.decision import Decision
from copilot.domain.label import LABELS_VERSION
from copilot.routing.base import DecisionContext
from copilot.routing.decide import decide
from copilot.routing.policy_model import Policy
from copilot.scoring.base import ReplyInput
from copilot.scoring.scorer import Scorer
from eval.decision.row import DecisionRow

RECEIVED_AT: Final = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)
"""When a row came that does not say so: a Monday, 9:04 in Chicago. Dates in the text are read against it."""
TIMEZONE: Final = "America/Chicago"
_BATCH: Final = 64
_DEADLINE: Final = timedelta(minutes=2)
"""For a batch on a slow, busy machine."""


def reply_of(row: DecisionRow) -> ReplyInput:
    """Return the turn as the scorer gets it."""
    return ReplyInput(
        text=row.text,
        context=row.context or None,
        id=row.id,
        received_at=row.received_at or RECEIVED_AT,
        timezone=row.timezone or TIMEZONE,
        opted_out=row.consent is ConsentState.OPTED_OUT,
    )


def context_of(row: DecisionRow, analysis: Analysis) -> DecisionContext:
    """Return the context of a decision as the pipeline builds it.

    Nothing is retrieved: hits decide only whether an answer may leave by itself, which the shipped policy never allows.
    """
    return DecisionContext(
        turn=(row.id,),
        last_inbound_id=row.id,
        analysis=analysis,
        stage=row.stage,
        timezone=row.timezone or TIMEZONE,
        signals=row.signals,
        consent_state=_state_after(row.consent, analysis),
        consent_state_before=row.consent,
        received_at=row.received_at or RECEIVED_AT,
        versions=Versions(model=None, policy=None, labels=LABELS_VERSION),
    )


def decide_rows(rows: Sequence[DecisionRow], analyses: Sequence[Analysis], policy: Policy) -> list[Decision]:
    """Return what the policy decides, row by row."""
    return [decide(context_of(row, analysis), policy) for row, analysis in zip(rows, analyses, strict=True)]


def winner_of(decision: Decision) -> str:
    """Return the name of the rule that decided."""
    return next(reason.rule for reason in decision.reasons if reason.state == "applies")


def analyse_rows(
    scorer: Scorer, rows: Sequence[DecisionRow], progress: Callable[[int, int], None] | None = None
) -> list[Analysis]:
    """Score every row once.

    Args:
        scorer: As the service uses it.
        rows: The labelled turns.
        progress: Called with (rows done, rows in all).
    """
    analyses: list[Analysis] = []
    for start in range(0, len(rows), _BATCH):
        batch = [reply_of(row) for row in rows[start : start + _BATCH]]
        analyses += [scored.analysis for scored in scorer.score(batch, _DEADLINE)]
        if progress is not None:
            progress(len(analyses), len(rows))
    return analyses


def _state_after(before: ConsentState, analysis: Analysis) -> ConsentState:
    """Return the consent after the turn's own event acted."""
    after = {ConsentEvent.OPT_OUT: ConsentState.OPTED_OUT, ConsentEvent.OPT_IN: ConsentState.OPTED_IN}
    event = analysis.consent.event
    return before if event is None else after.get(event, before)
