"""Portuguese requests for no more messages. Text is folded: no accents, no punctuation, lower case."""

from typing import Final

from copilot.text.phrase_rule import Grammar, build_grammar, rule

_PARTS: Final[dict[str, str]] = {
    "messages": ("mensagem|mensagens|msgs?|sms|promocao|promocoes|propagandas?|spam|ofertas|torpedos|textos?|avisos"),
    # Where their number stands.
    "list": "listas?|cadastros?|grupo|base(?: de dados)?|sistema|transmissao|contatos|mailing|<messages>",
    "of": "da|do|das|dos|dessa|desse|desta|deste|de|dai",
    "remove": r"tir[ae]\w*|remov\w+|retir\w+|exclu\w+|apag\w+|delet\w+",
    # A command, not a report: "never text me again", but not "you never text me anymore".
    "not": "nao|n|nunca",
    "me": "me|nos",
}

_RULES: Final = (
    rule(
        "pt_do_not_want",
        "<not> (?:quero|queremos|desejo|gostaria de) (?:mais )?(?:receber (?:mais )?(?:(?:as|essas|esses|suas|"
        "nenhuma) )?(?:<messages>|isso|nada)|(?:as |essas |suas )?<messages>)",
    ),
    rule(
        "pt_do_not_write",
        r"<not> (?:precisam? )?(?:mais )?(?:<me> )?(?:mand\w+|envi\w+|escrev\w+|contat\w+|chame\w*|perturb\w+)(?: "
        "(?:mais|nunca mais|<messages>|isso|nada|para mim|pra mim))*? (?:mais|nunca mais)",
    ),
    rule(
        "pt_stop",
        "(?:para|pare|parem|parar|chega|basta) (?:ja |por favor )?(?:de|com) (?:<me> )?(?:mandar|enviar|encher|"
        "escrever|perturbar|chamar|(?:as |essas )?<messages>)",
    ),
    rule(
        "pt_take_off",
        "<remove> (?:me |o |meu |numero |contato |nome |telefone |esse |este )*<of> (?:sua |suas |essa |seu |"
        "vossa )?<list>",
    ),
    rule("pt_take_off", "(?:quero|pedi|gostaria de) (?:pra |para )?sair <of> (?:sua )?(?:lista|grupo|cadastro)"),
    rule(
        "pt_remove_number",
        r"<remove> (?:o )?(?:meu|esse|este) (?:numero|contato|telefone)(?=$| (?:por|obrigad[oa]|pfv?|ja|agora)\b)",
    ),
    rule(
        "pt_unsubscribe",
        "(?:me )?descadastr(?:a|e|em|ar)(?: (?:me|meu numero|esse numero))?(?=$| (?:por|obrigad[oa]|pfv?|da|"
        r"do)\b)",
    ),
    rule("pt_leave_alone", "(?:me deix[ae]m?|deix[ae]m? me|deix[ae]m? eu) em paz"),
)

_DISARMED_BY: Final = (
    r"\b(?:nao|n|se|quando|por que|pq|porque|como|sem|antes de|nunca)(?: (?:me|voces?|vcs?|que|"
    r"eu|precisa))*$|^(?:se|quando|por que|pq|como)\b"
)
_NARROWED_BY: Final = (
    "(?:antes|depois|ate|enquanto|a noite|de manha|no (?:domingo|sabado|fim)|tao|quando|se|pro "
    r"outro|para o outro)\b"
)

PORTUGUESE: Final[Grammar] = build_grammar(
    "pt",
    parts=_PARTS,
    rules=_RULES,
    disarmed_by=_DISARMED_BY,
    narrowed_by=_NARROWED_BY,
)
