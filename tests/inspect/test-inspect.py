#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-inspect DOORWARD-INSPECT

What doorward-inspect says of servers and proxies on loopback, and of field values.
"""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest

PROGRAM = sys.argv[1]


class Server:
    """Answers each request with what the function it is given returns, as octets."""

    def __init__(self, answer, context=None):
        self.answer = answer
        self.context = context
        self.requests = []
        self.socket = socket.create_server(('127.0.0.1', 0))
        self.port = self.socket.getsockname()[1]
        self.address = f'127.0.0.1:{self.port}'
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.handle, args=(connection,), daemon=True).start()

    def handle(self, connection):
        with contextlib.suppress(OSError), connection:
            if self.context is not None:
                connection = self.context.wrap_socket(connection, server_side=True)
            with connection.makefile('rb') as file:
                request = b''
                while not request.endswith(b'\r\n\r\n'):
                    line = file.readline()
                    if not line:
                        return
                    request += line
            self.requests.append(request)
            connection.sendall(self.answer(request))
            connection.shutdown(socket.SHUT_WR)

    def close(self):
        self.socket.close()


def response(status, *fields, body=b''):
    lines = [f'HTTP/1.1 {status}'.encode(), *[field.encode('latin-1') for field in fields],
             b'Content-Length: %d' % len(body), b'Connection: close', b'', body]
    return b'\r\n'.join(lines)


def run(*arguments, program=PROGRAM):
    environment = {name: value for name, value in os.environ.items()
                   if not name.lower().endswith('_proxy')}
    environment.update(LC_ALL='C.UTF-8', GSETTINGS_BACKEND='memory', GIO_USE_PROXY_RESOLVER='dummy')
    return subprocess.run([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env=environment, timeout=60, check=False)


def read(*arguments, program=PROGRAM):
    result = run('--json', *arguments, program=program)
    return result.returncode, json.loads(result.stdout)


class InspectTest(unittest.TestCase):
    def serve(self, answer, context=None):
        server = Server(answer, context)
        self.addCleanup(server.close)
        return server

    def test_contract(self):
        server = self.serve(lambda request: response(
            '401 Unauthorized', 'WWW-Authenticate: Newauth a="1\\"2", B=x',
            'WWW-Authenticate: BASIC realm="x"', 'WWW-Authenticate: Foo abc=='))
        status, found = read(f'http://{server.address}/a/b?c')
        self.assertEqual(status, 0)
        self.assertEqual({name: found[name] for name in
                          ('status', 'target', 'server', 'challenges', 'malformed', 'chosen')}, {
            'status': 401,
            'target': 'origin',
            'server': f'http://{server.address}',
            'challenges': [
                {'scheme': 'newauth', 'realm': None, 'token68': None,
                 'params': {'a': '1"2', 'b': 'x'}, 'known': False},
                {'scheme': 'basic', 'realm': 'x', 'token68': None, 'params': {'realm': 'x'}, 'known': True},
                {'scheme': 'foo', 'realm': None, 'token68': 'abc==', 'params': {}, 'known': False},
            ],
            'malformed': False,
            'chosen': 1,
        })
        self.assertEqual(found['reason'], 'only-known-challenge')
        self.assertTrue(found['explanation'])
        self.assertIsNone(found['error'])
        self.assertTrue(server.requests[0].startswith(b'GET /a/b?c HTTP/1.1\r\n'))

    def test_exit_status(self):
        for fields, expected in (
                (['Basic realm="x"'], 0),
                (['Digest realm="x", nonce="n", algorithm=SHA-512-256, userhash=true'], 0),
                (['Bearer realm="x"'], 3),
                (['Digest realm="x", nonce="n", algorithm=SHA-1'], 3),
                (['Digest realm="x"'], 3),
                ([''], 3),
                ([], 3),
                (['Basic realm="x'], 4),
                (['Basic realm="x", realm="y"'], 4),
                (['Basic realm="x"', 'Foo bar baz'], 4)):
            with self.subTest(fields=fields):
                server = self.serve(lambda request, fields=fields: response(
                    '401 Unauthorized', *[f'WWW-Authenticate: {field}' for field in fields]))
                self.assertEqual(read(f'http://{server.address}/')[0], expected)
                if fields:
                    headers = [option for field in fields for option in ('--header', field)]
                    self.assertEqual(read(*headers)[0], expected)

    def test_survivors(self):
        """Malformed challenges are told apart from the others, and from their index."""
        status, found = read('--header', 'Foo a=b c, Basic realm="x", ;;', '--header', 'Digest nonce=')
        self.assertEqual(status, 4)
        self.assertTrue(found['malformed'])
        self.assertEqual([challenge['scheme'] for challenge in found['challenges']], ['basic', 'digest'])
        self.assertEqual(found['chosen'], 0)
        self.assertEqual([(problem['line'], problem['offset'], problem['fault'], problem['scheme'])
                          for problem in found['problems']],
                         [(0, 7, 'no-comma', 'foo'), (0, 28, 'not-a-challenge', None)])

    def test_octets(self):
        for octets, realm, params in ((b'\xc3\xa9', '\u00e9', '\u00c3\u00a9'), (b'\xe9', '\u00e9', '\u00e9')):
            with self.subTest(octets=octets):
                _, found = read('--header', b'Basic realm="%s"' % octets)
                self.assertEqual(found['challenges'][0]['realm'], realm)
                self.assertEqual(found['challenges'][0]['params'], {'realm': params})

    def test_nothing_to_answer(self):
        server = self.serve(lambda request: response('200 OK', 'WWW-Authenticate: Basic realm="x"'))
        status, found = read(f'http://{server.address}/')
        self.assertEqual((status, found['status'], found['challenges'], found['chosen']), (3, 200, [], None))
        self.assertEqual(found['reason'], 'no-challenge')

    def test_redirects(self):
        end = self.serve(lambda request: response('401 Unauthorized', 'WWW-Authenticate: Basic realm="x"'))
        start = self.serve(lambda request: response(
            '302 Found', f'Location: http://user:pass@{end.address}/end' if b'/two' in request
            else 'Location: /two'))
        status, found = read(f'http://{start.address}/one')
        self.assertEqual(status, 0)
        self.assertEqual(found['redirects'], [f'http://{start.address}/one', f'http://{start.address}/two'])
        self.assertEqual(found['uri'], f'http://{end.address}/end')
        self.assertEqual(found['server'], f'http://{end.address}')

    def test_redirects_without_end(self):
        server = self.serve(lambda request: response('302 Found', 'Location: /again'))
        status, found = read(f'http://{server.address}/')
        self.assertEqual((status, found['status']), (1, None))
        self.assertIn('without end', found['error'])

    def test_redirect_that_cannot_be_followed(self):
        for location in ('ftp://example.com/', 'data:,', 'http://', ''):
            with self.subTest(location=location):
                server = self.serve(lambda request, location=location: response(
                    '302 Found', f'Location: {location}' if location else 'X: y'))
                self.assertEqual(read(f'http://{server.address}/')[1]['status'], 302)

    def test_never_sends_credentials(self):
        server = self.serve(lambda request: response('401 Unauthorized', 'WWW-Authenticate: Basic realm="x"'))
        _, found = read(f'http://user:secret@{server.address}/')
        self.assertEqual(len(server.requests), 1)
        self.assertNotIn(b'authorization', server.requests[0].lower())
        self.assertNotIn('secret', json.dumps(found))

    def test_endless_body(self):
        """A body is not waited for."""
        stop = threading.Event()
        self.addCleanup(stop.set)

        def answer(request):
            return response('401 Unauthorized', 'WWW-Authenticate: Basic realm="x"').replace(
                b'Content-Length: 0', b'Content-Length: 1000000')
        server = self.serve(answer)
        self.assertEqual(read(f'http://{server.address}/')[0], 0)

    def test_unreachable(self):
        with socket.create_server(('127.0.0.1', 0)) as unused:
            port = unused.getsockname()[1]
        for uri in (f'http://127.0.0.1:{port}/', 'http://', 'example', 'ftp://example.com/', 'file:///etc/passwd'):
            with self.subTest(uri=uri):
                status, found = read(uri)
                self.assertEqual((status, found['status'], found['challenges']), (1, None, []))
                self.assertTrue(found['error'])
                self.assertEqual(found['reason'], 'unreachable')

    def test_not_http(self):
        server = self.serve(lambda request: b'SSH-2.0-x\r\n')
        self.assertEqual(read(f'http://{server.address}/')[0], 1)

    def make_tls_context(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        key, certificate = pathlib.Path(folder, 'key.pem'), pathlib.Path(folder, 'certificate.pem')
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
                        '-days', '2', '-subj', '/CN=other.example', '-keyout', key, '-out', certificate],
                       check=True, stderr=subprocess.DEVNULL)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        return context

    def test_tls_errors(self):
        server = self.serve(lambda request: response('401 Unauthorized', 'WWW-Authenticate: Basic realm="x"'),
                            self.make_tls_context())
        status, found = read(f'https://{server.address}/')
        self.assertEqual((status, found['status']), (1, None))
        self.assertIn('nobody known has signed it', found['error'])
        self.assertIn('it is for another host', found['error'])
        self.assertEqual(server.requests, [])

    def test_proxy(self):
        proxy = self.serve(lambda request: response('407 Proxy Authentication Required',
                                                    'Proxy-Authenticate: Basic realm="p"',
                                                    'WWW-Authenticate: Digest realm="o", nonce="n"'))
        for uri in ('http://origin.test/', 'https://origin.test/'):
            for option in (f'--proxy=http://{proxy.address}', f'--proxy={proxy.address}',
                           f'--proxy=http://user:secret@{proxy.address}/'):
                with self.subTest(uri=uri, option=option):
                    status, found = read(option, uri)
                    self.assertEqual((status, found['status'], found['target'], found['server']),
                                     (0, 407, 'proxy', f'http://{proxy.address}'))
                    self.assertEqual([challenge['realm'] for challenge in found['challenges']], ['p'])
        self.assertTrue(proxy.requests)
        for request in proxy.requests:
            self.assertNotIn(b'authorization', request.lower())
        self.assertTrue(any(request.startswith(b'CONNECT origin.test:443 ') for request in proxy.requests))

    def test_proxy_for_origin(self):
        proxy = self.serve(lambda request: response('401 Unauthorized', 'WWW-Authenticate: Basic realm="o"'))
        _, found = read(f'--proxy=http://{proxy.address}', 'http://origin.test:8000/')
        self.assertEqual((found['target'], found['server']), ('origin', 'http://origin.test:8000'))

    def test_proxy_direct(self):
        server = self.serve(lambda request: response('401 Unauthorized', 'WWW-Authenticate: Basic realm="o"'))
        self.assertEqual(read('--proxy=direct', f'http://{server.address}/')[0], 0)
        self.assertEqual(read('--proxy', f'http://{server.address}/')[0], 0)

    def test_proxy_header(self):
        self.assertEqual(read('--header', 'Basic realm=p', '--proxy')[1]['target'], 'proxy')
        self.assertEqual(read('--header', 'Basic realm=p')[1]['target'], 'origin')
        self.assertEqual(read('--header', 'Basic realm=p', '--proxy=proxy.test:3128')[1]['server'],
                         'http://proxy.test:3128')

    def test_without_companion(self):
        challenge = ('--header', 'Digest realm="a", nonce="b", algorithm=SHA-256, qop="auth"')
        status, said = read(*challenge)
        self.assertEqual((status, said['challenges'][0]['known']), (0, True))
        with tempfile.TemporaryDirectory() as folder:
            # A program that was not installed looks for it beside itself, and here is no module.
            alone = pathlib.Path(folder) / 'inspect' / 'doorward-inspect'
            (pathlib.Path(folder) / 'network/companion/libdoorward-network.so').mkdir(parents=True)
            alone.parent.mkdir()
            shutil.copy2(PROGRAM, alone)
            status, said = read(*challenge, program=alone)
            self.assertEqual((status, said['challenges'][0]['known'], said['chosen'], said['reason']),
                             (3, False, None, 'no-known-challenge'))

    def test_text(self):
        server = self.serve(lambda request: response(
            '401 Unauthorized', 'WWW-Authenticate: Digest realm="a\u00e9", nonce=n, domain="/x /y"',
            'WWW-Authenticate: Bearer', 'WWW-Authenticate: Basic realm="x"y'))
        result = run(f'http://{server.address}/a/b')
        self.assertEqual(result.returncode, 4)
        for line in (f'http://{server.address}/a/b is answered with 401 Unauthorized.',
                     '2. Bearer without a realm. Doorward does not know this scheme.',
                     '3. Basic. It is malformed, so Doorward does not answer it.',
                     'Malformed: field line 3, octet 16: a comma is missing, or a character needs quotes.',
                     'Doorward answers number 1.',
                     f'The login is sent without being asked for to http://{server.address}: /x, /y and below.'):
            self.assertIn(line, result.stdout.decode().splitlines())

    def test_text_is_safe(self):
        result = run('--header', 'Basic realm="a\u202eb\u201d\tc"')
        self.assertIn('1. Basic for the realm “ab\' c”. Doorward can answer it.', result.stdout.decode())

    def test_usage(self):
        for arguments in ((), ('http://a/', 'http://b/'), ('--header', 'Basic', 'http://a/'), ('--nonsense',)):
            with self.subTest(arguments=arguments):
                result = run(*arguments)
                self.assertEqual((result.returncode, result.stdout), (64, b''))
                self.assertTrue(result.stderr.startswith(b'doorward-inspect: '))
        self.assertEqual(run('--help').returncode, 0)
        self.assertTrue(run('--version').stdout.startswith(b'doorward-inspect '))


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1], verbosity=2)
