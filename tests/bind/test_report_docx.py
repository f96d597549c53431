"""The report as a document: styles, heads that repeat, places to write, the same bytes again."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from tests.handed import gathered, handed, toolkit_with_report

from sessionpress.answers.blocks import Report
from sessionpress.answers.report import make_report
from sessionpress.bind.docx.report import TABLE_TEXT, TABLE_TEXT_ID, report_docx
from sessionpress.content.model import Toolkit

pytestmark = pytest.mark.usefixtures("silence")


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    return toolkit_with_report(tmp_path_factory.mktemp("toolkit"))


@pytest.fixture(scope="module")
def report(toolkit: Toolkit) -> Report:
    answers = {"pace": "fine", "story": "One\nTwo", "groups": ["women"], "lead-one": 2}
    files = {
        f"{code}.json": handed(toolkit, "everything", {**answers, "country": code})
        for code in ("AAA", "BBB")
    }
    files |= {
        f"plan-{code}.json": handed(toolkit, "plan", {"country": code, "what": "A\x0b<b>"})
        for code in ("AAA", "BBB", "CCC", "MMM", "ZZZ")
    }
    assert toolkit.report
    return make_report(gathered(toolkit, files), toolkit, toolkit.report)


@pytest.fixture(scope="module")
def document(report: Report) -> Docx:
    return Document(io.BytesIO(report_docx(report)))


def texts(document: Docx, style: str) -> list[str]:
    return [
        one.text for one in document.paragraphs if one.style is not None and one.style.name == style
    ]


def test_sections_are_headings_in_order(document: Docx, report: Report) -> None:
    assert texts(document, "Heading 1") == [
        "What was handed in",
        *(one.title for one in report.sections),
        "What was left out",
    ]
    assert texts(document, "Title") == ["Report of the course"]


def test_the_first_page_says_what_was_held(document: Docx) -> None:
    assert texts(document, "Front page")[2:] == [
        "Spring course",
        "Training centre",
        "4 March 2030",
        "Made from 7 filled sheets of 2 kinds.",
        "Training centre",
    ]


def test_the_contents_lead_to_headings(document: Docx) -> None:
    body = document.element.body
    anchors = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    marks = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    assert anchors == marks
    assert len(marks) == len(texts(document, "Heading 1"))


def test_heads_of_tables_repeat_and_cells_fit_their_columns(document: Docx) -> None:
    assert document.tables
    for table in document.tables:
        first = table.rows[0]._tr
        assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        grid = [one.get(qn("w:w")) for one in table._tbl.iter(qn("w:gridCol"))]
        for row in table.rows:
            widths = [one.get(qn("w:w")) for one in row._tr.iter(qn("w:tcW"))]
            assert widths == grid


def test_places_to_write_have_a_style_of_their_own(document: Docx) -> None:
    assert texts(document, "To be written") == ["To be written: What do they share?", "", ""]


def test_wide_sections_lie_on_their_long_side(document: Docx) -> None:
    turned = [one.orientation == WD_ORIENT.LANDSCAPE for one in document.sections]
    assert turned == [False, True, False]


def test_lines_of_an_answer_stay_lines(document: Docx) -> None:
    cell = document.tables[1].rows[1].cells[2]
    assert [one.text for one in cell.paragraphs] == ["• One", "• Two"]
    assert cell.paragraphs[0].style is not None
    assert cell.paragraphs[0].style.name == TABLE_TEXT
    assert cell.paragraphs[0].style.style_id == TABLE_TEXT_ID


def test_markup_stays_text(document: Docx) -> None:
    told = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "A<b>" in told


def test_the_same_report_is_the_same_bytes_without_a_clock(report: Report) -> None:
    data = report_docx(report)
    assert data == report_docx(report)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {one.date_time[:3] for one in archive.infolist()} == {(2030, 3, 1)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2030-03-01T00:00:00Z") == 2
    assert "2013" not in core
