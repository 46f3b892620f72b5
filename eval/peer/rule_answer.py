"""Rules for answers to our questions: "yes" means what was asked."""

from typing import Final

from eval.peer.rule import Rule, starts, whole
from eval.peer.rule_word import CLOCK, DAY, NO, YES

_YES_WORD: Final = (
    r"(?:yes|yeah|yea|yep|yup|ye|yh|sure|absolutely|definitely|go ahead|go on|ok|okay|perfect|great|lovely|si|"
    r"claro|dale|"
    r"vale|oui|ouais|d'accord|ok|ja|jo|gerne|sim|pode)"
)
_STOP_ASKED: Final = (
    r"take you off|remove you|stop (?:texting|messag\w+|these)|unsubscribe you|off (?:our|the) list|"
    r"keep (?:getting|receiving) (?:our|these) (?:texts|messages)"
)
_CANCEL_ASKED: Final = (
    r"(?:cancel|end|close|terminate) (?:your|the|this) \w+|sure you want to (?:leave|cancel)|confirm cancell?ation"
)
_MATERIAL_ASKED: Final = (
    r"(?:reply|text) \w+ (?:for|to (?:get|receive|see)) (?:the|our|a|your)? ?(?:brochure|link|details|info\w*|guide|"
    r"catalog\w*|menu|list)|(?:brochure|details|link|info\w*|guide|catalog\w*|video|pack|case study|pdf)\b.*\?|"
    r"(?:shall|should|can|may) (?:i|we) (?:send|email|text) (?:you|over|it|the)(?! contract| agreement| invoice)"
)
_PROCEED_ASKED: Final = (
    r"go ahead|proceed|send (?:you |over )?the (?:contract|agreement|invoice|paperwork|order form)|place (?:the|"
    r"your|an) "
    r"order|checkout|complete your|ready to (?:buy|order|start|sign|renew|join|open)|sign (?:you )?up|lock (?:it|"
    r"this|that)"
    r" in|reserve|shall (?:i|we) (?:order|book|put|set|renew|confirm)|want (?:it|one|us to)|renew (?:now|today|it|"
    r"for)|"
    r"add .{2,40}\?|reply yes|for \W?\d[\d.,]*\b.*\?"
)
_MEETING_ASKED: Final = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|\d{1,2}(?::\d\d)? ?(?:am|pm)|\d{1,2}:\d\d|at \d{1,2}|"
    r"appointment|slot|a (?:quick )?(?:call|chat|demo|visit|viewing|meeting)|lunes|martes|lundi|mardi|montag|"
    r"dienstag|"
    r"amanha|demain|morgen|manana"
)
_REMINDER: Final = rf"remind\w*|see you|confirm\w*|booked|your (?:appointment|visit|booking|class)|{_MEETING_ASKED}"
_MORE_ASKED: Final = (
    r"anything else|any(?:thing)? (?:other|more|further)|help (?:you )?with|all sorted|need (?:any )?help"
)
_OFFER: Final = (
    r"interested|would you like|do you want|want (?:to|a|us|me)|fancy|offer|% off|sale|save|deal|upgrade|ready to|"
    r"shall (?:i|we)|add|join|looking (?:for|to)"
)

ANSWERS: Final[tuple[Rule, ...]] = (
    whole("opt_out", YES, context=_STOP_ASKED),
    whole("cancel_request", YES, context=_CANCEL_ASKED),
    whole("gratitude", r"no[ ,.]*(?:thanks|thank you)\W.*(?:great|help|thank).*", context=_MORE_ASKED),
    whole("acknowledgement", NO, context=_MORE_ASKED),
    whole("info_request", YES, context=_MATERIAL_ASKED),
    whole("purchase_ready", YES, context=_PROCEED_ASKED),
    whole("meeting_accept", YES, context=_MEETING_ASKED),
    whole("info_request", YES, context=r"interested|want to (?:know|hear|learn)|more (?:info\w*|details)"),
    whole("not_interested", NO, context=_OFFER),
    whole("meeting_request", rf"(?:{DAY}|{CLOCK}).{{0,25}}", context=r"when|what (?:time|day)|which day"),
    whole("meeting_accept", rf"(?:{DAY}|{CLOCK}|the (?:first|second|later|earlier)).{{0,25}}", context=_MEETING_ASKED),
)

OPENINGS: Final[tuple[Rule, ...]] = (
    starts("cancel_request", _YES_WORD, context=_CANCEL_ASKED),
    starts("info_request", _YES_WORD, context=_MATERIAL_ASKED),
    starts("purchase_ready", _YES_WORD, context=_PROCEED_ASKED),
    starts("meeting_accept", _YES_WORD, context=_MEETING_ASKED),
)
