"""What stands around an English request: what may precede it, and what turns it into something else."""

from typing import Final

OPENER: Final = (
    r"(?:^|\b)(?:<polite>|just|and|but|so|then|now|no|nope|ok|okay|yes|yeah|can|could|would|will|you|"
    "u|ya|yall|hey|hi|hello|sorry|again|guys|people|wrong (?:number|person|guy)|not interested|i said|we said|i told "
    "you|(?:you|u|yall|guys|people) to|id like to|i would like to|want to|wanna|wish to|need to|asked|ask|let me|"
    "help me|got a job|either|have to|must|should|can we|could we|lets)$"
)
DISARMED_BY: Final = (
    r"\b(?:dont|do not|donot|didnt|did not|doesnt|does not|wont|will not|cant|cannot|can not|"
    "couldnt|never|not|wouldnt|shouldnt|isnt|arent|no need|without|rather than|instead of|if|unless|until|till|when|"
    "whenever|once|after|before|why|whether|how|who|what|did|do|does|have|has|had|or|in case|unable|he|she|they|it|"
    "that|which)(?: <small>)*$|^(?:why|when|how|who|what|did|does|has|have|is|are|was|were|if|"
    r"unless)\b(?!.*\b(?:please|pls|plz)$)|\b(?:he|she|they|wife|husband|boss|mom|mum|dad|doctor|son|daughter|friend|"
    r"kids?) (?:\w+ )?(?:said|says|say|told|tells|wants?|asked|keeps? saying)\b|\b(?:it|app|screen|system|phone|"
    r"website|site|sign) (?:says|said|keeps saying)\b|\b(?:tell|ask|make|get|have|let|want|need) (?:them|him|her|"
    r"everyone|someone|people|my \w+)(?: to)?$"
)
NARROWED_BY: Final = (
    "(?:(?:at|on|to|me|us|here) )*?(?:until|till|til|before|after|between|during|while|when|"
    "unless|if|whilst|so (?:early|late|often|much|many|fast|frequently)|this (?:early|late|often|week|month)|that "
    r"(?:early|late|often)|at (?:night|work|\d|this hour|all hours|these hours|dinner|lunch|home|that hour|midnight|"
    r"weekends)|on (?:<day>|my days? off|holidays|christmas)|<day>|from (?:the|that|this|your|a|an|my) (?:\w+ "
    ")?(?:other|old|different|second|new|wrong|first)|from (?:different|random|multiple)|in (?:the (?:morning|"
    r"evening|middle|meeting)|caps|all caps|spanish|english|french|a)|every|twice|as often|from \w+ing|on (?:the|a|"
    "that) (?!phone|cell|number|line|mobile)|(?:plan|package|feature|option|credits?|bundle|allowance|module|"
    "integration|platform|tool|editor|size|box|field|history|templates?|wording)|to (?:stop|end|get|see)|and (?:just "
    ")?(?:call|ring|phone|come|meet|talk|pick|use|put|add|replace|swap|update)|early|late(?! (?:with|on))|tonight|"
    "tomorrow|for (?:a|an|the next|now|the time|<day>|today|tonight|my (?:wife|husband|son|daughter))|instead|than|"
    "the wrong|like (?:i|im|a|this|that|you|we)|as if|in front|only|thru|through|(?:my|your) (?:wife|husband|boss|"
    r"mom|mum|dad|friends?|staff|team|kids?|daughter|son))\b"
)
TAKEN_BACK_BY: Final = (
    r"\b(?:never ?mind|nvm|scratch that|jk|just kidding|kidding|joking|by (?:mistake|accident|"
    "accidentally)|wait no|no wait|actually (?:no|keep|leave|wait)|second thoughts?|put me back|sign me (?:back )?up|"
    r"changed my mind|didnt mean)\b|\bif (?:you|u) (?:no longer|would|wish|want to|dont want|do not want)\b|"
    r"\b(?:reply|text|send) stop (?:to|for)\b|\b(?:use|try|text|message|reach me (?:on|at)|contact me (?:on|at)) "
    r"(?:this|my|the|that) (?:one|other|new|personal|work|wifes|husbands)\b"
)
REDIRECTED_BY: Final = (
    "(?:please |pls |just |you can |can you |could you |u can |better |only |instead "
    r")*(?:call|ring|phone|facetime|come|use|ill|i will|ill be)\b"
)
