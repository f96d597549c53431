"""Translation: what can be translated, in which state it is, and what a reader is shown.

    messages    the unit: a message, its state, the parts (files) that hold them
    fields      the texts of a toolkit that are no Markdown: titles, labels, options
    po          PO files as entries and back; the only module that knows polib
    languages   what `translations/languages.yml` says
    match       English that changed: which old translation belongs to which new text
    resolve     messages and entries together: what is shown for each message

English is never opened for writing, and nothing here knows of HTML or of a Markdown library.
"""
