"""Rules for wishes to stop, automatic answers, and who is at the other end."""

from typing import Final

from eval.peer.rule import Rule, rule, whole

STOP: Final[tuple[Rule, ...]] = (
    whole(
        "opt_out",
        r"stop|stop ?all|unsubscribe|unsub|quit|end|revoke|opt[ -]?out|remove(?: me)?|arret(?:ez)?|stopp?|alto|baja|"
        r"parar|sair|abmelden|desabonner|desinscri\w+|cancel(?:ar)? (?:texts?|mensajes)|stop (?:it|please|pls|now|"
        r"texts?)",
    ),
    rule(
        "opt_out",
        r"no more (?:of )?(?:these|this|them|your|texts?|txts?|msgs|messages|sms|marketing|offers)|stop sending|"
        r"leave me (?:alone|be)|(?:take|get|strike|cross|keep) (?:me|us|my number) off|ya no me|block(?:ed|"
        r"ing)? (?:you|this|the)|delete me",
        r"unsubscribe*",
        r"opt(?:ed|ing)?[ -]?(?:me )?out",
        r"(?:stop|quit|cease|no more|enough) (?:\w+ ){0,3}?(?:text(?:s|ing)?|txts?|txting|messag\w+|msgs?|sms|"
        r"spam\w*|contact\w*|"
        r"bothering|harass\w*|pestering|notifications|alerts)",
        r"(?:take|get|remove|delete|strike|scrub|wipe) (?:me|my (?:number|name|details|no)|this number|us|number)"
        r"(?: \w+){0,3}(?: (?:off|from|out))?",
        r"lose (?:my|this) number",
        r"(?:do not|don't|dont|never) (?:ever )?(?:text|txt|message|msg|contact|write|call)(?: \w+){0,2} (?:again|"
        r"anymore|any more|me|this)",
        r"off (?:your|the|this|ur) (?:\w+ )?list",
        r"(?:delete|erase|forget) (?:my|all my|this) (?:number|data|details|info)",
        r"no (?:me )?(?:escrib\w+|mand\w+|envi\w+|mensaj\w+|contact\w+) mas",
        r"(?:dejen?|deja|dejad) de (?:escrib\w+|mand\w+|envi\w+|molest\w+)",
        r"(?:borr\w+|elimin\w+|quit\w+|sac\w+) (?:mi|este) (?:numero|nombre|telefono)",
        r"dar(?:me|nos)? de baja",
        r"(?:arretez|cessez|stop) (?:de m|les|vos|avec|d')*",
        r"(?:supprim\w+|retir\w+|enlev\w+|efface\w*) (?:mon|ce|moi)",
        r"(?:me )?desabonn*",
        r"ne (?:m'ecrivez|me contactez|plus)",
        r"(?:keine?|nie) (?:weiteren |mehr )?(?:sms|nachrichten|werbung|texte)(?: mehr)?",
        r"(?:losch\w+|streich\w+|nehm\w+) (?:sie )?(?:mich|meine)",
        r"(?:nao|para de|parem de|pare de) (?:me )?(?:mand\w+|envi\w+|receber)",
        r"(?:tir\w+|remov\w+|apag\w+|exclu\w+) (?:o )?(?:me|meu)",
        r"spam(?:ming)? me",
        r"report(?:ing|ed)? (?:you|this|u) (?:as|to|for) (?:spam|the)",
        r"do not call list|cease and desist",
    ),
    rule(
        "auto_reply",
        r"(?:received|got|regarding|for) your (?:message|text)|thank(?:s| you) for (?:contacting|your message|"
        r"texting|getting in touch)|(?:we are|we're|office is|shop is) (?:now |currently )?closed|subscriber|"
        r"ihre nachricht|votre message",
        r"out of (?:the )?office",
        r"ooo",
        r"auto(?:matic|mated)?[ -]?(?:reply|response|message|matic\w*)",
        r"(?:i am|i'm|im) (?:currently )?(?:driving|away from|on (?:annual |parental |sick |maternity )?leave|"
        r"on vacation)",
        r"do not disturb|this (?:inbox|number|line|mailbox) (?:is|does) not|is not monitored|undeliverable|"
        r"delivery (?:failed|status)|message (?:could )?not (?:be )?(?:delivered|sent)|mailbox (?:is )?full",
        r"sorry(?: that)? (?:we|i) (?:missed|can't (?:talk|take))",
        r"(?:we have|we've) received your (?:message|text|enquiry)",
        r"can't talk (?:right )?now",
        r"(?:our|office) (?:hours|opening times) are",
        r"fuera de (?:la )?oficina|respuesta automatica|ausencia|absence du bureau|reponse automatique|"
        r"message automatique|"
        r"abwesenheit\w*|nicht im (?:buro|haus)|automatische (?:antwort|nachricht)|resposta automatica|"
        r"fora do escritorio|estou de ferias|estoy conduciendo|je conduis|ich fahre gerade|estou dirigindo",
    ),
)

