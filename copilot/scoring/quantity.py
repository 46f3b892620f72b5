"""Counts of what is sold: "20 seats", "two of the large ones", "a dozen", "14 users", "x3"."""

import re
from collections.abc import Iterator
from typing import Final

from copilot.scoring.number_word import DIGIT_PATTERN, WORD_PATTERN, parse_number
from copilot.scoring.span import FoundSlot

_NOUNS: Final = (
    r"seats?|users?|licen[sc]es?|units?|people|persons?|employees|staff|heads?|locations?|stores?|shops?|"
    r"sites?|offices?|"
    r"branches|boxes|box|cases?|pallets?|crates?|packs?|packets?|trucks?|vans?|vehicles?|cars?|rooms?|"
    r"nights|guests?|tickets?|"
    r"tables?|agents?|reps?|devices?|phones?|laptops?|tablets?|terminals?|accounts?|subscriptions?|"
    r"pieces?|pcs|items?|bottles?|"
    r"bags?|sets?|pairs?|panels?|cameras?|doors?|windows?|chairs?|copies|kits?|samples?|members?|students?|kids|adults|"
    r"children|patients?|drivers?|technicians|developers|devs|machines?|sessions|classes|lessons|"
    r"properties|houses|beds|bedrooms|"
    r"usuarios?|licencias?|personas?|unidades?|cajas?|asientos?|plazas?|piezas?|empleados|entradas|"
    r"utilisateurs?|licences?|personnes?|unites?|boites?|cartons?|pieces|places?|salaries|"
    r"nutzer|lizenzen|lizenz|personen|stuck|kisten|platze|mitarbeiter|benutzer|leute|"
    r"licencas?|pessoas?|caixas?|pecas?|lugares|funcionarios"
)
_BETWEEN: Final = (
    r"(?:(?:more|extra|additional|new|other|full|paid|concurrent|large|small|big|medium|of (?:the|your|"
    r"those|these)) ){0,2}"
)
_COUNTED: Final = re.compile(
    rf"(?<![\w.,$£€/:-])(?P<number>{DIGIT_PATTERN}|{WORD_PATTERN})(?:(?: ?- ?| to |"
    rf" or )\d+)?\+?[ -](?:mas )?{_BETWEEN}(?:{_NOUNS})(?!\w)"
)
_PARTITIVE: Final = re.compile(
    rf"(?<![\w.,$£€/:-])(?P<number>\d+|{WORD_PATTERN}) of (?:the |those |these |your |"
    rf"them(?!\w))(?:[a-z]+ (?:ones?|size)(?!\w))?(?: ?ones?(?!\w))?"
)
_DOZEN: Final = re.compile(
    r"(?<!\w)(?:(?P<half>half(?: a)?) |(?P<number>\d+|a|one|two|three|four|five|six) )dozen(?!\w)(?: of)?(?: (?:"
    + _NOUNS
    + r")(?!\w))?"
)
_COUPLE: Final = re.compile(rf"(?<!\w)a (?:couple|pair)(?: of)? (?:more |extra )?(?:{_NOUNS})(?!\w)")
_TIMES: Final = re.compile(
    r"(?<![\w.])(?:x ?(?P<after>\d{1,4})|(?P<before>\d{1,4}) ?x|qty:? ?(?P<qty>\d{1,5})|"
    r"quantity:? (?:of )?(?P<quantity>\d{1,5}))(?![\w.])"
)
_UNDETERMINED: Final = frozenset(
    {"a", "an", "un", "una", "une", "ein", "eine", "einem", "einer", "einen", "um", "uma", "one"}
)
"""Articles: "a room" counts nothing."""


def find_quantities(flat: str) -> Iterator[FoundSlot]:
    """Yield the counts in a flattened text; of "20-25 seats" the first number is the value."""
    for match in _COUNTED.finditer(flat):
        if match["number"] not in _UNDETERMINED:
            yield _found(match, parse_number(match["number"]))
    if " of " in flat:
        for match in _PARTITIVE.finditer(flat):
            if match["number"] not in _UNDETERMINED:
                end = match.start() + len(match.group().rstrip())
                yield FoundSlot("quantity", match.start(), end, parse_number(match["number"]))
    if "dozen" in flat:
        for match in _DOZEN.finditer(flat):
            yield _found(match, 6.0 if match["half"] else 12 * parse_number(match["number"]))
    if "a couple" in flat or "a pair" in flat:
        for match in _COUPLE.finditer(flat):
            yield _found(match, 2.0)
    for match in _TIMES.finditer(flat):
        yield _found(match, float(match["after"] or match["before"] or match["qty"] or match["quantity"]))


def _found(match: re.Match[str], value: float) -> FoundSlot:
    return FoundSlot("quantity", match.start(), match.end(), value)
