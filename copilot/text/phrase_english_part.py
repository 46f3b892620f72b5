"""The parts of English requests, by name; rules and contexts write ``<name>`` for them.

Text is folded: no apostrophes, no punctuation, lower case.
"""

from typing import Final

PARTS: Final[dict[str, str]] = {
    "polite": "please|pls|plz|plse|pleese|kindly|thanks?|thank (?:you|u)|thx|ta|ty|tyvm|cheers",
    "now": (
        "now|asap|immediately|at once|right (?:now|away)|today|already|alredy|for good|permanently|altogether|"
        "completely|entirely|forever|for ever|effective immediately|again|any ?more|ever|going forward|from now on|"
        "any longer|though"
    ),
    "name_calling": (
        r"lol|x+|sir|maam|madam|mate|man|dude|bro|buddy|guys|people|you \w+|u \w+|idiots?|morons?|"
        "losers?|creeps?|jerks?"
    ),
    # Nothing of weight follows in the clause.
    "end": "(?: (?:<polite>|<now>|<name_calling>))*$",
    "filler": (
        "the|all|any|of|these|those|this|that|your|ur|ya|yalls|further|more|other|me|us|with|w|out|stupid|"
        "damn|bloody|fucking|effing|annoying|constant|endless|spam|spammy|unwanted|unsolicited|promotional|promo|"
        "marketing|sales|automated|daily|text|sms|such|single"
    ),
    # What we send.
    "texts": (
        "texts?|txts?|text ?messages?|messages?|messeges?|massages|msgs?|mssgs|sms|smses|spam|spamming|"
        "blasts?|communications?|correspondence|texting|messaging|contact|solicitations?"
    ),
    # What we send, named by its purpose.
    "marketing": "<texts>|promos?|promotions?|ads|adverts?|advertisements?|offers|deals|newsletters?|marketing",
    "texting": (
        "text(?:ing|in)|txt(?:ing|in)|messag(?:ing|in)|msg(?:ing|in)|contacting|spamming|pinging|bugging|"
        "bothering|pestering|harassing|hassling|soliciting|hitting|hittin|blowing up"
    ),
    "family": "mother|father|mom|mum|dad|son|daughter|wife|husband|grandmother|grandfather|family",
    # Whom not to text.
    "us": (
        "me|us|him|her|this (?:number|phone|line|cell|mobile|family|house|household)|my (?:phone|cell|number|"
        "mobile|<family>)|here"
    ),
    "adjective": "cell|mobile|phone|telephone|contact|personal|work",
    # Whom to take off.
    "self": (
        "(?:my|our|this|the|her|his) (?:<adjective> )?(?:number|num|no|nbr|phone|line|cell|mobile|digits)|my "
        "(?:name|info|information|details|contact(?: info| details)?|data|email|entry)|this (?:contact|one)|me|us|"
        r"(?:\d{3} )?\d{3} \d{4}|my <family>"
    ),
    # Where their number stands.
    "list": (
        r"(?:\w+)?lists?|database|data base|systems?|records?|files?|campaigns?|rotation|books|broadcasts?|"
        "broadcasting|mailings?|distribution|spreadsheets?|contacts|crm|subscriptions?|blasts?|alerts?|"
        "notifications?|reminders?|appeals?|announcements?|circulars?|book|group(?: text| chat)?|drip|thread|thing|"
        "updates|<marketing>"
    ),
    # Lists a customer may leave without leaving ours.
    "not_ours": (
        r"(?!(?:\w+ ){0,3}(?:wait|waiting|guest|class|price|packing|shopping|guests|attendee|order|player|"
        "call back|callback|standby)(?:list| list| lists))"
    ),
    "leading_to": (
        "(?:your|ur|the|this|that|these|those|all|any|every|whatever|whichever|future|yalls|youre|"
        r"further) <not_ours>(?:\w+ ){0,4}?<list>"
    ),
    "from_list": (
        "(?:from|off|off of|off from|out of|out|of) (?:<leading_to>|<marketing>|everything|whatever "
        "(?:its|it is|this is|that is|list its|youre|youve|you have))"
    ),
    "remove": (
        "remove|delete|drop|erase|scrub|pull|pop|count|retire|strike|cut|wipe|clear|unlist|purge|withdraw|"
        "unjoin|take|get|leave|block"
    ),
    "discard": "remove|delete|erase|scrub|wipe|lose|forget|purge|strike|unlist|unjoin|suppress",
    "stop": "stop|stopp|quit|cease|discontinue|halt",
    "switch_off": "<stop>|end|cancel|kill|turn off|switch off|shut off|drop|lose",
    # A command, not a report: "never text me again", but not "you never text me anymore".
    "not": (
        r"(?<!\byou )(?<!\bu )(?<!\bi )(?<!\bwe )(?<!\bthey )(?:dont|do not|donot|dnt|never|no longer)|"
        r"(?<!\bis )(?<!\bwas )not"
    ),
    "contact": (
        "text|txt|message|msg|contact|sms|call or text|text or call|write|write to|spam|solicit|reach out "
        "to|bother|ping|call or message|contact or text"
    ),
    "again": "again|any ?more|ever|ever again|no more|further",
    # Words that may stand between a negation and what it negates.
    "small": (
        "ever|even|really|want|need|have|had|like|you|u|ya|yall|them|they|him|her|to|mean|meant|meaning|ask|"
        "asking|asked|say|said|saying|tell|told|going|gonna|trying|try|wanna|please|i|we|be|the|just|it|he|she|get|"
        "make|made|can|could|should|would|must|we|people|guys|my|anyone|your|folks|also|and"
    ),
    "day": "(?:sun|mon|tues|wednes|thurs|fri|satur)days?|weekends?|the weekend|weekdays",
}
