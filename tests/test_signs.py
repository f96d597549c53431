"""Numbers with the signs that a language has between their digits."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from tests.toolkits import OVERRIDES

from sessionpress.render.templates import make_environment
from sessionpress.signs import ENGLISH, Signs, signs_of


@pytest.mark.parametrize(
    ("language", "digits", "written"),
    [
        ("en", "latn", "1,234.5 %"),
        ("tr", "latn", "1.234,5 %"),
        ("fr", "latn", "1\u202f234,5 %"),
        ("ar", "arab", "1٬234٫5 %"),
        ("ar", "latn", "1,234.5 %"),
        ("bn", "beng", "1,234.5 %"),
        ("pt-BR", "latn", "1.234,5 %"),
    ],
)
def test_a_number_is_written_as_its_language_does(language: str, digits: str, written: str) -> None:
    assert signs_of(language, digits).write("1,234.5 %") == written


@pytest.mark.parametrize("language", ["", "xx-unknown", "no language"])
def test_a_language_that_nobody_knows_has_the_signs_of_english(language: str) -> None:
    assert signs_of(language, "latn") == ENGLISH == Signs(".", ",")


@pytest.mark.parametrize(
    ("language", "digits", "written"),
    [
        ("en", "latn", "17\u00a0%"),
        ("tr", "latn", "%17"),
        ("fr", "latn", "17\u00a0%"),
        ("ar", "arab", "17\u00a0٪"),
        ("fa", "arabext", "17\u00a0٪"),
        ("xx-unknown", "latn", "17\u00a0%"),
    ],
)
def test_a_share_keeps_to_one_line_with_its_sign(language: str, digits: str, written: str) -> None:
    of = SimpleNamespace(tag=language, digits=digits)
    assert make_environment(OVERRIDES).filters["percent"](17, of) == written
