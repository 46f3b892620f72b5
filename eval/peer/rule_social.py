"""Rules for what is left: insults, questions about the offer, thanks, greetings, acknowledgements."""

from typing import Final

from eval.peer.rule import Rule, rule, whole
from eval.peer.rule_word import NO, YES

REST: Final[tuple[Rule, ...]] = (
    rule(
        "abuse_or_spam",
        r"clowns?|followers|dm me|cheap (?:meds|pills|loans)|jackpot",
        r"f+u+c+k+ (?:off|you|u)|fuck\w*|piss off|idiots?|morons?|losers?|asshole|arsehole|muppets?|wankers?|bitch|"
        r"screw you|go to hell|drop dead|eat (?:my|shit)|stfu|scum\w*|bastards?|"
        r"(?:crypto|bitcoin|casino|viagra|earn \W?\d+|lottery|inheritance|prize|forex|guest posts?|seo services|"
        r"we offer|backlinks?|investment opportunity)|(?:click|claim) (?:here|now|your)|"
        r"asdf\w*|(?:idiota|gilipollas|pendej\w+|connard|conne?|va te|arschloch|verpiss\w*|idioten?|babaca|otario|"
        r"vai se)",
    ),
    rule("product_question", r"(?:do|does|can|could|is|are|will|would|have|has|did|which|what|how|where|any|got) .*\?"),
    rule(
        "product_question",
        r"(?:do|does|can|is|are|will|would|have) (?:you|u|ya|it|the|this|that|they|there|i|we|your)|(?:in stock|"
        r"available|compatible|work with|integrat\w*|support)|what (?:time|hours|size|colou?rs?)|"
        r"(?:tienen?|hay|puedo|se puede|como|que|cual|cuando|a que hora)|(?:avez-vous|est-ce que|vous (?:avez|"
        r"faites)|c'est|quel\w*|ouvert\w*)|(?:haben|gibt|kann|ist|sind|hat|geht|wie|welche\w*) (?:sie|es|man|ihr|"
        r"ich|die|das|der)|"
        r"(?:tem|voces|posso|aceita\w*|da pra|qual|como|funciona)",
    ),
    rule(
        "gratitude",
        r"bless|(?:just )?wanted to say|to say the|saved (?:my|our|us|me)|hats off",
        r"thank\w*|thx|tnx|tysm|ty|cheers|appreciate\w*|ta|much obliged|(?:great|good|amazing|excellent|brilliant|"
        r"fantastic|lovely|best|superb) (?:job|work|service|help|team|stuff|experience)|"
        r"(?:love|loved) (?:it|you|this|them)|(?:you're|youre|ur|you are) (?:the best|a star|amazing|legend|"
        r"a legend)|legend|bless you|lifesaver|gracias|merci\w*|danke\w*|obrigad\w*|valeu|genial|super service",
    ),
    whole("gratitude", r"(?:❤|🙏|😍|🥰|💕|\s|️)+"),
    whole(
        "greeting",
        r"(?:hi+|hey+|hello+|hiya|yo|howdy|sup|g'?day|morning|mornin|afternoon|evening|good (?:morning|afternoon|"
        r"evening|day)|hola|buen[oa]s|salut|bonjour|bonsoir|coucou|hallo|moin|servus|guten (?:tag|morgen|abend)|"
        r"oi|ola|bom dia|boa (?:tarde|noite))(?:[ ,]+\w+)?(?:[ ,.!?]+(?:how (?:are|r) (?:you|u)\w*(?: \w+)?|"
        r"que tal|como (?:estas|vai)|ca va|wie gehts|tudo bem))?",
    ),
    rule(
        "greeting",
        r"how(?:'s| is| are|s|'re)? (?:you|u|things|it going|everything|life|your day)|merry christmas|"
        r"happy (?:new year|birthday|easter|holidays)|que tal|tudo bem|ca va|wie geht",
    ),
    whole("acknowledgement", YES),
    whole("not_interested", NO),
    rule(
        "acknowledgement",
        r"(?:ok|okay|k|kk|okey|okie|got it|gotcha|understood|noted|will do|right|alright|cool|great|perfect|roger|"
        r"fine|good|nice|sounds good|no (?:problem|worries|probs)|sure|received|fair enough|done|yes|yep|yeah|"
        r"you too|you're welcome|excellent|lovely|super|entendido|perfecto|vale|listo|bueno|recu|c'est note|"
        r"entendu|bien|parfait|verstanden|alles klar|in ordnung|okay|gut|entendi|beleza|blz|certo|ta bom|perfeito|"
        r"👍|👌|✅)"
        r"(?: \w+){0,6}\W*$",
    ),
    rule("acknowledgement", r"[👍👌✅🆗🙌]+"),
)

LAST: Final[tuple[Rule, ...]] = (rule("product_question", r".{3,}\?"),)
"""A question that nothing else caught is most often about the offer."""
