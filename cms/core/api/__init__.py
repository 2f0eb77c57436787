"""What all routes of the API share: who may ask, cursors, caching, problems, and the form of texts and pictures.

Knows no app and mounts no route; `cms.api` does.
"""
