"""sessionpress: one folder of Markdown in; site, PDF and offline bundle out."""

__version__ = "0.1.0"
