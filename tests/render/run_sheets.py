"""A morning to be run, its run sheet on disk, and a clock that tests set, in any browser."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Error
from tests.toolkits import EVENT, OVERRIDES, Content, page, tiny

from sessionpress.bind.documents import Job, make_document
from sessionpress.make import Made, make_edition, press_of
from sessionpress.render.run_sheet import RunSheet

DATE = "2030-03-04"
MORE = "modules/10-reading/20-more.md"

MORNING: dict[str, Content] = {
    MORE: page(
        """/// activity | Vote with dots
    minutes: 15
    shortest: 10
    drop: yes
    objectives: [s1-read]

Vote.

//// without-power
Nothing changes.
////
///

/// discussion | What we keep
    minutes: 20
    shortest: 10
    objectives: [s1-read]

Say it.
///""",
        "More",
    ),
    EVENT: f"""title: Spring <course>
place: Training centre
time-zone: Asia/Karachi
participants: 9
countries: 3
days:
  - date: {DATE}
    start: "09:00"
    end: "11:00"
    fixed:
      - {{at: "09:00", minutes: 15, title: Welcome}}
      - {{at: "10:00", minutes: 15, title: Tea}}
      - {{at: "10:50", minutes: 10, title: Close}}
    slots:
      - {{session: 1, from: "09:15", to: "10:50"}}
""",
}
"""Two items before tea, two after it, of which one may be dropped; clocks are five hours ahead."""

TALK = "sessions/reading/cards.html#talk-what-a-card-is"
SORT = "sessions/reading/cards.html#activity-sort-the-cards"
VOTE = "sessions/reading/more.html#activity-vote-with-dots"
KEEP = "sessions/reading/more.html#discussion-what-we-keep"


def made(root: Path, more: dict[str, Content] | None = None, language: str = "") -> Made:
    """The facilitator's edition of the morning."""
    return make_edition(tiny(root, {**MORNING, **(more or {})}), OVERRIDES, "facilitator", language)


def sheets(edition: Made) -> dict[str, RunSheet]:
    """Its run sheets by the name of their file."""
    return {
        Path(one.target).name: one.content
        for one in edition.documents
        if isinstance(one.content, RunSheet)
    }


def written(edition: Made, folder: Path) -> Path:
    """Write the one run sheet of an edition as a build does; give the file."""
    ((name, sheet),) = sheets(edition).items()
    target = folder / name
    result = make_document(Job(sheet, target), press_of(edition, OVERRIDES))
    assert result.bytes == target.stat().st_size
    return target


def at(clock: str, date: str = DATE) -> int:
    """A moment by the clocks of the place, in milliseconds."""
    zone = dt.timezone(dt.timedelta(hours=5))
    when = dt.datetime.fromisoformat(f"{date}T{clock}").replace(tzinfo=zone)
    return int(when.timestamp()) * 1000


def clock(start: str, date: str = DATE) -> str:
    """A function that puts a clock which tests set in the place of that of the computer.

    `steady` is what only ticks, as `performance.now` does: it follows unless a test holds it.
    """
    return f"""() => {{
        const kept = (name, other) => Number(sessionStorage.getItem(name) ?? other);
        Date.now = () => kept("now", {at(start, date)});
        performance.now = () => kept("steady", Date.now());
    }}"""


class Desk:
    """A run sheet in a browser: `run` evaluates an expression in it."""

    def __init__(self, run: Callable[[str], Any]) -> None:
        self.run = run

    def until(self, expression: str) -> None:
        """Wait until an expression is true, 15 seconds at most."""
        end = time.monotonic() + 15
        while self.run(expression) is not True:
            assert time.monotonic() < end, f"never true: {expression}"
            time.sleep(0.02)

    def reload(self) -> None:
        """Load the page anew, as a reader does by F5."""
        self.run("window.old = true, setTimeout(() => location.reload(), 0), true")
        end = time.monotonic() + 15
        while time.monotonic() < end:
            # A page that is just being left answers with an error.
            with contextlib.suppress(AssertionError, Error):
                if self.run("!window.old && document.readyState === 'complete'") is True:
                    return
            time.sleep(0.02)
        raise AssertionError("the page was never loaded anew")

    def set(self, now: int, steady: int | None = None) -> None:
        """Set the clock of the computer; the page looks at it."""
        held = now if steady is None else steady
        self.run(
            f"""(() => {{
                sessionStorage.setItem("now", {now});
                sessionStorage.setItem("steady", {held});
                document.dispatchEvent(new Event("visibilitychange"));
            }})()"""
        )

    def go(self, moment: str, date: str = DATE) -> None:
        """Let time pass."""
        self.set(at(moment, date))

    def press(self, name: str) -> None:
        """Press a button by what it does."""
        self.run(f"document.querySelector('[data-do={name}]').click()")

    def text(self, name: str) -> str:
        """What stands in a part of the page that can be seen; None stands for one that cannot."""
        found = f"document.getElementById('{name}')"
        shown = self.run(f"{found}.checkVisibility() ? {found}.innerText : ''")
        return " ".join(str(shown).replace("\u2068", "").replace("\u2069", "").split())

    def notices(self) -> list[str]:
        """The sentences of all notices."""
        found = self.run(
            "[...document.querySelectorAll('.notice[data-name] > p:first-child')]"
            ".map(one => one.textContent)"
        )
        return [one.replace("\u2068", "").replace("\u2069", "") for one in found]

    def answer(self, label: str) -> None:
        """Press a button of a notice."""
        self.run(
            f"[...document.querySelectorAll('#notices button')]"
            f".find(one => one.textContent === {json.dumps(label)}).click()"
        )

    def states(self) -> list[list[str]]:
        """Each line of the plan: begin, title, length, state."""
        return [
            [str(one) for one in row]
            for row in self.run(
                """[...document.querySelectorAll(".day:not([hidden]) .item")].map(one => [
                    ".begin", "h3", ".long", ".state"
                ].map(name => one.querySelector(name).textContent))"""
            )
        ]

    def save(self, target: Path) -> Path:
        """Press "Save file"; give what the browser was handed to download."""
        name = self.run(
            """(() => {
                const make = URL.createObjectURL;
                URL.createObjectURL = (blob) => make.call(URL, window.handed = blob);
                document.addEventListener("click", (event) => {
                    if (!event.target.download) return;
                    window.named = event.target.download;
                    event.preventDefault();
                });
                document.querySelector("[data-do=save]").click();
                URL.createObjectURL = make;
                return window.named;
            })()"""
        )
        path = target / str(name)
        path.write_text(self.run("window.handed.text()"), encoding="utf-8")
        return path

    def open(self, name: str, text: str) -> None:
        """Choose a file under "Open file"."""
        self.run(
            f"""(() => {{
                const data = new DataTransfer();
                data.items.add(new File([{json.dumps(text)}], {json.dumps(name)}));
                const box = document.getElementById("file");
                box.files = data.files;
                box.dispatchEvent(new Event("change"));
            }})()"""
        )
