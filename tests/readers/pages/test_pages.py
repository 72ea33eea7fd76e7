"""Pages as bytes: every quote stands at its offsets, furniture is left out, and what is no page is refused."""

from __future__ import annotations

import html
import random
import re
import textwrap
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page_reading import kept, read, source, told

from fairlead.errors import UnreadableError
from fairlead.readers import reading
from fairlead.readers.pages import furniture, markup
from fairlead.readers.pages.press import PageReader

PAGES = Path(__file__).parent / "texts"
CLAIM = (
    "The United States accused China of failing to stop illicit imports of North Korean coal on 31 separate occasions."
)
FRAME = "The Security Council has imposed sanctions on North Korea that ban coal."


def _shown(fragment: str) -> str:
    """Return what a browser shows of a piece of HTML, by another parser than ours."""
    tree = lxml.html.fromstring(f"<div>{fragment}</div>")
    for hidden in tree.xpath("//script|//style|//comment()"):
        hidden.drop_tree()
    return " ".join(tree.text_content().split())


def _assert_found_at_offsets(data: bytes, name: str) -> int:
    statements = read(data, name)
    for each in statements:
        decoded = data.decode(each["body"]["encoding"]).removeprefix("\ufeff")
        at = decoded[each["char_start"] : each["char_end"]]
        assert (_shown(at) if name.endswith("html") else " ".join(at.split())) == each["quote"]
        for start, end in filter(None, each["body"]["at"].values()):
            assert each["char_start"] <= start < end <= each["char_end"]
    return len(statements)


@pytest.mark.parametrize("name", sorted(path.name for path in PAGES.glob("*.[th]*")))
def test_each_quote_of_a_page_stands_at_its_offsets(name: str) -> None:
    _assert_found_at_offsets((PAGES / name).read_bytes(), name)


def test_each_quote_of_the_real_page_stands_at_its_offsets(real_data: Callable[[str], Path]) -> None:
    for page in real_data("seed").glob("*.txt"):
        assert _assert_found_at_offsets(page.read_bytes(), page.name) == 10


_MARKS = st.sampled_from(
    ["<b>", "</b>", "<i class='x'>", "</i>", "<!-- 7 ships -->", '<a href="?a=1&b=2>3"></a>', "\n", "  "]
)


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, len(CLAIM)), _MARKS), max_size=6),
    st.sets(st.integers(0, len(CLAIM) - 1), max_size=8),
)
def test_a_quote_is_found_whatever_tags_and_entities_stand_in_it(
    marks: list[tuple[int, str]], entities: set[int]
) -> None:
    spaces = {at for at, char in enumerate(CLAIM) if char == " "}
    written = [f"&#{ord(char)};" if at in entities else html.escape(char) for at, char in enumerate(CLAIM)]
    for at, mark in sorted(marks, reverse=True):
        if mark.strip() or at in spaces:  # blanks only where there is one already
            written.insert(at, mark)
    page = f"<html><body><article><p>{FRAME}</p><p>{''.join(written)}</p></article></body></html>".encode()
    found = read(page, "page.html")
    assert [each["body"]["number"] for each in found] == [31]
    assert found[0]["quote"] == CLAIM
    _assert_found_at_offsets(page, "page.html")


@given(st.text(alphabet="<>&;/!-\"'= abp#x1\n", max_size=200))
def test_any_markup_gives_blocks_whose_characters_stand_in_the_source(text: str) -> None:
    for block in markup.blocks(text):
        paragraph = block.paragraph
        assert len(paragraph.text) == len(paragraph.starts) == len(paragraph.ends)
        for char, start, end in zip(paragraph.text, paragraph.starts, paragraph.ends, strict=True):
            raw = text[start:end]
            assert char == raw or char == " " or char in html.unescape(raw) or raw.startswith("&")


