"""German requests for no more messages. Text is folded: "löschen" → "loschen"; "loeschen" is read too."""

from typing import Final

from copilot.text.phrase_rule import Grammar, build_grammar, rule

_PARTS: Final[dict[str, str]] = {
    "messages": ("sms|nachrichten?|werbung|werbe ?sms|werbenachrichten|textnachrichten|mails?|newsletter|spam|texte"),
    # Where their number stands.
    "list": "verteilern?|listen?|kartei|datenbank|datei|system|adressbuch|kundenkartei|kontakten",
    "the": "dem|der|den|ihrem|ihrer|eurem|eurer|deinem|deiner|diesem|dieser|irgendeinem",
    "soft": "bitte|endlich|sofort|sie|doch|mal|jetzt|mir|mich|uns|auch|dringend|umgehend",
    "remove": "nehm(?:en|t)?|nimm|streich(?:en|t)?|loe?sch(?:en|t)?|entfern(?:en|t|e)?|werf(?:en|t)|hol(?:en|t)?",
    "write": r"schreib\w*|kontaktier\w*|anschreib\w*|textet?|smst?|nerv\w*|belastig\w*|belaestig\w*",
}

_RULES: Final = (
    rule("de_do_not_write", "<write> (?:<soft> )*(?:nicht|nie|niemals) (?:mehr|wieder)"),
    rule(
        "de_do_not_write",
        r"(?:^|\b<soft> |\bund )(?:nicht|nie) (?:mehr|wieder) (?:<write>|anschreiben|kontaktieren|anrufen)(?: "
        "(?:bitte|danke))*$",
    ),
    rule(
        "de_stop",
        "(?:hoe?r(?:en|t)?|aufhoe?ren) (?:<soft> )*(?:auf )?(?:<soft> )*(?:zu schreiben|zu nerven|zu "
        "kontaktieren|mit (?:den|diesen|euren|ihren|der) <messages>)",
    ),
    rule(
        "de_no_more",
        "(?:^|bitte |mochte |moechte |will |mochten |moechten )keine (?:<messages> mehr|weiteren <messages>|"
        r"(?:\w+ )?<messages> mehr)",
    ),
    rule("de_no_more", "^(?:bitte )?keine <messages>(?: (?:bitte|danke|mehr))+$"),
    rule(
        "de_unsubscribe",
        "meld(?:en|et|e)? (?:<soft> )*ab$|(?:mochte|moechte|will) (?:<soft> )*(?:abgemeldet werden|abmelden$)",
    ),
    rule("de_take_off", "<remove> (?:<soft> |meine |diese |nummer |daten )*(?:aus|von|ausm|ausm) (?:<the> )?<list>"),
    rule(
        "de_remove_number",
        "<remove> (?:<soft> )*(?:meine|diese) (?:handy|telefon|mobil|ruf)?(?:nummer|daten|kontaktdaten)(?=$| "
        r"(?:bitte|danke|sofort|und|gemass|nach)\b)",
    ),
    rule(
        "de_remove_number",
        r"(?:meine|diese) (?:handy)?nummer (?:bitte )?(?:umgehend |sofort )?(?:aus \w+ \w+ )?(?:loe?schen|"
        "entfernen|streichen)$",
    ),
    rule("de_leave_alone", "lass(?:en|t|e)? (?:sie |mich |uns )(?:<soft> )*in (?:ruhe|frieden)"),
    rule(
        "de_object",
        r"widerspreche (?:ich )?(?:hiermit )?(?:der|jeder|jeglicher) (?:\w+ ){1,6}(?:werbezwecken|werbung|"
        "marketingzwecken)",
    ),
    rule("de_stop_please", "^(?:nein )?(?:bitte stopp?|stopp? bitte)(?: danke)?$"),
)

_DISARMED_BY: Final = (
    r"\b(?:wenn|falls|warum|wieso|wann|ob|bevor|nicht|nie|haben|hat|habt)(?: (?:sie|ihr|du|ich|"
    r"mich|mir|bitte))*$|^(?:wenn|falls|warum|wieso|wann|wie)\b(?! oft)"
)
_NARROWED_BY: Final = (
    r"(?:vor|nach (?:\d|acht|neun|zehn)|bis|so (?:spat|frueh|fruh|oft|viel)|am (?:sonntag|"
    r"samstag|wochenende|abend|montag)|wahrend|nachts|solange|wenn)\b"
)

GERMAN: Final[Grammar] = build_grammar(
    "de",
    parts=_PARTS,
    rules=_RULES,
    disarmed_by=_DISARMED_BY,
    narrowed_by=_NARROWED_BY,
)
