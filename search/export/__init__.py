"""The whole public site as files in a folder that opens without a server: from a memory stick, or inside Moodle.

`copying` walks the site and writes, `fetching` asks the site for one address, `rewriting` makes its addresses relative,
`index_file` writes the search index for a small script. Reads the database, writes only the folder.
"""

from .copying import Exported, ExportError, export_site

__all__ = ["ExportError", "Exported", "export_site"]
