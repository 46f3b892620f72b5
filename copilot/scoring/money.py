"""Sums of money: "$4k", "3.2k", "£1,150/mo", "4 grand", "1200 euros", "R$ 300", "can you do 450?"."""

import re
from collections.abc import Iterator
from typing import Final

from copilot.domain.analysis import MoneyValue
from copilot.scoring.number_word import DIGIT_PATTERN, NUMBER_WORD, parse_number
from copilot.scoring.span import FoundSlot

_SIGN: Final = {
    "r$": "BRL", "us$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "mx$": "MXN",
    "$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR",
}  # fmt: skip
"""A bare ``$`` is read as USD unless ``dollar`` says otherwise."""
_NAME: Final = {
    "usd": "USD", "dollars": None, "dollar": None, "bucks": "USD", "buck": "USD", "$": None, "eur": "EUR",
    "euros": "EUR", "euro": "EUR", "€": "EUR", "gbp": "GBP", "pounds": "GBP", "pound": "GBP", "quid": "GBP", "£": "GBP",
    "cad": "CAD", "aud": "AUD", "nzd": "NZD", "chf": "CHF", "brl": "BRL", "reais": "BRL", "mxn": "MXN", "inr": "INR",
    "rupees": "INR", "pesos": "", "peso": "",
}  # fmt: skip
"""Currency by name; None: a dollar, of the reply's region; empty: a currency of many countries."""
_SCALE: Final = {
    "k": 1e3, "grand": 1e3, "thousand": 1e3, "mil": 1e3, "mille": 1e3, "tausend": 1e3,
    "m": 1e6, "mio": 1e6, "million": 1e6, "millones": 1e6, "millions": 1e6,
}  # fmt: skip

_SCALES: Final = "|".join(sorted(_SCALE, key=len, reverse=True))
_NAMES: Final = "|".join(re.escape(n) for n in sorted(_NAME, key=len, reverse=True))
_WORDS: Final = "|".join(w for w in sorted(NUMBER_WORD, key=len, reverse=True))
_SIGNED: Final = re.compile(
    rf"(?<!\w)(?P<sign>r\$|us\$|au\$|a\$|ca\$|c\$|nz\$|mx\$|"
    rf"[$£€¥₹]) ?(?P<number>{DIGIT_PATTERN})(?: ?(?P<scale>{_SCALES})(?!\w))?"
)
_NAMED: Final = re.compile(
    rf"(?<![\w.,$£€])(?:(?P<number>{DIGIT_PATTERN})|"
    rf"(?P<word>{_WORDS})(?= ))?(?: ?(?P<scale>{_SCALES}))? ?(?P<name>{_NAMES})(?!\w)"
)
_SCALED: Final = re.compile(
    rf"(?<![\w.,$£€])(?:(?P<number>{DIGIT_PATTERN}) ?(?P<scale>k|grand|thousand)|"
    rf"(?P<word>{_WORDS}) (?P<wordscale>grand))(?!\w)"
    r"(?! ?(?:tv|video|monitor|screen|display|resolution|camera|run|race|miles?|users?|people|employees|"
    r"seats?|views|followers|"
    r"contacts|customers|units|sms|texts|messages|records|rows|sq|steps|km|rpm))"
)
_OFFERED: Final = re.compile(
    rf"(?<!\w)(?:(?:can|could|would|will) (?:you|u|ya|we) (?:do|take|accept|go(?: down to)?|make it)|"
    rf"how about|what about|i'?ll (?:give|pay|do|go)(?: you)?|"
    rf"meet (?:me )?at|best i can do is|call it|budget (?:is|of)|priced? (?:is|at)|paying|pay|"
    rf"offer(?:ing)?) (?:like |around |about |at |only )?(?P<number>{DIGIT_PATTERN})"
    r"(?![\w:/%]|[.,]\d| ?(?:am|pm|a\.m|p\.m|o'clock|min|hours?|days?|weeks?|months?|years?|times?|more|"
    r"users?|seats?|licen|people|of|percent|st|nd|rd|th|monday|units?|or \d+ ?(?:am|pm))\b)"
)
_CUE: Final = re.compile(r"[$£€¥₹]|\d ?k\b|grand|\b(?:" + "|".join(n for n in _NAME if n.isalpha()) + r")\b")
_SMALLEST_OFFER: Final = 20.0
"""A bare number below it is a time or a count, unless a thousand stands beside it: "4k is a lot, can u do 3.2?"."""


def find_money(flat: str, *, dollar: str = "USD") -> Iterator[FoundSlot]:
    """Yield the sums in a flattened text; ``dollar`` is the ISO code of a bare "$" or "dollars"."""
    thousands = 0.0
    if _CUE.search(flat):
        for match in _SIGNED.finditer(flat):
            currency = dollar if match["sign"] == "$" else _SIGN[match["sign"]]
            found = _found(match, match["number"], match["scale"], currency)
            thousands = _kept_scale(match["scale"], found, thousands)
            yield found
        for match in _NAMED.finditer(flat):
            written = match["number"] or match["word"]
            if written or match["scale"] in {"mil", "mille", "tausend"}:
                name = _NAME[match["name"]]
                yield _found(match, written or "1", match["scale"], dollar if name is None else name or None)
        for match in _SCALED.finditer(flat):
            scale = match["scale"] or match["wordscale"]
            found = _found(match, match["number"] or match["word"], scale, None)
            thousands = _kept_scale(scale, found, thousands)
            yield found
    for match in _OFFERED.finditer(flat):
        amount = parse_number(match["number"])
        if thousands and amount < 100 and amount * 1e3 <= 10 * thousands:
            amount *= 1e3
        elif amount < _SMALLEST_OFFER:
            continue
        yield FoundSlot("money", match.start("number"), match.end("number"), MoneyValue(amount=amount, currency=None))


def _kept_scale(scale: str | None, found: FoundSlot, before: float) -> float:
    return found.value.amount if scale in {"k", "grand"} and isinstance(found.value, MoneyValue) else before


def _found(match: re.Match[str], number: str, scale: str | None, currency: str | None) -> FoundSlot:
    amount = round(parse_number(number) * (_SCALE[scale] if scale else 1.0), 2)
    return FoundSlot("money", match.start(), match.end(), MoneyValue(amount=amount, currency=currency))
