"""nlupp: turns of bank and hotel customers with labels that compose (NLU++, CC BY 4.0, PolyAI).

A label alone decides little ("change", "card"), so rules read the whole set of a row; a row that no rule reads is
unused, and so are all the labels that stand in ``UNUSED``.
"""

from collections.abc import Set
from dataclasses import dataclass
from typing import Final

from copilot.training.public.meaning import Meaning, means

_PRODUCT: Final = frozenset(
    [
        "account",
        "current",
        "savings",
        "business",
        "card",
        "debit",
        "credit",
        "contactless",
        "pin",
        "cheque",
        "direct_debit",
        "standing_order",
        "overdraft",
        "loan",
        "mortgage",
        "international",
        "existing",
    ]
)
_HOTEL: Final = frozenset(
    [
        "gym",
        "parking",
        "pets",
        "wifi",
        "swimming_pool",
        "spa",
        "restaurant",
        "room_ammenities",
        "accesibility",
        "housekeeping",
        "room_service",
    ]
)
_POLITE: Final = frozenset({"greet", "thank", "acknowledge"})


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows with all of some labels, and beside them only some others."""

    name: str
    needs: frozenset[str]
    may: frozenset[str]
    meaning: Meaning
    domain: str = ""
    """``banking`` or ``hotels``; both when empty."""
    some: frozenset[str] = frozenset()
    """At least one of these stands there too, unless empty."""
    bare: bool = False
    """Whether rows with slots (dates, names, sums) are left out."""

    def reads(self, labels: Set[str], domain: str, has_slots: bool) -> bool:
        """Tell whether a row's labels are those of the rule."""
        if (self.domain and self.domain != domain) or (self.bare and has_slots):
            return False
        return self.needs <= labels <= self.needs | self.may | self.some and (not self.some or bool(self.some & labels))


def _rule(
    name: str,
    needs: str,
    meaning: Meaning,
    *,
    may: Set[str] = frozenset(),
    some: Set[str] = frozenset(),
    domain: str = "",
    bare: bool = False,
) -> Rule:
    return Rule(name, frozenset(needs.split()), frozenset(may), meaning, domain, frozenset(some), bare)


_FAULTS: Final = _PRODUCT | _HOTEL | _POLITE | {"balance", "withdrawal"}
_MINE: Final = r"\bmy\b|what happened|what's going on|charged"
_REFUSES: Final = "don't|no need|not need"

