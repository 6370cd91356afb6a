"""A real mail server on loopback that keeps what it is given: enough SMTP for a client to be satisfied."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail. `refusals` are answers given to the next recipients instead of taking them."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.mails: list[tuple[str, EmailMessage]] = []
        self.refusals: list[str] = []
        self.lock = threading.Lock()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])


class _Conversation(socketserver.StreamRequestHandler):
    """One client: HELO, MAIL, RCPT, DATA, QUIT (RFC 5321)."""

    server: MailServer
    timeout = 20

    def handle(self) -> None:
        self._say("220 mail server of a test")
        recipient = ""
        while line := self.rfile.readline(2_000):
            words = line.decode("ascii", "replace").strip()
            verb = words[:4].upper()
            if verb == "QUIT":
                self._say("221 bye")
                return
            if verb == "RCPT":
                with self.server.lock:
                    refusal = self.server.refusals.pop(0) if self.server.refusals else ""
                if refusal:
                    self._say(refusal)
                    continue
                recipient = words.partition("<")[2].partition(">")[0]
            if verb == "DATA":
                self._say("354 go on")
                mail = message_from_bytes(self._read_mail(), policy=policy.default)
                assert isinstance(mail, EmailMessage)
                with self.server.lock:
                    self.server.mails.append((recipient, mail))
            self._say("250 fine")

    def _read_mail(self) -> bytes:
        lines = []
        while (line := self.rfile.readline(10_000)) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A running server on a free port."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
