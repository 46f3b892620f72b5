"""The simulation decides as the pipeline that is served."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from copilot.domain.consent import ConsentState
from copilot.domain.conversation import Contact, Conversation
from copilot.domain.decision import Action
from copilot.domain.knowledge import Hit, KnowledgeItem, KnowledgeKind
from copilot.pipeline import Pipeline, TurnInput
from copilot.routing.policy import load_policy
from copilot.scoring.scorer import Scorer, build_scorer
from copilot.suggesting.template import TemplateSuggester
from eval.decision.row import DecisionRow
from eval.decision.simulate import RECEIVED_AT, TIMEZONE, analyse_rows, decide_rows, reply_of, winner_of

WORDS = (
    "intent:purchase_ready purchase:strong",
    "intent:pricing_question purchase:moderate",
    "intent:product_question",
    "intent:info_request purchase:weak",
    "intent:complaint emotion:anger",
    "intent:not_now call me next tuesday",
    "intent:meeting_change urgency:now",
    "intent:gratitude",
    "intent:opt_out=0.6",
    "stop",
    "help",
    "yes",
    "hmm",
)
ROWS = [
    DecisionRow.model_validate(
        {"id": f"{stage}-{consent}-{i}", "text": text, "stage": stage, "consent": consent}
        | {"actions": ["suggest_to_rep"], "is_hot": False, "signals": signals}
    )
    for i, text in enumerate(WORDS)
    for stage, consent, signals in (
        ("lead", "unknown", []),
        ("closing", "opted_in", []),
        ("lead", "opted_out", ["renewal_window"]),
    )
]


class Shelf:
    """A library that lends nothing."""

    def items_of(self, ids: Sequence[str]) -> list[KnowledgeItem]:
        return []

    def texts_for(self, *arguments: object) -> tuple[KnowledgeItem, ...]:
        return ()


class Index:
    """Always finds one good item."""

    def search(self, query: object) -> list[Hit]:
        return [Hit(id="plan", kind=KnowledgeKind.PRICE, title="Plan", url=None, score=0.97)]


@pytest.fixture(scope="module")
def scorer() -> Iterator[Scorer]:
    scorer = build_scorer(backend="fake", sessions=1)
    yield scorer
    scorer.close()


def serve(scorer: Scorer, row: DecisionRow) -> Action:
    index: Any = Index()
    pipeline = Pipeline(
        scorer=scorer,
        knowledge=index,
        library=Shelf(),
        suggester=TemplateSuggester(),
        policy=load_policy(),
        our_facts={},
        relevance_floor=0.5,
        scoring_deadline=timedelta(seconds=10),
        default_timezone=None,
    )
    conversation = Conversation(stage=row.stage, contact=Contact(timezone=TIMEZONE), signals=row.signals)
    after = ConsentState.OPTED_IN if row.text == "yes" and row.consent is ConsentState.OPTED_OUT else row.consent
    turn = TurnInput(
        conversation, reply_of(row), RECEIVED_AT, consent_state=after, consent_state_before=row.consent, turn=(row.id,)
    )
    return pipeline.answer(turn, with_drafts=False).decision.action


def test_the_simulation_decides_as_the_pipeline_though_it_retrieves_nothing(scorer: Scorer) -> None:
    decisions = decide_rows(ROWS, analyse_rows(scorer, ROWS), load_policy())
    assert {row.id: d.action for row, d in zip(ROWS, decisions, strict=True)} == {
        row.id: serve(scorer, row) for row in ROWS
    }
    assert len({decision.action for decision in decisions}) >= 7


def test_every_row_is_scored_once_and_the_progress_ends_at_the_last(scorer: Scorer) -> None:
    seen: list[tuple[int, int]] = []
    many = [row.model_copy(update={"id": str(i)}) for i, row in enumerate(ROWS * 3)]
    analyses = analyse_rows(scorer, many, lambda done, total: seen.append((done, total)))
    assert [analysis.id for analysis in analyses] == [row.id for row in many]
    assert seen[-1] == (len(many), len(many))


def test_the_winning_rule_is_named(scorer: Scorer) -> None:
    [decision] = decide_rows(ROWS[:1], analyse_rows(scorer, ROWS[:1]), load_policy())
    assert winner_of(decision) == "purchase_ready"
