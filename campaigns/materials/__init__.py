"""Printed and shared materials of campaigns: posters, sheets and pictures, set from what editors wrote.

`making` says which files a material gives; the other modules make one kind each. Nothing here writes to the database.
"""