def test_the_real_page_yields_its_claims_reward_votes_and_reply(real_data: Callable[[str], Path]) -> None:
    (page,) = real_data("seed").glob("*.txt")
    found = read(page.read_bytes(), page.name)
    numbered = [each for each in found if each["kind"] == "claim" and each["body"]["number"] is not None]
    occasions, labourers = numbered
    assert (occasions["speaker"], occasions["about"], occasions["body"]["number"]) == ("Alex Wong", "CN", 555)
    assert occasions["body"]["speaker"]["office"] == "deputy assistant secretary for North Korea"
    assert occasions["body"]["speaker"]["state"] == "US"
    assert occasions["body"]["conduct"].startswith("failing or intentionally refusing to stop illicit imports")
    assert occasions["body"]["not_stated"] == ["period", "goods", "ships", "places", "obligation"]
    assert (labourers["about"], labourers["body"]["number"], labourers["body"]["bound"]) == ("CN", 20_000, "at least")
    assert (labourers["body"]["unit"], labourers["body"]["counts"]) == ("North Korean laborers", "persons")
    assert labourers["body"]["obligation"]["resolution"] is None
    assert labourers["body"]["obligation"]["measure_hint"]["measure"] == "2397-8"
    assert labourers["body"]["obligation"]["measure_hint"]["derived"] is True
    (offer,) = (each for each in found if each["kind"] == "offer")
    assert offer["body"]["money"] == {"amount": 5_000_000, "currency": "USD", "bound": "up to"}
    assert (offer["body"]["by"], offer["body"]["since"]) == ("US", None)
    (vote,) = (each for each in found if each["kind"] == "vote")
    assert (vote["about"], vote["body"]["years"]) == ("CN", [2006, 2009, 2013, 2016, 2017])
    assert (vote["body"]["supported"], vote["body"]["acknowledged_by"]["name"]) == (True, "Alex Wong")
    (reply,) = (each for each in found if each["kind"] == "reply")
    assert (reply["about"], reply["body"]["state"]) == ("CN", "general position")
    assert {occasions["row"], labourers["row"]} <= set(reply["body"]["tied"])


def test_the_real_page_yields_no_period_goods_ship_or_place(real_data: Callable[[str], Path]) -> None:
    (page,) = real_data("seed").glob("*.txt")
    for each in read(page.read_bytes(), page.name):
        assert each["body"]["page_date"] == "2020-12-01"
        if each["kind"] == "claim":
            body = each["body"]
            assert [body[field] for field in ("period_start", "period_words", "goods", "ships", "places")] == [None] * 5


def test_furniture_around_a_text_is_left_out() -> None:
    page = "\n".join(
        [
            "icon bookmarkicon cameraicon checkicon chevron downicon closeicon downloadicon fbicon mailicon",
            "1 Dec, 2020 16:40",
            "US accuses China",
            "US accuses China",
            FRAME,
            "Also on example.com China accused Japan of hosting 400 North Korean workers in breach of UN sanctions.",
            CLAIM,
            "Read more: Russia accused of 70 illicit deliveries of oil to North Korea.",
            "Like this story? Share it with a friend!",
            "0:00",
            "25:26",
        ]
    )
    assert [each["body"]["number"] for each in read(page)] == [31]


def test_a_page_wrapped_by_hand_is_read_across_its_line_ends() -> None:
    wrapped = textwrap.fill(CLAIM, 60)
    assert wrapped.count("\n") == 1
    (found,) = read(f"{FRAME}\n\n{wrapped}\n")
    assert found["quote"] == CLAIM
    assert found["char_end"] - found["char_start"] == len(CLAIM)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_a_page_in_a_known_encoding_is_read_and_names_it(encoding: str) -> None:
    text = f"{FRAME}\n\n{CLAIM} “It is – in café terms – naïve,” he said, as an aside of no weight at all.\n"
    data = ("\ufeff" + text).encode(encoding) if encoding == "utf-16-be" else text.encode(encoding)
    (found,) = read(data)
    decoded = data.decode(found["body"]["encoding"]).removeprefix("\ufeff")
    assert decoded[found["char_start"] : found["char_end"]] == CLAIM


def test_a_guessed_encoding_is_noted() -> None:
    data = f"{FRAME}\n\n{CLAIM} The café’s owner – a naïve man – agreed with it entirely.\n".encode("cp1252")
    assert any("guess" in note for note in kept(data).notes)


