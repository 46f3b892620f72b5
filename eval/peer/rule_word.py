"""Words that several rules share: yes, no, days and clock times in five languages."""

from typing import Final

YES: Final = (
    r"(?:oh |ok |okay |hi |yes |oui |si |ja |sim )?(?:y|aye|yes|book it|order|confirm(?:ed|o|e|ee)?|yes|yeah|yea|yep|"
    r"yup|ye|ya|yh|sure|sure thing|absolutely|definitely|of course|ok|okay|"
    r"sounds good|perfect|great|go (?:ahead|for it)|do it|please do|works for me|that works|fine|deal|si|claro|vale|"
    r"dale|oui|d'accord|ouais|ja|jep|gerne|klar|passt|sim|pode ser|isso|por favor|s'il vous plait|bitte)"
    r"(?:[ ,.!]*(?:please|pls|plz|thanks|thank you|thx|ta|cheers|por favor|gracias|merci|danke|obrigad[oa]|bitte|"
    r"gerne|mate|love|sure|ok))*"
)
NO: Final = (
    r"(?:n|no|nope|nah|na|non|nein|nao|no thanks?|no thank you|no ty|nope thanks?|nah (?:im|i'm) good|not really|"
    r"(?:im|i'm|we're|were) (?:good|fine|ok|all set)|all good|no gracias|non merci|nein danke|nao,? obrigad[oa])"
    r"(?:[ ,.!]*(?:thanks?|thank you|thx|ta|cheers|gracias|merci|danke|obrigad[oa]|mate|sorry))*"
)
DAY: Final = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|tomorrow|tmrw|tmr|today|tonight|next week|"
    r"this (?:week|afternoon|evening|morning)|lunes|martes|miercoles|jueves|viernes|lundi|mardi|mercredi|jeudi|"
    r"vendredi|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|segunda|terca|quarta|quinta|sexta|demain|morgen|manana|amanha"
)
CLOCK: Final = r"\d{1,2}(?::\d\d|h\d\d)? ?(?:am|pm|h|uhr|o'?clock)|\d{1,2}:\d\d|noon|half past|after lunch"
