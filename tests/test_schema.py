"""The tables of words: what each kind reads, and that the authors' reference holds all of them."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.toolkits import OVERRIDES, ROOT, tiny

from sessionpress import schema, yaml_source
from sessionpress.make import make_edition
from sessionpress.problems import RULES, Place, Problems, nearest
from sessionpress.schema import BLOCKS, KEY_TABLES, Key, Kind, Material, Refused, read_record

pytestmark = pytest.mark.usefixtures("silence")

KINDS = {name: kind for name, kind in vars(schema).items() if isinstance(kind, Kind)}
KEYS = [key for _caption, _name, keys in KEY_TABLES for key in keys]
OPTIONS = [key for kind in BLOCKS.values() for key in kind.keys]


def read(kind: Kind, text: str) -> object:
    """Read a value as it would be written after "key: "."""
    problems = Problems()
    node = yaml_source.read_yaml(f"key: {text}\n", "a.yml", 1, problems)
    assert isinstance(node, yaml_source.Mapping)
    value = kind.read(node.entries["key"], problems)
    assert not problems
    return value


# ---------------------------------------------------------------- kinds


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("TEXT", "Two words", "Two words"),
        ("TEXT", ">-\n  Two\n  words\n", "Two words"),
        ("TEXT", '"12:30"', "12:30"),
        ("TEXT", "NO", "NO"),
        ("TEXTS", "[a, b]", ("a", "b")),
        ("TEXTS", "\n  - a\n  - b", ("a", "b")),
        ("TEXTS", "[]", ()),
        ("ID", "s1-read", "s1-read"),
        ("IDS", "[a1, b-2]", ("a1", "b-2")),
        ("MINUTES", "15", 15),
        ("MINUTES", '"15"', 15),
        ("WHOLE", "0", 0),
        ("YES", "yes", True),
        ("YES", "No", False),
        ("YES", "true", True),
        ("DATE", "2030-03-04", dt.date(2030, 3, 4)),
        ("AS_OF", "2030", "2030"),
        ("AS_OF", "2030-07", "2030-07"),
        ("AS_OF", "2032-02-29", "2032-02-29"),
        ("TIME", '"09:30"', 570),
        ("TIME", "09:30", 570),
        ("TIME", "9:05", 545),
        ("TIME", "00:00", 0),
        ("NUMBER", "-0.5", -0.5),
        (
            "MATERIALS",
            '["2 per table: pens", tape]',
            (Material("pens", 2, "table"), Material("tape")),
        ),
        ("ROWS", "3", 3),
        ("ROWS", "[a, b]", ("a", "b")),
    ],
)
def test_a_kind_reads(kind: str, text: str, value: object) -> None:
    assert read(KINDS[kind], text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("TEXT", ""),
        ("TEXT", "[a]"),
        ("TEXT", "{a: b}"),
        ("TEXTS", "a"),
        ("TEXTS", "[a, [b]]"),
        ("TEXTS", '[""]'),
        ("ID", "A"),
        ("ID", "a_b"),
        ("ID", "-a"),
        ("ID", "a--b"),
        ("ID", "é"),
        ("MINUTES", "0"),
        ("MINUTES", "601"),
        ("MINUTES", "1.5"),
        ("MINUTES", "ten"),
        ("MINUTES", "٣"),
        ("MINUTES", "1_0"),
        ("WHOLE", "-1"),
        ("WHOLE", "1" * 400),
        ("YES", "on"),
        ("DATE", "2030-02-29"),
        ("DATE", "4.3.2030"),
        ("DATE", "20300304"),
        ("DATE", "2030-W10-1"),
        ("AS_OF", "2030-13"),
        ("AS_OF", "2030-02-30"),
        ("AS_OF", "30"),
        ("DATE", "٢٠٣٠-٠٣-٠٤"),
        ("AS_OF", "٢٠٣٠"),
        ("TIME", "٠٩:٣٠"),
        ("NUMBER", "٣"),
        ("TIME", "24:00"),
        ("TIME", "9.30"),
        ("TIME", "9:3"),
        ("NUMBER", "one"),
        ("NUMBER", "nan"),
        ("NUMBER", "inf"),
        ("MATERIALS", '["2 per tabel: pens"]'),
        ("ROWS", "0"),
        ("ROWS", "[[a]]"),
    ],
)
def test_a_kind_refuses_with_words(kind: str, text: str) -> None:
    with pytest.raises(Refused) as refused:
        read(KINDS[kind], text)
    assert refused.value.message.endswith(".")
    assert refused.value.advice
    assert refused.value.rule in RULES


@pytest.mark.parametrize("kind", KINDS)
@given(text=st.text(max_size=12))
def test_no_kind_breaks_over_any_text(kind: str, text: str) -> None:
    node = yaml_source.Scalar(text, Place("a.yml"))
    try:
        KINDS[kind].read(node, Problems())
    except Refused as refusal:
        assert refusal.rule in RULES


# ---------------------------------------------------------------- keys


def test_every_example_is_read_by_its_own_kind() -> None:
    unreadable = {"- date: ...", "egdi: {label: Index}"}
    for key in (*KEYS, *OPTIONS):
        if key.example in unreadable:
            continue
        example = f"\n  {key.example}" if key.example.startswith("- ") else key.example
        try:
            read(key.kind, example)
        except (Refused, AssertionError) as error:
            pytest.fail(f"{key.name}: {key.example}: {error}")


def test_every_key_has_a_meaning_and_a_name_of_its_own() -> None:
    for _caption, _name, keys in (
        *KEY_TABLES,
        *(("", one.name, one.keys) for one in BLOCKS.values()),
    ):
        names = [key.name for key in keys]
        assert len(names) == len(set(names))
        assert all(key.meaning.endswith(".") and key.kind.words for key in keys)


def test_a_record_has_a_value_for_every_key_whatever_is_wrong() -> None:
    keys = (Key("a", schema.TEXT, "A.", "x", True), Key("b", schema.MINUTES, "B.", "5", default=7))
    problems = Problems()
    node = yaml_source.read_yaml("b: five\nc: more\n", "a.yml", 1, problems)
    assert node is not None
    assert read_record(node, keys, problems) == {"a": None, "b": 7}
    assert [(one.place.line, one.rule) for one in problems] == [
        (1, "header-value"),
        (1, "header-required"),
        (2, "header-key"),
    ]


# ---------------------------------------------------------------- near misses


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        ("minuts", ["minutes", "group"], 'Did you mean "minutes"?'),
        ("NOTES", ["notes"], 'Did you mean "notes"?'),
        ("aaa", ["AAA", "BBB"], 'Did you mean "AAA"?'),
        ("x", ["minutes", "group"], "Known: group, minutes."),
        ("x", [], "None is declared."),
        ("x", [f"name-{number}" for number in range(13)], "13 are declared; check the spelling."),
    ],
)
def test_what_was_meant_is_proposed(word: str, known: list[str], said: str) -> None:
    assert nearest(word, known) == said


# ---------------------------------------------------------------- the authors' reference


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page with `shows: keys`, as it is published."""
    files = {"docs/40-keys.md": "---\ntitle: Keys\nshows: keys\n---\n\nTables.\n"}
    folder = tiny(tmp_path_factory.mktemp("keys"), files)
    made = make_edition(folder, OVERRIDES, "participant")
    return next(one.html for one in made.pages if one.address == "keys.html")


