"""Charts: from the choice an editor made to spec, sentence, table and drawing.

`selection` reads the figures, `findings` writes the sentence, `specs` the Vega-Lite description, `drawing` the picture.
"""

from .building import Chart, chart_key, chart_of, charts_of

__all__ = ["Chart", "chart_key", "chart_of", "charts_of"]
