"""Firefox from disk, where it is stricter than others: fill, save, open, carry over, keep."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.browsers import Firefox, firefox
from tests.sheets_html.conftest import Written
from tests.sheets_html.filling import FULL, handin, read

from sessionpress.answers.model import Carried, Value

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("silence")]


@pytest.fixture(scope="module")
def fox() -> Iterator[Firefox]:
    with firefox() as started:
        yield started
        assert started.faults == []


def write(fox: Firefox, name: str, value: Value) -> None:
    """Write a value as the keyboard does: the page hears it."""
    given = [
        f"{one:g}" if isinstance(one, float) else one
        for one in (value if isinstance(value, tuple) else (value,))
    ]
    fox.run(
        f"""(() => {{
            const cell = document.querySelector('[data-kind][name="{name}"]');
            const given = {json.dumps(given)};
            if (cell.localName === "output") return;
            const boxes = [...cell.querySelectorAll("input")]
                .filter((box) => given.includes(box.value));
            if (boxes.length) boxes.forEach((box) => box.click());
            else {{
                cell.value = given[0];
                for (const kind of ["input", "change"]) {{
                    cell.dispatchEvent(new Event(kind, {{bubbles: true}}));
                }}
            }}
        }})()"""
    )


def save(fox: Firefox, target: Path) -> Path:
    """Press "Save file"; give what the browser was handed to download."""
    fox.run(
        """(() => {
            const make = URL.createObjectURL;
            URL.createObjectURL = (blob) => { window.handed = blob; return make.call(URL, blob); };
            document.addEventListener("click", (event) => {
                if (!event.target.download) return;
                window.named = event.target.download;
                event.preventDefault();
            });
            document.querySelector("[data-do=save]").click();
            URL.createObjectURL = make;
        })()"""
    )
    target.mkdir(exist_ok=True)
    path = target / str(fox.run("window.named"))
    path.write_text(fox.run("window.handed.text()"), encoding="utf-8")
    return path


def open_file(fox: Firefox, path: Path) -> None:
    """Choose a file under "Open file", and wait until the page says what came of it."""
    text, name = json.dumps(path.read_text(encoding="utf-8")), json.dumps(path.name)
    fox.run(
        f"""(() => {{
            document.getElementById("said").textContent = "";
            const data = new DataTransfer();
            data.items.add(new File([{text}], {name}));
            const chooser = document.getElementById("files");
            chooser.files = data.files;
            chooser.dispatchEvent(new Event("change", {{bubbles: true}}));
        }})()"""
    )
    fox.until("Boolean(document.querySelector('#said button'))")


def test_a_sheet_is_filled_saved_opened_and_carried_over(
    written: Written, fox: Firefox, tmp_path: Path
) -> None:
    fox.open(written.page("everything"))
    fox.run("document.querySelector('[data-do=more]').click()")
    for name, value in FULL.items():
        write(fox, name, value)
    source = save(fox, tmp_path / "first")
    assert source.name.startswith("everything_BBB_")
    assert read(source, written.toolkit).values == FULL

    fox.open(written.page("plan"))
    open_file(fox, source)
    assert "Fields filled from" in fox.run("document.getElementById('said').textContent")
    plan = save(fox, tmp_path / "plan")
    assert read(plan, written.toolkit).text("what") == FULL["story"]
    assert handin(plan).carried["country"] == Carried("everything", "country", "BBB")


def test_what_was_typed_is_there_after_a_reload(
    written: Written, fox: Firefox, tmp_path: Path
) -> None:
    fox.open(written.page("review"))
    write(fox, "what", "Kept")
    fox.until("document.getElementById('kept').textContent.startsWith('Kept in this browser')")
    fox.open(written.page("review"))
    assert read(save(fox, tmp_path / "kept"), written.toolkit).text("what") == "Kept"
    fox.open(written.page("plan"))
    write(fox, "work/1/step", "A step with enough words to need several lines in the table " * 3)
    assert fox.run(
        "(() => { const cell = document.querySelector('[name=\"work/1/step\"]');"
        "return cell.scrollHeight <= cell.clientHeight + 2; })()"
    )
