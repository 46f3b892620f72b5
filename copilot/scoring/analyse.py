"""Assemble the analysis of a turn: consent first, then language and slots, then what the model says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from time import perf_counter
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from copilot.domain.analysis import Analysis, ConsentFinding, Degradation, LanguageScore, Slot
from copilot.domain.consent import ConsentEvent, ConsentTier
from copilot.scoring.base import EncodedTurn, ReplyInput
from copilot.scoring.calibration import DIGITS, Calibration, calibrate
from copilot.scoring.language import UNDETERMINED, LanguageFinding, detect_language
from copilot.scoring.slot import find_slots
from copilot.text.consent import detect_consent

MODEL_PARTS: Final = ("intents", "sentiment", "emotion", "urgency", "purchase")
"""Parts of an analysis that only a model can judge."""
_SURE: Final = 0.9
"""Least probability of a language before the model abstains because it was never measured on it."""

Durations = dict[str, float]


def analyse_turn(
    turn: ReplyInput,
    encoded: EncodedTurn,
    calibration: Calibration,
    *,
    default_timezone: str,
    extra_keywords: frozenset[str] = frozenset(),
    durations_ms: Durations | None = None,
) -> Analysis:
    """Return everything the scorer says of a turn.

    Args:
        turn: The turn.
        encoded: Its raw numbers.
        calibration: How to read them.
        default_timezone: IANA zone of a turn that carries none.
        extra_keywords: Further opt-out words of this deployment.
        durations_ms: Gets the milliseconds of each stage.
    """
    spent = durations_ms if durations_ms is not None else {}
    with _timed("consent", spent):
        consent = _read_consent(turn, extra_keywords)
    with _timed("language", spent):
        language = detect_language(turn.text)
    with _timed("slots", spent):
        slots, not_evaluated = _read_slots(turn, default_timezone)
    with _timed("calibrate", spent):
        heads = calibrate(
            encoded.logits, calibration, is_supported_language=_is_supported(language, calibration.languages)
        )
    rule, risk = calibration.consent, heads.opt_out_probability
    if consent.event is None and risk >= rule.act_threshold:
        consent = ConsentFinding(event=ConsentEvent.OPT_OUT, tier=ConsentTier.MODEL)
    with _timed("assemble", spent):
        return Analysis(
            id=turn.id,
            primary=heads.primary,
            abstained=heads.abstained,
            abstain_reason=heads.abstain_reason,
            intents=heads.intents,
            top=heads.top,
            sentiment=heads.sentiment,
            emotion=heads.emotion,
            urgency=heads.urgency,
            purchase=heads.purchase,
            language=_language_score(language),
            consent=consent,
            possible_opt_out=consent.event != ConsentEvent.OPT_OUT and risk >= rule.review_threshold,
            slots=slots,
            not_evaluated=not_evaluated,
        )


def analyse_without_model(
    reply: ReplyInput,
    reason: str,
    *,
    default_timezone: str = "UTC",
    extra_keywords: frozenset[str] = frozenset(),
) -> Analysis:
    """Return what can be said with no model: consent, language and slots; each head is not evaluated for ``reason``."""
    slots, not_evaluated = _read_slots(reply, default_timezone)
    return Analysis(
        id=reply.id,
        primary=None,
        abstained=False,
        abstain_reason=None,
        intents=(),
        top=(),
        sentiment=None,
        emotion=None,
        urgency=None,
        purchase=None,
        language=_language_score(detect_language(reply.text)),
        consent=_read_consent(reply, extra_keywords),
        slots=slots,
        not_evaluated=(*(Degradation(part=part, reason=reason) for part in MODEL_PARTS), *not_evaluated),
    )


def _read_consent(turn: ReplyInput, extra_keywords: frozenset[str]) -> ConsentFinding:
    match = detect_consent(turn.text, opted_out=turn.opted_out, extra_keywords=extra_keywords)
    return ConsentFinding(event=match.event, tier=match.tier)


def _read_slots(turn: ReplyInput, default_timezone: str) -> tuple[tuple[Slot, ...], tuple[Degradation, ...]]:
    received_at: datetime | None = turn.received_at
    timezone, why = turn.timezone or default_timezone, "the time of receipt is not known"
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        received_at, timezone, why = None, "UTC", "the time zone is not known"
    slots = find_slots(turn.text, received_at=received_at, timezone=timezone)
    return slots, () if received_at is not None else (Degradation(part="slots.when", reason=why),)


def _is_supported(language: LanguageFinding, languages: frozenset[str]) -> bool:
    if language.is_foreign_script:
        return language.code in languages
    return language.code == UNDETERMINED or language.code in languages or language.probability < _SURE


def _language_score(language: LanguageFinding) -> LanguageScore:
    return LanguageScore(code=language.code, probability=round(language.probability, DIGITS))


@contextmanager
def _timed(stage: str, spent: Durations, now: Callable[[], float] = perf_counter) -> Iterator[None]:
    started = now()
    yield
    spent[stage] = (now() - started) * 1e3
