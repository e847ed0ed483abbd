# SPDX-License-Identifier: LGPL-2.1-or-later
"""A web server that sends exactly the bytes it is told to, and remembers every request."""

import base64
import contextlib
import inspect
import socket
import threading
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from desktop import PATIENCE, wait_until


@dataclass
class Request:
    method: str
    target: str
    headers: list = field(default_factory=list)
    body: bytes = b''

    @property
    def path(self):
        return urlsplit(self.target).path

    def get(self, name):
        """The value of the first field with this name, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def basic(self):
        """User name and password of a Basic login as bytes, or None."""
        value = self.get('Authorization') or ''
        if not value.lower().startswith('basic '):
            return None
        return base64.b64decode(value[6:])


def response(status=200, body='', headers=(), reason='Said', kind='text/html; charset=utf-8'):
    """The bytes of a response. Header values may be text or bytes, and hold anything."""
    body = body.encode() if isinstance(body, str) else body
    lines = [f'HTTP/1.1 {status} {reason}'.encode(), b'Content-Length: %d' % len(body),
             b'Cache-Control: no-store']
    if kind is not None:
        lines.append(f'Content-Type: {kind}'.encode())
    for name, value in headers:
        lines.append(name.encode() + b': ' + (value.encode() if isinstance(value, str) else value))
    return b'\r\n'.join(lines) + b'\r\n\r\n' + body


def document(title, body='', head=''):
    return (f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
            f'<body>{body}</body></html>')


def unauthorized(*challenges, title='401 body', body='<p>How to get an account: ask.</p>', head='',
                 headers=()):
    """A 401 with one WWW-Authenticate field line for each challenge."""
    fields = [('WWW-Authenticate', challenge) for challenge in challenges]
    return response(401, document(title, body, head), [*fields, *headers])


def protected(inside, refusal, login='ada:lovelace'):
    """A handler that wants a Basic login, and then answers with `inside`."""
    def handle(request):
        if request.basic == login.encode():
            return inside(request) if callable(inside) else inside
        return refusal(request) if callable(refusal) else refusal
    return handle


class RawServer:
    """Listens on a free loopback port. Routes lead from a path to a response or to a function.

    A function gets the request, and the socket when it takes two arguments; what it returns is
    sent, None means that it has seen to the answer itself.
    """

    def __init__(self, routes=None, host='127.0.0.1', wrap=None):
        family = socket.AF_INET6 if ':' in host else socket.AF_INET
        self.routes = dict(routes or {})
        self.requests = []
        self._wrap = wrap
        self._listener = socket.socket(family, socket.SOCK_STREAM)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind((host, 0))
        self._listener.listen(128)
        self.port = self._listener.getsockname()[1]
        self.host = f'[{host}]' if ':' in host else host
        self._connections = set()
        self.closed = False
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def authority(self):
        return f'{self.host}:{self.port}'

    def uri(self, path='/', scheme='http'):
        return f'{scheme}://{self.authority}{path}'

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.closed = True
        for connection in [self._listener, *self._connections]:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def seen(self, path, method=None):
        """The requests for a path so far."""
        return [request for request in list(self.requests)
                if request.path == path and method in (None, request.method)]

    def wait_for(self, path, count=1, method=None, patience=PATIENCE):
        wait_until(lambda: len(self.seen(path, method)) >= count,
                   lambda: f'{count} requests for {path}; seen: '
                           f'{[(request.method, request.target) for request in self.requests]}',
                   patience)
        return self.seen(path, method)

    def _accept(self):
        while not self.closed:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection):
        with contextlib.suppress(OSError):
            if self._wrap is not None:
                connection = self._wrap(connection)
            self._connections.add(connection)
            stream = connection.makefile('rb')
            while not self.closed:
                request = self._read(stream)
                if request is None:
                    break
                self.requests.append(request)
                answer = self._answer(request, connection)
                if answer is None:
                    break
                connection.sendall(answer)
        self._connections.discard(connection)
        connection.close()

    @staticmethod
    def _read(stream):
        words = stream.readline().decode('latin-1').split()
        if len(words) != 3:
            return None
        request = Request(words[0], words[1])
        for line in iter(stream.readline, b'\r\n'):
            if not line:
                return None
            name, _, value = line.decode('latin-1').partition(':')
            request.headers.append((name, value.strip()))
        request.body = stream.read(int(request.get('Content-Length') or 0))
        return request

    def _answer(self, request, connection):
        route = self.routes.get(request.path)
        if route is None:
            return response(404, document('Not here'))
        if not callable(route):
            return route
        wanted = len(inspect.signature(route).parameters)
        return route(request) if wanted == 1 else route(request, connection)
