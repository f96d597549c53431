"""What a build tells while it works: a line a step, with what came out, its size and its time.

On a terminal rich shows a bar for steps of many parts; elsewhere there are plain lines only.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
from rich.progress import Progress as Bar

from sessionpress.render.templates import filesize


@dataclass(slots=True)
class Step:
    """One step while it runs: `say` sets what came out of it, `advance` counts its parts."""

    bar: Bar | None
    task: TaskID | None
    text: str = ""
    size: int = 0
    is_note: bool = False

    def say(self, text: str, size: int = 0) -> None:
        """What came out: words, and bytes where that makes sense."""
        self.text = text
        self.size = size or self.size

    def warn(self, text: str) -> None:
        """What came out, and has to be said again as long as it holds."""
        self.text, self.is_note = text, True

    def advance(self, name: str, size: int) -> None:
        """One more part is done."""
        self.size += size
        if self.bar is not None and self.task is not None:
            self.bar.update(self.task, advance=1, info=name)


@dataclass(slots=True)
class Progress:
    """Shows steps on a console."""

    console: Console = field(default_factory=lambda: Console(highlight=False, soft_wrap=True))
    started: float = field(default_factory=time.perf_counter)
    notes: list[str] = field(default_factory=list)

    @contextmanager
    def step(self, title: str, total: int = 0) -> Iterator[Step]:
        """Run a step; its line is printed when it is done."""
        began = time.perf_counter()
        if total and self.console.is_terminal:
            with Bar(
                TextColumn("  {task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[info]}"),
                console=self.console,
                transient=True,
            ) as bar:
                step = Step(bar, bar.add_task(title, total=total, info=""))
                yield step
        else:
            step = Step(None, None)
            if total:
                self.console.print(f"{title}: {total} to make", markup=False)
            yield step
        seconds = time.perf_counter() - began
        parts = [part for part in (step.text, filesize(step.size) if step.size else "") if part]
        told = f": {', '.join(parts)}" if parts else ""
        self.console.print(f"{title}{told} ({seconds:.1f} s)", markup=False)
        if step.is_note:
            self.notes.append(f"{title}{told}")

    def done(self, text: str) -> None:
        """The last line, with the time of the whole."""
        seconds = time.perf_counter() - self.started
        self.console.print(f"{text} ({seconds:.1f} s)", markup=False)
