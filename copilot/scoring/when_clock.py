"""Times of day in a flattened text: "3pm", "10:30", "15h30", "half past 3", "tonight", "between 2 and 4"."""

import re
from collections.abc import Iterator
from typing import Final

from copilot.scoring.calendar_word import PART_OF_DAY
from copilot.scoring.when_span import DAY_MINUTES, ClockPiece

_HOUR_WORD: Final = {
    word: hour
    for hour, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=1
    )
}
_GERMAN_HOUR: Final = {
    word: hour
    for hour, word in enumerate(
        ["eins", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwolf"], start=1
    )
}
_NAMED: Final = {
    "noon": (720, 720), "midday": (720, 720), "mediodia": (720, 720), "midi": (720, 720), "meio-dia": (720, 720),
    "mittag": (720, 720), "mittags": (720, 720), "midnight": (1440, 1440), "medianoche": (1440, 1440),
    "minuit": (1440, 1440), "mitternacht": (1440, 1440), "meia-noite": (1440, 1440),
    "first thing": (480, 600), "close of business": (1020, 1020), "cob": (1020, 1020), "eod": (1020, 1020),
    "the end of the day": (1020, 1020), "end of the day": (1020, 1020), "end of day": (1020, 1020),
}  # fmt: skip
_TODAY: Final = {
    "tonight": (1080, 1440), "2nite": (1080, 1440), "tonite": (1080, 1440), "esta noche": (1080, 1440),
    "ce soir": (1020, 1440), "heute abend": (1020, 1440), "hoje a noite": (1080, 1440), "this morning": (360, 720),
    "this afternoon": (720, 1080), "this arvo": (720, 1080), "this evening": (1020, 1320), "esta tarde": (780, 1200),
    "esta manana": (360, 720), "cet apres-midi": (720, 1080), "ce matin": (360, 720), "heute nachmittag": (720, 1080),
    "heute morgen": (360, 720), "heute vormittag": (360, 720), "hoje de manha": (360, 720), "hoje a tarde": (780, 1140),
}  # fmt: skip
_EDGE: Final = r"(?<![\w.,:/$£€@-])"
_STOP: Final = r"(?![\w%]|[:/]\d|[.,]\d)"
_RANGE: Final = r" ?(?:-|to|and|until|till|til|a|bis|y|et|e) ?"

_MERIDIEM: Final = re.compile(
    rf"{_EDGE}(?:(?P<h0>\d{{1,2}})(?:[:.](?P<m0>\d{{2}}))? ?(?P<ap0>[ap]\.?m\.?)?{_RANGE})?"
    rf"(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))?(?: ?(?P<ap>a\.m\.|p\.m\.|[ap]m)(?:ish)?|(?P<letter>[ap]))(?!\w)"
)
_COLON: Final = re.compile(
    rf"{_EDGE}(?:(?P<h0>\d{{1,2}})(?::(?P<m0>\d{{2}}))?{_RANGE})?(?P<h>\d{{1,2}}):(?P<m>\d{{2}})(?:ish)?(?! ?(?:[ap]m|"
    rf"a\.m|p\.m|uhr))(?P<tail> ?h(?:s|rs)?)?{_STOP}"
)
_LETTER_H: Final = re.compile(
    rf"{_EDGE}(?:(?P<h0>\d{{1,2}}) ?h?{_RANGE})?(?P<h>\d{{1,2}}) ?h(?:s|rs)?(?P<m>\d{{2}})?(?!\w)"
)
_UHR: Final = re.compile(
    rf"{_EDGE}(?:(?P<h0>\d{{1,2}})(?:[:.](?P<m0>\d{{2}}))?(?: uhr)?{_RANGE})?"
    rf"(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))? ?uhr(?: (?P<m2>\d{{2}})(?!\w))?(?!\w)"
)
_OCLOCK: Final = re.compile(rf"(?<!\w)(?P<h>\d{{1,2}}|{'|'.join(_HOUR_WORD)}) ?o ?'?clock(?!\w)")
_PAST: Final = re.compile(
    rf"(?<!\w)(?P<word>half past|half|quarter past|quarter to|quarter after|quarter of|(?P<n>5|10|20|"
    rf"25) (?:past|to)) (?P<h>\d{{1,2}}|{'|'.join(_HOUR_WORD)}){_STOP}(?P<ap> ?[ap]m)?(?!\w)"
)
_GERMAN: Final = re.compile(
    rf"(?<!\w)(?:(?P<half>halb) (?P<h>\d{{1,2}}|{'|'.join(_GERMAN_HOUR)})|(?:um|gegen|ab|vor|"
    rf"nach) (?P<bare>\d{{1,2}})(?! ?(?:uhr|[.:]|%|€|euro)))(?!\w)"
)
_ROMANCE: Final = re.compile(
    r"(?<!\w)(?:sobre |como |hacia )?(?:a |de )?las? (?P<h>\d{1,2})(?::(?P<m>\d{2})| y (?P<extra>media|"
    r"cuarto))?(?![\w:/%]|[.,]\d)"
    r"(?: ?hs?(?!\w))?(?: (?:de|en|por) la (?P<part>manana|tarde|noche))?"
)
_PORTUGUESE: Final = re.compile(
    r"(?<!\w)(?:as|la pelas|pelas) (?P<h>\d{1,2})(?:(?P<mark> ?(?:h|hs|horas))(?P<m>\d{2})?|"
    r":(?P<m2>\d{2})| (?P<half>e meia))?(?![\w:/%]|[.,]\d)(?: da (?P<part>manha|tarde|noite))?"
)
_BARE: Final = re.compile(
    rf"(?<!\w)(?:(?P<cue>at|@|around|about|by|until|till|til|after|before) ?(?P<h>\d{{1,2}}|{'|'.join(_HOUR_WORD)})"
    rf"|(?P<pair>between|from) (?P<h0>\d{{1,2}}){_RANGE}(?P<h1>\d{{1,2}})|"
    rf"(?P<h2>\d{{1,2}}) ?- ?(?P<h3>\d{{1,2}}))(?:ish)?{_STOP}"
    r"(?! ?(?:[ap]m|[ap]\.m|o ?'?clock|h(?!\w)|uhr|percent|each|per|dollars|bucks|euros?|pounds?|quid|"
    r"k(?!\w)|grand|users?|seats?|people|licen|units?|years?|months?|weeks?|days?|hours?|hrs?|min|mins|"
    r"minutes?|more|of|different|locations?|st|nd|rd|th|miles?|items?|a (?:month|year|week|piece)|times?|"
    r"x)(?!\w))"
)
_CLAUSE_END: Final = re.compile(
    r"(?:ish)?\s*(?:$|[.,!?;)]|(?:or|and|if|on|works?|is|please|pls|plz|then|sharp|ok|okay|so|instead|"
    r"would|does|suits?|good|fine|in|your|my|ur|est|pst|cst|et|ct|pt|thanks|thx|but|because|cos|pm)(?!\w))"
)
_NAME: Final = re.compile(
    rf"(?<!\w)(?P<name>{'|'.join(sorted(map(re.escape, _NAMED), key=len, reverse=True))})(?: in the morning|"
    rf" thing in the morning)?(?!\w)"
)
_TODAY_NAME: Final = re.compile(rf"(?<!\w)(?P<name>{'|'.join(sorted(_TODAY, key=len, reverse=True))})(?!\w)")
_PART: Final = re.compile(
    r"(?<!good )(?<!guten )(?<!bonne )(?<!bon )(?<!boa )(?<!buena )(?<!gute )(?<!\w)(?:(?P<cue>in the|"
    r"during the|por la|en la|de la|a la|le|l'|dans la|am|pela|de|a|da|early|late|mid|the) ?)?"
    rf"(?P<name>{'|'.join(sorted(map(re.escape, PART_OF_DAY), key=len, reverse=True))})(?!\w)"
)
_STRONG_CUES: Final = frozenset({"in the", "during the", "por la", "en la", "dans la", "pela"})


def find_clocks(flat: str, words: frozenset[str], *, has_digit: bool) -> Iterator[ClockPiece]:
    """Yield every reading of a time of day in a flattened text; readings may overlap."""
    if has_digit:
        for match in _MERIDIEM.finditer(flat):
            yield from _meridiem(match)
        for match in _COLON.finditer(flat):
            yield from _plain(match, is_fixed=bool(match["tail"]))
        if "h" in flat:
            for match in _LETTER_H.finditer(flat):
                yield from _plain(match, is_fixed=True, needs_day=int(match["h"]) < 7)
        if "uhr" in flat:
            for match in _UHR.finditer(flat):
                yield from _plain(match, is_fixed=True, minute=match["m2"])
        for match in _ROMANCE.finditer(flat):
            yield from _romance(match, {"media": 30, "cuarto": 15}.get(match["extra"] or "", int(match["m"] or 0)))
        if words & {"as", "pelas"}:
            for match in _PORTUGUESE.finditer(flat):
                minute = 30 if match["half"] else int(match["m"] or match["m2"] or 0)
                yield from _romance(
                    match, minute, needs_day=not (match["mark"] or match["m2"] or match["half"] or match["part"])
                )
    for match in _BARE.finditer(flat):
        yield from _bare(match)
    if words & {
        "past",
        "to",
        "half",
        "quarter",
        "clock",
        "oclock",
        "halb",
        "um",
        "gegen",
        "ab",
        "nach",
        "vor",
        "o'clock",
    }:
        for match in _OCLOCK.finditer(flat):
            yield from _moment(match, _hour(match["h"]), 0)
        for match in _PAST.finditer(flat):
            yield from _past(match)
        for match in _GERMAN.finditer(flat):
            hour = match["h"] or match["bare"]
            value = _GERMAN_HOUR.get(hour) or int(hour)
            yield from _moment(
                match, value - 1 if match["half"] else value, 30 if match["half"] else 0, needs_day=not match["half"]
            )
    if not CLOCK_WORDS.isdisjoint(words):
        for match in _TODAY_NAME.finditer(flat):
            yield ClockPiece(*match.span(), *_TODAY[match["name"]], is_part=True, is_today=True)
        for match in _NAME.finditer(flat):
            yield ClockPiece(*match.span(), *_NAMED[match["name"]])
        for match in _PART.finditer(flat):
            begin, until = PART_OF_DAY[match["name"]]
            yield ClockPiece(
                *match.span(), begin * 60, until * 60, is_part=True, needs_day=match["cue"] not in _STRONG_CUES
            )


CLOCK_WORDS: Final = frozenset(w for phrase in (*_NAMED, *_TODAY, *PART_OF_DAY) for w in re.split(r"[ -]", phrase)) - {
    "this",
    "de",
    "a",
    "of",
    "ce",
    "thing",
    "the",
}
"""A text with none of these words and no digit or spelt hour names no time of day."""

HOUR_CUES: Final = frozenset(
    {
        "at",
        "around",
        "about",
        "by",
        "until",
        "till",
        "til",
        "after",
        "before",
        "past",
        "to",
        "half",
        "quarter",
        "clock",
        "oclock",
        "o'clock",
        "halb",
    }
)


def _meridiem(match: re.Match[str]) -> Iterator[ClockPiece]:
    letter = (match["ap"] or match["letter"])[0]
    until = _to_24(int(match["h"]), letter) * 60 + int(match["m"] or 0)
    begin = until
    if not _is_clock(match["h"], match["m"], most=12):
        return
    if match["h0"] and _is_clock(match["h0"], match["m0"], most=12):
        begin = _to_24(int(match["h0"]), (match["ap0"] or letter)[0]) * 60 + int(match["m0"] or 0)
        if begin >= until and not match["ap0"]:  # "10-2pm"
            begin -= 720
    yield ClockPiece(
        match.start() if begin != until or not match["h0"] else match.start("h"), match.end(), begin, until
    )


def _plain(
    match: re.Match[str], *, is_fixed: bool, minute: str | None = None, needs_day: bool = False
) -> Iterator[ClockPiece]:
    groups = match.groupdict()
    if not _is_clock(match["h"], minute or match["m"], most=24):
        return
    end_hour, end_minute = int(match["h"]), int(minute or match["m"] or 0)
    fixed = is_fixed or end_hour > 12 or match["h"].startswith("0")
    until = (end_hour if fixed else _guess(end_hour)) * 60 + end_minute
    begin = until
    if match["h0"] and _is_clock(match["h0"], groups.get("m0"), most=24):
        hour = int(match["h0"])
        begin = (hour if fixed else _guess(hour)) * 60 + int(groups.get("m0") or 0)
        begin = begin if begin < until else until
    start = match.start() if begin != until or not match["h0"] else match.start("h")
    yield ClockPiece(start, match.end(), begin, until, is_fixed=fixed, needs_day=needs_day)


def _moment(match: re.Match[str], hour: int, minute: int, *, needs_day: bool = False) -> Iterator[ClockPiece]:
    if not 0 <= hour <= 24:
        return
    at = (hour if hour > 12 else _guess(hour)) * 60 + minute
    yield ClockPiece(*match.span(), at, at, is_fixed=hour > 12, needs_day=needs_day)


def _past(match: re.Match[str]) -> Iterator[ClockPiece]:
    word, hour = match["word"], _hour(match["h"])
    if not 1 <= hour <= 12 or (
        word == "half" and not re.search(r"(?:at|around|by|for|about|till?) $", match.string[: match.start()])
    ):
        return
    minutes = int(match["n"]) if match["n"] else 30 if word.startswith("half") else 15
    sign = -1 if word.endswith((" to", " of")) else 1
    base = _to_24(hour, match["ap"].strip()[0]) if match["ap"] else _guess(hour)
    at = base * 60 + sign * minutes
    yield ClockPiece(*match.span(), at, at, is_fixed=bool(match["ap"]))


def _romance(match: re.Match[str], minute: int, *, needs_day: bool = False) -> Iterator[ClockPiece]:
    hour, part = int(match["h"]), match["part"]
    if hour > 24 or minute > 59:
        return
    if part and hour <= 12:
        hour = _to_24(hour, "a" if part in {"manana", "manha"} else "p")
    at = (hour if part or hour > 12 else _guess(hour)) * 60 + minute
    weak = needs_day or not (
        part or match.group().lstrip().startswith(("a ", "sobre ", "como ", "hacia ", "as ", "pelas "))
    )
    yield ClockPiece(*match.span(), at, at, is_fixed=bool(part) or hour > 12, needs_day=weak)


def _bare(match: re.Match[str]) -> Iterator[ClockPiece]:
    if match["h"]:
        hour = _hour(match["h"])
        if 1 <= hour <= 12:
            at = _guess(hour) * 60
            is_weak = match["cue"] not in {"at", "@", "around", "after", "before"} or not _CLAUSE_END.match(
                match.string, match.end()
            )
            is_after = match["cue"] == "after"
            start = match.start() if is_after else match.start("h")
            yield ClockPiece(start, match.end(), at, DAY_MINUTES if is_after else at, is_fixed=False, needs_day=is_weak)
        return
    first, last = int(match["h0"] or match["h2"]), int(match["h1"] or match["h3"])
    begin, until = _guess(first) * 60, _guess(last) * 60
    if 1 <= first <= 12 and 1 <= last <= 12 and begin < until:
        start = match.start("h0") if match["pair"] == "from" else match.start()
        yield ClockPiece(start, match.end(), begin, until, is_fixed=False, needs_day=True)


def _is_clock(hour: str, minute: str | None, *, most: int) -> bool:
    return int(hour) <= most and (most == 24 or int(hour) >= 1) and int(minute or 0) <= 59


def _hour(text: str) -> int:
    return _HOUR_WORD.get(text) or int(text)


def _guess(hour: int) -> int:
    """Read an hour without am or pm as people mean it in daytime business: 1 to 6 are afternoon."""
    return hour + 12 if 1 <= hour <= 6 else hour


def _to_24(hour: int, letter: str) -> int:
    return hour % 12 + (12 if letter == "p" else 0)
