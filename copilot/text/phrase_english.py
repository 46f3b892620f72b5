"""English requests for no more messages. Text is folded: no apostrophes, no punctuation, lower case."""

import re
from typing import Final

from copilot.text.phrase_rule import Grammar, PhraseRule, phrase, words

_POLITE: Final = words(
    "please", "pls", "plz", "plse", "pleese", "kindly", "thanks?", "thank (?:you|u)", "thx", "ta", "ty", "tyvm", "cheers"
)
_NOW: Final = words(
    "now", "asap", "immediately", "at once", "right (?:now|away)", "today", "already", "alredy", "for good", "permanently",
    "altogether", "completely", "entirely", "forever", "for ever", "effective immediately", "again", "any ?more", "ever",
    "going forward", "from now on",
)
_NAME_CALLING: Final = words("lol", "x+", "sir", "maam", "madam", "mate", "man", "dude", "bro", "buddy", "guys", "people", "you \\w+", "u \\w+")  # fmt: skip
_END: Final = rf"(?: {words(_POLITE, _NOW, _NAME_CALLING)})*$"
"""Nothing of weight follows in the clause."""

_FILLER: Final = words(
    "the", "all", "any", "of", "these", "those", "this", "that", "your", "ur", "ya", "yalls", "further", "more", "other", "me",
    "us", "with", "w", "out", "stupid", "damn", "bloody", "fucking", "effing", "annoying", "constant", "endless", "spam",
    "spammy", "unwanted", "unsolicited", "promotional", "promo", "marketing", "sales", "automated", "daily", "text", "sms",
    "such", "single",
)
_TEXTS: Final = words(
    "texts?", "txts?", "text ?messages?", "messages?", "messeges?", "massages", "msgs?", "mssgs", "sms", "smses", "spam",
    "spamming", "blasts?", "communications?", "correspondence", "texting", "messaging", "contact", "solicitations?",
)
_MARKETING: Final = words(_TEXTS, "promos?", "promotions?", "ads", "adverts?", "advertisements?", "offers", "deals", "newsletters?", "marketing")  # fmt: skip
_TEXTING: Final = words(
    "text(?:ing|in)", "txt(?:ing|in)", "messag(?:ing|in)", "msg(?:ing|in)", "contacting", "spamming", "pinging", "bugging",
    "bothering", "pestering", "harassing", "hassling", "soliciting", "hitting", "hittin", "blowing up",
)
_US: Final = words("me", "us", "this (?:number|phone|line|cell|mobile)", "my (?:phone|cell|number|mobile)", "here")

_ADJECTIVE: Final = words("cell", "mobile", "phone", "telephone", "contact", "personal", "work")
_SELF: Final = words(
    rf"(?:my|our|this|the|her|his) (?:{_ADJECTIVE} )?(?:number|num|no|nbr|phone|line|cell|mobile|digits)",
    "my (?:name|info|information|details|contact(?: info| details)?|data|email|entry)", "this (?:contact|one)", "me", "us",
)
_LIST: Final = words(
    "(?:\\w+)?lists?", "database", "data base", "systems?", "records?", "files?", "campaigns?", "rotation", "books", "broadcasts?",
    "broadcasting", "mailings?", "distribution", "spreadsheets?", "contacts", "crm", "subscriptions?", "blasts?", "alerts?",
    "notifications?", "reminders?", "appeals?", "group(?: text| chat)?", "drip", "thread", "thing", "updates", _MARKETING,
)
_NOT_OURS: Final = r"(?!(?:\w+ ){0,3}(?:wait|waiting|guest|class|price|packing|shopping|guests|attendee|order|player|call back|callback|standby)(?:list| list| lists))"
_LEADING_TO: Final = rf"(?:your|ur|the|this|that|these|those|all|any|every|whatever|whichever|future|yalls|youre|further) {_NOT_OURS}(?:\w+ ){{0,4}}?{_LIST}"
_FROM_LIST: Final = rf"(?:from|off|off of|off from|out of|of) {words(_LEADING_TO, _MARKETING, 'everything', 'whatever (?:its|it is|this is|that is|list its|youre)')}"

