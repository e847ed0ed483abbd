#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""proxy-server.py: a proxy that asks for a login, and two origins that record what reaches them.

The proxy takes CONNECT and absolute URIs. Its one argument says how it asks: "basic", "digest"
with SHA-256, "ntlm" (which looks at the user name alone), "negotiate" for that or Basic, or "open"
for not at all. User "user",
password "right". The origins, one with TLS,
answer everything with 200, but /away?URI, which redirects there, /407, which plays the proxy, and
/echo, a WebSocket that says “hello”. /socket opens that and has as its title what it says.

The first line on standard output has the ports: PROXY ORIGIN TLS-ORIGIN. After that, the line
"hold WORD" on standard input has the proxy's 407s to what has that word in its request line wait for
the line "release". Every other line asks for what happened since, which ends with a line "end":
    proxy METHOD TARGET STATUS, or "held" when the 407 waits
    origin METHOD PATH, and "LEAK FIELD" if a field that is the proxy's came along
"""

import base64
import hashlib
import http.server
import pathlib
import re
import secrets
import select
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import urllib.parse

METHOD = sys.argv[1]
REALM = 'proxy'
# Its domain is nowhere in it, as in that of squid's ntlm_fake_auth.
NTLM_CHALLENGE = base64.b64encode(struct.pack('<8sIHHII8s8sHHI', b'NTLMSSP', 2, 9, 9, 999, 0x8201,
                                              b'01234567', b'', 0, 0, 48)).decode()
SOCKET_PAGE = b'''<title>waiting</title><script>
const socket = new WebSocket (location.href.replace (/^http/, 'ws').replace ('socket', 'echo'));
socket.onmessage = (event) => { document.title = event.data; };
socket.onerror = () => { document.title = 'failed'; };
</script>'''
lock = threading.Lock()
held = None
release = threading.Event()
log = []
nonces = set()
PARAM = re.compile(r'([\w!#$%&\'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))')


def note(line):
    with lock:
        log.append(line)


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


class Origin(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        leaks = [name for name in self.headers if name.lower().startswith('proxy-auth')]
        leaks += [name for name, value in self.headers.items() if 'dXNlcjpyaWdodA' in value]
        note(f'origin {self.command} {self.path}' + ''.join(f' LEAK {name}' for name in leaks))
        body = SOCKET_PAGE if self.path == '/socket' else b'<title>200</title><p>origin'
        if self.path == '/echo':
            self.open_socket()
            return
        if self.path == '/407':
            self.send_response(407)
            self.send_header('Proxy-Authenticate', f'Basic realm="{REALM}"')
        elif self.path.startswith('/away?'):
            self.send_response(302)
            self.send_header('Location', urllib.parse.unquote(self.path.split('?', 1)[1]))
        else:
            self.send_response(200)
        self.send_header('Content-Type', 'text/html')
        self.send_header('Cache-Control', 'no-store')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def open_socket(self):
        key = self.headers['Sec-WebSocket-Key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
        self.send_response(101)
        self.send_header('Upgrade', 'websocket')
        self.send_header('Connection', 'Upgrade')
        self.send_header('Sec-WebSocket-Accept',
                         base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
        self.end_headers()
        self.wfile.write(b'\x81\x05hello')
        self.rfile.read(1)
        self.close_connection = True


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *arguments):
        pass

    ntlm_step = 0

    def is_signed_in_by_ntlm(self, field):
        message = base64.b64decode(field[5:]) if field.startswith('NTLM ') else bytes(64)
        # As squid, it takes each message once and in its order.
        if message[8] == 1 and self.ntlm_step == 1:
            self.ntlm_step = 0
            return False
        self.ntlm_step = message[8] or self.ntlm_step
        if message[8] == 3:
            length, _, offset = struct.unpack_from('<HHH', message, 36)
            if message[offset:offset + length] != 'user'.encode('utf-16-le'):
                self.ntlm_step = 0
        return self.ntlm_step == 3

    def is_signed_in(self):
        field = self.headers.get('Proxy-Authorization', '')
        if METHOD == 'open':
            return True
        if METHOD == 'ntlm':
            return self.is_signed_in_by_ntlm(field)
        if METHOD in ('basic', 'negotiate'):
            return field == 'Basic ' + base64.b64encode(b'user:right').decode()
        params = {name: quoted or token for name, quoted, token in PARAM.findall(field)}
        if not field.startswith('Digest ') or params.get('uri') != self.digest_uri():
            return False
        secret = sha(f"{params['username']}:{REALM}:right")
        proof = sha(':'.join([secret, params['nonce'], params['nc'], params['cnonce'],
                              params['qop'], sha(f"{self.command}:{params['uri']}")]))
        key = (params['nonce'], params['nc'])
        with lock:
            good = params['nonce'] in nonces and key not in nonces and proof == params['response']
            nonces.add(key)
        return good

    def digest_uri(self):
        if self.command == 'CONNECT':
            return self.path
        parts = urllib.parse.urlsplit(self.path)
        return parts.path + ('?' + parts.query if parts.query else '')

    def ask(self):
        nonce = secrets.token_hex(8)
        with lock:
            nonces.add(nonce)
            is_held = held and held in self.requestline
        if is_held:
            note(f'proxy {self.command} {self.path} held')
            release.wait()
        note(f'proxy {self.command} {self.path} 407')
        body = b'<title>407</title><p>proxy'
        self.send_response(407)
        self.send_header('Proxy-Authenticate', {
            'basic': f'Basic realm="{REALM}"',
            'digest': f'Digest realm="{REALM}", nonce="{nonce}", algorithm=SHA-256, qop="auth"',
            'negotiate': f'Negotiate, Basic realm="{REALM}"',
            'ntlm': f'NTLM {NTLM_CHALLENGE}' if self.ntlm_step == 1 else 'NTLM',
        }[METHOD])
        self.send_header('Content-Type', 'text/html')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_CONNECT(self):
        if not self.is_signed_in():
            self.ask()
            return
        note(f'proxy CONNECT {self.path} 200')
        host, port = self.path.rsplit(':', 1)
        with socket.create_connection((host, int(port))) as upstream:
            self.send_response(200)
            self.end_headers()
            self.tunnel(upstream)
        self.close_connection = True

    def tunnel(self, upstream):
        ends = {self.connection: upstream, upstream: self.connection}
        while True:
            for end in select.select(list(ends), [], [])[0]:
                octets = end.recv(65536)
                if not octets:
                    return
                ends[end].sendall(octets)

    def do_GET(self):
        if not self.is_signed_in():
            self.ask()
            return
        note(f'proxy GET {self.path} 200')
        parts = urllib.parse.urlsplit(self.path)
        with socket.create_connection((parts.hostname, parts.port)) as upstream:
            path = parts.path + ('?' + parts.query if parts.query else '')
            upstream.sendall(f'GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n'
                             'Connection: close\r\n'.encode())
            for name, value in self.headers.items():
                if name.lower() not in ('host', 'connection', 'proxy-authorization'):
                    upstream.sendall(f'{name}: {value}\r\n'.encode())
            upstream.sendall(b'\r\n')
            while octets := upstream.recv(65536):
                self.wfile.write(octets)
        self.close_connection = True


def serve(handler, context=None):
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), handler)
    server.daemon_threads = True
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def make_context():
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = (str(pathlib.Path(folder) / name) for name in ('key', 'certificate'))
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt',
                        'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj',
                        '/CN=127.0.0.1', '-keyout', key, '-out', certificate], check=True,
                       stderr=subprocess.DEVNULL)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        return context


print(serve(Proxy), serve(Origin), serve(Origin, make_context()), flush=True)
for line in sys.stdin:
    if line.startswith('hold '):
        held = line.split()[1]
        release.clear()
        continue
    if line.strip() == 'release':
        held = None
        release.set()
        continue
    with lock:
        for entry in log:
            print(entry)
        log.clear()
    print('end', flush=True)
