"""Upload: bring a file in, see what it would change, load it."""

from qi_eval.ui import heading, html, linked, store
from qi_eval.ui.upload import several, ways

WAYS = {"file": "One file", "files": "Several files", "row": "Type one row"}
STEPS = {"file": ways.one_file, "files": several.several_files, "row": ways.typed_row}

heading.show("Upload", "What would you like to bring in?")
STEPS[linked.segment("way", WAYS, "How")](store.present())
html.show(html.tag("p", html.link("Data health: what is overdue, and from whom", "data_health"), cls="qi-quiet"))