_REMOVE: Final = words("remove", "delete", "drop", "erase", "scrub", "pull", "strike", "cut", "wipe", "clear", "unlist", "purge", "withdraw", "unjoin", "take", "get", "leave", "block")  # fmt: skip
_DISCARD: Final = words("remove", "delete", "erase", "scrub", "wipe", "lose", "forget", "purge", "strike", "unlist", "unjoin", "suppress")  # fmt: skip
_STOP: Final = words("stop", "stopp", "quit", "cease", "discontinue", "halt")
_SWITCH_OFF: Final = words(_STOP, "end", "cancel", "kill", "turn off", "switch off", "shut off", "drop", "no")
_NOT: Final = words("dont", "do not", "donot", "dnt", "dont you", "dont u", "never", "do not ever", "dont ever", "no longer", "not")
_CONTACT: Final = words(
    "text", "txt", "message", "msg", "contact", "sms", "call or text", "text or call", "write", "write to", "spam", "solicit",
    "reach out to", "bother", "ping", "call or message", "contact or text",
)
_AGAIN: Final = words("again", "any ?more", "ever", "ever again", "no more", "further")

_RULES: Final = (
    PhraseRule("stop_texting", phrase(rf"{_STOP} (?:\w+ )?{_TEXTING}(?: up)?(?: {_US})?")),
    PhraseRule("stop_calling", phrase(rf"{_STOP} calling(?: (?:me|us|here|this number))(?= (?:and|or) text|{_END})")),
    PhraseRule("stop_sending", phrase(rf"{_STOP} sending (?:{_FILLER} ){{0,5}}{_MARKETING}")),
    PhraseRule("stop_sending", phrase(rf"{_STOP} sending(?: me| us)?(?: (?:any|all|more|of|these|this|them|stuff|crap|shit|things|anything|junk))*(?={_END})")),  # fmt: skip
    PhraseRule("stop_texts", phrase(rf"{_SWITCH_OFF} (?:{_FILLER} ){{0,4}}{_TEXTS}"), needs_opener=True),
    PhraseRule("stop_texts", phrase(rf"{_STOP} (?:with |w )?(?:the|your|ur|these|all|all the|all your) (?:{_FILLER} ){{0,3}}{_TEXTS}")),
    PhraseRule("stop_promotions", phrase(rf"{_STOP} (?:with |w )?(?:the|your|ur|these|all|all the) (?:{_FILLER} ){{0,3}}(?:promos?|promotions|ads|adverts|spam|junk|marketing)(?={_END})"), needs_opener=True),  # fmt: skip
    PhraseRule("stop_please", re.compile(rf"^(?:{words(_POLITE, 'so', 'ok', 'okay', 'no', 'just', 'and', 'but', 'now', 'hi', 'hey')} )*stop(?: (?:it|this|that))? {_POLITE}{_END}")),  # fmt: skip
    PhraseRule("stop_please", re.compile(rf"(?:^|\b(?:but|and|so|just|no|ok|now) ){_POLITE} (?:just )?stop(?: (?:it|this))?{_END}")),
    PhraseRule("stop_these", phrase(rf"(?:stop|end|cancel) (?:these|this nonsense|all of these|all this)(?: {words(_POLITE, _NOW)})+$"), needs_opener=True),
    PhraseRule("stop_now", re.compile(rf"^stop {_NOW}$")),
    PhraseRule("no_more_texts", phrase(rf"no (?:more|further) (?:{_FILLER} ){{0,3}}(?:\w+ )?{_TEXTS}"), needs_opener=True),
    PhraseRule("no_more_texts", phrase(rf"no more of (?:these|those|this|your (?:{_FILLER} )?{_TEXTS})(?={_END})"), needs_opener=True),
    PhraseRule("no_more_texts", phrase(rf"enough (?:of |with )?(?:{_FILLER} ){{0,3}}{_TEXTS}(?={_END})"), needs_opener=True),
    PhraseRule("take_off", phrase(rf"(?:take|get|leave|keep|strike|cross|knock|drop|cut) {_SELF} (?:off|out)(?: of)? {words(_LEADING_TO, 'everything')}")),
    PhraseRule("take_off", phrase(rf"(?:take|get) {_SELF} off(?: (?:this|that|these|it|here|of here|of this|it all))?(?={_END})"), needs_opener=True),
    PhraseRule("take_off", phrase(rf"(?:take|get|pull) (?:me|us) {words('off', 'out')} {_FROM_LIST}")),
    PhraseRule("off_list", re.compile(rf"^(?:{_POLITE} )?(?:get )?off (?:your|ur|the|this) (?:\w+ )?list{_END}")),
    PhraseRule("remove_from", phrase(rf"{_REMOVE} {_SELF} {_FROM_LIST}")),
    PhraseRule("remove_me", phrase(rf"{_DISCARD} (?:me|us)(?={_END})"), needs_opener=True),
    PhraseRule("remove_number", phrase(rf"{_DISCARD} (?:my|this|our) (?:{_ADJECTIVE} )?(?:number|num|digits|phone|line|cell|contact|info|information|details)(?={_END})"), needs_opener=True),  # fmt: skip
    PhraseRule("lose_number", phrase(rf"(?:lose|forget|burn|bin|rip up|throw away|throw out) (?:you (?:\w+ )?have )?(?:my|this) (?:{_ADJECTIVE} )?(?:number|digits)"), needs_opener=True),  # fmt: skip
    PhraseRule("do_not_text", phrase(rf"{_NOT} (?:please |pls |you |u |ever )*{_CONTACT} (?:{_US}(?: here)? )?(?:about (?:\w+ ){{1,4}})?{_AGAIN}"), needs_opener=False),  # fmt: skip
    PhraseRule("do_not_text", phrase(rf"{words('dont', 'do not', 'donot', 'dnt', 'never')} (?:please |pls |you |u |ever )*{_CONTACT} {_US}(?={_END})"), needs_opener=True),  # fmt: skip
    PhraseRule("do_not_text", phrase(rf"(?:dont|do not) (?:please |pls |ever )?send (?:{_FILLER} |to )*(?:{_TEXTS}|anything(?: further| more| else)?|any ?more|any more of these|these)(?={_END}|(?: to| on) {_US})"), needs_opener=True),  # fmt: skip
    PhraseRule("do_not_contact_list", phrase(r"(?:mark|put|add|list|flag|place|set) (?:me|us|my (?:number|name)|this (?:number|contact)) (?:down )?(?:as|on|to|in|under) (?:a |the |your )?(?:do not|dont|no) (?:text|contact|call|message|disturb)")),  # fmt: skip
    PhraseRule("do_not_want", phrase(rf"(?:dont|do not|no longer|never) (?:want|wish|need|care)(?: to)?(?: (?:receive|get|hear|see|keep getting|be getting|receiving|getting))? (?:{_FILLER} ){{0,4}}{_TEXTS}")),  # fmt: skip
    PhraseRule("do_not_want", phrase(rf"(?:dont|do not|no longer) (?:want|wish) to (?:be (?:texted|contacted|messaged|on (?:your|this|the) (?:\w+ )?list)|hear from (?:you|u|yall|any of you))(?={_END})")),  # fmt: skip
    PhraseRule("unsubscribe", phrase(rf"(?:unsub|unsubscribe|unsubcribe|unsuscribe|unsubscibe|unsubscribed)(?: (?:me|us|this (?:number|phone)|my (?:number|phone)))?(?: {_FROM_LIST}|(?={_END}))"), needs_opener=True),  # fmt: skip
    PhraseRule("opt_out", phrase(rf"opt(?: {_US})? out(?: (?:of|from) (?:{_FILLER} ){{0,4}}(?:{_MARKETING}|these|this|everything|all)|(?={_END}))"), needs_opener=True),  # fmt: skip
    PhraseRule("opt_out", phrase(rf"(?:i am |im |i )(?:opt|opting) out(?: (?:of|from) (?:{_FILLER} ){{0,4}}{_MARKETING}|(?={_END}))")),
    PhraseRule("revoke_consent", phrase(r"(?:revoke|revoking|withdraw|withdrawing) (?:\w+ ){0,3}(?:consent|permission)")),
    PhraseRule("leave_alone", phrase(rf"leave (?:me|us) (?:the \w+ |tf )?(?:alone|be)(?={_END})"), needs_opener=True),
    PhraseRule("cease", phrase(rf"cease (?:and|n) desist|cease (?:all |any |further )*(?:contact|communications?)"), needs_opener=True),
    PhraseRule("be_removed", phrase(rf"(?:want|wanna|need|like|ask|asked|asking|request|requested|prefer) (?:\w+ ){{0,3}}?(?:be )?(?:removed|taken off|taken out|deleted|unsubscribed|dropped|off|out of)(?: {_FROM_LIST}| {_LEADING_TO}|(?<=unsubscribed))")),  # fmt: skip
)

