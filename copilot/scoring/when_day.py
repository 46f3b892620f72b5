"""Days, weeks, months and seasons in a flattened text: where they stand and which dates they mean."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from copilot.scoring.calendar_word import DAY_WORD, MONTH, MONTH_NEEDS_CUE, WEEKDAY, WEEKDAY_NEEDS_CUE, split_words
from copilot.scoring.when_period import cut_period, holiday_days, month_days, period_days, season_days
from copilot.scoring.when_span import DayPiece, Now

Days = tuple[date, date]
_Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Now], Days | None]]


def _any(names: object) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))  # type: ignore[call-overload]  # any iterable of str


_CUE: Final = (
    r"on|by|until|till|til|before|after|around|every|from|for|since|in|through|thru|of|is|maybe|say|"
    r"en|de|del|desde|hasta|para|el|le|du|au|im|ab|bis|am|vor|na|nesta|neste|em|ate|pela|toda|desta"
)
_NEXT: Final = r"next|this coming|this|coming|last|past"
_FOREIGN_NEXT: Final = (
    r"proximo|proxima|este|esta|ce|cette|nachsten|nachste|nachster|kommenden|kommende|diesen|diese|dieses"
)
_WEEKDAYS: Final = _any(WEEKDAY)
_MONTHS: Final = _any(MONTH)
_PART: Final = (
    r"early|mid|middle of|late|end of|the end of|beginning of|the beginning of|start of|the start of|the middle of|"
    r"anfang|mitte|ende|debut|mi|fin|fin de|finales de|principios de|mediados de|inicio de|meados de|final de|fim de"
)

_DAY_WORDS: Final = re.compile(
    rf"(?<!\w)(?<!la )(?<!guten )(?<!am )(?<!heute )(?<!jeden )(?P<word>{_any(DAY_WORD)})(?!\w)"
)
_WEEKDAY: Final = re.compile(
    rf"(?<!\w)(?:(?P<cue>{_CUE}) )?(?:the )?(?P<span>(?:(?P<next>{_NEXT}|"
    rf"{_FOREIGN_NEXT}) )?(?P<name>{_WEEKDAYS})(?!\w|-(?!(?:{_WEEKDAYS})(?!\w))\w|'(?!s))"
    r"(?P<after> (?:of )?next week| week(?! \w*end)| que viene| que vem| prochaine?| proxim[oa])?)"
)
_ISO: Final = re.compile(r"(?<![\d-])(?P<y>20\d{2})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?![\d-])")
_NUMERIC: Final = re.compile(
    rf"(?:(?<!\w)(?P<cue>{_CUE}|the|"
    rf"at) )?(?<![\d/.$£€])(?P<span>(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})(?:/(?P<y>20\d{{2}}|"
    rf"\d{{2}}))?)(?![\d/%]|\.\d)"
)
_DOTTED: Final = re.compile(
    r"(?<![\w.,])(?:am |bis |vom |zum |ab |den |der |le |"
    r"el )?(?P<span>(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>20\d{2}|\d{2})?)(?!\d)"
)
_DAY_MONTH: Final = re.compile(
    rf"(?<![\w.,$£€:/])(?:the )?(?:(?P<from>\d{{1,2}})(?:st|nd|rd|th|\.)? ?(?:-|to|bis|al?|au) ?)?"
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?(?: of| de| do)?"
    rf" (?P<mon>{_MONTHS})(?![\w'])(?:,? (?:de |of |del )?(?P<y>20\d{{2}})(?!\w))?"
)
_MONTH_DAY: Final = re.compile(
    rf"(?<!\w)(?<!i )(?<!we )(?<!you )(?<!they )(?<!it )(?P<mon>{_MONTHS})\.? (?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?"
    r"(?![\w:/%]|[.,]\d| ?(?:am|pm|users|people|seats|of us|min|hours|days|weeks|more|or \d|"
    r"percent)\b)(?:,? (?P<y>20\d{2})(?!\w))?"
)
_MONTH: Final = re.compile(
    rf"(?<![\w-])(?:(?P<cue>{_CUE}|the) )?(?P<span>(?:(?P<part>{_PART})[ -])?(?:(?P<next>next|this|last|"
    rf"coming|proximo|nachsten) )?(?P<mon>{_MONTHS})"
    r"(?:\.?,? (?:de |del |of )?(?P<y>20\d{2}))?)(?![\w'-])"
)
_PERIOD: Final = re.compile(
    rf"(?<!\w)(?:(?P<part>{_PART}|later|sometime|later in|early in)[ -])?(?P<next>this|next|last|"
    rf"the following|following|the coming|coming|past|the) "
    r"(?P<unit>weekend|week end|week(?: after next)?|wk|month|quarter|qtr|year|yr)(?!\w|-)"
)
_ABBREVIATED: Final = re.compile(
    r"(?<!\w)(?:eo(?P<eo>[wmqy])|(?P<unit>month|quarter|year) end|(?P<german>monats|jahres|quartals)ende)(?!\w)"
)
_QUARTER: Final = re.compile(
    r"(?<!\w)(?:(?P<part>early|mid|late|end of|start of|beginning of) )?(?:q(?P<q>[1-4])|(?P<word>first|"
    r"second|third|fourth|last) quarter)(?: (?:of )?(?P<y>20\d{2}))?(?!\w)"
)
_SEASON: Final = re.compile(
    r"(?<!\w)(?P<cue>(?:in|until|till?|by|maybe|before|after|over|during|around|"
    r"come)(?: the)? )?(?P<span>(?:(?P<part>early|mid|late) |(?P<next>this|next|last) )?(?P<season>spring|"
    r"summer|fall|autumn|winter))(?!\w)"
)
_HOLIDAY: Final = re.compile(
    r"(?<!merry )(?<!happy )(?<!your )(?<!feliz )(?<!joyeux )(?<!frohe )(?<![\w])(?P<name>christmas eve|"
    r"christmas day|christmas|xmas|new year'?s eve|new year'?s day|the new year|"
    r"new years?(?:'s)?|thanksgiving|easter|the holidays|las fiestas|les fetes|navidad|noel|weihnachten|"
    r"natal|ostern|semana santa)(?!\w)(?! (?:party|bonus|card|gift|present|tree|lights|sale|shopping))"
)
_ROMANCE: Final = re.compile(
    r"(?<!\w)(?:(?:la |el |le |a |o )?(?:(?P<before>proxim[oa]|nachsten?|nachstes|esta|este|cette|ce|"
    r"diese|diesen|dieses) (?P<unit>semana|mes|ano|trimestre|semaine|mois|annee|woche|monat|jahr|quartal|"
    r"wochenende|week-end|fim de semana|fin de semana)"
    r"|(?P<unit2>semana|mes|ano|trimestre|semaine|mois|annee|fim de semana|fin de semana|"
    r"week-end) (?P<after>que viene|que vem|que entra|prochaine?|proxim[oa]|siguiente|entrante|seguinte))"
    r"|(?P<end>(?:a )?(?:fin|finales|final|fins|fim|fin du|ende des)(?: de| do)?(?: este)?) (?P<unit3>mes|"
    r"ano|mois|monats|jahres|l'annee)"
    r"|(?P<weekend>(?:el |le |o |am |no )(?:fin de semana|week-end|fim de semana|wochenende)))(?!\w)"
)
_DAY_OF_MONTH: Final = re.compile(
    r"(?<!\w)(?:(?:on|by|until|till?|before|after|around|from|since|for) (?P<en>the (?P<d>\d{1,2})(?:st|"
    r"nd|rd|th))(?! (?:floor|one|time|unit|option|street|st|ave|avenue|email|text|message|call|try|"
    r"payment|of|visit|bedroom))"
    r"|(?P<en2>the (?P<d2>\d{1,2})(?:st|nd|rd|th))(?= (?:works|is|would|at|or|and|if|please)(?!\w)|[?.!,]|$)"
    r"|(?P<es>(?:el |no )?dia (?P<d3>\d{1,2})|el (?P<d4>\d{1,2})|le (?P<d5>\d{1,2}))(?![\w:/%]|[.,]\d|"
    r" ?(?:%|€|por|de|h|euros?|eur|personnes|pessoas))"
    r"|am (?P<de>(?P<d6>\d{1,2})\.)(?= |$))(?!\w)"
)


def _word(match: re.Match[str], now: Now) -> Days:
    first = now.today + timedelta(days=DAY_WORD[match["word"]])
    return first, first + timedelta(days=1)


_ADJACENT_BEFORE: Final = re.compile(rf"(?<!\w)(?:{_WEEKDAYS}) ?(?:and|or|/|,|&|-|to|thru) ?(?:on )?$")
_ADJACENT_AFTER: Final = re.compile(
    rf" ?(?:@ ?\d|(?:at )?\d{{1,2}}(?::\d\d)? ?(?:am|pm|[ap])?(?!\w)|morning|afternoon|evening|night|"
    rf"(?:[/&,-]|or|and|to|thru) ?(?:on )?(?:{_WEEKDAYS})(?!\w))"
)
_ENGLISH_DAY_CUES: Final = split_words("on by until till til before after every from for through thru")


def _weekday(match: re.Match[str], now: Now) -> Days | None:
    name, next_word, after = match["name"], match["next"], match["after"]
    if name in WEEKDAY_NEEDS_CUE and not (next_word or after or _has_day_beside(match)):
        return None
    day, monday = WEEKDAY[name], now.today - timedelta(days=now.today.weekday())
    ahead = (day - now.today.weekday()) % 7
    if (after and after.strip().endswith("next week")) or next_word == "next":
        first = monday + timedelta(days=7 + day)
    elif next_word in {"last", "past"}:
        first = now.today - timedelta(days=7 - ahead if ahead else 7)
    elif next_word == "this":
        first = now.today + timedelta(days=ahead)
    else:
        first = now.today + timedelta(days=(ahead or 7) + (7 if after == " week" else 0))
    return first, first + timedelta(days=1)


def _has_day_beside(match: re.Match[str]) -> bool:
    name, text = match["name"], match.string
    cues = {"mon", "wed", "sat", "sun"}
    if match["cue"] and ((match["cue"] in _ENGLISH_DAY_CUES) == (name in cues)):
        return True
    if text.strip(" .!?,") == name:
        return True
    return bool(_ADJACENT_BEFORE.search(text, 0, match.start("name")) or _ADJACENT_AFTER.match(text, match.end("name")))


def _iso(match: re.Match[str], now: Now) -> Days:
    return _day(date(int(match["y"]), int(match["m"]), int(match["d"])))


_FRACTIONS: Final = frozenset({2, 3, 4, 5, 8, 10})


def _numeric(match: re.Match[str], now: Now) -> Days | None:
    a, b = int(match["a"]), int(match["b"])
    is_alone = match.string.strip(" .!?,") == match["span"]
    if (a, b) == (24, 7):
        return None
    if not (match["cue"] or match["y"] or is_alone) and a <= b and b in _FRACTIONS:
        return None
    month, day = (a, b) if (now.is_month_first and a <= 12) or b > 12 else (b, a)
    return _day(_dated(now, month, day, match["y"]))


def _dotted(match: re.Match[str], now: Now) -> Days | None:
    if match["y"] is None and match.start() == match.start("span"):
        return None
    return _day(_dated(now, int(match["m"]), int(match["d"]), match["y"]))


def _day_month(match: re.Match[str], now: Now) -> Days:
    last = _dated(now, MONTH[match["mon"]], int(match["d"]), match["y"])
    day = int(match.groupdict().get("from") or last.day)
    first = last.replace(day=day) if day <= last.day else last  # "3-5 July"
    return first, last + timedelta(days=1)


def _month(match: re.Match[str], now: Now) -> Days | None:
    name, cue = match["mon"], match["cue"]
    if name in MONTH_NEEDS_CUE and not (match["part"] or match["next"] or match["y"] or _is_month_cue(match)):
        return None
    if cue == "the" and not match["part"]:
        return None
    return cut_period(
        month_days(now.today, MONTH[name], year=match["y"], is_last=match["next"] == "last"), match["part"]
    )


_SUBJECT: Final = re.compile(r" (?:works|would be|is better|sounds|instead|should be|at the earliest)(?!\w)")


def _is_month_cue(match: re.Match[str]) -> bool:
    if match.string.strip(" .!?,") == match["span"] or (
        match["mon"] != "may" and _SUBJECT.match(match.string, match.end())
    ):
        return True
    return match["cue"] is not None and match["cue"] not in {
        "for",
        "every",
        "the",
        "is",
        "le",
        "el",
        "maybe",
        "say",
        "de",
        "au",
        "na",
        "am",
    }


def _period(match: re.Match[str], now: Now) -> Days | None:
    unit, next_word, part = match["unit"], match["next"], match["part"]
    is_second = unit.endswith(" after next")
    unit = unit.removesuffix(" after next")
    names_part = part is not None and part.endswith(" of")
    if next_word == "the" and not (names_part or is_second or unit.startswith(("weekend", "week end"))):
        return None  # "the month", "the year" alone name no time
    offset = 2 if is_second else {"this": 0, "the": 0, "last": -1, "past": -1}.get(next_word, 1)
    if part in {"later", "later in", "sometime", "early in"}:
        part = "early" if part == "early in" else None
    return cut_period(period_days(now.today, unit, offset), part)


def _abbreviated(match: re.Match[str], now: Now) -> Days:
    letters = {"w": "week", "m": "month", "q": "quarter", "y": "year"}
    german = {"monats": "month", "jahres": "year", "quartals": "quarter"}
    unit = letters[match["eo"]] if match["eo"] else match["unit"] or german[match["german"]]
    return cut_period(period_days(now.today, unit, 0), "end of")


def _quarter(match: re.Match[str], now: Now) -> Days | None:
    words = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
    number = int(match["q"]) if match["q"] else words[match["word"]]
    first = date(int(match["y"] or now.today.year), number * 3 - 2, 1)
    days = period_days(first, "quarter", 0)
    if days[1] <= now.today and not match["y"]:
        days = period_days(first.replace(year=first.year + 1), "quarter", 0)
    return cut_period(days, match["part"])


def _season(match: re.Match[str], now: Now) -> Days | None:
    if not (match["cue"] or match["part"] or match["next"]):
        return None
    return cut_period(season_days(now.today, match["season"], match["next"]), match["part"])


def _holiday(match: re.Match[str], now: Now) -> Days:
    return holiday_days(now.today, match["name"])


def _romance(match: re.Match[str], now: Now) -> Days | None:
    if match["weekend"]:
        return period_days(now.today, "weekend", 0)
    if match["unit3"]:
        return cut_period(period_days(now.today, match["unit3"], 0), "end of")
    is_this = (match["before"] or "") in {"esta", "este", "cette", "ce", "diese", "diesen", "dieses"}
    return period_days(now.today, match["unit"] or match["unit2"], 0 if is_this else 1)


def _day_of_month(match: re.Match[str], now: Now) -> Days | None:
    day = int(next(match[g] for g in ("d", "d2", "d3", "d4", "d5", "d6") if match[g]))
    month = now.today.replace(day=1) if day >= now.today.day else period_days(now.today, "month", 1)[0]
    for _ in range(3):
        first, beyond = period_days(month, "month", 0)
        if 1 <= day <= (beyond - first).days:
            return _day(first.replace(day=day))
        month = beyond
    return None


def _day(first: date) -> Days:
    return first, first + timedelta(days=1)


def _dated(now: Now, month: int, day: int, year: str | None) -> date:
    """Return the date of a given year, else its next occurrence.

    Raises:
        ValueError: No such day.
    """
    if year:
        return date(int(year) % 100 + 2000, month, day)
    for candidate in range(now.today.year, now.today.year + 9):  # 29 February may be eight years away
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if found >= now.today:
            return found
    raise ValueError("no such day")


_MONTH_WORDS: Final = frozenset(MONTH)
_RULES: Final[tuple[tuple[frozenset[str] | None, tuple[_Rule, ...]], ...]] = (
    (None, ((_ISO, _iso), (_NUMERIC, _numeric), (_DOTTED, _dotted), (_DAY_OF_MONTH, _day_of_month))),
    (_MONTH_WORDS, ((_DAY_MONTH, _day_month), (_MONTH_DAY, _day_month), (_MONTH, _month))),
    (frozenset(WEEKDAY) | {"feira"}, ((_WEEKDAY, _weekday),)),
    (
        frozenset(w for phrase in DAY_WORD for w in phrase.replace("-", " ").replace("'", " ").split()),
        ((_DAY_WORDS, _word),),
    ),
    (split_words("weekend week wk month quarter qtr year yr"), ((_PERIOD, _period),)),
    (
        split_words("eow eom eoq eoy month quarter year end monatsende jahresende quartalsende"),
        ((_ABBREVIATED, _abbreviated),),
    ),
    (split_words("q1 q2 q3 q4 quarter"), ((_QUARTER, _quarter),)),
    (split_words("spring summer fall autumn winter"), ((_SEASON, _season),)),
    (
        split_words(
            "christmas xmas year years thanksgiving easter holidays fiestas fetes navidad noel weihnachten natal "
            "ostern santa"
        ),
        ((_HOLIDAY, _holiday),),
    ),
    (
        split_words(
            "semana mes ano trimestre semaine mois annee woche monat jahr quartal wochenende week monats jahres"
        ),
        ((_ROMANCE, _romance),),
    ),
)
DAY_TRIGGERS: Final = frozenset().union(*(words for words, _ in _RULES if words))
"""A text with none of these words and no digit names no day."""


def find_days(flat: str, words: frozenset[str], *, has_digit: bool, now: Now) -> Iterator[DayPiece]:
    """Yield every reading of days in a flattened text; readings may overlap. ``words`` are the words of the text."""
    for triggers, rules in _RULES:
        if not (has_digit if triggers is None else not triggers.isdisjoint(words)):
            continue
        for pattern, resolve in rules:
            for match in pattern.finditer(flat):
                try:
                    days = resolve(match, now)
                except (ValueError, OverflowError):  # 31 February, the year 10000
                    continue
                if days is not None:
                    start, end = _span(match)
                    yield DayPiece(start, end, *days)


def _span(match: re.Match[str]) -> tuple[int, int]:
    for group in ("span", "en", "en2", "es", "de"):
        if group in match.re.groupindex and match[group]:
            return match.span(group)
    return match.span()
