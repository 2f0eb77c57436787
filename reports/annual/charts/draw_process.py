"""Draws charts in a process of its own: reads Vega-Lite descriptions as JSON, writes SVG as JSON. Knows no Django.

What goes wrong in the drawing library, a crash or a lack of memory too, ends this process and no other.
"""

import json
import sys


def main() -> None:
    import vl_convert

    answers = []
    for spec in json.load(sys.stdin):
        locale = spec.get("config", {}).get("locale", {}).get("number")
        try:
            # No description may make the library ask another address for data.
            svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], format_locale=locale)
            answers.append({"svg": svg})
        except Exception as error:
            answers.append({"problem": type(error).__name__})
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