def codes(html: str) -> set[str]:
    return {unescape(code) for code in re.findall(r"<code>(.*?)</code>", html)}


def test_the_reference_holds_every_key_and_option_with_its_example(reference: str) -> None:
    for key in (*KEYS, *OPTIONS):
        assert {key.name, key.example} <= codes(reference)
        assert key.meaning in unescape(reference)


def test_the_reference_holds_every_kind_of_block(reference: str) -> None:
    for kind in BLOCKS.values():
        assert kind.name in codes(reference)
        assert kind.meaning in unescape(reference)


def test_the_reference_holds_every_rule_at_an_anchor_of_its_own(reference: str) -> None:
    for name, meaning in RULES.items():
        assert f'id="rule-{name}"' in reference
        assert name in codes(reference)
        assert meaning in unescape(reference)


def test_every_table_that_the_loader_reads_by_is_in_the_reference() -> None:
    """A new table of keys in the schema must not be left out of the guide."""
    tables = {
        name: keys
        for name, keys in vars(schema).items()
        if isinstance(keys, tuple) and keys and all(isinstance(key, Key) for key in keys)
    }
    shown: list[tuple[Key, ...]] = [keys for _caption, _name, keys in KEY_TABLES]
    shown += [kind.keys for kind in BLOCKS.values()]
    assert [name for name, keys in tables.items() if keys not in shown] == []


def test_the_toolkit_of_this_project_shows_the_reference() -> None:
    pages = (ROOT / "docs").rglob("*.md")
    assert any("shows: keys" in page.read_text(encoding="utf-8") for page in pages)
