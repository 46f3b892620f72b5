"""The phrase tier: requests act, look-alikes do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.consent import ConsentEvent, ConsentTier
from copilot.text.consent import NO_MATCH, detect_consent
from copilot.text.consent_phrases import match_phrase

REQUESTS = """\
stop texting me
can you stop texting me?
not interested please stop texting me
I told you to stop texting me
pls quit texting this line
stop sending me texts
stop sending these
cancel texts
please stop the texts
no more texts
no more messages please
enough texts thanks
STOP PLEASE
please stop
not her, stop pls
you flooded me. STOP
STOP, and thank you
Greg. Buddy. Stop.
stooooop
sotp
🛑🛑
take me off your list
who are you? take me off
take. me. off.
Take my name off your mailing list, thanks
remove me from your list
Could I ask that this number be removed from whatever list it's on?
delete my number
lose my number
wrong number, delete this number please
never contact me again
don't text me
Do not contact this number ever again
don't text me about jobs any more
please don't send me any more messages
I no longer wish to receive these messages
mark me as do not text
unsubscribe me
no thx and unsubscribe
opt me out
I'd like to opt out
I revoke any prior consent to be called or texted
cease and desist
cease all communication
leave me alone
let this be the last message
no need to text me again
no quiero más mensajes
No me escriban nunca más
dejen de escribirme
quítenme de la lista
déjenme en paz
ne m'écrivez plus svp
Arrêtez de m'envoyer ces sms
merci de me désinscrire
laissez-moi tranquille
schreiben Sie mir nicht mehr
bitte keine SMS mehr
nehmt mich bitte aus dem Verteiler
Löschen Sie meine Nummer.
não quero mais receber mensagens
para de me mandar mensagem
me tira da lista
retirem meu contato do cadastro""".splitlines()

LOOK_ALIKES = """\
stop by tomorrow?
I can't stop thinking about it
don't stop the deliveries
We have got to STOP this terrible bill
can you stop my subscription from renewing
please don't take me off the list
did you take me off the waitlist?
take me off the guest list for saturday
please take me off for sunday
when does the promotion end
I'd cancel if it got any dearer
cancel my order
remove the extra seat
remove my number from the account and put my wife's
don't text me before 9
don't text me while I'm driving
stop texting me so early
don't text me, call me
stop texting and call me
stop texting me from the other number, use this one
stop sending invoices to my old address
stop sending me the wrong size
stop calling me Bob
stop giving me menus and get me a human
stop charging my card
please stop saying that and do your job
Stop, I want to change my order
haha stop
omg stop, you're too kind
never stop sending these i live for them
please don't stop texting me
you never text me anymore
why did you stop texting me
if you text again I'll report you
if you no longer want these, you can unsubscribe
Reply STOP to opt out
she said "stop texting me" to the other shop
my husband said take me off the list
I opted out by mistake, put me back on the list
take me off the list. actually no wait, keep me on
unsubscribe me from the premium plan
Cant unsubscribe my daughter from the math app
did you lose my number?
don't lose my number
how do I delete my number from the app
no longer want the text plan
leave me alone with the menu for five minutes
the toilet won't stop running
no messages on my phone
no, no cancelo, sí voy
quiero dar de baja mi línea
no me escriban antes de las 9
je ne veux plus recevoir de colis
die wallbox stoppt alle 10 minuten
ich habe keine Nachrichten bekommen
quero cancelar o seguro""".splitlines()


@pytest.mark.parametrize("text", REQUESTS)
def test_a_request_for_no_more_messages_acts(text: str) -> None:
    match = detect_consent(text, opted_out=False)
    assert (match.event, match.tier) == (ConsentEvent.OPT_OUT, ConsentTier.PHRASE)


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_a_look_alike_does_not_act(text: str) -> None:
    assert detect_consent(text, opted_out=False) == NO_MATCH


@pytest.mark.parametrize("lead", ["did you ", "don't ", "why would I say ", "if I say ", "she told me to "])
@pytest.mark.parametrize(
    "request_text", ["stop texting me", "take me off your list", "delete my number", "unsubscribe me"]
)
def test_a_question_negation_or_condition_disarms_a_request(lead: str, request_text: str) -> None:
    assert match_phrase(lead + request_text) is None


@pytest.mark.parametrize(
    "text",
    [
        "please stop texting me",
        "PLEASE STOP TEXTING ME!!!",
        "ｐｌｅａｓｅ stop t\u200bexting me",
        "plеase stоp tехting mе",
    ],
)
def test_phrases_are_read_through_disguise(text: str) -> None:
    assert match_phrase(text) == "stop_texting"


@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    assert match_phrase(text) is None or isinstance(match_phrase(text), str)


@given(
    st.lists(
        st.sampled_from(["stop", "texting", "me", "not", "to", "you", "please", "the", "no", "more", "?", ",", "list"]),
        max_size=300,
    )
)
def test_heaps_of_grammar_words_are_read_without_error(heap: list[str]) -> None:
    match_phrase(" ".join(heap))
