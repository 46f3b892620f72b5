"""What the starter library promises to whoever sends from it."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from copilot.domain.label import Intent
from copilot.text.segment import count_segments

LIBRARY = Path(__file__).parents[2] / "knowledge"
FILES = sorted(LIBRARY.glob("*/*.md"))

KEYS = (
    *("id", "kind", "title", "url", "stages", "industries", "intents", "language", "internal"),
    *("valid_from", "valid_until", "price"),
)
KINDS = {"case_study", "template", "contract_link", "tutorial", "offer", "price"}
STAGES = ("lead", "qualification", "proposal", "closing", "renewal")
INDUSTRIES = {"software", "property", "retail", "wellness", "finance", "telecom", "education"}
PRICE_KEYS = {"product", "plan", "amount", "currency", "per", "min_quantity"}

COMMON_INTENTS = (
    *("pricing_question", "purchase_ready", "meeting_request", "discount_request", "price_objection"),
    *("not_now", "product_question", "info_request", "complaint", "support_issue"),
)
OTHER_INTENTS = (
    *("meeting_accept", "meeting_change", "contract_question", "upgrade_interest", "needs_approval", "competitor"),
    *("not_interested", "cancel_request", "human_request", "billing_issue", "order_status", "who_is_this", "referral"),
)
SERVICE_INTENTS = {
    *("complaint", "cancel_request", "human_request", "support_issue", "billing_issue", "order_status"),
}
PITCH = re.compile(
    r"\b(pric\w*|offer\w*|discount\w*|deal|quote\w*|upgrad\w*|plans?|save|saving|renew\w*|buy|purchase|product|seats?|"
    r"oferta\w*|precio\w*|descuento\w*)\b|[$€]|\{(link|contract_url|amount|product)\}",
    re.IGNORECASE,
)

TYPICAL = {
    "first_name": "Alexandra",
    "company": "Northwind Dental Group",
    "product": "Business plan",
    "quantity": "20 seats",
    "contract_url": "https://sign.example.com/c/8f3k2q7x",
    "link": "https://example.com/stories/clinic-missed-visits",
    "rep_name": "Priya Sandhu",
    "our_company": "Brightwater Software",
    "renewal_date": "February 28, 2027",
    "amount": "12,480.00",
    "currency": "USD",
    "close_date": "December 18, 2026",
    "owner": "Priya Sandhu",
}

Item = dict[str, Any]


def read_item(path: Path) -> Item:
    """Split the front matter from the body, which is kept under ``body``."""
    opening, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    assert opening == "", f"{path.name} does not begin with front matter"
    item = yaml.safe_load(front)
    assert isinstance(item, dict)
    return item | {"body": body.strip(), "path": path}


ITEMS = [read_item(path) for path in FILES]


def of_kind(*kinds: str) -> list[Item]:
    """Return the items of these kinds."""
    return [item for item in ITEMS if item["kind"] in kinds]


def each(items: list[Item]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test once for each item, named by its id."""
    return pytest.mark.parametrize("item", items, ids=[item["id"] for item in items])


def sms_of(item: Item) -> str:
    """Return what a customer would get: the Text line if the item has one, else the whole body."""
    body: str = item["body"]
    lines = [line for line in body.splitlines() if line.startswith("Text: ")]
    return lines[-1].removeprefix("Text: ") if lines else body


def fill(text: str) -> str:
    """Fill every slot with a typical value and unescape literal braces."""
    filled = re.sub(r"\{([a-z][a-z0-9_]*)\}", lambda slot: TYPICAL[slot[1]], text)
    return filled.replace("{{", "{").replace("}}", "}")


def fits(item: Item, stage: str, intent: str) -> bool:
    """Tell whether the item is meant for this stage and intent; an empty list fits all."""
    return (not item["stages"] or stage in item["stages"]) and (not item["intents"] or intent in item["intents"])


