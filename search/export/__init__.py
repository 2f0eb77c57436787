"""The whole public site as files in a folder that opens without a server: from a memory stick, or inside Moodle.

`collecting` walks the site, `fetching` asks it for one address, `copying` writes with the addresses that `rewriting`
made relative, `index_file` writes the search index for a small script. Reads the database, writes only the folder.
"""

from .copying import Exported, ExportError, export_site

__all__ = ["ExportError", "Exported", "export_site"]
