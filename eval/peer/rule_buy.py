"""Rules for buying, bargaining, meeting and declining."""

from typing import Final

from eval.peer.rule import Rule, rule
from eval.peer.rule_word import CLOCK, DAY

BUY: Final[tuple[Rule, ...]] = (
    rule(
        "needs_approval",
        r"run it (?:past|by)|(?:has|have|needs?|got) to (?:say|ok|agree|sign)|say yes|anything over|trustees",
        r"(?:ask|check with|run (?:it|this) (?:by|past)|talk to|speak (?:to|with)|discuss (?:it |this )?with|"
        r"consult|clear it with|need to see what|see what|up to|depends on|"
        r"waiting (?:on|for)|has to|needs to|must) (?:my|our|the|his|her) (?:\w+ )?(?:boss|manager|husband|wife|"
        r"partner|spouse|board|committee|team|cfo|ceo|director|it|legal|"
        r"procurement|finance|accountant|parents|mum|mom|dad|landlord|lawyer|solicitor|owner|council|trustees|"
        r"head office)",
        r"(?:my|our|the) (?:boss|manager|husband|wife|partner|board|cfo|ceo|committee|director|legal team|"
        r"procurement|landlord|finance) (?:\w+ ){0,2}?(?:has|needs|wants|must|decides|will|to|say|"
        r"says|signs|is|hasn't|meets|would)",
        r"(?:sign[ -]?off|approval|approve|approved|not my (?:call|decision))|(?:talk|chat|speak) (?:it )?(?:over|"
        r"through) with|the (?:boss|missus|other half|wife|hubby)",
        r"(?:consultar|hablarlo|preguntar|comentarlo)(?: \w+){0,2} (?:mi|con|a)|(?:mi|mon|ma|mein|meine?|minha|"
        r"meu) (?:jefe|esposa|marido|mujer|mari|femme|patron|chef|chefin|mann|frau|"
        r"esposa|socio|socia|chefe)|(?:en parler|demander) (?:a|avec)|(?:rucksprache|absprechen|freigabe|"
        r"genehmig\w+)|(?:falar|ver|conversar) com (?:meu|minha|o|a)",
    ),
    rule(
        "discount_request",
        r"beat (?:it|that|the|their|\W?\d+)|throw(?:ing)? in|and (?:i'll|we'll|you've got|it's a|i'd) (?:take|"
        r"sign|stay|have|deal|me)|make it \W?\d+",
        r"discount\w*|(?:any|better|best|special|good) (?:deal|price|offer|rate)s?|(?:price|rate) match|"
        r"match (?:it|that|the|their|this)|cheaper|"
        r"(?:can|could|will|would) (?:you|u|ya) (?:do|take|go|come|meet|knock|drop|lower|accept|throw)|(?:knock|"
        r"take|shave) (?:\w+ )?(?:off|\d+)|"
        r"(?:i'll|ill|i will|we'll|i can|would|could) (?:give|do|pay|offer|go to) (?:you )?\W?\d[\d.,k]*|"
        r"lower (?:price|rate|it|the)|(?:promo|coupon|voucher) ?(?:code)?|haggle|"
        r"(?:\d+ ?%|percent|anything|something|money|sum|bit) off|lowest (?:price|you)?|negotia\w*|waive|"
        r"(?:student|senior|nhs|military|loyalty|bulk|volume) (?:discount|rate|price|offer)|"
        r"free (?:month|shipping|delivery|trial)|call it \W?\d+|meet (?:me )?(?:in the middle|halfway)",
        r"descuento\w*|rebaja\w*|mas barato|mejor precio|remise\w*|reduction\w*|moins cher|un geste|rabatt\w*|"
        r"gunstiger|billiger|nachlass|desconto\w*|mais barato|"
        r"(?:faz|fecha|faco) por \d+|fuer \d+|pour \d+ (?:euros?|€)",
    ),
    rule(
        "price_objection",
        r"(?:too )?rich for|more than (?:my|i|we|our)|who has|that's my",
        r"(?:too|very|bit|way too|that's|thats|pretty|quite) (?:expensive|pricey|dear|steep|much|costly|high)|"
        r"expensive|pricey|"
        r"(?:can't|cant|cannot|couldn't|could not|not able to) (?:afford|stretch|justify)|(?:no|out of|over|"
        r"outside|beyond|tight|past) (?:the |my |our |a )?(?:budget|money)|"
        r"(?:budget|money|cash|funds|things) (?:is|are|'s|s) (?:\w+ )?(?:tight|gone|cut|frozen|spent)|how much\?!+|"
        r"(?:daylight )?robbery|a lot (?:of money|for)|broke\b|skint|"
        r"(?:more|higher) than (?:i|we)|price (?:went|has gone|is) (?:up|too)|not worth|for that (?:price|money)|"
        r"arm and a leg",
        r"(?:muy|demasiado|tan) car[oa]|carisimo|no (?:me )?alcanza|presupuesto|trop cher|(?:c'est|tres) cher|"
        r"pas les moyens|budget|(?:zu|so|sehr) teuer|kein budget|"
        r"(?:muito|ta|esta|tao) caro|nao (?:cabe|tenho) (?:no|dinheiro)|orcamento apertado|salgado",
    ),
    rule(
        "pricing_question",
        r"roughly what|what(?:'s|s| is)? the (?:damage|rate)|rate for|plus vat|inc(?:l|luding)? vat|what (?:do|"
        r"would|will|am|are) (?:i|we) (?:\w+ ){0,2}pay",
        r"how much|price\w*|pricing|cost\w*|quot(?:e|ation)\w*|what(?:'s|s| is| are| do| would| does)? (?:the |"
        r"your |ur |you |it |that )?(?:\w+ )?(?:rates?|fees?|charges?|charge|damage)|"
        r"(?:per|a) (?:month|seat|user|hour|person|head|night|session|visit|year)\b.*\?|how many (?:dollars|pounds|"
        r"euros)|(?:is|are) (?:it|there|that) (?:free|extra|a fee)|"
        r"hidden (?:fees|costs)|ballpark|(?:monthly|annual|setup|delivery) (?:fee|charge|payment)|\$\$|"
        r"what do (?:you|u) charge|deposit",
        r"cuanto (?:cuesta|vale|es|sale|cobran|seria|me)|precio\w*|tarifa\w*|presupuesto|combien|prix|tarif\w*|"
        r"devis|(?:was|wieviel|wie viel) (?:kostet|kosten|macht|wurde)|"
        r"preis\w*|kosten|angebot|quanto (?:custa|fica|sai|e|ta|cobra\w*)|preco\w*|valor|orcamento",
    ),
    rule(
        "renewal_question",
        r"roll(?:s|ed|ing)? (?:over|on)|by itself|what happens (?:when|if|at|after|in)|month to month|(?:if|"
        r"when) i do nothing|grace period|lapse[sd]?",
        r"renew\w*|auto[ -]?renew\w*|expir\w*|(?:when|what|does) (?:\w+ ){0,5}?(?:run out|runs out|end|ends|up|"
        r"lapse\w*|due)|(?:contract|plan|lease|policy|cover|subscription|membership|term) "
        r"(?:\w+ )?(?:end|ends|up|finish\w*|run\w* out|lapse\w*)|renov\w+|renouvel\w*|verlanger\w*|vence\w*|"
        r"vencimiento|lauft (?:\w+ )?(?:ab|aus)|ablauf\w*|echeance",
    ),
    rule(
        "upgrade_interest",
        r"bigger|bump (?:\w+ ){0,3}up|bump (?:us|me|it|my|our)|a second (?:line|one|sim|car|seat|user|unit|site)|"
        r"go from \w+ to|thinking of (?:going|adding|moving|getting)",
        r"upgrad\w*|(?:add|more|extra|additional|another|increase|need) (?:\d+ |two |three |a few |some |"
        r"few )?(?:more |extra |additional )?(?:seats?|users?|licen[cs]es?|lines?|storage|people|"
        r"devices?|sites?|accounts?|rooms?|channels?|data|speed)|(?:bigger|larger|higher|premium|pro|faster|next|"
        r"family) (?:plan|package|tier|one|version|size|speed)|"
        r"add[ -]?on|(?:change|switch|move) (?:my |our |to |up )?(?:\w+ )?(?:plan|package|tariff)|go (?:up|annual|"
        r"premium|pro)|"
        r"(?:mas|plus de|mehr|mais) (?:usuarios|licencias|places|utilisateurs|licences|lizenzen|platze|nutzer|"
        r"licencas|dados|velocidad\w*)|ampliar|aumentar|mejorar (?:mi|el) plan|"
        r"passer (?:a|au|en)|aufstocken|grosser\w* paket",
    ),
    rule(
        "contract_question",
        r"penalty|guarantor|(?:to|i|we) sign|signatory",
        r"contract\w*|terms(?: and conditions)?|t&cs?|nda|sla|gdpr|soc ?2|iso ?\d*|hipaa|dpa|compliance|agreement|"
        r"clause|(?:minimum|notice) (?:term|period)|tie[ds]? in|lock[ -]?in|locked in|"
        r"(?:break|exit|cancellation) (?:clause|fee|policy)|procurement|legal\w*|warranty|guarantee|insur(?:ed|"
        r"ance) (?:cert\w*|proof)|vendor (?:form|registration)|paperwork|sign(?:ature|ed) (?:form|copy|page)|"
        r"(?:where|who|how) do (?:i|we) (?:sign|send)|small print|fine print|privacy|liabil\w*|commit(?:ment|ted)|"
        r"how long (?:am|are|is) (?:i|we|it|the)|docusign|data (?:stored|protection)",
        r"contrato\w*|permanencia|clausula\w*|contrat\w*|engagement|conditions|rgpd|vertrag\w*|laufzeit|agb|dsgvo|"
        r"kundigungsfrist|fidelidade|lgpd|multa",
    ),
    rule(
        "competitor",
        r"(?:already|currently|happy) (?:use|using|with|have|got|on|go|went|signed)|(?:we|i|they) (?:went|signed|"
        r"going|gone|switched|moved) (?:with|to|for|up with)|"
        r"(?:better|cheaper|other|another|lower) (?:offer|quote|price|deal|supplier|provider|company|firm|vendor)|"
        r"competitor\w*|"
        r"(?:compare[sd]?|vs|versus|different from|better than|instead of|compared) (?:to |with )?(?:\w+)?|"
        r"your (?:rivals?|competition)|(?:bought|got|ordered) (?:it|one|them|ours|mine) (?:from|at|elsewhere|on)|"
        r"elsewhere|someone else|another (?:supplier|company|provider|firm)|amazon|ikea|aldi|(?:la|los|"
        r"el) competencia|otra empresa|otro proveedor|concurrent\w*|ailleurs|autre (?:fournisseur|boite)|"
        r"konkurrenz|anderen anbieter|woanders|concorrente\w*|outra empresa|outro fornecedor",
    ),
    rule(
        "purchase_ready",
        r"same again|(?:same|as) (?:as )?last time|as last (?:year|month|week)|the usual",
        r"(?:i'll|ill|i will|we'll|we will|let's|lets|let us|id like to|i'd like to|want to|ready to|i wanna|gonna|"
        r"like to|happy to|going to) (?:take|buy|order|book|go ahead|proceed|sign|pay|have|do it|go with|go for|"
        r"get (?:it|one|this|that|started)|reserve|renew|join|start|purchase)|(?:sign|count|put|book|order|reserve|"
        r"hold|keep|save) (?:me|us|it|one|them|em|that|both)|where do (?:i|we) (?:sign|pay)|"
        r"send (?:me |over |us )?the (?:contract|agreement|invoice|payment link|link to pay|paperwork)|(?:how|"
        r"where) (?:do|can) (?:i|we) (?:pay|buy|order|sign up|purchase)|"
        r"(?:i'm|im|we're|were|count me|i am|we are) in|sold|deal|shut up and take|go ahead|place (?:the|an|"
        r"my) order|(?:let's|lets) (?:do|go)|take my money|accept(?:ed)?|agreed|please (?:proceed|renew|order|"
        r"book)|"
        r"lo (?:compro|quiero|llevo|tomo)|d?onde (?:firmo|pago)|ou (?:je )?signe|cerral[ao]|me lo quedo|adelante|"
        r"trato hecho|je (?:prends|la prends|le prends|signe|valide)|on y va|vendu|(?:ich )?nehme? (?:ich|es|ihn|"
        r"sie|die|das|den)|"
        r"(?:kaufe|bestelle) (?:ich|es)?|abgemacht|fechado|vou (?:querer|levar|ficar)|quero (?:comprar|fechar|"
        r"contratar)|pode (?:mandar|fechar|fazer)",
    ),
    rule(
        "meeting_accept",
        rf"(?:see (?:you|u|ya)|works|confirmed?|confirm|that's fine|perfect|great|ok|yes|yep|yeah|sure|suits|"
        rf"good for me|i'll be there|ill be there|be there|coming|i can (?:do|make)) "
        rf"(?:\w+ ){{0,4}}?(?:{DAY}|{CLOCK}|then|there)|(?:i'll|ill|we'll|will) be there|(?:i|we) (?:will|"
        rf"can) (?:make it|attend)|we're coming|nos vemos|ahi estare|confirmo|a demain|j'y serai|"
        r"ca me va|bis (?:dann|morgen)|passt (?:mir|uns|gut)|ich komme|ate (?:la|amanha)|estarei la|combinado",
    ),
    rule(
        "meeting_request",
        r"come (?:and |to )?(?:look|see|measure|round|out|by)|could someone (?:come|pop|look)|pop (?:in|round|"
        r"over|by|out)|a quick (?:call|chat|look)",
        rf"(?:can|could|shall|may) (?:i|we|you|u|someone|somebody) (?:\w+ )?(?:come|meet|visit|pop|drop|see|call|"
        rf"talk|speak|schedule|book|arrange|set up|view|have|get)(?: \w+){{0,6}}?(?:{DAY}|{CLOCK}|in|over|by|"
        rf"demo|"
        r"call|appointment|viewing|visit|time|slot|round|out)",
        rf"(?:book|schedule|arrange|set up|make) (?:a|an|in|me|my|the)|appointment|appt|demo|viewing|(?:are|"
        rf"r) (?:you|u) (?:free|available|around|about|open)|(?:any|got) (?:slots?|availability|openings?|"
        rf"appointments?|times?|chance|room)|(?:when|what time) (?:can|could|are|works|suits|would)|(?:call|ring|"
        rf"phone) me (?:\w+ )?(?:{DAY}|{CLOCK}|after|before|at|on|later)|"
        rf"how about (?:{DAY}|{CLOCK})|(?:free|available) (?:on |at |after )?(?:{DAY}|{CLOCK})",
        r"(?:agendar|concertar|pedir|reservar) (?:una |um |uma )?(?:cita|reunion|hora|visita|horario|consulta)|"
        r"cita|quedar|rdv|rendez-vous|termin\w*|vorbeikommen|(?:marcar|agendar)|horario",
    ),
    rule(
        "info_request",
        r"leaflet|pdf|(?:fact|data|spec) ?sheet|pics|post me|brochure",
        r"(?:send|email|mail|forward|text|share|give) (?:me|it|us|over|through|them|the|your|some|a|more)|"
        r"more (?:info\w*|details?|about)|tell me (?:more|about)|brochure\w*|catalog\w*|"
        r"(?:do|have) (?:you|u) (?:\w+ )?(?:a )?(?:link|website|brochure|photos?|pics?|pictures?|video|flyer|"
        r"leaflet|pdf)|(?:any|got|see) (?:photos?|pics?|pictures?|more info)|link|website|info\w*|details|"
        r"spec(?:s| sheet)|(?:interested|i'm interested|im interested|keen)|particulars|mas info\w*|informacion|"
        r"(?:mand|envi)\w+ (?:info\w*|detalles|el|la|por)|en savoir plus|plus d'info\w*|envoyez|documentation|"
        r"(?:mehr|weitere) info\w*|schick\w*|unterlagen|prospekt|mais (?:info\w*|detalhes)|me (?:manda|envia)|"
        r"interes(?:ado|ada|se|sado|sada)",
    ),
    rule(
        "not_now",
        r"(?:till|til|until) (?:the|after|i|we|next)|try me (?:in|after|again|next)",
        r"not (?:right )?now|not (?:yet|today|at the moment|this (?:week|month|year|time|quarter))|maybe (?:later|"
        r"next|in|after|another|when)|(?:next|after|until|till|in) (?:\w+ )?(?:month|quarter|year|spring|summer|"
        r"autumn|fall|winter|xmas|christmas|holidays?|new year|easter|q[1-4]|january|february|march|april|may|june|"
        r"july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)|"
        r"(?:busy|swamped|snowed under|in a meeting|at work|on holiday|driving|tied up|hectic)|(?:circle|check|get|"
        r"come|touch) (?:back|base)|(?:ask|text|call|try|message) (?:me )?(?:again|later|back in|next)|"
        r"(?:later|another time|some other time|too soon|bad time|give me (?:a|some|till|until)|"
        r"need (?:more )?time|thinking about it|think about it|let you know|not ready|still deciding|"
        r"down the (?:line|road))|"
        r"ahora no|mas (?:adelante|tarde)|luego|ocupad[oa]|todavia no|plus tard|pas (?:maintenant|tout de suite|"
        r"encore)|occupee?|spater|jetzt nicht|noch nicht|keine zeit|gerade nicht|agora nao|mais tarde|"
        r"depois|ainda nao|sem tempo|semana que vem|mes que vem",
    ),
    rule(
        "not_interested",
        r"not (?:\w+ )?(?:interested|for (?:me|us)|keen|bothered|needed|necessary|my thing|looking|in the market|"
        r"buying|selling)|no (?:need|thanks|thank you|thx|interest|longer|ty)|"
        r"(?:don't|dont|do not|didn't|won't|wont|no longer) (?:want|need|require|be needing|care|fancy)|(?:i'll|"
        r"ill|we'll|i will|gonna|gotta) pass|pass|(?:all|we're|i'm|im|were) (?:good|set|sorted)|"
        r"changed my mind|(?:decided|rather|prefer) (?:not|against)|never ?mind|count me out|skip|(?:already|"
        r"now) (?:have|got|sorted|sold|bought|done)|"
        r"no (?:me )?interesa|no (?:lo )?(?:quiero|necesito)|no gracias|pas interess\w*|non merci|"
        r"ca ne m'interesse pas|pas besoin|kein (?:interesse|bedarf)|nein danke|brauche (?:ich )?nicht|"
        r"nao (?:tenho interesse|quero|preciso)|sem interesse|nao,? obrigad[oa]",
    ),
)
