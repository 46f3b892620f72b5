"""The label set as a reader needs it at the keyboard: groups by digit, and a line for each intent."""

from typing import Final

GROUPS: Final[dict[str, dict[str, str]]] = {
    "stop": {
        "opt_out": "no more messages, in any words; always primary",
        "wrong_person": "not who we think, or the number has a new owner",
    },
    "buy": {
        "purchase_ready": "goes ahead: buys, signs, pays, renews, accepts",
        "meeting_request": "asks for or proposes a call, demo, visit, time",
        "meeting_accept": "takes a time or invitation that we offered",
        "meeting_change": "moves, cancels or is late for an agreed meeting",
        "pricing_question": "what it costs, what a plan holds for the money",
        "discount_request": "bargains: names a lower sum, wants better terms",
        "contract_question": "terms, length, legal, security, paperwork",
        "upgrade_interest": "more seats, a bigger plan, another product",
        "renewal_question": "renewing, expiry, what happens at term end",
        "product_question": "what it does, whether it fits, hours, branches",
        "info_request": "wants material: link, brochure, details",
    },
    "object": {
        "price_objection": "too dear, no budget; asks for nothing",
        "not_now": "later, busy, next quarter",
        "needs_approval": "must ask a boss, partner, committee",
        "competitor": "uses, prefers or compares another supplier",
        "not_interested": "declines this offer, gives no reason",
    },
    "serve": {
        "complaint": "unhappy with us, and says so",
        "cancel_request": "ends, undoes or shrinks what they have",
        "human_request": "wants a person or a call right away",
        "support_issue": "something of theirs fails, is lost or wrong",
        "billing_issue": "invoice, charge, refund, payment",
        "order_status": "where is it, when does it come, is it booked",
    },
    "who": {
        "who_is_this": "who writes, how we got the number",
        "referral": "points to somebody else to talk to",
    },
    "social": {
        "gratitude": "thanks or praise, and nothing asked",
        "acknowledgement": "ok, got it; a bare fact that settles nothing",
        "greeting": "hello, small talk",
        "auto_reply": "out of office, driving, undeliverable",
        "abuse_or_spam": "insults without a request, scams, gibberish",
    },
}
"""Group → intent → when to choose it; a digit of the keyboard for each group, in order."""

MEANINGS: Final = {intent: meaning for group in GROUPS.values() for intent, meaning in group.items()}
"""Intent → when to choose it."""


def find_intents(query: str, group: int | None = None) -> list[str]:
    """Return the intents that some letters may mean, likeliest first; of one group, from 0, where one is chosen.

    A name that begins with the letters comes first, then one with a word that does, then initials ("pq" is
    ``pricing_question``), then letters anywhere in that order. Ties stand as in the guide.
    """
    names = list(MEANINGS if group is None else list(GROUPS.values())[group])
    ranked = [(rank, place, name) for place, name in enumerate(names) if (rank := _rank(query, name)) is not None]
    return [name for _, _, name in sorted(ranked)]


def _rank(query: str, name: str) -> int | None:
    words = name.split("_")
    if name.startswith(query):
        return 0
    if any(word.startswith(query) for word in words):
        return 1
    if "".join(word[0] for word in words).startswith(query):
        return 2
    letters = iter(name)
    return 3 if all(letter in letters for letter in query) else None
