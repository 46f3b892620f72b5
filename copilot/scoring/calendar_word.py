"""Names of days, months and stretches of time in English, Spanish, French, German and Portuguese, flattened."""

from typing import Final


def split_words(text: str) -> frozenset[str]:
    """Return the set of blank-separated words: tables read better so."""
    return frozenset(text.split())


WEEKDAY: Final[dict[str, int]] = {
    name: day
    for day, names in enumerate(
        (
            "monday mon lunes lundi montag segunda-feira segunda",
            "tuesday tues tue martes mardi dienstag terca-feira terca",
            "wednesday weds wed miercoles mercredi mittwoch quarta-feira quarta",
            "thursday thurs thur thu jueves jeudi donnerstag quinta-feira quinta",
            "friday fri viernes vendredi freitag sexta-feira sexta",
            "saturday sat sabado samedi samstag sonnabend",
            "sunday sun domingo dimanche sonntag",
        )
    )
    for name in names.split()
}
"""Monday is 0."""

WEEKDAY_NEEDS_CUE: Final = split_words("mon wed sat sun segunda terca quarta quinta sexta")
"""Also other words: my (French), a wedding, sat down, sunshine, second."""

MONTH: Final[dict[str, int]] = {
    name: month
    for month, names in enumerate(
        (
            "january jan enero ene janvier januar janeiro",
            "february feb febrero fevrier februar fevereiro",
            "march mar marzo mars marz marco",
            "april apr abril abr avril",
            "may mayo mai maio",
            "june jun junio juin juni junho",
            "july jul julio juillet juli julho",
            "august aug agosto aout",
            "september sept sep septiembre setiembre septembre setembro",
            "october oct octubre octobre oktober outubro",
            "november nov noviembre novembre novembro",
            "december dec diciembre dic decembre dezember dezembro",
        ),
        start=1,
    )
    for name in names.split()
}

MONTH_NEEDS_CUE: Final = split_words(
    "jan ene feb march mar mars marco apr abr may mayo mai jun jul aug sept sep oct nov dec dic august april june"
)
"""Also verbs, names, a sauce, the sea: read as months only with a preposition or a day beside them."""

DAY_WORD: Final[dict[str, int]] = {
    "yesterday": -1, "ayer": -1, "gestern": -1, "ontem": -1,
    "today": 0, "2day": 0, "hoy": 0, "aujourd'hui": 0, "heute": 0, "hoje": 0,
    "tomorrow": 1, "tomorow": 1, "tommorow": 1, "tommorrow": 1, "tmrw": 1, "tmr": 1, "tmw": 1, "2moro": 1, "2morrow": 1,
    "tomoz": 1, "manana": 1, "demain": 1, "morgen": 1, "amanha": 1,
    "day after tomorrow": 2, "the day after tomorrow": 2, "overmorrow": 2, "pasado manana": 2, "apres-demain": 2,
    "apres demain": 2, "ubermorgen": 2, "depois de amanha": 2,
}  # fmt: skip
"""Days from today."""

PART_OF_DAY: Final[dict[str, tuple[int, int]]] = {
    name: hours
    for hours, names in (
        ((6, 12), "morning|manana|matin|matinee|vormittag|manha"),
        ((12, 14), "lunchtime|lunch time|lunch"),
        ((12, 18), "afternoon|arvo|apres-midi|nachmittag"),
        ((13, 19), "tarde"),
        ((17, 22), "evening|soir|soiree|abend"),
        ((18, 24), "night|nite|noche|nuit|nacht|noite"),
    )
    for name in names.split("|")
}
"""Hours of the local day, half-open."""

UNIT: Final[dict[str, str]] = {
    name: unit
    for unit, names in {
        "minute": "minute minutes min mins minuto minutos minuten",
        "hour": "hour hours hr hrs hora horas heure heures stunde stunden",
        "day": "day days dia dias jour jours tag tage tagen",
        "week": "week weeks wk wks semana semanas semaine semaines woche wochen",
        "month": "month months mth mths mes meses mois monat monate monaten",
        "year": "year years yr yrs ano anos an ans jahr jahre jahren annee annees",
    }.items()
    for name in names.split()
}