CUSTOMER_ITEMS = [item for item in ITEMS if not item["internal"]]
TEXTS = of_kind("template", "contract_link", "offer")
SERVICE_TEMPLATES = [item for item in of_kind("template") if SERVICE_INTENTS & set(item["intents"])]


def test_every_markdown_file_but_the_readme_is_an_item_in_a_folder_of_its_kind() -> None:
    assert {path.parent.name for path in FILES} == KINDS
    assert set(LIBRARY.rglob("*.md")) - set(FILES) == {LIBRARY / "README.md"}


def test_ids_are_unique() -> None:
    ids = [item["id"] for item in ITEMS]
    assert len(ids) == len(set(ids))


def test_bodies_are_unique() -> None:
    bodies = [item["body"] for item in ITEMS]
    assert len(bodies) == len(set(bodies))


@each(ITEMS)
def test_id_is_the_file_name(item: Item) -> None:
    assert item["id"] == item["path"].stem
    assert re.fullmatch(r"[A-Za-z0-9._~-]{1,64}", item["id"])


@each(ITEMS)
def test_front_matter_has_exactly_the_documented_keys_in_order(item: Item) -> None:
    assert tuple(item)[: len(KEYS)] == KEYS
    assert set(item) - {"body", "path"} == set(KEYS)


@each(ITEMS)
def test_front_matter_values_are_known(item: Item) -> None:
    assert item["kind"] == item["path"].parent.name
    assert isinstance(item["title"], str) and item["title"]
    assert item["body"]
    assert set(item["stages"]) <= set(STAGES)
    assert set(item["industries"]) <= INDUSTRIES
    assert set(item["intents"]) <= {intent.value for intent in Intent}
    assert re.fullmatch(r"[a-z]{2}", item["language"])
    assert item["internal"] in (True, False)
    assert item["url"] is None or item["url"].startswith("https://example.com/")


@each(ITEMS)
def test_validity_is_a_time_with_an_offset_or_null(item: Item) -> None:
    times = [item[key] for key in ("valid_from", "valid_until") if item[key] is not None]
    assert all(datetime.fromisoformat(time).tzinfo is not None for time in times)
    assert times == sorted(times)


@each(ITEMS)
def test_price_stands_on_price_items_only(item: Item) -> None:
    if item["kind"] != "price":
        assert item["price"] is None
        return
    price = item["price"]
    assert set(price) == PRICE_KEYS
    assert price["amount"] > 0 and price["min_quantity"] >= 1
    assert re.fullmatch(r"[A-Z]{3}", price["currency"])
    assert str(price["amount"]) in sms_of(item), "the text must name the price of the front matter"


@each(of_kind("price"))
def test_price_is_marked_as_an_example(item: Item) -> None:
    assert "(example price)" in item["title"]
    assert item["body"].startswith("Example price, replace it with yours.")


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("intent", COMMON_INTENTS)
def test_common_intent_has_an_english_template_at_every_stage(intent: str, stage: str) -> None:
    assert any(fits(item, stage, intent) for item in of_kind("template") if item["language"] == "en")


@pytest.mark.parametrize("intent", OTHER_INTENTS)
def test_other_intent_has_an_english_template(intent: str) -> None:
    assert any(intent in item["intents"] for item in of_kind("template") if item["language"] == "en")


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_has_an_opening(stage: str) -> None:
    assert any(fits(item, stage, "greeting") and "first_name" in item["body"] for item in of_kind("template"))


@pytest.mark.parametrize("industry", sorted(INDUSTRIES))
def test_every_industry_has_a_case_study(industry: str) -> None:
    assert any(industry in item["industries"] for item in of_kind("case_study"))


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "pt"])
def test_every_language_has_a_template(language: str) -> None:
    assert any(item["language"] == language for item in of_kind("template"))


@each(ITEMS)
def test_braces_hold_slots_that_somebody_can_fill(item: Item) -> None:
    rest = item["body"].replace("{{", "").replace("}}", "")
    assert set(re.findall(r"\{([a-z][a-z0-9_]*)\}", rest)) <= set(TYPICAL)
    assert not set("{}") & set(re.sub(r"\{[a-z][a-z0-9_]*\}", "", rest))


