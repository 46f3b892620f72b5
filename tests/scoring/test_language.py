import pytest

from copilot.scoring.language import detect_language

CASES = [
    ("looks good, how much for 20 seats?", "en"),
    ("can you call me back tomorrow", "en"),
    ("no thanks, we already have one", "en"),
    ("STOP TEXTING ME", "en"),
    ("¿cuánto cuesta para 20 usuarios?", "es"),
    ("ya no me manden mensajes por favor", "es"),
    ("no me interesa, gracias", "es"),
    ("c'est combien pour 20 utilisateurs ?", "fr"),
    ("merci de me désinscrire", "fr"),
    ("je ne suis pas intéressé", "fr"),
    ("was kostet das für 20 Nutzer?", "de"),
    ("bitte löschen Sie meine Nummer", "de"),
    ("quanto custa para 20 usuários?", "pt"),
    ("não quero mais receber isso", "pt"),
    ("quanto costa per 20 utenti, grazie", "it"),
    ("nie chcę więcej wiadomości, proszę", "pl"),
    ("сколько стоит?", "und"),
    ("いくらですか", "ja"),
    ("多少钱一个月", "zh"),
    ("얼마예요", "ko"),
    ("כמה זה עולה", "he"),
    ("", "und"),
    ("k", "und"),
    ("👍", "und"),
    ("12345", "und"),
    ("asdjkl qwqw", "und"),
    ("no", "und"),
    ("dana@acme.example", "und"),
]


@pytest.mark.parametrize(("text", "code"), CASES, ids=[repr(text) for text, _ in CASES])
def test_language_is_named_or_left_undetermined(text, code):
    assert detect_language(text).code == code


def test_a_script_of_many_languages_is_foreign_and_undetermined():
    finding = detect_language("сколько стоит?")
    assert finding.is_foreign_script
    assert finding.code == "und"


def test_one_foreign_word_in_english_stays_english():
    assert detect_language("do you deliver to 東京 or is it only for the US").code == "en"