_OPENER: Final = re.compile(
    rf"(?:^|\b)(?:{_POLITE}|just|and|but|so|then|now|no|nope|ok|okay|yes|yeah|can|could|would|will|you|u|ya|yall|hey|hi|hello|sorry|again"
    r"|guys|people|wrong (?:number|person|guy)|not interested|i said|we said|i told you|(?:you|u|yall|guys|people) to|id like to|i would like to"
    r"|want to|wanna|wish to|need to|asked|ask|let me|help me|got a job|either|have to|must|should|can we|could we|lets)$"
)
_SMALL: Final = words(
    "ever", "even", "really", "want", "need", "have", "had", "like", "you", "u", "ya", "yall", "them", "they", "him", "her", "to", "mean",
    "meant", "meaning", "ask", "asking", "asked", "say", "said", "saying", "tell", "told", "going", "gonna", "trying", "try", "wanna",
    "please", "i", "we", "be", "the", "just", "it", "he", "she", "get", "make", "made", "can", "could", "should", "would", "must", "we",
    "people", "guys", "my", "anyone", "your", "folks", "also", "and",
)
_DISARMED_BY: Final = re.compile(
    rf"\b(?:dont|do not|donot|didnt|did not|doesnt|does not|wont|will not|cant|cannot|can not|couldnt|never|not|wouldnt|shouldnt|isnt|arent"
    rf"|no need|without|rather than|instead of|if|unless|until|till|when|whenever|once|after|before|why|whether|how|who|what|did|do|does|have"
    rf"|has|had|or|in case|unable|id|he|she|they|it|that|which)(?: {_SMALL})*$"
    r"|^(?:why|when|how|who|what|did|does|has|have|is|are|was|were|if|unless)\b(?!.*\b(?:please|pls|plz)$)"
    r"|\b(?:he|she|they|wife|husband|boss|mom|mum|dad|doctor|son|daughter|friend|kids?) (?:\w+ )?(?:said|says|say|told|tells|wants?|asked|keeps? saying)\b"
)
_DAY: Final = words("(?:sun|mon|tues|wednes|thurs|fri|satur)days?", "weekends?", "the weekend", "weekdays")
_NARROWED_BY: Final = re.compile(
    rf"(?:(?:at|on|to|me|us|here) )*?(?:until|till|til|before|after|between|during|while|when|unless|if|whilst"
    rf"|so (?:early|late|often|much|many|fast|frequently)|this (?:early|late|often|week|month)|that (?:early|late|often)"
    rf"|at (?:night|work|\d|this hour|all hours|these hours|dinner|lunch|home|that hour|midnight|weekends)"
    rf"|on (?:{_DAY}|my days? off|holidays|christmas)|{_DAY}|from (?:the|that|this|your|a|an|my) (?:\w+ )?(?:other|old|different|second|new|wrong|first)"
    rf"|from (?:different|random|multiple)|in (?:the (?:morning|evening|middle|meeting)|caps|all caps|spanish|english|french|a)|every|twice|as often"
    rf"|to (?:stop|end|get|see)|and (?:just )?(?:call|ring|phone|come|meet|talk|pick|use|put|add|replace|swap|update)|early|late(?! (?:with|on))|tonight|tomorrow"
    rf"|for (?:a|an|the next|now|the time|{_DAY}|today|tonight|my (?:wife|husband|son|daughter))|instead|than|the wrong|like (?:i|im|a|this|that|you|we)|as if|in front|only|thru|through"
    rf"|(?:my|your) (?:wife|husband|boss|mom|mum|dad|friends?|staff|team|kids?|daughter|son))\b"
)
_TAKEN_BACK_BY: Final = re.compile(
    r"\b(?:never ?mind|nvm|scratch that|jk|just kidding|kidding|joking|by (?:mistake|accident|accidentally)|wait no|no wait|"
    r"actually (?:no|keep|leave|wait)|second thoughts?|put me back|sign me (?:back )?up|changed my mind|didnt mean)\b"
    r"|\b(?:use|try|text|message|reach me (?:on|at)|contact me (?:on|at)) (?:this|my|the|that) (?:one|other|new|personal|work|wifes|husbands)\b"
)
_REDIRECTED_BY: Final = re.compile(
    r"(?:please |pls |just |you can |can you |could you |u can |better |only |instead )*(?:call|ring|phone|facetime|come|use|ill|i will|ill be)\b"
)

ENGLISH: Final = Grammar("en", _RULES, _OPENER, _DISARMED_BY, _NARROWED_BY, _TAKEN_BACK_BY, _REDIRECTED_BY)
