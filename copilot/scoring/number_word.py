"""Numbers as people text them: digits with separators, or small number words of five languages."""

import re
from typing import Final

NUMBER_WORD: Final[dict[str, int]] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "hundred": 100,
    "un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8,
    "nueve": 9, "diez": 10, "doce": 12, "quince": 15, "veinte": 20, "treinta": 30,
    "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "quinze": 15, "vingt": 20, "trente": 30,
    "ein": 1, "eine": 1, "einem": 1, "einer": 1, "einen": 1, "zwei": 2, "drei": 3, "vier": 4, "funf": 5, "sechs": 6,
    "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "zwanzig": 20,
    "um": 1, "uma": 1, "dois": 2, "duas": 2, "quatro": 4, "sete": 7, "oito": 8, "nove": 9, "dez": 10, "vinte": 20,
    "trinta": 30,
}  # fmt: skip
"""Flattened spelling to value. "seis" and "cinco" are the same in two languages."""

WORD_PATTERN: Final = "|".join(sorted(NUMBER_WORD, key=len, reverse=True))
DIGIT_PATTERN: Final = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"

_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[.,' ]\d{3})+")


def parse_number(text: str) -> float:
    """Return the value of a number word, or of digits in either style: "1,150.50", "1.150,50", "3,2".

    One separator before exactly three digits groups thousands ("1.200" and "1,200" are 1200): nobody texts three
    decimals.
    """
    if text in NUMBER_WORD:
        return float(NUMBER_WORD[text])
    if _THOUSANDS.fullmatch(text):
        return float(re.sub(r"\D", "", text))
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return float(text)
    return float(f"{re.sub(r'[^0-9]', '', text[:last])}.{text[last + 1 :]}")