def test_a_declared_encoding_is_followed() -> None:
    head = '<head><meta charset="windows-1251"></head>'
    page = f"<html>{head}<body><p>{FRAME}</p><p>{CLAIM}</p><p>Москва.</p></body></html>"
    (found,) = read(page.encode("cp1251"), "page.html")
    assert found["body"]["encoding"] == "cp1251"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bytes(range(256)) * 20, "not text"),
        (b"A plain sentence that stands here.\n" + b"\x00" * 50, "not text"),
        (b"\xff\xfeA\x00\xd8", "byte order mark"),
        (b"   \n\n \t ", "no text"),
        (b"a" * ((8 << 20) + 1), "more than 8 MiB"),
    ],
    ids=["all bytes", "NUL", "broken UTF-16", "blank", "too long"],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read(data, "page.txt")


_CSV = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign\n" + (
    "366998510,2018-01-01T00:00:03,47.6,-122.3,0.1,200.2,511,PACIFIC STAR,IMO9233333,WDE1234\n" * 20
)
_NMEA = "!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24\n" * 20
_XML = '<?xml version="1.0" encoding="utf-8"?>\n' + (
    "<CONSOLIDATED_LIST><INDIVIDUAL><NAME>A. B.</NAME></INDIVIDUAL></CONSOLIDATED_LIST>"
)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (_CSV.encode(), "positions.csv"),
        (_CSV.replace(",", ";").encode(), "positions.txt"),
        (_CSV.replace(",", "\t").encode(), "positions.txt"),
        (_NMEA.encode(), "ais.txt"),
        (_XML.encode(), "list.xml"),
        (b'{"a": "One sentence stands here, in a field.", "b": 2}', "data.json"),
        (b"%PDF-1.7\n1 0 obj\n", "paper.pdf"),
        (b"PK\x03\x04" + bytes(100), "archive.zip"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "image.png"),
        (b"import re\n\nfor a in range(3):\n    print(a)\n" * 10, "code.py"),
    ],
    ids=["csv", "semicolons", "tabs", "nmea", "xml", "json", "pdf", "zip", "png", "code"],
)
def test_what_other_readers_or_nobody_reads_is_not_taken_for_a_page(data: bytes, name: str) -> None:
    assert PageReader().recognises(source(data, name), data) is None


def test_bytes_called_a_text_are_taken_and_then_refused_with_the_reason() -> None:
    data = bytes(range(256)) * 20
    assert PageReader().recognises(source(data, "page.txt"), data) == "text by its name"


@pytest.mark.parametrize("name", sorted(path.name for path in PAGES.glob("*.[th]*")))
def test_a_page_is_recognised_whatever_its_name(name: str) -> None:
    data = (PAGES / name).read_bytes()
    assert PageReader().recognises(source(data, "exhibit"), data)


def test_a_paragraph_nobody_wrote_is_told_as_unread() -> None:
    endless = "The ship sailed on and " * 1000 + "arrived."
    sink = kept(f"{FRAME}\n\n{endless}\n\n{CLAIM}".encode())
    assert [why.partition(":")[0] for _, why in sink.unread_rows] == ["paragraph too long"]
    assert len(sink.statements()) == 1


