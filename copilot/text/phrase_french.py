"""French requests for no more messages. Text is folded: no accents, no apostrophes ("m'envoyer" → "menvoyer")."""

from typing import Final

from copilot.text.phrase_rule import Grammar, build_grammar, rule

_PARTS: Final[dict[str, str]] = {
    "messages": "sms|messages?|textos?|pubs?|publicites?|promos?|promotions?|spams?|mails?|texto|offres",
    # Where their number stands.
    "list": ("listes?|fichiers?|base(?: de donnees)?|bases|repertoires?|contacts|envois|registres?|systeme|<messages>"),
    "own": "votre|vos|cette|ces|la|les|le|ta|tes|toutes|tous|votre propre",
    "remove": r"retir\w+|supprim\w+|enlev\w+|effac\w+|ray(?:ez|er|e)|otez|oter|sort(?:ez|ir)|vir(?:ez|er)",
    "number": "mon (?:numero|nom|contact|mobile|portable|telephone)|mes (?:coordonnees|donnees|infos)|ce numero",
}

_RULES: Final = (
    rule(
        "fr_do_not_write",
        "(?:ne )?m ?(?:e )?(?:ecri(?:vez|s|re)|contacte[zr]?|envoye[zr]?|envoie|appele[zr]|derange[zr]?|"
        r"harcele[zr]) (?:\w+ )?plus",
    ),
    rule("fr_do_not_write", "ne plus (?:me|m) ?(?:ecrire|contacter|envoyer|deranger|recontacter)"),
    rule(
        "fr_stop",
        "(?:arrete[zr]?|cesse[zr]?) (?:(?:moi|svp|tout de suite) )?(?:de )?(?:m ?(?:e )?(?:envoyer|ecrire|"
        "contacter|harceler|spammer|deranger)|(?:avec )?(?:vos|ces|les|tes|tous ces) <messages>)",
    ),
    rule(
        "fr_no_more",
        "^(?:(?:merci|svp|non|stop|bonjour) )*plus (?:de|aucun) <messages>(?: (?:svp|merci|s il vous plait|sil "
        "vous plait))*$",
    ),
    rule(
        "fr_do_not_want",
        "(?:ne )?(?:veux|souhaite|desire|souhaitons|voulons) plus (?:recevoir (?:de |vos |ces |aucun |d "
        r")?<messages>|etre (?:contacte\w*|sollicite\w*|derange\w*)|(?:de |vos |ces )<messages>|rien recevoir)",
    ),
    rule(
        "fr_unsubscribe",
        r"(?:desinscri\w+|desabonn\w+) moi(?: (?:de|des) (?:<own> )*<list>|$| (?:svp|merci|s|sil|tout)\b)",
    ),
    rule(
        "fr_unsubscribe",
        "(?:merci de|veuillez|pouvez vous|peux tu|je (?:veux|voudrais|souhaite)|jaimerais) me (?:desinscrire|"
        r"desabonner)(?: (?:de|des) (?:<own> )*<list>|$| (?:svp|merci|s|sil)\b)",
    ),
    rule("fr_take_off", "<remove> (?:moi|<number>) (?:de|des) (?:<own> )*<list>"),
    rule("fr_take_off", "m ?(?:e )?(?:<remove>) (?:de|des) (?:<own> )*<list>"),
    rule("fr_remove_number", r"<remove> (?:mon numero|ce numero)(?= (?:svp|merci|s|sil|tout)\b|$)"),
    rule("fr_leave_alone", "(?:laisse[zr]?|foutez|fichez|lache[zr]?) moi (?:tranquille|en paix|la paix)"),
    rule("fr_stop_please", "^(?:(?:non|merci|bonjour) )*stop (?:svp|s il vous plait|sil vous plait|merci)$"),
)

_DISARMED_BY: Final = (
    r"\b(?:si|quand|pourquoi|comment|pas|sans|jamais|avez|avant de)(?: (?:vous|tu|de|je|ne|me|"
    r"on))*$|^(?:si|pourquoi|quand|comment)\b"
)
_NARROWED_BY: Final = (
    r"(?:avant|apres|jusqu\w*|le (?:soir|matin|dimanche|samedi|lundi|week ?end)|pendant|si tard|"
    r"si tot|sur l ?autre|quand|si|aussi)\b"
)

FRENCH: Final[Grammar] = build_grammar(
    "fr",
    parts=_PARTS,
    rules=_RULES,
    disarmed_by=_DISARMED_BY,
    narrowed_by=_NARROWED_BY,
)
