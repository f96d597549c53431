"""Decks as PPTX: real text, our theme, notes, what is read out for each picture."""

from sessionpress.bind.pptx.writing import deck_pptx

__all__ = ["deck_pptx"]