@pytest.mark.parametrize(
    "filler",
    ["<", "<a ", "<a href='", "<!--", "&", "<script>", "“", "at least ", "1,000 ", "A. ", "North Korea ", "said, "],
)
def test_hostile_repetition_is_read_in_bounded_time(filler: str) -> None:
    rng = random.Random(filler)
    noise = filler * (60_000 // len(filler))
    cut = rng.randrange(len(noise))
    for name in ("page.html", "page.txt"):
        read(
            f"<html><body><p>{FRAME}</p>{noise[:cut]} {noise[cut:]}<p>{CLAIM}</p>"
            if name == "page.html"
            else f"{FRAME}\n\n{noise[:1900]}.\n\n{CLAIM}",
            name,
        )


def test_a_page_is_dated_by_its_own_markup() -> None:
    head = '<meta property="article:published_time" content="2019-06-12T10:00:00Z">'
    page = furniture.of_html(f"<html><head>{head}</head><body><p>{FRAME}</p></body></html>")
    assert page.dated is not None
    assert page.dated.day.isoformat() == "2019-06-12"


def test_a_page_without_a_date_leaves_relative_periods_in_words() -> None:
    (found,) = read(f"{FRAME}\n\n{CLAIM[:-1]} last year.")
    assert (found["body"]["period_words"], found["body"]["period_start"]) == ("last year", None)


def test_the_page_tells_what_it_cannot_date() -> None:
    assert any("no date" in note for note in kept(f"{FRAME}\n\n{CLAIM}".encode()).notes)


def _numbers(found: list[dict[str, Any]]) -> list[Any]:
    return [each["body"]["number"] for each in found if each["kind"] == "claim"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The annual cap of 500,000 barrels of refined petroleum was set by resolution 2397.",
        "The 15-member council met for 3 hours on 4 March and spoke of illicit imports.",
        "The 11,253-ton tanker was built in 2004 and is owned by 2 brothers.",
        "Washington offers up to $5 million for information on sanctions evasion.",
        "The United States sanctioned six ships and 12 companies over illicit imports of coal.",
        "All States must repatriate at least 50,000 workers by December, the council said.",
    ],
)
def test_a_number_that_counts_no_conduct_is_no_claim(sentence: str) -> None:
    assert _numbers(told(sentence)) == []


def test_two_pages_with_one_claim_share_a_key_whatever_word_counts() -> None:
    (one,) = told("The United States accused China of failing to stop illicit imports on 31 occasions.")
    (two,) = told(
        "China failed to stop 31 illicit shipments of coal, the US State Department said.", date="5 March 2021"
    )
    assert one["body"]["same_source_key"] == two["body"]["same_source_key"] == "US|31|acts|CN"


def test_offsets_survive_entities_and_line_ends_of_other_systems() -> None:
    page = f"<html><body><p>{FRAME}</p>\r\n<p>{CLAIM.replace(' 31 ', '&nbsp;<b>31</b>&#32;')}</p></body></html>"
    (found,) = read(page, "page.html")
    start, end = found["body"]["at"]["number"]
    assert re.sub(r"<[^>]+>|&[^;]+;", " ", page[start:end]).split() == ["31", "separate", "occasions"]


def test_a_quote_may_end_in_an_entity() -> None:
    page = f"<html><body><p>{FRAME}</p><p>{CLAIM[:-1]}&#46;</p></body></html>"
    (found,) = read(page, "page.html")
    assert (found["quote"], page[found["char_start"] : found["char_end"]][-5:]) == (CLAIM, "&#46;")


def test_a_page_of_nested_divisions_is_read_without_its_asides() -> None:
    page = f"""<html><body><div class="top-nav"><div>Home</div></div><div id="wrap"><div class="story-body">
    <div>{FRAME}</div><div>{CLAIM}<br><br>It said no more about it on that day.</div>
    <div class="related-links"><div>Japan accused China of importing 77 cargoes of coal.</div></div></div>
    <div class="newsletter"><span>Russia said China imported 88 cargoes of coal.</span></div></div></body></html>"""
    assert _numbers(read(page, "page.html")) == [31]


def test_a_page_cut_off_in_a_paragraph_is_read_to_its_end() -> None:
    assert _numbers(read(f"<html><body><p>{FRAME}</p><p>{CLAIM}", "page.html")) == [31]


def test_passages_to_read_are_counted_apart_from_statements(tmp_path: Path) -> None:
    page = (
        "3 March 2021\n\nThe Security Council has imposed sanctions on North Korea that ban coal.\n\n"
        "China denies that it failed to enforce the sanctions.\n\n"
        "The ship SIM HERON, a panel said, may have carried 4,000 tons of North Korean coal in breach of sanctions."
    )
    (tmp_path / "page.txt").write_text(page)
    received = replace(source(page.encode()), path=tmp_path / "page.txt", opener=None)
    made = reading.read(received, tmp_path / "reading")
    assert made.counts == {"statements": 1, "passages_to_read": 1}
    assert reading.in_words(made.counts) == "1 statement, 1 passage to read"
