from datetime import UTC, datetime, timedelta

import pytest

from copilot.domain.consent import ConsentEvent, ConsentTier
from copilot.domain.label import Intent, PurchaseSignal, Sentiment, Urgency
from copilot.scoring.analyse import MODEL_PARTS, analyse_without_model
from copilot.scoring.base import ReplyInput
from copilot.scoring.scorer import build_scorer

NOW = datetime(2026, 11, 23, 15, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def scorer():
    built = build_scorer(backend="fake", sessions=1, default_timezone="America/Chicago")
    yield built
    built.close()


def analyse(scorer, text, *, explain=False, **more):
    [scored] = scorer.score([ReplyInput(text, received_at=more.pop("received_at", NOW), **more)], explain=explain)
    return scored.analysis


def test_all_parts_of_an_analysis_are_there(scorer):
    analysis = analyse(
        scorer,
        "what will it cost me for 20 seats? intent:pricing_question urgency:now purchase:strong sentiment:positive",
    )
    assert analysis.primary == Intent.PRICING_QUESTION
    assert analysis.intents[0].name == Intent.PRICING_QUESTION
    assert len(analysis.top) == 5
    assert (analysis.urgency.label, analysis.purchase.label) == (Urgency.NOW, PurchaseSignal.STRONG)
    assert analysis.sentiment.label == Sentiment.POSITIVE
    assert analysis.language.code == "en"
    assert [slot.type for slot in analysis.slots] == ["quantity"]
    assert (analysis.not_evaluated, analysis.explanation) == ((), None)


def test_a_keyword_acts_before_the_model_and_the_label_stays_the_models(scorer):
    analysis = analyse(scorer, "STOP")
    assert (analysis.consent.event, analysis.consent.tier) == (ConsentEvent.OPT_OUT, ConsentTier.KEYWORD)
    assert analysis.primary is None


def test_yes_opts_in_only_a_contact_who_is_out(scorer):
    assert analyse(scorer, "YES", opted_out=True).consent.event == ConsentEvent.OPT_IN
    assert analyse(scorer, "YES").consent.event is None


def test_the_model_tier_acts_only_above_its_act_threshold(scorer):
    sure = analyse(scorer, "enough of this intent:opt_out=0.95")
    assert (sure.consent.event, sure.consent.tier) == (ConsentEvent.OPT_OUT, ConsentTier.MODEL)
    assert not sure.possible_opt_out
    unsure = analyse(scorer, "enough of this intent:opt_out=0.7")
    assert (unsure.consent.event, unsure.consent.tier, unsure.possible_opt_out) == (None, None, True)
    calm = analyse(scorer, "enough of this intent:opt_out=0.3")
    assert (calm.consent.event, calm.possible_opt_out) == (None, False)


def test_the_model_tier_acts_also_when_abstaining(scorer):
    analysis = analyse(scorer, "сколько это стоит вообще intent:opt_out=0.95")
    assert analysis.abstain_reason == "unsupported_language"
    assert analysis.consent.event == ConsentEvent.OPT_OUT


def test_a_language_nobody_measured_abstains_only_when_sure(scorer):
    assert analyse(scorer, "いくらですか").abstain_reason == "unsupported_language"
    assert analyse(scorer, "thank you ok").abstain_reason is None


def test_when_is_not_evaluated_without_a_time_of_receipt(scorer):
    analysis = analyse(scorer, "tomorrow", received_at=None)
    assert [part.part for part in analysis.not_evaluated] == ["slots.when"]


def test_an_unknown_zone_leaves_only_the_times_out(scorer):
    analysis = analyse(scorer, "20 seats tomorrow", timezone="Mars/Olympus")
    assert [slot.type for slot in analysis.slots] == ["quantity"]
    assert [part.part for part in analysis.not_evaluated] == ["slots.when"]


def test_a_turn_without_a_zone_uses_the_default(scorer):
    assert analyse(scorer, "tomorrow").slots[0].value.start.utcoffset() == timedelta(hours=-6)


def test_probabilities_have_four_decimals_and_repeat_byte_for_byte(scorer):
    first, second = (analyse(scorer, "how much for 20 seats tomorrow?") for _ in range(2))
    assert first.model_dump_json() == second.model_dump_json()
    assert all(score.probability == round(score.probability, 4) for score in first.top)


def test_an_explanation_weighs_words_with_their_places(scorer):
    analysis = analyse(scorer, "hello there, what does it cost ?", explain=True)
    words = analysis.explanation.words
    assert all(analysis.top and "hello there, what does it cost ?"[w.start : w.end] == w.text for w in words)
    assert max(words, key=lambda word: word.weight).text == "cost"


def test_an_explanation_weighs_at_most_forty_words(scorer):
    words = analyse(scorer, "price " * 60, explain=True).explanation.words
    assert sum(len(word.text.split()) for word in words) == 40


def test_without_a_model_consent_language_and_slots_still_speak():
    analysis = analyse_without_model(
        ReplyInput("please stop texting me", id="r1", received_at=NOW), "the model is gone"
    )
    assert analysis.consent.event == ConsentEvent.OPT_OUT
    assert analysis.language.code == "en"
    assert (analysis.id, analysis.primary, analysis.abstained, analysis.sentiment) == ("r1", None, False, None)
    assert {part.part: part.reason for part in analysis.not_evaluated} == dict.fromkeys(
        MODEL_PARTS, "the model is gone"
    )
    slots = analyse_without_model(ReplyInput("20 seats tomorrow", received_at=NOW), "gone").slots
    assert [slot.type for slot in slots] == ["quantity", "when"]
