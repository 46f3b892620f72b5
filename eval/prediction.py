"""What a system says of one turn, in the same shape whether it is ours, a peer, or an evaluator's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from copilot.domain.analysis import Analysis

OptOutTier = Literal["keyword", "phrase", "model"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """One turn's answers; ``None`` is "this system does not say", which is never read as zero or as no."""

    primary: Mapping[str, float] | None = None
    """P(is the primary) by intent, at least of the likeliest; what is missing to 1 is out of scope or unlisted."""
    out_of_scope: float | None = None
    """P(none of the intents), 0 … 1; ``None`` where a system has no such class: then 1 − P(best) stands for it."""
    has_probabilities: bool = True
    """Whether ``primary`` holds probabilities. False: only the order counts (a rule, a margin)."""
    abstained: bool | None = None
    intents: tuple[str, ...] | None = None
    """Every intent reported, primary first."""
    sentiment: Mapping[str, float] | None = None
    """P by label, as are the next three; a system that only chooses a label gives it 1."""
    emotion: Mapping[str, float] | None = None
    urgency: Mapping[str, float] | None = None
    purchase: Mapping[str, float] | None = None
    opts_out: bool | None = None
    """Whether the service would stop messages."""
    opt_out_tier: OptOutTier | None = None
    """Which tier stopped them, where the system has tiers."""
    held: bool | None = None
    """Whether a possible opt-out is held for a person."""

    @property
    def best(self) -> str | None:
        """Return the likeliest intent, answered or not; a tie goes to the one listed first."""
        return max(self.primary, key=self.primary.__getitem__) if self.primary else None


def from_analysis(analysis: Analysis, *, primary: Mapping[str, float], out_of_scope: float | None) -> Prediction:
    """Return what an analysis says.

    Args:
        analysis: As a hook gets it.
        primary: P(is the primary) by intent: all 31 where the model is at hand, the answer's ``top`` over HTTP.
        out_of_scope: P(none of them), where it is known.
    """
    return Prediction(
        primary=primary,
        out_of_scope=out_of_scope,
        abstained=analysis.abstained,
        intents=tuple(score.name.value for score in analysis.intents),
        sentiment=_table(analysis.sentiment),
        emotion=_table(analysis.emotion),
        urgency=_table(analysis.urgency),
        purchase=_table(analysis.purchase),
        opts_out=analysis.consent.event is not None and analysis.consent.event.value == "opt_out",
        opt_out_tier=analysis.consent.tier if analysis.consent.event is not None else None,  # type: ignore[arg-type]
        held=analysis.possible_opt_out,
    )


def _table(head: object) -> Mapping[str, float] | None:
    probabilities: Mapping[str, float] | None = getattr(head, "probabilities", None)
    return None if probabilities is None else {str(label): p for label, p in probabilities.items()}
