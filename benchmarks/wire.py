"""A session with a running Streamlit server over its WebSocket: how long a run of its script takes."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect


@dataclass(frozen=True)
class Session:
    """An open session on one address of the app."""

    connection: ClientConnection
    page: str
    query: str

    def run(self) -> float:
        """Runs the page once; the seconds from the request to the end of the script."""
        message = BackMsg()
        message.rerun_script.page_name = self.page
        message.rerun_script.query_string = self.query
        started = time.perf_counter()
        self.connection.send(message.SerializeToString())
        self._wait_for_the_end()
        return time.perf_counter() - started

    def _wait_for_the_end(self) -> None:
        while True:
            self._answer_at_once()
            heard = ForwardMsg()
            heard.ParseFromString(self.connection.recv(timeout=600))
            kind = heard.WhichOneof("type")
            if kind == "delta" and heard.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(f"{self.page}: {heard.delta.new_element.exception.message}")
            if kind == "script_finished":
                return

    def _answer_at_once(self) -> None:
        """Linux holds an acknowledgement back for 40 ms, and the server holds its next message back until it has it:
        runs of 30 ms would be measured as 30 or as 80 by turns."""
        if hasattr(socket, "TCP_QUICKACK"):  # the kernel forgets it, so it is asked before each message
            self.connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


@contextmanager
def session(address: str, place: str) -> Iterator[Session]:
    """A session on a place such as "run_charts?measure=M1" ("" is the first page), closed at the end."""
    page, _, query = place.partition("?")
    stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    with connect(stream, subprotocols=["streamlit"], max_size=None) as connection:  # type: ignore[list-item]
        yield Session(connection, page, query)
