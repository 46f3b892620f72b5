"""Spanish requests for no more messages. Text is folded: no accents, no punctuation, lower case."""

from typing import Final

from copilot.text.phrase_rule import Grammar, build_grammar, rule

_PARTS: Final[dict[str, str]] = {
    "messages": "mensajes?|mensajitos?|sms|textos?|promos?|promociones|publicidad|spam|avisos?|ofertas|msjs?",
    # Where their number stands.
    "list": "listas?|base(?: de datos)?|grupo|sistema|registros?|contactos|envios|<messages>",
    "own": "la|las|los|el|su|sus|tu|tus|esta|esa|ese|este|estos|esos|vuestra|cualquier",
    "write": r"escrib\w+|contact\w+|textee?\w*|moleste\w*|molestar\w*|mensaje(?:en|es|ar)\w*",
    "send": r"mand\w+|envi\w+|llegu?\w*",
    "again": "mas|nunca mas|jamas|otra vez|nunca|de nuevo",
}

_RULES: Final = (
    rule("es_do_not_write", r"no (?:me|nos|le|les) <write>(?: \w+)? <again>"),
    rule("es_do_not_write", r"(?:ya no|nunca) (?:me|nos) (?:<write>|<send> (?:nada|mas|<messages>|est[ao]s \w+))"),
    rule("es_do_not_write", r"no (?:me|nos) vuelv\w+ a (?:<write>|<send>)"),
    rule("es_do_not_send", r"no (?:me|nos) <send> (?:mas|nada mas|mas \w+|<messages>)"),
    rule(
        "es_do_not_want",
        "no (?:quiero|queremos|deseo|deseamos) (?:recibir |seguir recibiendo |que me (?:manden|envien) )?(?:mas |"
        "sus |estos |esos |tus )*<messages>",
    ),
    rule(
        "es_do_not_want",
        "no (?:quiero|deseo) (?:que me (?:escriban|contacten|molesten)|ser contactad[oa]|seguir recibiendo)",
    ),
    rule(
        "es_stop",
        r"(?:dejen?|deje|dejad|paren?|para|pare) (?:ya )?de (?:<write>|mandar\w*|enviar\w*|molestar\w*|textear\w*)",
    ),
    rule("es_no_more", "(?:^|basta de |por favor )no mas <messages>|basta de <messages>"),
    rule(
        "es_take_off",
        r"(?:quit|saqu|borr|elimin|sac|retir|supr)\w*(?: (?:me|mi (?:numero|telefono|nombre)|este numero))? (?:de|"
        "del) (?:<own> )*<list>",
    ),
    rule(
        "es_remove_number",
        r"(?:borr|elimin|quit|suprim)\w* (?:mi|este) (?:numero|telefono|contacto)(?= (?:de|por|x|ya|gracias)\b|$)",
    ),
    rule(
        "es_unsubscribe",
        "(?:d[ae]r?(?:n?me|me)|darme|deme|denme|dame) de baja(?: de (?:<own> )*<list>|$| (?:por|gracias|ya|x|"
        r"porfa)\b)",
    ),
    rule("es_leave_alone", "(?:dejen?me|dejeme|dejadme|dejame|dejen?nos) en paz"),
)

_DISARMED_BY: Final = (
    r"\b(?:no|nunca|si|cuando|por que|como|sin|hasta que|antes de que|para que|aunque|no quiero "
    r"que|ni)(?: (?:me|nos|se|quiero|quieres|que|hace|falta|hay|puedo|ya))*$|^(?:por que|cuando|como|si)\b"
)
_NARROWED_BY: Final = (
    "(?:hasta|antes|despues|mientras|tan|tantos?|tantas?|por la (?:noche|manana|tarde)|a esta "
    r"hora|el (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)|a (?:mi|la) otr[oa]|al otro|cuando|si)\b"
)

SPANISH: Final[Grammar] = build_grammar(
    "es",
    parts=_PARTS,
    rules=_RULES,
    disarmed_by=_DISARMED_BY,
    narrowed_by=_NARROWED_BY,
)
