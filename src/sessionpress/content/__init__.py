"""Folders of content in, one frozen `Toolkit` out, with every problem that was found."""
