from datetime import UTC, datetime
from typing import Any

from copilot.domain.conversation import Stage
from copilot.domain.knowledge import KnowledgeItem
from copilot.domain.label import Intent
from copilot.suggesting.selection import KINDS_OF_INTENT, SelectionQuery, best_link, rank_items
from tests.suggesting.builders import NOW, hits, item, library, make_item


def query(intent: Intent = Intent.PRICING_QUESTION, **fields: Any) -> SelectionQuery:
    return SelectionQuery(**({"intents": (intent,), "kinds": KINDS_OF_INTENT[intent], "now": NOW} | fields))


def ranked(*items: KnowledgeItem, found: bool = False, **fields: Any) -> list[str]:
    if found:
        return [r.item.id for r in rank_items(hits(*items), (), query(**fields))]
    return [r.item.id for r in rank_items((), items, query(**fields))]


def test_every_intent_has_a_row() -> None:
    assert set(KINDS_OF_INTENT) == set(Intent)


def test_internal_items_are_never_ranked() -> None:
    for intent in Intent:
        query_ = query(intent)
        every = rank_items(hits(*library()), library(), query_)
        assert not [r.item.id for r in every if r.item.internal]
        assert best_link(hits(*(i for i in library() if i.internal)), query_) is None


def test_an_item_outside_its_dates_is_left_out() -> None:
    offer = make_item(kind="offer", intents=["pricing_question"], valid_until=datetime(2026, 1, 31, tzinfo=UTC))
    later = make_item("later", kind="offer", intents=["pricing_question"], valid_from=datetime(2027, 1, 1, tzinfo=UTC))
    assert ranked(offer, later) == []
    assert ranked(offer, later, now=None) == []
    assert ranked(offer, now=datetime(2026, 1, 30, tzinfo=UTC)) == ["own"]


def test_a_text_made_for_another_wish_or_stage_is_left_out() -> None:
    complaint = make_item("a", intents=["complaint"])
    renewal = make_item("b", intents=["pricing_question"], stages=["renewal"])
    assert ranked(complaint, renewal, stage=Stage.LEAD) == []
    assert ranked(complaint, renewal, stage=None) == ["b"]


def test_a_text_for_the_primary_wish_comes_before_a_text_for_a_second_one() -> None:
    first = make_item("z", intents=["pricing_question"])
    second = make_item("a", intents=["product_question"])
    intents = (Intent.PRICING_QUESTION, Intent.PRODUCT_QUESTION)
    assert ranked(second, first, intents=intents) == ["z", "a"]


def test_facts_need_to_be_hits() -> None:
    study = make_item(kind="case_study", intents=["price_objection"])
    assert ranked(study, intent=Intent.PRICE_OBJECTION) == []
    assert ranked(study, intent=Intent.PRICE_OBJECTION, found=True) == ["own"]


def test_the_customers_language_comes_alone_and_english_stands_in() -> None:
    items = [make_item(code, intents=["pricing_question"], language=code) for code in ("de", "en", "es")]
    assert ranked(*items, language="es") == ["es"]
    assert ranked(*items, language="fr") == ["en"]


def test_a_known_quote_comes_before_a_list_price() -> None:
    items = (item("price-from-quote"), item("price-software-team"))
    at_proposal = {"stage": Stage.PROPOSAL, "industry": "software", "product": "Workspace"}
    assert ranked(*items, found=True, **at_proposal)[0] == "price-software-team"
    assert ranked(*items, found=True, has_quote=True, **at_proposal)[0] == "price-from-quote"


def test_the_price_of_another_product_or_industry_comes_last() -> None:
    team, line = item("price-software-team"), item("price-telecom-office-line")
    assert ranked(line, team, found=True, product="Workspace Team")[0] == "price-software-team"
    assert ranked(team, line, found=True, industry="telecom")[0] == "price-telecom-office-line"


def test_the_link_is_of_a_kind_that_answers_the_wish() -> None:
    study, price = item("case-software-ticket-hours"), item("price-software-team")
    link = best_link(hits(price, study), query(Intent.PRICE_OBJECTION))
    assert link is not None
    assert link.id == study.id
    assert best_link(hits(price), query(Intent.PRICE_OBJECTION)) is None


def test_the_order_does_not_depend_on_the_order_given() -> None:
    items = library()
    assert ranked(*items) == ranked(*reversed(items))


def test_a_deal_over_a_plan_gets_the_price_of_that_plan() -> None:
    team, business = item("price-software-team"), item("price-software-business")
    assert ranked(business, team, found=True, product="Business plan")[0] == "price-software-business"
    assert ranked(business, team, found=True, product="Team plan")[0] == "price-software-team"
