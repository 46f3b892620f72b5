"""Peer: keyword auto-reply rules, the way most SMS products read replies today."""

from collections.abc import Callable, Sequence
from typing import Final

from copilot.scoring.base import ReplyInput
from eval.peer.rule import Rule, fold
from eval.peer.rule_sheet import RULES
from eval.prediction import OptOutTier, Prediction

_MOST_INTENTS: Final = 2
"""Labels of one reply. On the training writers micro-F1 over all intents is 0.319 with one, 0.338 with two."""
_LONGEST_KEYWORD: Final = 2
"""Words of a reply that counts as a bare keyword."""


class KeywordPeer:
    """Ordered regular expressions; the first that fires names the primary, none that fires means abstaining."""

    about: str = "ordered keyword rules for all intents, written by hand in five languages; no probabilities"

    def __init__(self, rules: Sequence[Rule] = RULES) -> None:
        self._rules = tuple(rules)
        self.is_thread_safe = True

    @property
    def name(self) -> str:
        """Return name and version of the rule sheet."""
        return "peer: keyword rules@1"

    def predict(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Prediction]:
        """Return one prediction a turn: its labels, and whether it stops; tones are not said."""
        predictions = []
        for turn in turns:
            predictions.append(self._read(turn))
            if advance is not None:
                advance()
        return predictions

    def _read(self, turn: ReplyInput) -> Prediction:
        reply, context = fold(turn.text), fold(turn.context or "")
        found = list(dict.fromkeys(r.intent for r in self._rules if r.matches(reply, context)))[:_MOST_INTENTS]
        stops = "opt_out" in found[:1]
        tier: OptOutTier = "keyword" if len(reply.split()) <= _LONGEST_KEYWORD else "phrase"
        return Prediction(
            primary={intent: 1.0 / rank for rank, intent in enumerate(found, start=1)},
            out_of_scope=0.0 if found else 1.0,
            has_probabilities=False,
            abstained=not found,
            intents=tuple(found),
            opts_out=stops,
            opt_out_tier=tier if stops else None,
            held=False,
        )
