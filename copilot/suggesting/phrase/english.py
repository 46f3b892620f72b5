"""Our fixed lines in English."""

from typing import Final

from copilot.suggesting.phrase.line import Line

ENGLISH: Final = {
    Line.CLARIFY: (
        "Thanks for writing. I'm not sure I understood you right. Could you say in a few more words what you need?"
    ),
    Line.SPECIALIST: "Thank you, I'm getting the right person for this now.",
    Line.HANDOVER: "Thanks for telling me. I'm passing this on with the whole thread, so you needn't repeat it.",
    Line.ASK_COMPLAINT: "What would put it right for you?",
    Line.ASK_CANCEL: "Is it all of it you want to end, or a part?",
    Line.ASK_HUMAN: "What's the best number and time to call you?",
    Line.ASK_SUPPORT: "What happens when you try it, and since when?",
    Line.ASK_BILLING: "Which invoice number or date is it about?",
    Line.ASK_ORDER: "Which order or booking number is it about?",
    Line.FOLLOW_UP_ON: "No problem, take the time you need. I'll get back to you on {follow_up_day}.",
    Line.FOLLOW_UP: "No problem, take the time you need. I'll get back to you later.",
    Line.FOLLOW_UP_ON_SHORT: "No problem. I'll get back to you on {follow_up_day}.",
    Line.FOLLOW_UP_SHORT: "No problem. I'll get back to you later.",
    Line.STEP_MEETING: "Shall we take fifteen minutes on the phone to see if it fits? Which day suits you?",
    Line.STEP_QUOTE: "Shall we go through the quote together on the phone? Which day suits you?",
    Line.STEP_SIGN: "What is left to settle before you sign?",
    Line.STEP_RENEW: "Shall I prepare the renewal as it is, or would you change something?",
    Line.STEP_APPROVER: "Would it help if I joined for ten minutes when you talk it over?",
    Line.STEP_DATE: "When would be a good time to come back to it?",
    Line.STEP_TIME: "Could you name two times that suit you?",
    Line.STEP_AGENDA: "Which point should we settle first when we talk?",
    Line.STEP_REACH: "What's the best number or email to reach them?",
    Line.QUESTION: "Thanks for asking. To give you the right answer: what matters most to you here?",
    Line.BUY: "Great, I'm glad to hear that. Whose name and email should the paperwork go to?",
    Line.MEETING: "Gladly. Which day and time suit you best?",
    Line.AGREED: "Perfect, thank you. What would you like to have settled by the end of it?",
    Line.CHANGE: "No problem, thanks for letting me know. Which day and time would be easier for you?",
    Line.OBJECTION: "I understand, thank you for being open. What would have to be different for it to work for you?",
    Line.LATER: "No problem at all, thank you for telling me. When would be a better time?",
    Line.APPROVAL: "That makes sense. What will they want to know first?",
    Line.DECLINE: "Understood. Thank you for telling me straight.",
    Line.WRONG_PERSON: "Sorry for the mix-up. Thank you for telling me.",
    Line.WHO: "Sorry, I should have said who I am. This is {rep_name} from {our_company}.",
    Line.REFERRAL: "Thank you, that helps. How do I reach them best?",
    Line.THANKS: "You're very welcome. Is there anything else I can do for you?",
    Line.NOTED: "Thank you, noted. Is there anything else you need from me?",
    Line.GREETING: "Hello, good to hear from you. What can I do for you?",
    Line.OPEN: "Hi {first_name}, is there a question I can answer for you at the moment?",
    Line.SIGNAL_CONTRACT: (
        "Hi {first_name}, your agreement is in its final review. Is there a point you want to discuss before you sign?"
    ),
    Line.SIGNAL_SOLVED: (
        "Hi {first_name}, I hear your request was solved. Does everything work the way you need it now?"
    ),
    Line.SIGNAL_RENEWAL: (
        "Hi {first_name}, your renewal is coming up. Would you keep everything as it is or change something?"
    ),
    Line.SIGNAL_VIEWED: "Hi {first_name}, is there a question about our offer I can answer for you?",
    Line.SIGNAL_USAGE: "Hi {first_name}, does everything still work the way you need it? If not, what is missing?",
}
