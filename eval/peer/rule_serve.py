"""Rules for what customers want of us: service, money, deliveries, people."""

from typing import Final

from eval.peer.rule import Rule, rule

SERVE: Final[tuple[Rule, ...]] = (
    rule(
        "meeting_change",
        r"stuck (?:behind|in|on|at)|push(?:ed)? (?:it )?back",
        r"resched\w+|re-schedule|(?:move|push|shift|change|postpone|delay|bring) (?:it|my|our|the|that|"
        r"this) (?:\w+ ){0,3}?"
        r"(?:appointment|appt|call|meeting|booking|visit|slot|time|lesson|class|demo|to|back|forward|earlier|later|"
        r"until)",
        r"(?:running|gonna be|will be|going to be|be|i'm|im) (?:\w+ )?late",
        r"(?:can't|cant|cannot|won't|wont|can not|not able to|unable to) (?:make|come|be there|do|attend|get there)",
        r"(?:cancel|skip|scrap|miss) (?:my|the|our|tomorrow|today|this|that) (?:\w+ ){0,2}?(?:appointment|appt|"
        r"call|meeting|visit|"
        r"lesson|class|booking|slot|viewing|demo|session)",
        r"stuck in traffic|\d+ ?min(?:ute)?s? late|something came up|rain ?check|different (?:day|time)|"
        r"another (?:day|time) (?:instead|please|pls)",
        r"(?:cambiar|mover|aplazar) (?:la|el|mi) (?:cita|reunion|hora)|llego tarde|no puedo ir|(?:decaler|deplacer|"
        r"reporter|annuler) "
        r"(?:le|mon|notre|la) (?:rdv|rendez-vous|reunion)|en retard|verschieben|termin (?:absagen|verlegen)|"
        r"verspat\w+|"
        r"(?:remarcar|adiar|mudar) (?:a|o|minha|para)|atrasad[oa]",
    ),
    rule(
        "cancel_request",
        r"undo|scrap (?:it|the|my|that)|want out|get (?:me )?out of|(?:pause|freeze|kill|bin|pull) (?:it|the|my|"
        r"our|that)",
        r"(?:cancel|terminate|end|close|stop|discontinue) (?:\w+ )?(?:my|our|the|this|that|it|subscription|"
        r"contract|order|account|membership|plan|policy|"
        r"service|renewal|direct debit|everything|delivery)",
        r"(?:want|like|need|wish) to (?:cancel|leave|quit|end|close|terminate|return)",
        r"cancel(?:led|ling|lation)?",
        r"(?:do not|don't|dont|not|won't|wont|not going to be|no) (?:want to )?(?:renew|renewing|auto.?renew)",
        r"downgrade|(?:reduce|drop|cut|go) (?:\w+ )?(?:down )?(?:to|from) (?:\w+ )?(?:\d+|one|two|basic|free|"
        r"smaller)|pause (?:my|our|the|it)",
        r"(?:cancelar|anular|dar de baja)|(?:resili|annul)\w+|kundig\w+|storn\w+|(?:encerrar|cancelamento)",
    ),
    rule(
        "human_request",
        r"(?:a|your|ur) (?:bot|robot|human|person|supervisor)|human|bot|robot|alguien",
        r"(?:real|actual|live|human) (?:person|human|being|agent|someone)|(?:a|an) human|representative|operator|"
        r"(?:are|r) (?:you|u) (?:a )?(?:bot|robot|real|human|ai|machine|computer)|is this (?:a )?(?:bot|robot|ai|"
        r"automated|real person)",
        r"(?:speak|talk|spk) (?:to|with|2) (?:a |an |the |your |ur )?(?:someone|somebody|person|manager|agent|"
        r"supervisor|human|boss|owner|rep|advisor)",
        r"(?:your|ur|a|the) (?:manager|supervisor)|call me (?:back )?(?:now|asap|please|pls|right|urgently|straight)|"
        r"(?:can|could) (?:someone|somebody|anyone|you|u) (?:please |pls )?(?:call|ring|phone) (?:me|us|back)|"
        r"ring me(?: back)?|call me back",
        r"hablar con (?:una persona|alguien|un humano|un agente|el encargado)|parler a (?:quelqu'un|un humain|"
        r"un conseiller|une personne)|"
        r"mit (?:einem menschen|jemandem|einem mitarbeiter)|falar com (?:alguem|um humano|uma pessoa|atendente|"
        r"o gerente)|rappelez|"
        r"llam\w+me|ruf\w* (?:mich|sie mich)|me liga",
    ),
    rule(
        "billing_issue",
        r"(?:do )?(?:i|we) (?:still )?owe|you (?:took|charged|billed)|(?:direct )?debit",
        r"invoice\w*|refund\w*|receipt|(?:over|double|wrongly|twice|been|was|got|being) ?(?:charged|billed)|"
        r"charged (?:me|us|my|twice|for)|"
        r"(?:my|our|the|this|last) (?:bill|payment|statement|direct debit|charge)|(?:payment|card) (?:failed|"
        r"declined|didn't|didnt|bounced|expired|details)|"
        r"(?:already|have) paid|(?:update|change|new) (?:my )?(?:card|bank|payment)|money back|(?:pay|"
        r"payment) (?:by|with|via|in) (?:card|ach|check|cheque|cash|instal\w+)|"
        r"vat (?:number|receipt)|late fee|overcharg\w*|po number|bank (?:details|transfer)",
        r"factura\w*|reembols\w*|devolucion|cobr(?:o|aron|ado|anca)|facture\w*|rembours\w*|preleve\w*|prelevement|"
        r"rechnung\w*|erstatt\w*|abgebucht|"
        r"ruckerstattung|boleto|nota fiscal|estorno|fatura\w*|cobrad[oa]",
    ),
    rule(
        "order_status",
        r"(?:did|has|have) (?:my|our|the) (?:\w+ ){1,4}(?:go|come|get|arrive|ship|land)|go(?:ne)? thr(?:u|ough)|"
        r"any idea (?:when|where)",
        r"(?:where(?:'s|s| is| are|'re)|wheres) (?:my|our|the|it|that|this)|track(?:ing)?|(?:has|have|did|is|"
        r"was) (?:it|my|our|the) (?:\w+ ){0,3}?"
        r"(?:shipped|ship|arrived?|arriving|dispatched|delivered|come|coming|ready|booked|sent|go through|"
        r"gone through|processed|received)",
        r"when (?:will|does|is|do|are) (?:it|my|the|they|i|you) (?:\w+ ){0,4}?(?:arrive|come|coming|be (?:here|"
        r"ready|delivered)|ship|get (?:it|here|my)|delivered|deliver\w*)",
        r"(?:did|have) (?:you|u|ya|they) (?:get|got|receive|received) (?:my|the|our|it)|"
        r"(?:still )?(?:waiting (?:for|on)|hasn't (?:arrived|come)|hasnt (?:arrived|come)|"
        r"not (?:arrived|here yet)|no sign of)|any (?:news|update|word) (?:on|about|yet)|(?:eta|delivery status|"
        r"order status|status of)",
        r"donde esta|cuando (?:llega|llegara|viene)|(?:mi|el) (?:pedido|paquete|envio)|ou (?:est|en est)|"
        r"quand (?:arrive|est-ce que)|(?:ma|mon) (?:commande|colis)|"
        r"wo (?:ist|bleibt)|wann kommt|(?:meine?|die) (?:bestellung|lieferung|paket|sendung)|cade|onde (?:esta|ta)|"
        r"quando chega|(?:meu|o) (?:pedido|pacote)",
    ),
    rule(
        "support_issue",
        r"the app|button|code (?:is|isn't|isnt|not|doesn't|doesnt|never|won't)|smell of|gas leak|dripping|"
        r"water (?:coming|everywhere|pouring)|every time i|(?:keeps?|kept) (?:asking|telling|freezing)",
        r"(?:not|isn't|isnt|aint|ain't|doesn't|doesnt|don't|dont|won't|wont|stopped|quit|never) (?:working|work|"
        r"works|load|loading|start|starting|open|opening|turn on|connect|"
        r"connecting|let me|charging|showing|syncing)",
        r"broken|broke|error|bug|glitch\w*|crash\w*|(?:locked|logged|shut) out|(?:can't|cant|cannot|unable to|"
        r"couldn't) (?:log|sign|get|access|find|open|see|connect|download|reset|"
        r"login|update)|password|login|log in|(?:is|are|went|gone) (?:down|offline|missing)|outage|leak\w*|"
        r"(?:missing|damaged|faulty|cracked|smashed|dead|defective|flooded|flooding)|"
        r"(?:no|lost) (?:internet|signal|power|water|heating|hot water|connection|wifi)|lost (?:my|the)|"
        r"keeps? (?:\w+ing|saying)|problem with|issue with|"
        r"(?:change|update|new) (?:my )?(?:address|email|number|name|details)|how (?:do|can) i (?:reset|change|"
        r"update|log|access|get into|set up|turn|connect|add|remove|transfer)|"
        r"need help|help me|(?:wrong|different) (?:size|item|color|colour|order|one|thing|part|address)|stuck on",
        r"no (?:funciona|anda|sirve|carga|puedo (?:entrar|acceder))|roto|averia\w*|ne (?:marche|fonctionne|"
        r"s'allume)|(?:en panne|cassee?|bloquee?)|"
        r"(?:funktioniert|geht|lauft) (?:\w+ )?nicht|kaputt|defekt|nao (?:funciona|abre|carrega|liga|consigo)|"
        r"quebr\w+|travou|senha|mot de passe|contrasena|passwort",
    ),
    rule(
        "complaint",
        r"my foot|laugh(?:ed|ing) at",
        r"(?:worst|terrible|awful|horrible|disgust\w*|appalling|shocking|pathetic|ridiculous|unacceptable|"
        r"disgrace\w*|rubbish|useless|shambles|joke|scandal\w*|outrag\w*|rude|rip ?off|"
        r"scam|incompetent|nightmare|garbage|crap|shite?|poor (?:service|quality))",
        r"(?:disappoint|frustrat|annoy|unhappy|fed up|sick of|tired of|had enough|let down|ignored|angry|furious|"
        r"livid|upset)\w*|"
        r"(?:nobody|no one|noone|never) (?:\w+ )?(?:called|answers?|answered|replied|replies|came|turned up|showed|"
        r"picks up|responded|helped)|still (?:no|nothing|not|waiting)|"
        r"complain\w*|(?:third|3rd|second|2nd|fourth|4th|10th|hundredth) time|again\?!|waste of (?:time|money)|"
        r"lies|lied|liars?",
        r"pesim\w*|horribl\w*|verguenza|estafa|queja|malisim\w*|inadmissible|scandal\w*|nul|honteux|honte|arnaque|"
        r"deçu\w*|decu\w*|"
        r"unverschamt\w*|frechheit|katastrophe|enttausch\w*|unmoglich|pessim\w*|absurdo|vergonha|palhacada|descaso|"
        r"reclama\w*",
    ),
)
