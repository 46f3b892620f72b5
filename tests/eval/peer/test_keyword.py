"""The keyword peer, against what its product would promise."""

import pytest

from copilot.domain.label import Intent
from copilot.scoring.base import ReplyInput
from eval.peer.keyword import KeywordPeer
from eval.peer.rule_sheet import RULES
from eval.prediction import Prediction
from tests.eval.peer.turns import accuracy, answers_of, commonest


def read(text: str, context: str | None = None) -> Prediction:
    [prediction] = KeywordPeer().predict([ReplyInput(text, context)])
    return prediction


def test_every_intent_has_a_rule() -> None:
    assert {rule.intent for rule in RULES} == {intent.value for intent in Intent}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("STOP", "opt_out"),
        ("take me off your list please", "opt_out"),
        ("déjenme de escribir, borren mi número", "opt_out"),
        ("wrong number", "wrong_person"),
        ("how much is it?", "pricing_question"),
        ("combien ça coûte ?", "pricing_question"),
        ("was kostet das", "pricing_question"),
        ("quanto custa?", "pricing_question"),
        ("can you do a discount", "discount_request"),
        ("that's too expensive", "price_objection"),
        ("I need to ask my wife", "needs_approval"),
        ("it keeps crashing", "support_issue"),
        ("where is my order", "order_status"),
        ("who is this", "who_is_this"),
        ("I am out of the office until Monday", "auto_reply"),
        ("thank you so much", "gratitude"),
        ("hola", "greeting"),
        ("👍", "acknowledgement"),
    ],
)
def test_plain_words_name_their_intent(text: str, intent: str) -> None:
    assert read(text).best == intent


@pytest.mark.parametrize(
    ("context", "text", "intent"),
    [
        ("Can I take you off our list?", "yes", "opt_out"),
        ("Does Tuesday 3pm work?", "yes", "meeting_accept"),
        ("Shall I send the contract?", "Yes please", "purchase_ready"),
        ("Ready to place the order?", "yep", "purchase_ready"),
        ("Reply YES for the brochure", "yes", "info_request"),
        ("Anything else I can help with?", "no thanks", "acknowledgement"),
        ("Interested in our spring offer?", "no", "not_interested"),
    ],
)
def test_yes_and_no_mean_what_was_asked(context: str, text: str, intent: str) -> None:
    assert read(text, context).best == intent


def test_nothing_matched_abstains_and_says_no_intent() -> None:
    prediction = read("my gran flew kites in Margate")
    assert prediction.abstained
    assert prediction.intents == ()
    assert prediction.best is None
    assert not prediction.has_probabilities


def test_it_stops_on_a_keyword_and_on_a_phrase_and_says_nothing_of_tones() -> None:
    keyword, phrase = read("stop"), read("please stop texting me about this, I asked before")
    assert (keyword.opts_out, keyword.opt_out_tier) == (True, "keyword")
    assert (phrase.opts_out, phrase.opt_out_tier) == (True, "phrase")
    assert phrase.sentiment is None
    assert phrase.purchase is None


def test_it_beats_the_commonest_intent_on_held_out_writers() -> None:
    assert accuracy(answers_of(KeywordPeer())) > commonest()
