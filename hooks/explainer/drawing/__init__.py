"""What every drawing shares, whatever it shows: looks, sizes, and how it becomes SVG and PNG.

Import it from `kinds` and above; it builds on `language` and `facts`. Nothing here knows a kind of
chart.

Read in this order: `sizes`, the two widths of a drawing. `theme`: fonts and colours. `packing`:
PNGs in fewer bytes. `render`: a specification to SVG, SVG to PNG. `lazy_altair`: Altair, when
something is drawn; `uncopied`: a layer of it. `cache`: what was drawn, kept by content.
"""