WHO: Final[tuple[Rule, ...]] = (
    rule(
        "wrong_person",
        r"had this (?:number|phone|one|no)|inherited this number",
        r"wrong (?:number|person|guy|gal|one|lady|man|house|phone|contact|fella)",
        r"(?:not|isn't|isnt|aint|ain't|no longer) (?:\w+'s|his|her|their|hers) (?:number|phone|no)",
        r"(?:i'm|im|i am|this is|this isn't|this isnt|not) (?:not )?(?:who you|the person you)",
        r"no (?:one|body) (?:here )?(?:by|called|with|named)(?: that| this)?(?: name)?",
        r"(?:don't|dont|do not) know (?:a|any|who) \w+(?: is)?",
        r"(?:got|have|had) this (?:number|phone|sim) (?:since|new|a|last|in|from)",
        r"new (?:number|owner)|number changed|changed (?:hands|numbers)",
        r"(?:he|she|they) (?:doesn't|doesnt|does not|don't) (?:have|use|live)",
        r"who(?: the \w+)? is (?!this|that|it)\w+\?*$",
        r"numero equivocado|se equivoc\w+|no soy \w+|mauvais numero|(?:vous vous )?tromp\w+ de|erreur de numero|"
        r"falsche (?:nummer|person)|verwahlt|numero errado|pessoa errada|nao sou \w+|engano",
    ),
    rule(
        "who_is_this",
        r"who(?:'s|s| is| r| are| dis| this| u)? (?:this|dis|that|it|you|u|ya|these|writing|texting)",
        r"who (?:is this|are you|dis)",
        r"(?:how|where) (?:did|do|d) (?:you|u|ya) (?:get|have|find|got) (?:my|this|me)",
        r"(?:do|should) i know (?:you|u)|which (?:company|business|firm)|what company|from where is this|"
        r"is this (?:really |actually )?from",
        r"new phone",
        r"quien (?:es|eres|habla|escribe)|de parte de quien|c'est qui|qui (?:est|etes|parle|ecrit)|wer (?:ist|sind|"
        r"bist|schreibt)|"
        r"quem (?:e|fala|esta)|de onde (?:e|vem|tirou)",
    ),
    rule(
        "referral",
        r"(?:text|call|contact|email|try|ring|message|reach|write) (?:to |out to )?(?:my|our) "
        r"(?:boss|manager|husband|wife|partner|assistant|colleague|office|son|daughter|sister|brother|it|"
        r"accountant|buyer|dad|mum|mom)",
        r"(?:handles|deals with|looks after|runs|does|manages|in charge of|responsible for) (?:that|this|it|all|"
        r"our|the|those)",
        r"(?:her|his|their) (?:number|email|cell|no|mobile)(?:'s| is)?",
        r"(?:you (?:want|need)|better (?:off )?(?:asking|talking|to ask)|best (?:person|to ask|to talk)|"
        r"should (?:ask|talk|speak|contact))",
        r"not my (?:department|dept|area|job|decision)|(?:try|ask|text|call|ring|contact) \w+ (?:on|at|in|instead)",
        r"555-?\d{4}",
        r"no (?:soy|llevo) (?:yo )?(?:quien|eso)|habl\w+ con|contact\w+ (?:a|con) \w+|(?:voyez|contactez|demandez)|"
        r"(?:fragen|wenden) sie|zustandig|fal[ae]\w* com|quem (?:cuida|trata|ve)",
    ),
)
