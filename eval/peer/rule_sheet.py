"""The rule sheet of the keyword peer: what a competent operations person writes in a week for an auto-reply product.

Mostly English, with the everyday words of Spanish, French, German and Portuguese. Written from the annotation guide and
from turns of the training writers, never from evaluation rows.
"""

from typing import Final

from eval.peer.rule import Rule
from eval.peer.rule_answer import ANSWERS, OPENINGS
from eval.peer.rule_buy import BUY
from eval.peer.rule_serve import SERVE
from eval.peer.rule_social import LAST, REST
from eval.peer.rule_stop import STOP, WHO

RULES: Final[tuple[Rule, ...]] = (*ANSWERS, *STOP, *OPENINGS, *WHO, *SERVE, *BUY, *REST, *LAST)
"""All rules, in the order in which they are tried: the first that fires names the primary."""
