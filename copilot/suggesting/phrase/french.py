"""Our fixed lines in French, worded around the letters GSM-7 lacks (ê, ç, ô, î) wherever French allows it."""

from typing import Final

from copilot.suggesting.phrase.line import Line

FRENCH: Final = {
    Line.CLARIFY: "Merci pour votre message. Je ne suis pas certain d'avoir bien compris. De quoi avez-vous besoin ?",
    Line.SPECIALIST: "Merci, je préviens maintenant la bonne personne.",
    Line.HANDOVER: "Merci de nous le dire. Je transmets tout le fil, vous n'aurez rien à répéter.",
    Line.ASK_COMPLAINT: "Qu'attendez-vous de nous pour que ce soit réglé ?",
    Line.ASK_CANCEL: "Voulez-vous tout résilier, ou seulement une partie ?",
    Line.ASK_HUMAN: "A quel numéro et à quelle heure peut-on vous appeler ?",
    Line.ASK_SUPPORT: "Que se passe-t-il quand vous essayez, et depuis quand ?",
    Line.ASK_BILLING: "De quelle facture ou de quelle date s'agit-il ?",
    Line.ASK_ORDER: "Quel est le numéro de commande ou de réservation ?",
    Line.FOLLOW_UP_ON: "Pas de souci, prenez votre temps. Je vous recontacterai le {follow_up_day}.",
    Line.FOLLOW_UP: "Pas de souci, prenez votre temps. Je vous recontacterai plus tard.",
    Line.FOLLOW_UP_ON_SHORT: "Pas de souci. Je vous recontacterai le {follow_up_day}.",
    Line.FOLLOW_UP_SHORT: "Pas de souci. Je vous recontacterai plus tard.",
    Line.STEP_MEETING: "Un appel d'un quart d'heure pour voir si cela convient ? Quel jour vous arrange ?",
    Line.STEP_QUOTE: "Voulez-vous que nous relisions le devis au téléphone ? Quel jour vous arrange ?",
    Line.STEP_SIGN: "Que reste-t-il à régler avant la signature ?",
    Line.STEP_RENEW: "Dois-je préparer le renouvellement tel quel, ou changer quelque chose ?",
    Line.STEP_APPROVER: "Serait-il utile que je me joigne à vous dix minutes pour en parler ?",
    Line.STEP_DATE: "Quel serait le bon moment pour en reparler ?",
    Line.STEP_TIME: "Pouvez-vous me proposer deux horaires qui vous arrangent ?",
    Line.STEP_AGENDA: "Quel point devons-nous régler en premier ?",
    Line.STEP_REACH: "Quel est le meilleur numéro ou e-mail pour joindre cette personne ?",
    Line.QUESTION: "Merci de votre question. Pour bien vous répondre : qu'est-ce qui compte le plus pour vous ?",
    Line.BUY: "Parfait, j'en suis ravi. A quel nom et à quel e-mail envoyer les documents ?",
    Line.MEETING: "Avec plaisir. Quel jour et quelle heure vous arrangent le mieux ?",
    Line.AGREED: "Parfait, merci. Que voulez-vous avoir réglé à la fin ?",
    Line.CHANGE: "Pas de souci, merci de me prévenir. Quel jour et quelle heure vous arrangent mieux ?",
    Line.OBJECTION: "Je comprends, merci de le dire. Que faudrait-il changer pour que cela vous convienne ?",
    Line.LATER: "Pas de souci, merci de me le dire. Quel serait un meilleur moment ?",
    Line.APPROVAL: "C'est normal. Que voudra-t-on savoir en premier ?",
    Line.DECLINE: "C'est compris. Merci de me le dire clairement.",
    Line.WRONG_PERSON: "Désolé pour cette erreur. Merci de me l'avoir dit.",
    Line.WHO: "Pardon, je ne me suis pas présenté. Ici {rep_name}, de {our_company}.",
    Line.REFERRAL: "Merci, cela m'aide. Comment joindre au mieux cette personne ?",
    Line.THANKS: "Avec grand plaisir. Puis-je faire autre chose pour vous ?",
    Line.NOTED: "Merci, c'est noté. Avez-vous besoin d'autre chose ?",
    Line.GREETING: "Bonjour, ravi de vous lire. Que puis-je faire pour vous ?",
    Line.OPEN: "Bonjour {first_name}, y a-t-il une question à laquelle je peux répondre ?",
    Line.SIGNAL_CONTRACT: (
        "Bonjour {first_name}, votre contrat est en dernière relecture. Un point à revoir avant de signer ?"
    ),
    Line.SIGNAL_SOLVED: (
        "Bonjour {first_name}, votre demande a été réglée, me dit-on. Est-ce que tout fonctionne maintenant ?"
    ),
    Line.SIGNAL_RENEWAL: (
        "Bonjour {first_name}, votre renouvellement approche. On garde tout tel quel, ou on change quelque chose ?"
    ),
    Line.SIGNAL_VIEWED: "Bonjour {first_name}, y a-t-il une question sur notre offre à laquelle je peux répondre ?",
    Line.SIGNAL_USAGE: "Bonjour {first_name}, est-ce que tout fonctionne encore bien ? Sinon, que vous manque-t-il ?",
}
