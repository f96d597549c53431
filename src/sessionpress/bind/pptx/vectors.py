"""Drawings of authors (SVG) on slides: as vectors for the programs that show them.

Programs from before 2019 show an empty frame in its place; the words for those who do not see it
stay.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.shapes.picture import Picture
from pptx.slide import Slide as Page

from sessionpress.bind.pictures import SVG, empty_frame

_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_NAMESPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def add_vector(page: Page, svg: bytes, place: Sequence[int]) -> Picture:
    """Put a drawing on a slide.

    Args:
        page: the slide.
        svg: the drawing.
        place: left, top, width and height in EMU.

    Returns:
        The shape.
    """
    left, top, wide, high = place
    plain = io.BytesIO(empty_frame(wide / high))
    shape = page.shapes.add_picture(plain, left, top, wide, high)  # type: ignore[arg-type]
    package = page.part.package
    part = Part(package.next_partname("/ppt/media/drawing%d.svg"), SVG, package, svg)
    link = page.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    shape._element.find(f".//{qn('a:blip')}").append(
        parse_xml(
            f'<a:extLst xmlns:a="{_A}"><a:ext uri="{_EXTENSION}">'
            f'<asvg:svgBlip xmlns:asvg="{_NAMESPACE}" xmlns:r="{_R}" r:embed="{link}"/>'
            "</a:ext></a:extLst>"
        )
    )
    return shape
