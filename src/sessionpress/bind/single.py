"""One HTML file a session, to send from phone to phone."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment

from sessionpress.bind.pictures import Images, data_addresses
from sessionpress.render.book import Book, pictures_in
from sessionpress.render.single import render_single
from sessionpress.render.terse import in_few_bytes


def write_single(book: Book, images: Images, environment: Environment, target: Path) -> int:
    """Write a book as one HTML file that needs nothing else; give its size in bytes.

    Args:
        book: what it holds, as for print; with a `base_url`, links out of it lead to the site.
        images: the pictures of the edition by their site addresses.
        environment: the templates of the house.
        target: the file; its folder is made.

    Raises:
        BuildError: a picture cannot be read.
    """
    pictures = data_addresses(images, pictures_in(book))
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.write_bytes(in_few_bytes(render_single(book, pictures, environment)).encode())
