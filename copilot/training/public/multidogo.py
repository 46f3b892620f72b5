"""multidogo: typed turns of customers to agents (CDLA-Permissive-1.0, AWS; training and development split).

Labels were given to a turn in its conversation, and some belong to the turn before: ``only`` asks the text for a trace
of its label. The agents' turns are not in the set, so no row has a context.
"""

from typing import Final

from copilot.training.public.meaning import Meaning, means, unused

_ORDERS: Final = (
    r"\b(i|we)\b.*\b(need|want|like|order|have|get|take)\b|\b(add|make|order|get me)\b|^(yes )?\d+ \w|please"
)
_CHANGES: Final = r"\b(change|cancel|replace|instead|sorry|which|what|best|other|options?)\b|expens|claim|reimburs"

LABELS: Final[dict[str, Meaning]] = {
    "bookflight": means("purchase_ready", only=r"\b(book|ticket|flight)", unless=r"\b(already|change|cancel)"),
    "cancelserviceintent": means("cancel_request"),
    "changeorder": unused("three rows"),
    "changeseatassignment": means(
        "support_issue", only=r"\b(change|check|seat no|assign)\b.*seat|seat.*\b(change|assign)"
    ),
    "checkbalance": unused("what a bank holds, or what is owed"),
    "checkclaimstatus": means("order_status", only="status"),
    "checkoffereligibility": means("product_question", only="rate"),
    "checkserverstatus": means("support_issue", only="status"),
    "closeaccount": means("cancel_request", only=r"\b(want|like|need)\b.*close"),
    "closinggreeting": means("acknowledgement", note="closing words", unless="thank|need|want"),
    "confirmation": means(
        "acknowledgement",
        note="an offer before it would settle more",
        unless="proceed|book|order|need|thank|please|confirm it|take",
    ),
    "contentonly": means(
        "acknowledgement",
        note="the answer to a question that is missing",
        only=r"^(\S+\s?){1,6}$",
        unless=r"\b(need|want|order|add|make|please|pls|close|lost|miss|qty|cheese|pizza|sauce|large|change|plan|can|how|what|i)\b",
    ),
    "disputecharge": means("billing_issue", only="charge|bill|debited|fee"),
    "expensereport": unused("expenses of an employee"),
    "getboardingpass": unused("material of what they have: support_issue or info_request"),
    "getinformationintent": means("pricing_question", only="price|cost"),
    "getpromotions": unused("two rows, one of them something else"),
    "getproofofinsurance": unused("paperwork of what they have: support_issue or contract_question"),
    "getroutingnumber": means("support_issue", only="routing"),
    "getseatinfo": means("support_issue", only="seat"),
    "openaccount": means("purchase_ready"),
    "openinggreeting": means("greeting", only=r"^\W*(\w+\W*){1,4}$", unless="help|need|want|yes|thank"),
    "orderbreakfastintent": unused("five rows"),
    "orderburgerintent": means("purchase_ready", only=_ORDERS, unless=_CHANGES),
    "orderchecks": unused("three rows, an order of what they have"),
    "orderdessertintent": means("purchase_ready", only=_ORDERS, unless=_CHANGES),
    "orderdrinkintent": means("purchase_ready", only=_ORDERS, unless=_CHANGES),
    "orderpizzaintent": means("purchase_ready", only=_ORDERS, unless=_CHANGES),
    "ordersaladintent": means("purchase_ready", only=_ORDERS, unless=_CHANGES),
    "ordersideintent": means("purchase_ready", only=_ORDERS, unless=_CHANGES),
    "outofdomain": unused("questions, chat and answers of every kind; few are out of our scope"),
    "providereceipt": unused("four rows"),
    "rejection": means(
        "acknowledgement",
        note="a bare no without its question may be not_interested, so only answers to 'anything else?' are used",
        only=r"\b(nothing|that.?s (all|it)|that is (all|it))\b",
        unless="thank|call you",
    ),
    "replacecard": unused("an order of what they have"),
    "reportbrokenphone": means("support_issue", only="screen|crack|broke|damage"),
    "reportbrokensoftware": means("support_issue", only=r"problem|issue|not|error|slow|trouble|stop|missing"),
    "reportlostcard": means("support_issue", only="lost|stolen|missing"),
    "softwareupdate": unused("an update beside what fails beside chat"),
    "startorder": means("purchase_ready", only="purchase|puchase|puruchase|order|buy|need|want", unless="skype"),
    "startserviceintent": means(
        "purchase_ready", only=r"\b(want|need|like|sign)", unless=r"looking|info|plans|cost|price"
    ),
    "stoporder": unused("two rows, one of them something else"),
    "thankyou": means("gratitude", only="thank|thx|apprec"),
    "transfermoney": means("support_issue", only="tran?s?fer"),
    "transferserviceintent": means("support_issue"),
    "updateaddress": means("support_issue", only="address"),
    "upgradeserviceintent": means("upgrade_interest"),
    "viewbillsintent": means("billing_issue", only="bill"),
    "viewdatausageintent": unused("three rows"),
}
