"""A deterministic encoder without a model: it ships, needs no file, and does what a text tells it to.

"intent:pricing_question" makes that intent the primary, a second one applies too; "intent:opt_out=0.6" gives it that
P(applies); "intent:out_of_scope", "sentiment:negative", "emotion:anger", "urgency:now" and "purchase:strong" steer the
other heads. Without such words a few plain phrases decide, else the logits are small stable noise, so it abstains.
"""

import hashlib
import math
import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from copilot.domain.label import Intent
from copilot.scoring.base import EncodedTurn, FloatArray, ReplyInput
from copilot.scoring.calibration import HEADS, AbstainRule, Calibration, ConsentRule

MODEL_ID: Final = "fake@1"
_DIMENSION: Final = 64
_STEER: Final = re.compile(r"(?<!\w)(intent|sentiment|emotion|urgency|purchase):([a-z_]+)(?:=(0?\.\d+))?")
_WORD: Final = re.compile(r"\w+")
_PHRASES: Final = (
    (re.compile(r"take me off|stop (?:texting|messaging)|unsubscribe|lose my number"), Intent.OPT_OUT),
    (re.compile(r"where do i sign|let'?s do it|i'?ll take it|sign me up"), Intent.PURCHASE_READY),
    (re.compile(r"how much|price|cost|quote"), Intent.PRICING_QUESTION),
    (re.compile(r"discount|can (?:you|u) do \d"), Intent.DISCOUNT_REQUEST),
    (re.compile(r"too expensive|out of budget"), Intent.PRICE_OBJECTION),
    (re.compile(r"next (?:quarter|month|year)|not now|circle back"), Intent.NOT_NOW),
    (re.compile(r"send (?:it|me|over)|brochure|more info"), Intent.INFO_REQUEST),
    (re.compile(r"call|demo|meet"), Intent.MEETING_REQUEST),
    (re.compile(r"broken|doesn'?t work|not working"), Intent.SUPPORT_ISSUE),
    (re.compile(r"terrible|worst|ridiculous"), Intent.COMPLAINT),
    (re.compile(r"thanks|thank you"), Intent.GRATITUDE),
    (re.compile(r"^(?:ok|k|got it|sure)\b"), Intent.ACKNOWLEDGEMENT),
    (re.compile(r"^(?:hi|hello|hey)\b"), Intent.GREETING),
)
_STRONG: Final = 8.0
"""Logit of what a text asks for; 31 rivals of noise leave it P > 0.98."""
_WEAK: Final = -4.0
"""Logit of an intent that nothing speaks for."""
_NEUTRAL: Final = {"sentiment": "neutral", "emotion": "none", "urgency": "none", "purchase": "none"}
_NEUTRAL_LOGIT: Final = 3.0

FAKE_CALIBRATION: Final = Calibration(
    temperatures=dict.fromkeys(("primary", "sentiment", "emotion", "urgency", "purchase"), 1.0),
    applies_scale=np.ones(len(Intent)),
    applies_primary_scale=np.zeros(len(Intent)),
    applies_bias=np.zeros(len(Intent)),
    applies_thresholds=np.full(len(Intent), 0.5),
    abstain=AbstainRule(out_of_scope_threshold=0.5, tau=0.4, pair_sum=0.6, pair_gap=0.2),
    consent=ConsentRule(act_threshold=0.9, review_threshold=0.5),
    languages=frozenset({"en", "es", "fr", "de", "pt"}),
)
"""Logits are taken as they are."""


class FakeReplyEncoder:
    """Stable numbers from words; vectors are hashed bags of words, so shared words mean near."""

    @property
    def model_id(self) -> str:
        """Return its constant name."""
        return MODEL_ID

    @property
    def dimension(self) -> int:
        """Return the length of the search vector."""
        return _DIMENSION

    @property
    def is_neighbour_free(self) -> bool:
        """Every turn is computed alone."""
        return True

    def encode(self, turns: Sequence[ReplyInput]) -> list[EncodedTurn]:
        """Read turns, in order."""
        return [self._encode(turn) for turn in turns]

    def embed(self, text: str) -> FloatArray:
        """Return the unit vector (64,) of a text."""
        return _bag(text)

    def _encode(self, turn: ReplyInput) -> EncodedTurn:
        text = turn.text.lower()
        logits = {head: _noise(f"{head}|{turn.context or ''}|{text}", len(labels)) for head, labels in HEADS.items()}
        logits["applies"] += _WEAK
        for head, label in _NEUTRAL.items():
            logits[head][HEADS[head].index(label)] += _NEUTRAL_LOGIT
        steers = _STEER.findall(text)
        if not any(head == "intent" for head, _, _ in steers):
            steers += [("intent", intent.value, "") for pattern, intent in _PHRASES if pattern.search(text)][:1]
        has_primary = False
        for head, label, probability in steers:
            if head != "intent":
                _raise(logits, head, label, _STRONG)
                continue
            strength = _STRONG if not probability else math.log(float(probability) / (1 - float(probability)))
            _raise(logits, "applies", label, strength, is_exact=True)
            if not has_primary and not probability:
                _raise(logits, "primary", label, _STRONG)
                has_primary = True
        return EncodedTurn(logits, _bag(f"{turn.context or ''} {turn.text}"))


def _raise(logits: dict[str, FloatArray], head: str, label: str, by: float, *, is_exact: bool = False) -> None:
    if label in HEADS[head]:
        index = HEADS[head].index(label)
        logits[head][index] = by if is_exact else logits[head][index] + by


def _noise(seed: str, count: int) -> FloatArray:
    """Return (count,) numbers in −0.25 … 0.25 that depend on nothing but the seed."""
    digest = hashlib.blake2b(seed.encode("utf-8", "surrogatepass"), digest_size=count).digest()
    return (np.frombuffer(digest, dtype=np.uint8).astype(np.float32) / np.float32(255) - np.float32(0.5)) / np.float32(
        2
    )


def _bag(text: str) -> FloatArray:
    vector = np.full(_DIMENSION, 1e-3, dtype=np.float32)
    for word in _WORD.findall(text.lower()):
        digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=2).digest()
        vector[digest[0] % _DIMENSION] += 1.0 if digest[1] % 2 else -1.0
    unit: FloatArray = vector / np.linalg.norm(vector)
    return unit
