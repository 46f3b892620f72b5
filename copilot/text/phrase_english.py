"""English requests for no more messages. Text is folded: no apostrophes, no punctuation, lower case."""

from typing import Final

from copilot.text import phrase_english_context as context
from copilot.text.phrase_english_part import PARTS
from copilot.text.phrase_rule import Grammar, build_grammar, rule

_RULES: Final = (
    rule("stop_texting", r"<stop> (?:\w+ )?<texting>(?: up)?(?: <us>)?"),
    rule("stop_calling", "<stop> calling(?: (?:me|us|here|this number))(?= (?:and|or) text|<end>)"),
    rule("stop_sending", "<stop> sending (?:<filler> ){0,5}<marketing>"),
    rule(
        "stop_sending",
        "<stop> sending(?: me| us)?(?: (?:any|all|more|of|these|this|them|stuff|crap|shit|things|anything|"
        "junk))*(?=<end>)",
    ),
    rule("stop_texts", "<switch_off> (?:<filler> ){0,4}<texts>", needs_opener=True),
    rule("stop_texts", "<stop> (?:with |w )?(?:the|your|ur|these|all|all the|all your) (?:<filler> ){0,3}<texts>"),
    rule(
        "stop_promotions",
        "<stop> (?:with |w )?(?:the|your|ur|these|all|all the) (?:<filler> ){0,3}(?:promos?|promotions|ads|"
        "adverts|spam|junk|marketing)(?=<end>)",
        needs_opener=True,
    ),
    rule("stop_please", "^(?:(?:<polite>|so|ok|okay|no|just|and|but|now|hi|hey) )*stop <polite><end>"),
    rule("stop_please", r"(?:^|\b(?:but|and|so|just|no|ok|now) )<polite> (?:just )?stop<end>"),
    rule(
        "stop_these",
        "(?:stop|end|cancel) (?:these|this nonsense|all of these|all this)(?: (?:<polite>|<now>))+$",
        needs_opener=True,
    ),
    rule("stop_now", "^stop <now>$"),
    rule(
        "no_more_texts",
        r"no (?:more|further) (?:<filler> ){0,3}(?:\w+ )?(?:<texts>|promos?|promotions|adverts|ads)",
        needs_opener=True,
    ),
    rule("no_more_texts", r"\bno (?:<filler> ){0,3}(?:texts|txts|messages|msgs)(?: <polite>)+$", needs_opener=True),
    rule("no_more_texts", "no more of (?:these|those|this|your (?:<filler> )?<texts>)(?=<end>)", needs_opener=True),
    rule("no_more_texts", "enough (?:of |with )?(?:<filler> ){0,3}<texts>(?=<end>)", needs_opener=True),
    rule(
        "take_off",
        "(?:take|get|leave|keep|strike|cross|knock|drop|cut) <self> (?:off|out)(?: of)? (?:<leading_to>|"
        "everything|whatever)",
    ),
    rule(
        "take_off",
        "(?:(?:take|leave) <self> (?:off|out)|get <self> off)(?: (?:this|that|these|it|here|of here|of this|it "
        "all))?(?=<end>)",
        needs_opener=True,
    ),
    rule("take_off", "(?:take|get|pull) (?:me|us) (?:off|out) <from_list>"),
    rule("off_list", r"^(?:<polite> )?(?:get )?off (?:your|ur|the|this) (?:\w+ )?list<end>"),
    rule("remove_from", "<remove> <self> <from_list>"),
    rule("remove_me", "<discard> (?:me|us)(?=<end>)", needs_opener=True),
    rule(
        "remove_number",
        "<discard> (?:my|this|these|our) (?:<adjective> )?(?:number|num|digits|phone|line|cell|contact|info|"
        "information|details)(?=<end>)",
        needs_opener=True,
    ),
    rule(
        "lose_number",
        r"(?:lose|forget|burn|bin|rip up|throw away|throw out) (?:you (?:\w+ )?have )?(?:my|this|these) "
        "(?:<adjective> )?(?:number|digits)",
        needs_opener=True,
    ),
    rule(
        "do_not_text",
        r"(?:<not>) (?:please |pls |you |u |ever )*<contact> (?:<us>(?: here)? )?(?:about (?:\w+ ){1,4})?<again>",
    ),
    rule("do_not_text", "(?:<not>) (?:please |pls |you |u |ever )*<contact> <us>(?=<end>)", needs_opener=True),
    rule(
        "do_not_text",
        "(?:dont|do not|you not|u not) (?:please |pls |ever )?send (?:<filler> |to |him |her )*(?:<texts>|"
        "anything(?: further| more| else)?|any ?more|any more of these|these)(?=<end>|(?: to| on) <us>)",
        needs_opener=True,
    ),
    rule(
        "do_not_contact_list",
        "(?:mark|put|add|list|flag|place|set) (?:me|us|my (?:number|name)|this (?:number|contact)) (?:down "
        ")?(?:as|on|to|in|under) (?:a |the |your )?(?:do not|dont|no) (?:text|contact|call|message|disturb)",
    ),
    rule(
        "do_not_want",
        "(?:dont|do not|no longer|never) (?:want|wish|need|care)(?: to)?(?: (?:receive|get|hear|see|keep getting|"
        "be getting|receiving|getting))? (?:<filler> ){0,4}<texts>",
    ),
    rule(
        "do_not_want",
        "(?:dont|do not|no longer) (?:want|wish) to (?:be (?:texted|contacted|messaged|on (?:your|this|the) "
        r"(?:\w+ )?list)|hear from (?:you|u|yall|any of you))(?=<end>)",
    ),
    rule(
        "unsubscribe",
        "(?:unsub|unsubscribe|unsubcribe|unsuscribe|unsubscibe|unsubscribed)(?: (?:me|us|this (?:number|phone)|"
        "my (?:number|phone)))?(?: <from_list>|(?=<end>))",
        needs_opener=True,
    ),
    rule(
        "opt_out",
        "opt(?: <us>)? out(?: (?:of|from) (?:<filler> ){0,4}(?:<marketing>|these|this|everything|all)|(?=<end>))",
        needs_opener=True,
    ),
    rule("opt_out", "(?:i am |im |i )(?:opt|opting) out(?: (?:of|from) (?:<filler> ){0,4}<marketing>|(?=<end>))"),
    rule("revoke_consent", r"(?:revoke|revoking|withdraw|withdrawing) (?:\w+ ){0,3}(?:consent|permission)"),
    rule("revoke_consent", r"consent (?:\w+ ){0,4}(?:is|are) (?:\w+ )?(?:revoked|withdrawn)"),
    rule("object_to_marketing", r"(?:i|we) object to (?:\w+ ){1,8}marketing"),
    rule(
        "refrain",
        "refrain from (?:any |all |further |future |more )*(?:<texting>|<texts>|sending)",
        needs_opener=True,
    ),
    rule("last_message", "(?:let|make) this (?:be )?(?:the|your) (?:last|final) (?:one|<texts>)", needs_opener=True),
    rule("not_one_more", "not (?:one|a single|1) (?:more|other) <texts>", needs_opener=True),
    rule(
        "no_need",
        "(?:no need to|need not|neednt|you dont (?:have|need) to|u dont (?:have|need) to) (?:keep )?(?:<contact>|"
        "<texting>) <us> (?:any longer|<again>)",
    ),
    rule(
        "no_need",
        "no need (?:to (?:keep send(?:ing)?|send|keep sending) (?:me |us )?(?:these|<marketing>)|for (?:any |the "
        "|these |your )*<texts>)(?=<end>)",
    ),
    rule(
        "how_to_stop",
        "how (?:do|can|does) (?:i|we|one|you|u) (?:stop|end|turn off|get rid of|get off|opt out of) (?:<filler> "
        "){1,4}(?:<texts>|list)(?=<end>)",
        needs_opener=True,
    ),
    rule(
        "already_opted_out",
        "(?:opted out|unsubscribed|(?:said|sent|texted|replied|typed|hit) stop) .{0,40}?still (?:texting|coming|"
        "sending|(?:getting|receiving|get) (?:them|these|<texts>))",
    ),
    rule("left_in_peace", "(?:want|wish|like|prefer|ask|asking) to be left (?:alone|in peace)"),
    rule("leave_alone", r"leave (?:me|us) (?:the \w+ |tf )?(?:alone|be)(?=<end>)", needs_opener=True),
    rule(
        "cease",
        "(?:cease (?:and|n) desist|(?:cease|cut) (?:all |any |further )+(?:contact|communications?)|cease "
        "(?:contact|communications?))",
        needs_opener=True,
    ),
    rule(
        "be_removed",
        r"(?:want|wanna|need|like|ask|asked|asking|request|requested|prefer) (?:\w+ ){0,3}?(?:be )?(?:removed|"
        "taken off|taken out|deleted|unsubscribed|dropped|off|out of)(?: <from_list>| <leading_to>|"
        "(?<=unsubscribed))",
    ),
)

ENGLISH: Final[Grammar] = build_grammar(
    "en",
    parts=PARTS,
    rules=_RULES,
    opener=context.OPENER,
    disarmed_by=context.DISARMED_BY,
    narrowed_by=context.NARROWED_BY,
    taken_back_by=context.TAKEN_BACK_BY,
    redirected_by=context.REDIRECTED_BY,
)
