"""A gthread worker whose threads never wait for a slow sender.

gthread reads a request in a thread, so a few half-sent requests hold all threads. Here the worker's own loop collects
the bytes without waiting. A thread gets a request when all of it is there. A header has 10 seconds and a body 20: then
the connection is cut off without an answer. TLS is the proxy's.
"""

import time
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from threading import BoundedSemaphore, Thread
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

HEADER, BODY = 10.0, 20.0  # seconds
MOST_HEADER, MOST_BODY = 32 * 1024, 3_000_000  # bytes of a request
MOST_TOGETHER = 30_000_000  # bytes of all requests that a worker collects
_CLOSING = 64  # connections whose clients are waited for, so that they read the answer to its end
_LENGTH_REQUIRED = b"HTTP/1.1 411 Length Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_END = b"\r\n\r\n"


class Incoming:
    """The bytes of a request so far. `due`: when its next part must be there."""

    def __init__(self, now: float) -> None:
        self.data = bytearray()
        self.due = now + HEADER
        self.whole: int | None = None  # the size of header and body, once it is known
        self.counted = True  # whether this size is all that is sent
        self.chunked = False

    def add(self, more: bytes, now: float) -> bool:
        """Whether the request is complete. Of a huge body the head is enough: it is refused unread."""
        self.data += more
        if self.whole is None and (end := self.data.find(_END)) >= 0:
            length, self.chunked = _length(bytes(self.data[:end]))
            self.counted = length is not None
            self.whole, self.due = end + len(_END) + (length or 0), now + BODY
        return self.whole is not None and len(self.data) >= self.whole

    @property
    def last(self) -> bool:
        """Whether more than this request was sent or may follow, so that the connection ends with the answer."""
        return not self.counted or len(self.data) != self.whole


def _length(head: bytes) -> tuple[int | None, bool]:
    """The declared length of the body (None: more than anybody may send), and whether it comes in chunks."""
    length, chunked = 0, False
    for line in head.split(b"\r\n")[1:]:
        name, _colon, value = line.partition(b":")
        if name.strip().lower() == b"transfer-encoding":
            chunked = True
        if name.strip().lower() == b"content-length":
            length = int(value) if value.strip().isdigit() and len(value) < 20 else MOST_BODY + 1
    return (length if length <= MOST_BODY else None), chunked


class Connection(TConn):  # type: ignore[misc]
    last = False
    closing = BoundedSemaphore(_CLOSING)

    def close(self, graceful: bool = False) -> None:
        """Wait for the client's end elsewhere: the worker's loop waits for nobody."""
        if graceful and self.closing.acquire(blocking=False):
            Thread(target=self._wait_and_close, daemon=True).start()
        else:
            super().close()

    def _wait_and_close(self) -> None:
        try:
            super().close(graceful=True)
        finally:
            self.closing.release()


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.collecting: dict[Any, Incoming] = {}

    def accept(self, listener: Any) -> None:
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        self.collect(Connection(self.cfg, client, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: Any, client: Any) -> None:
        """The next request of a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self.collect(conn)

    def collect(self, conn: Any) -> None:
        conn.sock.setblocking(False)
        self.collecting[conn] = Incoming(time.monotonic())
        self.poller.register(conn.sock, EVENT_READ, partial(self.read, conn))

    def read(self, conn: Any, _socket: Any) -> None:
        try:
            more = conn.sock.recv(64 * 1024)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            more = b""
        incoming = self.collecting[conn]
        complete = bool(more) and incoming.add(more, time.monotonic())
        if incoming.chunked:  # no page sends this, and its length is not known
            with suppress(OSError):
                conn.sock.send(_LENGTH_REQUIRED)
            self.drop(conn)
        elif complete:
            self.stop_collecting(conn)
            conn.last = incoming.last
            conn.sock.setblocking(True)
            conn.data_ready = True
            conn.init()
            conn.parser.unreader.unread(bytes(incoming.data))
            self.enqueue_req(conn)
        elif not more or self.too_much(incoming):
            self.drop(conn)

    def too_much(self, incoming: Incoming) -> bool:
        """Whether a header has no end, or all that is collected would not fit into memory."""
        if incoming.whole is None:
            return len(incoming.data) > MOST_HEADER
        return sum(one.whole or 0 for one in self.collecting.values()) > MOST_TOGETHER

    def stop_collecting(self, conn: Any) -> None:
        self.poller.unregister(conn.sock)
        del self.collecting[conn]

    def drop(self, conn: Any) -> None:
        self.stop_collecting(conn)
        self.nr_conns -= 1
        conn.close()

    def murder_pending(self) -> None:
        """Cut off who is too slow. The worker's loop calls this each second."""
        super().murder_pending()
        now = time.monotonic()
        late = [conn for conn, one in self.collecting.items() if one.due <= now or not (self.alive or one.data)]
        for conn in late:
            self.drop(conn)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """A thread never waits for bytes that the loop did not wait for."""
        return super().handle_request(req, conn) and not conn.last
