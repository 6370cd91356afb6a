"""A proxy that speaks HTTP CONNECT, as Tor's HTTPTunnelPort does: it knows names that nobody else does."""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping


class ConnectProxy:
    """Joins clients to the addresses that it knows names for; a context manager."""

    def __init__(self, names: Mapping[str, tuple[str, int]]) -> None:
        """`names`: "host:port" as a client asks for it, and where that leads."""
        self.asked: list[str] = []
        self._names = dict(names)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> ConnectProxy:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    @property
    def address(self) -> str:
        """As the settings name a proxy."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client:
            asked = b""
            while b"\r\n\r\n" not in asked:
                part = client.recv(1_000)
                if not part:
                    return
                asked += part
            method, target = asked.split(b"\r\n")[0].decode().split(" ")[:2]
            self.asked.append(f"{method} {target}")
            if method != "CONNECT" or target not in self._names:
                client.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
                return
            with socket.create_connection(self._names[target]) as server:
                client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
                back = threading.Thread(target=_pass_on, args=(server, client), daemon=True)
                back.start()
                _pass_on(client, server)
                back.join()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    try:
        while part := source.recv(65_536):
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return  # one side hung up
