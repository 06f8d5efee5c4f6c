"""A pooler before PostgreSQL, in transaction mode: after each transaction the next session of the server has its turn."""
import contextlib
import itertools
import socket
import struct
import threading

NO_ENCRYPTION = (80877103, 80877104)  # the codes of an SSLRequest and of a GSSENCRequest


class Pooler:
    """Takes clients that give no password, two sessions for each, which stay when the client has gone.

    :param port: the server's
    :ivar port: its own
    """

    def __init__(self, port):
        self.server, self.sessions = port, []
        self.socket = socket.socket()
        self.socket.bind(('127.0.0.1', 0))
        self.socket.listen(10)
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=self.serve, args=(self.socket.accept()[0],), daemon=True).start()

    def serve(self, client):
        with contextlib.suppress(OSError, EOFError), contextlib.closing(client):
            start = startup(client)
            sessions = [socket.create_connection(('127.0.0.1', self.server)) for _ in range(2)]
            self.sessions += sessions
            for one in sessions:
                one.sendall(start)
            answers = [answer(one) for one in sessions]
            client.sendall(answers[0])
            turns = itertools.cycle(sessions)
            session, state = None, b'I'
            while True:
                text = message(client)
                if text[:1] == b'X':
                    return
                session = next(turns) if state == b'I' else session
                session.sendall(text)
                told = answer(session)
                state = told[-1:]
                client.sendall(told)

    def close(self):
        for one in [self.socket] + self.sessions:
            one.close()


def startup(client):
    """What a client says first, when it has been told that nothing is encrypted."""
    while True:
        length, code = struct.unpack('!II', exactly(client, 8))
        if code not in NO_ENCRYPTION:
            return struct.pack('!II', length, code) + exactly(client, length - 8)
        client.sendall(b'N')


def answer(session):
    """All that a session says until it is ready for the next query; the last byte is the state of its transaction."""
    told = b''
    while True:
        text = message(session)
        told += text
        if text[:1] == b'Z':
            return told


def message(end):
    kind, length = struct.unpack('!cI', exactly(end, 5))
    return struct.pack('!cI', kind, length) + exactly(end, length - 4)


def exactly(end, number):
    """So many bytes."""
    found = b''
    while len(found) < number:
        part = end.recv(number - len(found))
        if not part:
            raise EOFError
        found += part
    return found
