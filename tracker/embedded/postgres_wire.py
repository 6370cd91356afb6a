"""The few bytes of PostgreSQL's protocol that tell whether the server answers.

The supervisor asks this at every start and restart; with a driver it would weigh three times as
much.
Source: PostgreSQL documentation, chapter "Frontend/Backend Protocol", message formats.
"""

import socket
import struct
from pathlib import Path

_PROTOCOL_3 = 196608
STARTING_UP = "57P03"
NO_SUCH_DATABASE = "3D000"
DUPLICATE_DATABASE = "42P04"


def ask(socket_path: Path, *, user: str, database: str, statement: str = "") -> str:
    """Connect and perhaps run one statement; the SQLSTATE of the refusal, or "" if all went well.

    OSError if nothing listens there or the connection breaks off.
    """
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(60)
        connection.connect(str(socket_path))
        words = ["user", user, "database", database]
        body = struct.pack("!i", _PROTOCOL_3) + b"".join(w.encode() + b"\0" for w in words) + b"\0"
        connection.sendall(struct.pack("!i", len(body) + 4) + body)
        refusal = _read_until_ready(connection)
        if not refusal and statement:
            text = statement.encode() + b"\0"
            connection.sendall(b"Q" + struct.pack("!i", len(text) + 4) + text)
            refusal = _read_until_ready(connection)
        if not refusal:
            connection.sendall(b"X" + struct.pack("!i", 4))
        return refusal


def _read_until_ready(connection: socket.socket) -> str:
    refusal = ""
    while True:
        kind = _read(connection, 1)
        (length,) = struct.unpack("!i", _read(connection, 4))
        body = _read(connection, length - 4)
        if kind == b"E":
            fields = {field[:1]: field[1:] for field in body.split(b"\0") if field}
            refusal = fields[b"C"].decode()
            if fields.get(b"S") in (b"FATAL", b"PANIC"):
                return refusal
        elif kind == b"R" and body != struct.pack("!i", 0):
            raise OSError("the server asks for a password; the embedded one never does")
        elif kind == b"Z":
            return refusal


def _read(connection: socket.socket, count: int) -> bytes:
    parts = b""
    while len(parts) < count:
        part = connection.recv(count - len(parts))
        if not part:
            raise ConnectionResetError("the server closed the connection")
        parts += part
    return parts
