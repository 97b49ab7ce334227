"""No test speaks to another machine."""

import socket
from typing import Any

import pytest

LOCAL = {"localhost", "127.0.0.1", "::1", "0.0.0.0", ""}


class LeftTheMachine(RuntimeError):
    """A test tried to reach another machine."""


def _guarded(connect: Any) -> Any:
    def guard(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOCAL:
            raise LeftTheMachine(address)
        return connect(self, address)

    return guard


@pytest.fixture(autouse=True, scope="session")
def no_request_leaves_the_machine():
    """Fail whatever connects to, or looks up, anything but this machine."""
    patch = pytest.MonkeyPatch()
    look_up = socket.getaddrinfo

    def look_up_here(host: Any, *args: Any, **kwargs: Any) -> Any:
        if (host.decode() if isinstance(host, bytes) else host or "") not in LOCAL:
            raise LeftTheMachine(host)
        return look_up(host, *args, **kwargs)

    patch.setattr(socket.socket, "connect", _guarded(socket.socket.connect))
    patch.setattr(socket.socket, "connect_ex", _guarded(socket.socket.connect_ex))
    patch.setattr(socket, "getaddrinfo", look_up_here)
    yield
    patch.undo()
