"""How a test uses the Upload page: drops files, fills fields, reads what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.source import ROOT
from tests.ui.opening import at_page


class UploadPage:
    """The page on a store, as one visitor sees it."""

    def __init__(self, store: str, monkeypatch: pytest.MonkeyPatch, **parameters: str) -> None:
        self.app = at_page("pages/upload.py", store, monkeypatch, **parameters)
        self.app.session_state["person_name"] = "Ada"
        self.run()

    def run(self) -> UploadPage:
        """Runs the page once more; an exception on it fails the test."""
        self.app.run()
        assert not self.app.exception, self.app.exception
        return self

    def drop(self, name: str, data: bytes) -> UploadPage:
        """Drops one file."""
        self.app.file_uploader(key="file").set_value((name, data, "text/csv"))
        return self.run()

    def drop_all(self, files: Iterable[tuple[str, bytes]]) -> UploadPage:
        """Drops several files at once."""
        self.app.file_uploader(key="files").set_value([(name, data, "text/csv") for name, data in files])
        return self.run()

    def choose(self, label: str, value: object) -> UploadPage:
        """Chooses from the list whose label begins so."""
        self._labelled(self.app.selectbox, label).set_value(value)
        return self.run()

    def write(self, label: str, value: str) -> UploadPage:
        """Writes into the field whose label begins so."""
        self._labelled(self.app.text_input, label).set_value(value)
        return self.run()

    def keep_choices(self, name: str) -> UploadPage:
        """Keeps the choices under a name, after a load."""
        self._labelled(self.app.text_input, "Name").set_value(name)
        return self.press("Keep")

    def tick(self, label: str) -> UploadPage:
        """Ticks the box whose label begins so."""
        self._labelled(self.app.checkbox, label).set_value(True)
        return self.run()

    def pick(self, label: str, values: list[str]) -> UploadPage:
        """Picks several from the list whose label begins so."""
        self._labelled(self.app.multiselect, label).set_value(values)
        return self.run()

    def press(self, label: str) -> UploadPage:
        """Presses the button whose label begins so."""
        self._labelled(self.app.button, label).click()
        return self.run()

    def chosen(self, label: str) -> object:
        """What stands in the list whose label begins so."""
        return self._labelled(self.app.selectbox, label).value

    def offers(self, label: str) -> bool:
        """Whether there is a button to press whose label begins so."""
        return any(button.label.startswith(label) and not button.disabled for button in self.app.button)

    @property
    def words(self) -> str:
        """All that the page says, without markup."""
        written = "\n".join(element.proto.body for element in self.app.get("html"))
        boxes = (self.app.markdown, self.app.info, self.app.error, self.app.warning, self.app.success)
        said = [element.value for kind in boxes for element in kind]
        plain = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", re.sub("<style.*?</style>", "", written, flags=re.S)))
        return "\n".join([plain, *said]).replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")

    @staticmethod
    def _labelled(widgets: Iterable[Any], label: str) -> Any:
        found = [widget for widget in widgets if widget.label.startswith(label)]
        assert found, f"there is no field {label!r} among {[widget.label for widget in widgets]}"
        return found[0]


def example(name: str) -> bytes:
    """A file of data/examples."""
    return (ROOT / "data" / "examples" / Path(name)).read_bytes()