@each(TEXTS)
def test_text_reads_well_without_a_first_name(item: Item) -> None:
    body = item["body"]
    if "{first_name}" in body:
        assert body.startswith("Hi {first_name}, ")
    rest = body.removeprefix("Hi {first_name}, ")
    assert "{first_name}" not in rest
    assert rest[0].isupper() or rest[0] in "{¿¡", "with the greeting gone the sentence must still begin properly"


@each(CUSTOMER_ITEMS)
def test_text_is_gsm7_whatever_its_language(item: Item) -> None:
    assert count_segments(fill(sms_of(item))).encoding == "GSM-7"


@each(TEXTS)
def test_text_has_two_segments_at_most(item: Item) -> None:
    assert 1 <= count_segments(fill(item["body"])).segments <= 2


def test_most_texts_fit_one_segment() -> None:
    one = [item["id"] for item in TEXTS if count_segments(fill(item["body"])).segments == 1]
    assert len(one) >= 0.8 * len(TEXTS)


@each(TEXTS)
def test_text_is_one_line_and_ends_with_its_only_question(item: Item) -> None:
    assert "\n" not in item["body"]
    assert item["body"].endswith("?")
    assert item["body"].count("?") == 1


@each(CUSTOMER_ITEMS)
def test_link_stands_free_of_punctuation(item: Item) -> None:
    assert not re.search(r"\{(link|contract_url)\}[^ ]", item["body"])


@each(SERVICE_TEMPLATES)
def test_service_template_contains_no_pitch(item: Item) -> None:
    assert not PITCH.search(item["body"])
    assert set(item["intents"]) <= SERVICE_INTENTS


@each(of_kind("contract_link"))
def test_contract_link_carries_the_contract(item: Item) -> None:
    assert "{contract_url}" in item["body"]


@each([item for item in of_kind("case_study", "tutorial", "price") if not item["internal"]])
def test_longer_item_ends_with_a_text_of_140_characters_at_most(item: Item) -> None:
    last = item["body"].splitlines()[-1]
    assert last.startswith("Text: ")
    assert len(last.removeprefix("Text: ")) <= 140


@each(of_kind("case_study"))
def test_case_study_is_short_and_its_text_has_a_number(item: Item) -> None:
    story = item["body"].rsplit("Text: ", 1)[0]
    assert 60 <= len(story.split()) <= 140
    assert re.search(r"\d", story) and re.search(r"\d", sms_of(item))
    assert item["url"] is not None and item["industries"] and item["intents"]


@each(of_kind("tutorial"))
def test_tutorial_is_short(item: Item) -> None:
    assert 40 <= len(item["body"].rsplit("Text: ", 1)[0].split()) <= 120


def test_internal_items_exist_and_hold_nothing_to_send() -> None:
    internal = [item for item in ITEMS if item["internal"]]
    assert internal
    assert all(item["kind"] in ("case_study", "tutorial", "price") for item in internal)
    assert not any("Text: " in item["body"] for item in internal)


@each(of_kind("template", "contract_link"))
def test_text_names_no_figure_of_money(item: Item) -> None:
    assert not re.search(r"[$€£%]|\bpercent\b|\bguarantee", item["body"])


@each(CUSTOMER_ITEMS)
def test_no_opt_out_boilerplate(item: Item) -> None:
    assert not re.search(r"\breply\b.*\bstop\b|\bunsubscribe\b", item["body"], re.IGNORECASE)


def test_readme_counts_the_items_of_every_kind() -> None:
    readme = (LIBRARY / "README.md").read_text(encoding="utf-8")
    assert readme.count(f"\n{len(ITEMS)} items ") == 1
    assert all(f"| `{kind}` | {len(of_kind(kind))} |" in readme for kind in KINDS)
