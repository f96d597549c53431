"""The real toolkit, rendered once for all tests that look at all of it."""

from __future__ import annotations

import pytest
from tests.toolkits import OVERRIDES, ROOT

from sessionpress.compose import FACILITATOR, compose
from sessionpress.content.model import Toolkit
from sessionpress.make import checked_toolkit
from sessionpress.render.pages import PageRenderer
from sessionpress.render.templates import make_environment
from sessionpress.translation.messages import Voice

Pages = dict[str, str]


def pages(toolkit: Toolkit, language: str, voice: Voice | None = None) -> Pages:
    """The facilitator's edition, which holds everything: HTML by address."""
    edition = compose(toolkit, FACILITATOR, language, voice)
    renderer = PageRenderer(edition, make_environment(OVERRIDES))
    return {page.address: page.html for page in renderer.all()}


@pytest.fixture(scope="session")
def real() -> Toolkit:
    return checked_toolkit(ROOT)


@pytest.fixture(scope="session")
def real_pages(real: Toolkit) -> Pages:
    return pages(real, "en")
