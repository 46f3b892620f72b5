"""The page as a file: one, whole, offline, escaped, and honest about what is missing."""

import re
from collections import Counter
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from copilot.errors import InvalidInputError
from eval.report.document import write_document
from eval.report.page.__main__ import main
from eval.report.page.reading import Report
from eval.report.page.render import SECTIONS, render_page, write_page
from tests.eval.report.builders import HEADER, OURS, PEER, document, figure, primary, result, worst

VOID = {"meta", "br", "hr", "img", "link", "input"}
LOADS = {"script", "link", "img", "iframe", "object", "embed", "audio", "video", "source", "image", "use", "base"}
EVIL = '</q><script>alert("1")</script><img src=x onerror=alert(2)> & "quoted" \'too\''


class Page(HTMLParser):
    """Reads a page, and complains about any end that has no beginning."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> ends {self.open[-3:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"style", "script"}:
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.attributes if name == tag]


def page_of(**changes: Any) -> Page:
    return Page(render_page(document(**changes)))


def test_every_element_is_closed_and_every_id_is_unique() -> None:
    page = page_of()
    assert page.open == []
    ids = [attributes["id"] for _, attributes in page.attributes if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_the_page_begins_with_what_the_rows_are_and_then_the_verdict() -> None:
    text = page_of().text
    places = [
        text.index(words)
        for words in (HEADER, "Should not ship: 1 of 4 floors met", "At a glance", "must be ≥ 0.84; axis")
    ]
    assert places == sorted(places)


def test_every_section_stands_under_its_heading_and_in_the_contents() -> None:
    page, report = page_of(), Report(document())
    built = [build(report) for build in SECTIONS]
    assert [a["href"] for a in page.all("a")] == [f"#{section.id}" for section in built]
    assert [s["id"] for s in page.all("section")] == ["summary", *(section.id for section in built)]
    assert page.tags["h1"] == 1
    assert page.tags["h2"] == len(built) + 1


def test_nothing_is_loaded_and_nothing_runs() -> None:
    text = render_page(document())
    page = Page(text)
    assert not LOADS & set(page.tags)
    assert "http:" not in text
    assert "https:" not in text
    assert "url(" not in text
    assert "@import" not in text
    assert not [name for _, attributes in page.attributes for name in attributes if name.startswith("on")]
    assert {a.get("src") for _, a in page.attributes} == {None}
    [policy] = [m["content"] for m in page.all("meta") if "http-equiv" in m]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_tables_drawings_and_regions_speak_to_those_who_cannot_see_them() -> None:
    page = page_of()
    assert page.tags["caption"] == page.tags["table"]
    assert {th.get("scope") for th in page.all("th")} == {"col", "row"}
    assert page.tags["svg"] > 10
    assert all(svg["role"] == "img" and svg["aria-label"] for svg in page.all("svg"))
    assert page.tags["title"] >= page.tags["svg"]
    assert page.all("html") == [{"lang": "en"}]


def test_words_of_customers_and_systems_stay_words() -> None:
    found = primary()
    found["detail"]["worst"] = [worst(EVIL, context=EVIL, id=EVIL, given=EVIL, truth=EVIL)]
    found["detail"]["confusion"]["labels"] = [EVIL, "greeting"]
    found["about"] = EVIL
    swapped = [found, *(entry for entry in document()["results"] if entry["task"] != "primary")]
    evil = document(
        results=swapped,
        header=EVIL,
        not_evaluated={EVIL: EVIL},
        machine={"processor": EVIL},
        systems=[{"name": OURS, "kind": "ours", "about": EVIL}, {"name": EVIL, "kind": "peer", "about": EVIL}],
        sets={EVIL: {"about": EVIL, "origin": EVIL, "rows": 1, "revision": EVIL}},
    )
    page = Page(render_page(evil))
    assert page.open == []
    assert not {"script", "img"} & set(page.tags)
    assert page.text.count(EVIL) >= 12


def test_names_inside_drawings_stay_words() -> None:
    curve = {"coverage": [0.5, 1.0], "risk": [0.1, 0.2]}
    found = [result("abstention", {"auroc": figure(0.9)}, {"risk_coverage": curve}, system="<script>x</script>")]
    systems = [{"name": "<script>x</script>", "kind": "own", "about": ""}]
    page = page_of(results=found, systems=systems, floors=[], comparisons=[])
    assert "script" not in page.tags
    assert page.tags["polyline"] == 1


def test_rows_that_may_not_be_quoted_are_not() -> None:
    found = primary()
    found["detail"]["worst"] = [worst(None, context=None)]
    text = page_of(results=[found]).text
    assert "these rows may not be quoted" in text


def test_an_empty_report_says_so_everywhere() -> None:
    empty = {name: [] for name in ("systems", "results", "floors", "comparisons")}
    page = page_of(**empty, sets={}, not_evaluated={})
    assert page.open == []
    assert page.tags["section"] == len(SECTIONS) + 1
    assert page.text.lower().count("not evaluated: this run did not include it") >= 8
    assert "this report holds no system of ours and none of yours" in page.text


@pytest.mark.parametrize("task", sorted({entry["task"] for entry in document()["results"]}))
def test_any_task_may_be_missing(task: str) -> None:
    page = page_of(results=[entry for entry in document()["results"] if entry["task"] != task])
    assert page.open == []
    assert "did not include it" in page.text


@pytest.mark.parametrize("task", sorted({entry["task"] for entry in document()["results"]}))
def test_a_task_that_was_not_evaluated_gives_its_reason_and_no_number(task: str) -> None:
    silent = result(task, {"any": figure(None, reason="nobody judged this")})
    page = page_of(results=[silent], floors=[], comparisons=[])
    assert page.open == []
    assert "nobody judged this" in page.text


def test_thirty_one_labels_on_three_sets_for_three_systems_stay_below_a_megabyte() -> None:
    labels = [f"a_rather_long_label_{number}" for number in range(31)]
    matrix = [[(i * j) % 7 for j in range(31)] for i in range(31)]
    rows = [worst("word " * 40, context="word " * 40) for _ in range(25)]
    figures = {f"figure_{number}": figure(0.5, 0.4, 0.6, k=50, n=100) for number in range(20)}
    names = [f"system-{number}@1" for number in range(9)]
    kinds = ["ours", "ours", "own", *["peer"] * 6]
    found = [
        result(task, figures, detail, set_name=set_name, system=name)
        for task in ("primary", *(f"task_{number}" for number in range(7)))
        for set_name in ("public_written", "public_real", "held_out_writers")
        for name in names
        for detail in [{"confusion": {"labels": labels, "matrix": matrix}, "worst": rows} if task == "primary" else {}]
    ]
    systems = [{"name": n, "kind": k, "about": "a system"} for n, k in zip(names, kinds, strict=True)]
    assert len(render_page(document(results=found, systems=systems)).encode()) < 1_000_000


def test_numbers_that_are_none_are_not_drawn() -> None:
    found = [result("primary", {"macro_f1": figure(float("nan")), "accuracy": figure(0.5)})]
    text = page_of(results=found).text
    assert "nan" not in text.lower().split()


def test_the_page_follows_the_reader_into_the_dark_and_onto_paper() -> None:
    text = render_page(document())
    assert "@media screen and (prefers-color-scheme: dark)" in text
    assert "@media print" in text


def test_a_page_is_written_into_a_new_folder_and_a_bad_place_is_told(tmp_path: Path) -> None:
    path = tmp_path / "new" / "eval.html"
    write_page(document(), path)
    assert path.read_text("utf-8").startswith("<!doctype html>")
    with pytest.raises(InvalidInputError, match="cannot be written"):
        write_page(document(), tmp_path)


def test_a_kept_report_is_drawn_again_without_measuring(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "eval.json"
    write_document(document(), report)
    main([str(report)])
    assert (tmp_path / "eval.html").read_text("utf-8") == render_page(document())
    assert capsys.readouterr().out == f"Written to {tmp_path / 'eval.html'}.\n"


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, by WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    wide = "".join(2 * digit for digit in colour[1:]) if len(colour) == 4 else colour[1:]
    shares = [int(wide[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def themes() -> list[dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", render_page(document()), flags=re.S)
    return [dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", block)) for block in blocks]


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark"])
def test_words_and_lines_stand_out_from_what_they_are_on(theme: Mapping[str, str]) -> None:
    for ink, paper in (("ink", "paper"), ("quiet", "paper"), ("accent", "paper"), ("ink", "sheet"), ("quiet", "sheet")):
        assert contrast(theme[ink], theme[paper]) >= 4.5
    for tone in ("good", "bad", "unsure", "missing"):
        assert contrast(theme[tone], theme[f"{tone}-paper"]) >= 4.5
        assert contrast(theme["ink"], theme[f"{tone}-paper"]) >= 4.5
    for line in (f"s{number}" for number in range(8)):
        assert contrast(theme[line], theme["paper"]) >= 3


def test_peers_are_drawn_beside_ours_and_studied_systems_alone_in_full() -> None:
    report = Report(document())
    assert report.names() == [OURS, PEER]
    assert report.studied == [OURS]
