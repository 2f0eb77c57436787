"""Telling partners' programs that something changed: signed, tried again, and without a word of what it is.

`addresses` decides where may be called, `sending` makes one call, `announcing` decides who is told and when.
"""
