"""Page numbers in the text: a page is laid out again only when a number on it has changed.

WeasyPrint 70 lays out three times each page that prints the number of another one. It takes the
counter of that page for one of the page itself, which is new on every page; it learns the number of
an earlier page when the page that prints it is laid out already; and once it knows how many pages
there are, it takes every number for changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

_OWN = ("counter()", "counters()")
_TARGETS = ("target-counter()", "target-counters()")


@contextmanager
def settled_numbers() -> Iterator[None]:
    """Have no page laid out again in vain. It touches private names of WeasyPrint 70."""
    from weasyprint import document  # noqa: PLC0415
    from weasyprint.css import targets  # noqa: PLC0415
    from weasyprint.layout import page  # noqa: PLC0415

    class Numbers(targets.TargetCollector):  # type: ignore[misc]
        """Tells the places that print a page's number when it is known, and only if it is new."""

        @cached_property
        def askers(self) -> Mapping[str, list[tuple[Any, list[str]]]]:
            """Name of a target -> what prints its counters, with the names of those."""
            found = defaultdict(list)
            for (_, part), item in self.counter_lookup_items.items():
                for target, counters in item.missing_target_counters.items():
                    if part == "content":
                        found[target].append((item, counters))
            return found

        def collect_missing_counters(self, box: Any, part: str, *found: Any) -> None:
            """Note what is not known yet, under the names of the targets."""
            parse_again, own, targets = found
            if None in targets:  # named by an attribute, and then `own` is not its own
                asked = box.style["content"] if part == "content" else ()
                names = [one[0] for kind, one in asked if kind in _OWN]
                own = [name for name in own if name in names]
                counters = targets.pop(None)
                for kind, one in asked:
                    if kind in _TARGETS and one[0][0] == "attr()":
                        name = box.element.get(one[0][1][0], "").removeprefix("#")
                        targets[name] = counters
            super().collect_missing_counters(box, part, parse_again, own, targets)

        def cache_target_page_counters(
            self, anchor_name: str, page_counter_values: Any, page_maker_index: int, page_maker: Any
        ) -> None:
            """Note on which page a target is; the names of the arguments are WeasyPrint's."""
            target = self.target_lookup_items.get(anchor_name)
            if self.collecting or target is None or target.state != "up-to-date":
                return
            before = target.cached_page_counter_values
            now = {name: list(values) for name, values in page_counter_values.items()}
            target.page_maker_index, target.cached_page_counter_values = page_maker_index, now
            for item, counters in self.askers.get(anchor_name, ()):
                if all(before.get(name) == now.get(name) for name in counters):
                    continue
                item.parse_again(item.cached_page_counter_values)
                if item.page_maker_index is None or item.page_maker_index >= len(page_maker):
                    item.pending = True  # further down on this page, or on a later one
                else:
                    page_maker[item.page_maker_index][-1]["content_changed"] = True

    collector, remake = document.TargetCollector, page.remake_page

    def remake_page(index: int, context: Any, root_box: Any, html: Any) -> Any:
        # What waits for a number has it by now, and is not laid out yet.
        for item in context.target_collector.counter_lookup_items.values():
            item.pending = item.pending and bool(item.missing_counters)
        return remake(index, context, root_box, html)

    document.TargetCollector, page.remake_page = Numbers, remake_page
    try:
        yield
    finally:
        document.TargetCollector, page.remake_page = collector, remake
