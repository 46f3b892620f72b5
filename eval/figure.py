"""The figures of one task, computed from analyses as a hook would get them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from copilot.domain.analysis import Analysis
from copilot.domain.consent import ConsentEvent
from copilot.domain.label import Emotion, Intent, PurchaseSignal, Sentiment, Urgency
from copilot.training.dataset import Turn
from copilot.training.metric import auroc, calibration_error, count, honour_accepted, macro_f1

_INTENTS = [intent.value for intent in Intent]
_HEADS = {"sentiment": Sentiment, "emotion": Emotion, "urgency": Urgency, "purchase": PurchaseSignal}


def figures_of(turns: Sequence[Turn], analyses: Sequence[Analysis]) -> dict[str, Any]:
    """Return every figure of one task; counts are k of n."""
    return {
        "rows": len(turns),
        "primary": _primary(turns, analyses),
        "abstaining": _abstaining(turns, analyses),
        "opt_out": _opt_out(turns, analyses),
        "heads": _heads(turns, analyses),
    }


def _primary(turns: Sequence[Turn], analyses: Sequence[Analysis]) -> dict[str, float]:
    """The likeliest primary of every in-scope row, answered or not; an accepted second reading counts as right."""
    inside = [(turn, analysis) for turn, analysis in zip(turns, analyses, strict=True) if turn.intents]
    likeliest = [analysis.top[0].name.value for _, analysis in inside]
    truth = honour_accepted(likeliest, [turn.primary for turn, _ in inside], [turn.accept for turn, _ in inside])
    right = np.array([t == p for t, p in zip(truth, likeliest, strict=True)])
    top_three = [
        any(score.name.value in {turn.primary, *turn.accept} for score in analysis.top[:3]) for turn, analysis in inside
    ]
    confidence = np.array([analysis.top[0].probability for _, analysis in inside])
    return {
        "macro_f1": macro_f1(truth, likeliest, _INTENTS),
        "accuracy": float(right.mean()),
        "top_3": float(np.mean(top_three)),
        "calibration_error": calibration_error(confidence, right),
    }


def _abstaining(turns: Sequence[Turn], analyses: Sequence[Analysis]) -> dict[str, Any]:
    inside = np.array([bool(turn.intents) for turn in turns])
    answered = np.array([not analysis.abstained for analysis in analyses])
    right = np.array(
        [
            a.primary is not None and a.primary.value in {t.primary, *t.accept}
            for t, a in zip(turns, analyses, strict=True)
        ]
    )
    return {
        "in_scope_answered": count(answered[inside]),
        "out_of_scope_abstained": count(~answered[~inside]),
        "right_among_answered": count(right[answered]),
        "right_if_all_were_answered": _primary(turns, analyses)["accuracy"],
    }


def _opt_out(turns: Sequence[Turn], analyses: Sequence[Analysis]) -> dict[str, Any]:
    """What the service acts on (every tier together), and what it holds for a person."""
    wanted = np.array([Intent.OPT_OUT.value in turn.intents for turn in turns])
    open_to_doubt = np.array([Intent.OPT_OUT.value in turn.accept for turn in turns])
    acted = np.array([analysis.consent.event is ConsentEvent.OPT_OUT for analysis in analyses])
    held = np.array([analysis.possible_opt_out for analysis in analyses])
    by_tier = {
        tier: int(
            sum(bool(a) and analysis.consent.tier == tier for a, analysis in zip(acted & wanted, analyses, strict=True))
        )
        for tier in ("keyword", "phrase", "model")
    }
    return {
        "stopped": count(acted[wanted]),
        "stopped_by_tier": by_tier,
        "stopped_or_held": count((acted | held)[wanted]),
        "false_stops": count(acted[~wanted & ~open_to_doubt]),
        "held_needlessly": count((held & ~acted)[~wanted & ~open_to_doubt]),
    }


def _heads(turns: Sequence[Turn], analyses: Sequence[Analysis]) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for name, labels in _HEADS.items():
        judged = [
            (t.tones[name], getattr(a, name).label.value)
            for t, a in zip(turns, analyses, strict=True)
            if name in t.tones
        ]
        truth, given = [pair[0] for pair in judged], [pair[1] for pair in judged]
        figures[name] = {"rows": len(judged), "macro_f1": macro_f1(truth, given, [label.value for label in labels])}
    bought = [(t, a) for t, a in zip(turns, analyses, strict=True) if "purchase" in t.tones]
    warm = np.array([t.tones["purchase"] in {"moderate", "strong"} for t, _ in bought])
    scores = np.array([a.purchase.score if a.purchase else 0.0 for _, a in bought])
    figures["purchase"]["auroc_moderate_or_strong"] = auroc(scores, warm)
    return figures
