"""What translators and builds do with translations.

desk       messages, languages and files of a toolkit; what is shown in a language
work       files begun, brought up to date, put together
exchange   messages handed out in bulk and taken back
state      what is wrong, how far a language is, what there is to do
"""
