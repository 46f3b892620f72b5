"""The consent keywords, as data: a keyword is the entire message, however it is written."""

from dataclasses import dataclass
from typing import Final

from copilot.domain.consent import ConsentEvent
from copilot.text.normalise import fold


@dataclass(frozen=True, slots=True)
class Keyword:
    """One consent word."""

    name: str
    """Stable; the rule of a match is ``keyword.<name>``."""
    event: ConsentEvent
    languages: tuple[str, ...]
    spellings: tuple[str, ...]
    source: str
    is_optional: bool = False
    """Acts only where the deployment lists it among its extra keywords."""


_OUT, _IN, _HELP = ConsentEvent.OPT_OUT, ConsentEvent.OPT_IN, ConsentEvent.HELP
_ALL_LISTS: Final = "FCC per-se list; Twilio, AWS, Telnyx default lists; CTIA 5.1.3"

KEYWORDS: Final[tuple[Keyword, ...]] = (
    Keyword("stop", _OUT, ("en", "fr", "es", "de", "pt"), ("STOP",), _ALL_LISTS),
    Keyword("stopall", _OUT, ("en",), ("STOPALL", "STOP ALL"), "Twilio; Telnyx"),
    Keyword("unsubscribe", _OUT, ("en",), ("UNSUBSCRIBE",), f"{_ALL_LISTS}; Virginia SB 1339"),
    Keyword("cancel", _OUT, ("en",), ("CANCEL",), _ALL_LISTS),
    Keyword("end", _OUT, ("en",), ("END",), _ALL_LISTS),
    Keyword("quit", _OUT, ("en",), ("QUIT",), _ALL_LISTS),
    Keyword("revoke", _OUT, ("en",), ("REVOKE",), "FCC per-se list; Twilio"),
    Keyword("optout", _OUT, ("en",), ("OPTOUT", "OPT OUT", "OPT-OUT"), "FCC per-se list; Twilio; AWS"),
    Keyword("remove", _OUT, ("en",), ("REMOVE",), "AWS"),
    Keyword("arret", _OUT, ("fr",), ("ARRET", "ARRÊT", "ARRETE", "ARRÊTE", "ARRETT"), "AWS; Twilio Proxy"),
    Keyword("alto", _OUT, ("es",), ("ALTO",), "recall"),
    Keyword("parar", _OUT, ("es", "pt"), ("PARAR",), "recall"),
    Keyword("baja", _OUT, ("es",), ("BAJA", "DAR DE BAJA"), "recall"),
    Keyword("sair", _OUT, ("pt",), ("SAIR",), "recall"),
    Keyword("stopp", _OUT, ("de",), ("STOPP",), "recall"),
    Keyword("abmelden", _OUT, ("de",), ("ABMELDEN",), "recall"),
    Keyword("desinscription", _OUT, ("fr",), ("DÉSINSCRIPTION", "DÉSABONNER", "DÉSINSCRIRE"), "recall"),
    Keyword("stop_ru", _OUT, ("ru",), ("СТОП",), "recall"),
    Keyword("td", _OUT, ("en",), ("TD",), "AWS; too ambiguous elsewhere", is_optional=True),
    Keyword("start", _IN, ("en",), ("START",), "Twilio; Telnyx"),
    Keyword("unstop", _IN, ("en",), ("UNSTOP",), "Twilio; Telnyx"),
    Keyword(
        "yes", _IN, ("en",), ("YES",), "Twilio; here only for a contact who is opted out, else it answers a question"
    ),
    Keyword("help", _HELP, ("en",), ("HELP",), "CTIA; AWS; Twilio"),
    Keyword("info", _HELP, ("en",), ("INFO",), "Twilio"),
    Keyword("aide", _HELP, ("fr",), ("AIDE",), "recall"),
    Keyword("ayuda", _HELP, ("es",), ("AYUDA",), "recall"),
)
"""The union of what providers and regulators list. Left out on purpose: CANCELAR, CANCELLA and the like, which no list
demands and which mostly cancel an appointment."""

CONFIGURED: Final = "configured"
"""Name of an extra keyword that the table does not know; the deployment's own word is not repeated in records."""


def _compact(text: str) -> str:
    return fold(text).replace(" ", "")


_BY_SPELLING: Final = {_compact(spelling): keyword for keyword in KEYWORDS for spelling in keyword.spellings}


def match_keyword(
    text: str, *, opted_out: bool, extra_keywords: frozenset[str] = frozenset()
) -> tuple[ConsentEvent, str] | None:
    """Return the event and the name of the keyword that is the whole message, or None.

    Case, accents, punctuation, spacing ("S.T.O.P"), look-alike letters, invisible characters and emoji do not matter,
    nor does saying it several times ("stop stop", "STOPSTOP").

    Args:
        text: the message as it came.
        opted_out: whether the contact is opted out now; only then does YES opt in.
        extra_keywords: further opt-out words of this deployment, and optional ones of the table (``TD``) to switch on.
    """
    compact = _compact(text)
    if not compact:
        return None
    extra = frozenset(filter(None, map(_compact, extra_keywords)))
    word = _undouble(compact, extra)
    keyword = _BY_SPELLING.get(word)
    if keyword is None or (keyword.is_optional and word not in extra):
        return (_OUT, CONFIGURED) if word in extra else None
    if keyword.name == "yes" and not opted_out:
        return None
    return keyword.event, keyword.name


def _undouble(compact: str, extra: frozenset[str]) -> str:
    """Reduce "stopstopstop" to "stop"; a text that is no repetition of a known word comes back as it is."""
    longest = max(map(len, [*_BY_SPELLING, *extra]))
    for size in range(1, min(longest, len(compact) // 2) + 1):
        word = compact[:size]
        if (
            len(compact) % size == 0
            and (word in _BY_SPELLING or word in extra)
            and word * (len(compact) // size) == compact
        ):
            return word
    return compact
