"""Fill a form in the PDF viewers of real browsers, and give what they save."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from playwright.sync_api import Frame, Page
from tests.browsers import Firefox, firefox, whole_chromium
from tests.pdf_forms import TYPED, reader_of

TYPED_IN_CHROMIUM = {
    "name": "Birth papers",
    "story": "One line.\nTwo: é",
    "visits": 12.0,
    "groups": ("women", "children"),
    "lead-one": 3.0,
    "middle": 3.0,
}
"""What `saved_by_chromium` fills in, settled."""


def saved_by_firefox(path: Path) -> bytes:
    """Fill in everything of `TYPED`."""
    with firefox() as browser:
        browser.open(path.as_uri())
        _fill_in_firefox(browser, pages=len(reader_of(path.read_bytes()).pages))
        return base64.b64decode(
            browser.run(f"PDFViewerApplication.pdfDocument.saveDocument(){AS_TEXT}")
        )


def saved_by_chromium(path: Path) -> bytes:
    """Fill in the first page with the keyboard."""
    with whole_chromium() as browser:
        page = browser.new_page(viewport={"width": 1000, "height": 1400})
        page.goto(path.as_uri())
        viewer = _viewer(page)
        _type_in_chromium(page)
        return base64.b64decode(viewer.evaluate(SAVE_IN_CHROMIUM))


AS_TEXT = """.then(bytes => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
})"""


def _fill_in_firefox(browser: Firefox, pages: int) -> None:
    """Fill every field where its page is shown; the viewer draws a page when it is looked at."""
    browser.until("!!window.PDFViewerApplication?.pdfDocument")
    for page in range(1, pages + 1):
        browser.run(f"PDFViewerApplication.page = {page}")
        browser.until(f"""!!document.querySelector('[data-page-number="{page}"] [name]')""")
        browser.run(
            f"""(values => {{
              const shown = '[data-page-number="{page}"] [name]';
              for (const field of document.querySelectorAll(shown)) {{
                const value = values[field.name];
                if (value === undefined) continue;
                if (field.type === 'checkbox') field.click();
                else if (field.type === 'radio') {{
                  const same = document.getElementsByName(field.name);
                  if (same[value.slice(1) - 1] === field) field.click();
                }} else {{
                  field.focus();
                  field.value = value;
                  field.dispatchEvent(new Event('input', {{bubbles: true}}));
                  field.dispatchEvent(new Event('change', {{bubbles: true}}));
                  field.blur();
                }}
              }}
            }})({json.dumps(TYPED)})"""
        )


SAVE_IN_CHROMIUM = f"""() => import('./pdf_viewer_wrapper.js')
  .then(viewer => viewer.PluginController.getInstance().save('EDITED'))
  .then(saved => new Uint8Array(saved.dataToSave)){AS_TEXT}"""
"""What the button of the viewer does before it asks where to put the file."""


SHOWN_IN_CHROMIUM = """() => document.querySelector('pdf-viewer')
  ?.shadowRoot?.querySelector('viewer-toolbar')?.loadProgress === 100"""


def _viewer(page: Page) -> Frame:
    """The frame of the PDF viewer, once it shows the document."""
    for _try in range(100):
        for frame in page.frames:
            viewer = frame.url.startswith("chrome-extension:")
            if viewer and frame.evaluate(SHOWN_IN_CHROMIUM):
                return frame
        page.wait_for_timeout(100)
    raise AssertionError("the viewer did not come")


def _type_in_chromium(page: Page) -> None:
    """Type and tick with the keyboard alone, from field to field."""
    page.mouse.click(600, 200)  # on the first field
    # Any letter ticks a box; the viewer takes the space bar for itself, to turn pages.
    text, passed, ticked = ["Birth papers", "One line.\nTwo: é", "12"], "", "x"
    since_pace = [passed, passed]
    groups = [ticked, passed, ticked]
    lead_one = [passed, passed, ticked]
    for step in (*text, *since_pace, *groups, *lead_one):
        page.keyboard.press("Tab")
        page.keyboard.type(step, delay=2)
    page.keyboard.press("Tab")
    page.wait_for_timeout(200)
