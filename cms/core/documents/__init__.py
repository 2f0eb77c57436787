"""Printed documents: page content as plain data, and its way through Typst to a tagged PDF.

Text reaches Typst only as JSON, never as markup, so nothing an editor writes can be a command.
"""

from .nodes import absolute, stream_nodes
from .pdf import compile_pdf
from .typesetting import set_pdf, set_pictures

__all__ = ["absolute", "compile_pdf", "set_pdf", "set_pictures", "stream_nodes"]
