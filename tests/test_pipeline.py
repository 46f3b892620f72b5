"""The way of a reply: the steps in their order, over parts that may be missing."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from copilot.domain.conversation import Contact, Conversation, Direction, Message
from copilot.domain.decision import Action
from copilot.domain.knowledge import Hit, KnowledgeItem, KnowledgeKind
from copilot.errors import KnowledgeUnavailableError
from copilot.pipeline import Pipeline, TurnInput, join_replies, turn_of, with_ids
from copilot.retrieval.base import KnowledgeQuery
from copilot.routing.policy import load_policy
from copilot.scoring.scorer import Scorer, build_scorer
from copilot.suggesting.template import TemplateSuggester

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
HIT = Hit(id="plan", kind=KnowledgeKind.PRICE, title="Team plan", url=None, score=0.8)


class Shelf:
    """An empty library."""

    def items_of(self, ids: Sequence[str]) -> list[KnowledgeItem]:
        return []

    def texts_for(self, *arguments: object) -> tuple[KnowledgeItem, ...]:
        return ()


class Index:
    """Finds one hit, or is down, and remembers what it was asked."""

    def __init__(self, *, is_down: bool = False) -> None:
        self.is_down = is_down
        self.queries: list[KnowledgeQuery] = []

    def search(self, query: KnowledgeQuery) -> list[Hit]:
        self.queries.append(query)
        if self.is_down:
            raise KnowledgeUnavailableError("the index is down")
        return [HIT]


@pytest.fixture(scope="module")
def scorer() -> Iterator[Scorer]:
    """The fake scorer."""
    scorer = build_scorer(backend="fake", sessions=1)
    yield scorer
    scorer.close()


def pipeline(scorer: Scorer | None, index: Any) -> Pipeline:
    return Pipeline(
        scorer=scorer,
        scorer_fault=None if scorer else "the file is damaged",
        knowledge=index,
        library=Shelf(),
        suggester=TemplateSuggester(segment_price=None, currency="USD"),
        policy=load_policy(None),
        our_facts={},
        relevance_floor=0.2,
        scoring_deadline=timedelta(seconds=10),
        default_timezone=None,
    )


def conversation(*texts: str, **values: Any) -> Conversation:
    """A conversation of our and their messages: ours begin with ``>``."""
    messages = tuple(
        Message(
            id=f"m{number}",
            direction=Direction.OUTBOUND if text.startswith(">") else Direction.INBOUND,
            text=text.removeprefix(">"),
        )
        for number, text in enumerate(texts)
    )
    return Conversation(messages=messages, **values)


def turn(*texts: str, **values: Any) -> TurnInput:
    return turn_of(conversation(*texts, **values), NOW)


def test_the_turn_is_what_they_wrote_since_our_last_word() -> None:
    found = turn("hi", ">Did it go well?", "yes", "how much?")
    assert found.reply is not None
    assert (found.reply.text, found.reply.context) == ("yes\nhow much?", "Did it go well?")
    assert (found.turn, found.last_inbound_id) == (("m2", "m3"), "m3")


def test_a_first_reply_has_no_context() -> None:
    found = turn("hi")
    assert found.reply is not None
    assert found.reply.context is None


@pytest.mark.parametrize("texts", [(), ("hi", ">Hello")])
def test_there_is_no_turn_after_our_last_word(texts: tuple[str, ...]) -> None:
    assert turn(*texts).reply is None


def test_now_is_the_last_message_that_has_a_time() -> None:
    at = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    messages = (
        Message(direction=Direction.INBOUND, text="a", at=at),
        Message(direction=Direction.INBOUND, text="b"),
    )
    assert turn_of(Conversation(messages=messages), NOW).received_at == at
    assert turn("a").received_at == NOW


def test_a_picture_between_words_adds_no_empty_line() -> None:
    assert join_replies(["a", "", "b"]) == "a\nb"


def test_the_search_knows_what_the_model_found(scorer: Scorer) -> None:
    index = Index()
    answer = pipeline(scorer, index).answer(turn("how much is it for the whole team?", industry="retail"))
    [query] = index.queries
    assert query.intents == ("pricing_question",)
    assert (query.industry, query.language, query.floor, query.limit) == ("retail", "en", 0.2, 10)
    assert answer.hits == (HIT,)
    assert answer.degraded == ()
    assert set(answer.durations_ms) == {"analyse", "retrieve", "decide", "suggest"}


def test_the_contact_s_language_stands_in_for_one_nobody_knows(scorer: Scorer) -> None:
    index = Index()
    pipeline(scorer, index).answer(turn("ok", contact=Contact(language="es-MX")))
    assert index.queries[0].language == "es"


def test_an_index_that_is_down_is_named_and_not_read_as_no_hits(scorer: Scorer) -> None:
    answer = pipeline(scorer, Index(is_down=True)).answer(turn("how much?"))
    assert answer.hits == ()
    assert answer.context.hits is None
    assert [(part.part, part.reason) for part in answer.degraded] == [("knowledge", "the index is down")]
    assert answer.decision.action is Action.SUGGEST_TO_REP


def test_without_a_model_a_person_looks_and_a_stop_still_stops() -> None:
    index = Index()
    without = pipeline(None, index)
    answer = without.answer(turn("how much?"))
    assert answer.decision.action is Action.HOLD_FOR_REVIEW
    assert [(part.part, part.reason) for part in answer.degraded] == [("model", "the file is damaged")]
    assert answer.versions.model is None
    assert index.queries == []
    assert without.answer(turn("STOP")).decision.action is Action.SUPPRESS


def test_after_a_stop_nothing_is_shown(scorer: Scorer) -> None:
    answer = pipeline(scorer, Index()).answer(turn("STOP"))
    assert (answer.hits, answer.suggestions, answer.decision.suggestion_id) == ((), (), None)


def test_a_hold_names_no_suggestion(scorer: Scorer) -> None:
    answer = pipeline(scorer, Index()).answer(turn("intent:opt_out=0.6 hm"))
    assert answer.decision.action is Action.HOLD_FOR_REVIEW
    assert answer.decision.suggestion_id is None


def test_a_stateless_answer_has_local_ids_and_a_stored_one_its_own(scorer: Scorer) -> None:
    answer = pipeline(scorer, Index()).answer(turn("how much?"))
    assert answer.decision.id is None
    assert [suggestion.id for suggestion in answer.suggestions] == [f"s{n + 1}" for n in range(len(answer.suggestions))]
    ids = [f"sug_{n}" for n in range(len(answer.suggestions))]
    stored = with_ids(answer, "dec_1", ids)
    assert stored.decision.id == "dec_1"
    assert [suggestion.id for suggestion in stored.suggestions] == ids
    assert stored.decision.suggestion_id == ids[0]


def test_the_public_answer_is_ready_for_json(scorer: Scorer) -> None:
    public = pipeline(scorer, Index()).answer(turn("how much?")).public()
    assert set(public) == {"versions", "analysis", "hits", "decision", "suggestions", "degraded"}
