from dataclasses import replace

import numpy as np
import pytest

from copilot.domain.label import Emotion, Intent, PurchaseSignal, Sentiment, Urgency
from copilot.scoring.calibration import (
    HEADS,
    AbstainRule,
    Calibration,
    ConsentRule,
    calibrate,
    log_odds,
    softmax,
)

PLAIN = Calibration(
    temperatures=dict.fromkeys(("primary", "sentiment", "emotion", "urgency", "purchase"), 1.0),
    applies_scale=np.ones(31),
    applies_primary_scale=np.zeros(31),
    applies_bias=np.zeros(31),
    applies_thresholds=np.full(31, 0.5),
    abstain=AbstainRule(out_of_scope_threshold=0.5, tau=0.4, pair_sum=0.6, pair_gap=0.2),
    consent=ConsentRule(act_threshold=0.9, review_threshold=0.5),
    languages=frozenset({"en"}),
)
"""Takes logits as they are."""


def logits_of(primary=None, applies=None, **heads):
    """Logits whose softmax (primary and the small heads) or sigmoid (applies) are the given probabilities."""
    table = dict(primary or {Intent.GREETING: 1.0})
    rest = (1 - sum(table.values())) / (32 - len(table))
    logits = {"primary": np.log([max(table.get(name, rest), 1e-9) for name in HEADS["primary"]])}
    own = applies or {}
    logits["applies"] = np.array([np.log(p / (1 - p)) for p in (own.get(name, 0.01) for name in HEADS["applies"])])
    for head in ("sentiment", "emotion", "urgency", "purchase"):
        even = [1 / len(HEADS[head])] * len(HEADS[head])
        logits[head] = np.log(heads.get(head, even))
    return {head: values.astype(np.float32) for head, values in logits.items()}


def test_softmax_divides_by_the_temperature():
    cold, warm = softmax(np.array([0.0, np.log(4)]), 1.0), softmax(np.array([0.0, np.log(4)]), 2.0)
    assert cold == pytest.approx([0.2, 0.8])
    assert warm == pytest.approx([1 / 3, 2 / 3])


def test_softmax_survives_huge_logits():
    assert softmax(np.array([1e30, 0.0], dtype=np.float32), 1.0) == pytest.approx([1.0, 0.0])


def test_platt_scaling_uses_each_intents_own_slope_and_offset():
    own = replace(PLAIN, applies_scale=np.full(31, 2.0), applies_bias=np.full(31, -1.0))
    logits = logits_of()
    logits["applies"][0] = 1.5
    scores = {score.name: score.probability for score in calibrate(logits, own).intents}
    assert scores[Intent.OPT_OUT] == pytest.approx(1 / (1 + np.exp(-2.0)), abs=1e-4)


def test_what_applies_hears_both_heads():
    both = replace(PLAIN, applies_scale=np.full(31, 0.5), applies_primary_scale=np.full(31, 0.5))
    turn = calibrate(logits_of({Intent.OPT_OUT: 0.8}, {Intent.OPT_OUT: 0.2}), both)
    assert turn.opt_out_probability == pytest.approx(0.5)
    assert (turn.intents[0].name, turn.intents[0].probability) == (Intent.OPT_OUT, 0.5)
    sure = calibrate(logits_of({Intent.OPT_OUT: 0.9}, {Intent.OPT_OUT: 0.9}), both)
    assert sure.opt_out_probability == pytest.approx(0.9)


def test_log_odds_survive_certainty():
    assert log_odds(np.array([1.0, 0.5, 0.0])) == pytest.approx([np.log(1e6), 0.0, -np.log(1e6)], abs=1e-5)


def test_the_likeliest_intent_is_primary_and_leads_the_list():
    turn = calibrate(
        logits_of({Intent.PRICING_QUESTION: 0.7}, {Intent.PRICING_QUESTION: 0.6, Intent.DISCOUNT_REQUEST: 0.9}), PLAIN
    )
    assert turn.primary == Intent.PRICING_QUESTION
    assert turn.abstain_reason is None
    assert [(s.name, s.probability) for s in turn.intents] == [
        (Intent.PRICING_QUESTION, 0.6),
        (Intent.DISCOUNT_REQUEST, 0.9),
    ]


def test_the_primary_is_listed_even_below_its_own_threshold():
    turn = calibrate(logits_of({Intent.GREETING: 0.9}), PLAIN)
    assert [s.name for s in turn.intents] == [Intent.GREETING]


@pytest.mark.parametrize(
    ("primary", "reason"),
    [
        ({"out_of_scope": 0.5, Intent.GREETING: 0.45}, "out_of_scope"),
        ({Intent.GREETING: 0.38, Intent.GRATITUDE: 0.3}, "ambiguous"),
        ({Intent.GREETING: 0.39, Intent.GRATITUDE: 0.1}, "low_confidence"),
        ({Intent.GREETING: 0.3, Intent.GRATITUDE: 0.25}, "low_confidence"),
        ({Intent.GREETING: 0.41, Intent.GRATITUDE: 0.4}, None),
    ],
)
def test_it_abstains_for_the_right_reason(primary, reason):
    turn = calibrate(logits_of(primary), PLAIN)
    assert turn.abstain_reason == reason
    assert (turn.primary is None) == (reason is not None)


def test_an_unsupported_language_abstains_whatever_the_numbers():
    turn = calibrate(logits_of({Intent.GREETING: 0.99}), PLAIN, is_supported_language=False)
    assert (turn.primary, turn.abstain_reason) == (None, "unsupported_language")


def test_abstaining_still_reports_what_applies_by_probability():
    turn = calibrate(
        logits_of({"out_of_scope": 0.9}, {Intent.GREETING: 0.6, Intent.COMPLAINT: 0.7, Intent.OPT_OUT: 0.8}), PLAIN
    )
    assert [s.name for s in turn.intents] == [Intent.OPT_OUT, Intent.COMPLAINT, Intent.GREETING]


def test_top_keeps_out_of_scope_mass_back_and_breaks_ties_by_label_order():
    turn = calibrate(logits_of({"out_of_scope": 0.36, Intent.GREETING: 0.33}), PLAIN)
    assert len(turn.top) == 5
    assert turn.top[0].name == Intent.GREETING
    assert sum(s.probability for s in turn.top) < 0.64
    assert [s.name for s in turn.top[1:]] == list(Intent)[:4]


def test_scores_are_expected_values():
    turn = calibrate(
        logits_of(sentiment=[0.1, 0.2, 0.7], urgency=[0.5, 0.3, 0.2], purchase=[0.1, 0.2, 0.3, 0.4]), PLAIN
    )
    assert (turn.sentiment.label, turn.sentiment.score) == (Sentiment.POSITIVE, 0.6)
    assert (turn.urgency.label, turn.urgency.score) == (Urgency.NONE, 0.35)
    assert (turn.purchase.label, turn.purchase.score) == (PurchaseSignal.STRONG, 66.6667)
    assert turn.emotion.label == Emotion.ANGER
    assert turn.sentiment.probabilities == {Sentiment.NEGATIVE: 0.1, Sentiment.NEUTRAL: 0.2, Sentiment.POSITIVE: 0.7}
