"""Our fixed lines in German."""

from typing import Final

from copilot.suggesting.phrase.line import Line

GERMAN: Final = {
    Line.CLARIFY: (
        "Danke für Ihre Nachricht. Ich bin nicht sicher, ob ich Sie richtig verstehe. Was genau brauchen Sie?"
    ),
    Line.SPECIALIST: "Danke, ich hole gleich die richtige Person dazu.",
    Line.HANDOVER: "Danke für den Hinweis. Ich gebe das mit dem ganzen Verlauf weiter, Sie müssen nichts wiederholen.",
    Line.ASK_COMPLAINT: "Was würde es für Sie wieder in Ordnung bringen?",
    Line.ASK_CANCEL: "Möchten Sie alles beenden oder nur einen Teil?",
    Line.ASK_HUMAN: "Unter welcher Nummer und wann erreicht man Sie am besten?",
    Line.ASK_SUPPORT: "Was passiert genau, und seit wann?",
    Line.ASK_BILLING: "Um welche Rechnungsnummer oder welches Datum geht es?",
    Line.ASK_ORDER: "Um welche Bestell- oder Buchungsnummer geht es?",
    Line.FOLLOW_UP_ON: "Kein Problem, nehmen Sie sich die Zeit. Ich melde mich am {follow_up_day} wieder.",
    Line.FOLLOW_UP: "Kein Problem, nehmen Sie sich die Zeit. Ich melde mich später wieder.",
    Line.FOLLOW_UP_ON_SHORT: "Kein Problem. Ich melde mich am {follow_up_day} wieder.",
    Line.FOLLOW_UP_SHORT: "Kein Problem. Ich melde mich später wieder.",
    Line.STEP_MEETING: "Wollen wir eine Viertelstunde telefonieren, ob es passt? Welcher Tag ist Ihnen recht?",
    Line.STEP_QUOTE: "Wollen wir das Angebot am Telefon durchgehen? Welcher Tag ist Ihnen recht?",
    Line.STEP_SIGN: "Was ist vor der Unterschrift noch zu klären?",
    Line.STEP_RENEW: "Soll ich die Verlängerung so vorbereiten, wie es ist, oder möchten Sie etwas ändern?",
    Line.STEP_APPROVER: "Würde es helfen, wenn ich bei dem Gespräch zehn Minuten dabei bin?",
    Line.STEP_DATE: "Wann wäre ein guter Zeitpunkt, darauf zurückzukommen?",
    Line.STEP_TIME: "Nennen Sie mir zwei Termine, die Ihnen passen?",
    Line.STEP_AGENDA: "Welchen Punkt sollen wir im Gespräch zuerst klären?",
    Line.STEP_REACH: "Unter welcher Nummer oder E-Mail ist die Person am besten zu erreichen?",
    Line.QUESTION: "Danke für die Frage. Damit ich richtig antworte: Was ist Ihnen dabei am wichtigsten?",
    Line.BUY: "Sehr gut, das freut mich. Auf welchen Namen und an welche E-Mail sollen die Unterlagen gehen?",
    Line.MEETING: "Sehr gern. Welcher Tag und welche Uhrzeit passen Ihnen am besten?",
    Line.AGREED: "Sehr gut, vielen Dank. Was möchten Sie am Ende des Gesprächs geklärt haben?",
    Line.CHANGE: "Kein Problem, danke für die Nachricht. Welcher Tag und welche Uhrzeit wären besser?",
    Line.OBJECTION: "Das verstehe ich, danke für die Offenheit. Was müsste anders sein, damit es für Sie passt?",
    Line.LATER: "Kein Problem, danke für die Nachricht. Wann wäre ein besserer Zeitpunkt?",
    Line.APPROVAL: "Das verstehe ich. Was wird man dort als Erstes wissen wollen?",
    Line.DECLINE: "Verstanden. Danke für die klare Antwort.",
    Line.WRONG_PERSON: "Entschuldigung für die Verwechslung. Danke für den Hinweis.",
    Line.WHO: "Entschuldigung, ich habe mich nicht vorgestellt. Hier ist {rep_name} von {our_company}.",
    Line.REFERRAL: "Vielen Dank, das hilft. Wie erreiche ich die Person am besten?",
    Line.THANKS: "Sehr gern. Kann ich sonst noch etwas für Sie tun?",
    Line.NOTED: "Danke, ist notiert. Brauchen Sie sonst noch etwas von mir?",
    Line.GREETING: "Guten Tag, schön von Ihnen zu hören. Was kann ich für Sie tun?",
    Line.OPEN: "Hallo {first_name}, gibt es gerade eine Frage, die ich Ihnen beantworten kann?",
    Line.SIGNAL_CONTRACT: (
        "Hallo {first_name}, Ihr Vertrag ist in der letzten Prüfung. Möchten Sie vor der Unterschrift etwas durchgehen?"
    ),
    Line.SIGNAL_SOLVED: "Hallo {first_name}, Ihr Anliegen wurde gelöst, höre ich. Läuft jetzt alles wie gewünscht?",
    Line.SIGNAL_RENEWAL: (
        "Hallo {first_name}, Ihre Verlängerung steht an. Soll alles bleiben, wie es ist, oder möchten Sie etwas ändern?"
    ),
    Line.SIGNAL_VIEWED: "Hallo {first_name}, gibt es zu unserem Angebot eine Frage, die ich beantworten kann?",
    Line.SIGNAL_USAGE: "Hallo {first_name}, läuft noch alles so, wie Sie es brauchen? Falls nicht, was fehlt Ihnen?",
}
