"""Slots: who knows a value, in which order they are asked, and how a template is filled.

Asked in this order; the first usable answer counts:

1. our own facts (``our_company``, ``rep_name``): nothing a customer or a CRM says can replace them
2. ``link``, the address of the best hit that may be shown, and ``follow_up_day`` of the decision
3. the contact's own fields, then the deal's own fields
4. attributes of the contact, of the deal, then of the signals, latest first

``{amount}`` brings its currency along unless ``{currency}`` stands in the same template.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from copilot.domain.conversation import Contact, Conversation, Deal, Signal
from copilot.domain.suggestion import Blank
from copilot.suggesting.filled_text import FilledText
from copilot.suggesting.value import PERSON_SLOTS, write_amount, write_money, write_value
from copilot.text.segment import make_gsm_safe
from copilot.text.slot_template import Literal, SlotRef, parse_template

_GREETING: Final = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hola|hallo|guten tag|bonjour|salut|ol[aá]|oi|ciao)\s+",
    re.IGNORECASE,
)
_AFTER_NAME: Final = re.compile(r"\s*[,!:–—-]\s*")
_FIRST_LETTER: Final = re.compile(r"[^\w]*(\w)")
_CONTACT_FIELDS: Final = ("first_name", "last_name", "company", "phone")
_DEAL_FIELDS: Final = (
    *("product", "quantity", "amount", "currency"),
    *("close_date", "renewal_date", "owner", "contract_url"),
)

Part = Literal | SlotRef


class SlotValues:
    """Everything known around one conversation, written out when a template asks for it."""

    def __init__(self, sources: tuple[Mapping[str, object], ...], deal: Deal | None) -> None:
        self._sources = sources
        self._deal = deal
        self._written: dict[tuple[str, str, bool], str | None] = {}

    def write(self, name: str, language: str, *, with_currency: bool = False) -> str | None:
        """Return the value of a slot as text in a language, or None when nobody knows a usable one."""
        key = (name, language, with_currency)
        if key not in self._written:
            self._written[key] = self._write(name, language, with_currency=with_currency)
        return self._written[key]

    def _write(self, name: str, language: str, *, with_currency: bool) -> str | None:
        deal = self._deal
        if name == "amount" and deal is not None and deal.amount is not None:
            write = write_money if with_currency else write_amount
            return write(deal.amount, deal.currency, language)
        for source in self._sources:
            if name in source and (value := write_value(name, source[name], language)) is not None:
                return make_gsm_safe(value)
        return None


def collect_slot_values(
    conversation: Conversation, our_facts: Mapping[str, str], extra: Mapping[str, object]
) -> SlotValues:
    """Gather who may be asked; ``extra`` holds ``link`` and what else the draft itself brings."""
    contact, deal = conversation.contact, conversation.deal
    signals = sorted(enumerate(conversation.signals), key=_age, reverse=True)
    sources = (
        our_facts,
        extra,
        _fields(contact, _CONTACT_FIELDS),
        _fields(deal, _DEAL_FIELDS) | ({"deal_name": deal.name} if deal else {}),
        contact.attributes if contact else {},
        deal.attributes if deal else {},
        *(signal.attributes for _, signal in signals),
    )
    return SlotValues(tuple(source for source in sources if source), deal)


def fill_template(body: str, values: SlotValues, language: str, *, keep_greeting: bool = True) -> FilledText | None:
    """Fill a template; what nobody knows becomes a visible ``[name]``.

    A greeting with an unknown name at the very start ("Hi {first_name}, ") is left out as a whole.

    Args:
        body: The template.
        values: Who knows what.
        language: Language of the template, for numbers and days.
        keep_greeting: False: leave the greeting out also when the name is known.

    Returns:
        The filled text, or None when the template's braces are wrong.
    """
    parts = _parts(body.strip())
    if parts is None:
        return None
    names = {part.name for part in parts if isinstance(part, SlotRef)}
    known = {n: values.write(n, language, with_currency="currency" not in names) for n in names}
    if greeting := _greeting_name(parts):
        is_known = known[greeting] is not None
        parts = parts if keep_greeting and is_known else _without_greeting(parts)
    pieces: list[str] = []
    blanks: list[Blank] = []
    length = 0
    for part in parts:
        if isinstance(part, Literal):
            piece = part.text
        elif (value := known[part.name]) is not None:
            piece = value
        else:
            piece = f"[{part.name}]"
            blanks.append(Blank(name=part.name, start=length, end=length + len(piece)))
        pieces.append(piece)
        length += len(piece)
    used = tuple((n, v) for n, v in sorted(known.items()) if v is not None)
    return FilledText("".join(pieces), tuple(blanks), used)


@lru_cache(maxsize=4096)
def _parts(body: str) -> tuple[Part, ...] | None:
    """Parse a template; its literal text is made safe for GSM-7. None when the braces are wrong."""
    try:
        parts = parse_template(body)
    except ValueError:
        return None
    return tuple(Literal(make_gsm_safe(p.text)) if isinstance(p, Literal) else p for p in parts)


def _greeting_name(parts: tuple[Part, ...]) -> str | None:
    match parts[:3]:
        case (Literal(text=hello), SlotRef(name=name), Literal(text=rest)):
            is_greeting = name in PERSON_SLOTS and _GREETING.fullmatch(hello) and _AFTER_NAME.match(rest)
            return name if is_greeting else None
    return None


def _without_greeting(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    rest = parts[2]
    assert isinstance(rest, Literal)
    text = _AFTER_NAME.sub("", rest.text, count=1)
    first = _FIRST_LETTER.match(text)
    if first and not text.startswith(("http://", "https://")):
        text = text[: first.start(1)] + first[1].upper() + text[first.end(1) :]
    return (Literal(text), *parts[3:])


def _fields(thing: Contact | Deal | None, names: tuple[str, ...]) -> dict[str, object]:
    return {} if thing is None else {name: v for name in names if (v := getattr(thing, name)) is not None}


def _age(numbered: tuple[int, Signal]) -> tuple[float, int]:
    index, signal = numbered
    return (signal.at.timestamp() if signal.at else float("-inf"), index)