RULES: Final = (
    _rule(
        "person",
        "handoff",
        means("human_request", unless=_REFUSES),
        may=_FAULTS | {"affirm", "wrong_notworking_notshowing"},
    ),
    _rule("hello", "greet", means("greeting"), bare=True),
    _rule("thanks", "thank", means("gratitude"), may={"acknowledge", "end_call"}, bare=True),
    _rule("yes", "affirm", means("acknowledgement", unless="proceed"), may={"acknowledge"}, bare=True),
    _rule("ok", "acknowledge", means("acknowledgement"), bare=True),
    _rule("no", "deny", means("acknowledgement", note="settles nothing without its question"), bare=True),
    _rule("unsure", "dont_know", means("acknowledgement", note="answers our question", unless="deciding")),
    _rule(
        "bye",
        "end_call",
        means("acknowledgement", note="closing words", unless="helpful|pleasure|appreciat"),
        may={"acknowledge"},
        bare=True,
    ),
    _rule(
        "fact",
        "none",
        means("acknowledgement", note="a fact that was asked for", unless="want|room|stay|book|bed|suite|need|like"),
        domain="hotels",
    ),
    _rule("refund", "refund", means("billing_issue"), may=_FAULTS | {"wrong_notworking_notshowing", "affirm", "when"}),
    _rule(
        "fault",
        "wrong_notworking_notshowing",
        means("support_issue"),
        may={"why", "how"} | _POLITE,
        some=_PRODUCT | _HOTEL,
    ),
    _rule("balance_hidden", "wrong_notworking_notshowing balance", means("support_issue"), may=_PRODUCT),
    _rule("lost", "lost_stolen", means("support_issue"), may=_PRODUCT | _POLITE | {"request_info", "change"}),
    _rule("fee_wrong", "fees_interests wrong_notworking_notshowing", means("billing_issue"), may=_PRODUCT | {"why"}),
    _rule("fee_why", "fees_interests why", means("billing_issue"), may=_PRODUCT),
    _rule(
        "fee",
        "fees_interests",
        means("pricing_question", unless=_MINE),
        may=_PRODUCT,
        some={"request_info", "how_much"},
    ),
    _rule(
        "arrival",
        "arrival",
        means("order_status", note="some ask for the usual time"),
        domain="banking",
        may=_PRODUCT | {"when", "how_long", "new", "request_info", "wrong_notworking_notshowing"},
    ),
    _rule(
        "close",
        "cancel_close_leave_freeze",
        means("cancel_request", unless="freeze|block|money|suspend|leave|go somewhere"),
        may=_POLITE,
        some=_PRODUCT - {"card", "pin", "debit", "credit"},
    ),
    _rule(
        "close_hotel",
        "cancel_close_leave_freeze booking",
        means("cancel_request"),
        domain="hotels",
        may={"existing", "greet"},
    ),
    _rule("drop_meeting", "cancel_close_leave_freeze appointment", means("meeting_change"), may=_POLITE | {"existing"}),
    _rule("drop_spa", "cancel_close_leave_freeze booking spa", means("meeting_change"), may=_POLITE | {"existing"}),
    _rule(
        "move_meeting",
        "change appointment",
        means("meeting_change"),
        may=_POLITE | {"existing", "more_higher_after", "less_lower_before"},
    ),
    _rule(
        "move_spa",
        "change booking spa",
        means("meeting_change"),
        may=_POLITE | {"existing", "more_higher_after", "less_lower_before"},
    ),
    _rule(
        "meet",
        "make_open_apply_setup_get_activate appointment",
        means("meeting_request"),
        may=_POLITE | _PRODUCT | {"new"},
    ),
    _rule("spa", "make_open_apply_setup_get_activate booking spa", means("meeting_request"), may=_POLITE),
    _rule(
        "room",
        "make_open_apply_setup_get_activate booking",
        means("purchase_ready", only="book|reserve|like|want|need", unless="available|do you have|cost|much"),
        domain="hotels",
        may=_POLITE | {"new"},
    ),
    _rule(
        "open",
        "make_open_apply_setup_get_activate account",
        means("purchase_ready", only="open|apply", unless="another|how|new one"),
        domain="banking",
        may={"current", "savings", "business", "new"},
    ),
    _rule(
        "borrow",
        "make_open_apply_setup_get_activate",
        means("purchase_ready", only="appl|get|take", unless="how"),
        domain="banking",
        some={"loan", "mortgage"},
        may={"new"},
    ),
    _rule(
        "price", "how_much", means("pricing_question"), domain="hotels", may={"request_info", "booking"}, some=_HOTEL
    ),
    _rule("place", "request_info", means("product_question"), domain="hotels", some=_HOTEL),
    _rule("hours", "when", means("product_question"), domain="hotels", may={"request_info"}, some=_HOTEL),
    _rule("duration", "how_long spa", means("product_question"), domain="hotels", may={"request_info"}),
    _rule("pin", "change pin", means("support_issue"), domain="banking", may=_PRODUCT | {"how"}),
)
"""The first rule that reads a row gives its meaning."""

UNUSED: Final[dict[str, str]] = {
    "balance": "what a bank holds, or what is owed, unless it does not show",
    "check_in": "a wish beside a question",
    "check_out": "a wish beside a question",
    "less_lower_before": "alone it is half a sentence",
    "limits": "an account fact beside a rule",
    "more_higher_after": "alone it is half a sentence",
    "repeat": "asks to say it again",
    "transfer_payment_deposit": "diaries of spending and orders to a bank",
    "withdrawal": "orders to a bank, unless it fails",
}
"""Labels that decide no rule, and why."""


def find_rule(labels: Set[str], domain: str, *, has_slots: bool) -> Rule | None:
    """Return the rule that reads a row, or ``None``."""
    return next((rule for rule in RULES if rule.reads(labels, domain, has_slots)), None)
