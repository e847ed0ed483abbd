#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""auth-server.py [VECTORS]: an origin that asks for logins by RFC 7616 and RFC 7617.

Written from the two RFCs alone, so that it makes other mistakes than the program under test. With
VECTORS, a file of published Digest examples, it checks its arithmetic against them and ends.

A path says what is wanted:
    /digest/ALGORITHM/QOP/FLAGS/…   FLAGS: letters, "-" for none
        u userhash   c charset=UTF-8   n nextnonce each time   p rspauth   1 a nonce counts once
        s every third request is stale at random   a every request is stale   w wrong rspauth
        d domain="/digest /shared"
        b answers a good login with a 401 without a challenge
    /basic/FLAGS/…                  FLAGS: c charset="UTF-8"   n Negotiate is offered, too
    /ntlm/…                         NTLM, for a connection, whoever it is (the answer is not checked)
    /bare                           401 without a challenge
    /offer/…?FIELD                  401 with that WWW-Authenticate field
    /slow                           sends a byte every 20 ms until /release
    anything else                   200, whoever asks
Users: "user" "right", "£" "日本", "日本" "£", "æther" "£".
GET /log gives, and clears, one line a request: METHOD PATH STATUS SCHEME USER BODY-LENGTH.
The port is the first line on standard output.
"""

import base64
import collections
import hashlib
import http.server
import json
import random
import re
import secrets
import struct
import sys
import threading
import urllib.parse

PARAM = re.compile(r'([\w!#$%&\'*+.^`|~-]+)\s*=\s*("((?:[^"\\]|\\.)*)"|[^\s,]+)')
USERS = {'user': 'right', '£': '日本', '日本': '£', 'æther': '£'}
HASHES = {'MD5': hashlib.md5, 'SHA-256': hashlib.sha256,
          'SHA-512-256': lambda octets: hashlib.new('sha512_256', octets)}

lock = threading.Lock()
log = []
nonces = collections.defaultdict(set)
sessions = {}
released = threading.Event()
chance = random.Random(7616)


def h(algorithm, text):
    octets = text if isinstance(text, bytes) else text.encode()
    return HASHES[algorithm.removesuffix('-sess')](octets).hexdigest()


def response(algorithm, secret, nonce, nc, cnonce, qop, method, uri, body, session=None):
    """RFC 7616 section 3.4.1, with H(A1) before -sess as @secret. @session are the nonce and the
    cnonce that a -sess algorithm began with, which a nextnonce does not change (section 3.4.2)."""
    if algorithm.endswith('-sess'):
        secret = ':'.join([secret, *(session or (nonce, cnonce))])
        secret = h(algorithm, secret)
    a2 = f'{method}:{uri}'
    if qop == 'auth-int':
        a2 += ':' + h(algorithm, body)
    middle = f'{nonce}:{nc}:{cnonce}:{qop}' if qop else nonce
    return h(algorithm, f'{secret}:{middle}:{h(algorithm, a2)}')


def parse(field):
    """The parameters of one Authorization field."""
    scheme, _, rest = field.partition(' ')
    params = {}
    for match in PARAM.finditer(rest):
        name, value, quoted = match.groups()
        params[name.lower()] = re.sub(r'\\(.)', r'\1', quoted) if quoted is not None else value
    return scheme.lower(), params


def check_vectors(path):
    failures = 0
    count = 0
    for case in json.load(open(path, encoding='utf-8')):
        if case['kind'] != 'response' or not case.get('normative'):
            continue
        algorithm = case['algorithm'] or 'MD5'
        if algorithm.upper().removesuffix('-SESS') not in HASHES:
            continue
        algorithm = algorithm.upper().replace('-SESS', '-sess')
        secret = h(algorithm, f"{case['username']}:{case['realm']}:{case['password']}")
        got = response(algorithm, secret, case['nonce'], case['nc'], case['cnonce'], case['qop'],
                       case['method'], case['uri'], (case['body'] or '').encode())
        count += 1
        if got != case['expect']['response']:
            failures += 1
            print('wrong:', case['id'], file=sys.stderr)
    print(f'{count} examples, {failures} wrong')
    sys.exit(1 if failures or not count else 0)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    server_version = 'auth-server'
    sys_version = ''

    def log_message(self, *arguments):
        pass

    def reply(self, status, fields=(), body='', content_type='text/html; charset=utf-8'):
        octets = body.encode()
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        self.send_header('Content-Type', content_type)
        self.send_header('Content-Length', str(len(octets)))
        self.send_header('Cache-Control',
                         'public, max-age=86400' if '?cacheable' in self.path else 'no-store')
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(octets)

    def note(self, status, scheme='-', user='-'):
        with lock:
            log.append(f'{self.command} {self.path} {status} {scheme} {user} {len(self.body)}')

    def finish_with(self, status, fields=(), scheme='-', user='-', body=None):
        self.note(status, scheme, user)
        self.reply(status, fields, body if body is not None else
                   f'<title>{status}</title><p>{status}')

    def read_body(self):
        self.body = self.rfile.read(int(self.headers.get('Content-Length') or 0))

    def answer(self):
        self.read_body()
        parts = self.path.split('?')[0].split('/')
        if self.path == '/log':
            with lock:
                text = '\n'.join(log)
                log.clear()
            self.reply(200, body=text, content_type='text/plain; charset=utf-8')
        elif self.path == '/release':
            released.set()
            self.reply(200)
        elif parts[1].startswith('slow'):
            self.slow()
        elif parts[1] == 'offer':
            self.finish_with(401, [('WWW-Authenticate',
                                    urllib.parse.unquote(self.path.split('?', 1)[1]))])
        elif parts[1] == 'ntlm':
            self.ntlm()
        elif parts[1] == 'bare':
            self.finish_with(401)
        elif parts[1] == 'digest' and len(parts) > 4:
            self.digest(parts[2], parts[3], parts[4])
        elif parts[1] == 'basic' and len(parts) > 2:
            self.basic(parts[2])
        else:
            field = self.headers.get('Authorization')
            scheme, params = parse(field) if field else ('-', {})
            user = self.basic_user(field)[0] if scheme == 'basic' else params.get('username', '-')
            self.finish_with(200, scheme=scheme, user=user)

    do_GET = do_POST = do_HEAD = answer

    def slow(self):
        self.note(200)
        self.send_response(200)
        self.send_header('Content-Type', 'application/octet-stream')
        self.send_header('Transfer-Encoding', 'chunked')
        self.end_headers()
        sent = 0
        while sent < 3000:
            self.wfile.write(b'1\r\nx\r\n')
            sent += 1
            if released.wait(0.02):
                break
        self.wfile.write(b'0\r\n\r\n')
        released.clear()

    # Basic

    def basic_user(self, field):
        octets = base64.b64decode(field.split(' ', 1)[1])
        for charset in ('utf-8', 'iso-8859-1'):
            try:
                user, _, password = octets.decode(charset).partition(':')
                return user, password, charset
            except UnicodeDecodeError:
                pass

    def basic(self, flags):
        field = self.headers.get('Authorization')
        challenge = 'Basic realm="basic"' + (', charset="UTF-8"' if 'c' in flags else '')
        if field and field.startswith('Basic '):
            user, password, charset = self.basic_user(field)
            if USERS.get(user) == password and ('c' not in flags or charset == 'utf-8'):
                self.finish_with(200, scheme='basic', user=user)
                return
            self.finish_with(401, [('WWW-Authenticate', challenge)], 'basic', user)
            return
        scheme = field.split(' ', 1)[0].lower() if field else '-'
        self.finish_with(401, [('WWW-Authenticate', name) for name in
                               (['Negotiate'] if 'n' in flags else []) + [challenge]], scheme)

    # NTLM

    ntlm_step = 0

    def ntlm(self):
        field = self.headers.get('Authorization', '')
        kind = base64.b64decode(field[5:])[8] if field.startswith('NTLM ') else 0
        if kind == 1:
            challenge = struct.pack('<8sIHHII8s8sHHI', b'NTLMSSP', 2, 0, 0, 48, 0x8201,
                                    b'01234567', b'', 0, 0, 48)
            self.finish_with(401, [('WWW-Authenticate',
                                    'NTLM ' + base64.b64encode(challenge).decode())], 'ntlm', '1')
        elif kind == 3 or self.ntlm_step == 3:
            self.ntlm_step = 3
            self.finish_with(200, scheme='ntlm', user=str(kind))
        else:
            self.finish_with(401, [('WWW-Authenticate', 'NTLM')])

    # Digest

    def challenge(self, algorithm, qop, flags, stale):
        nonce = secrets.token_urlsafe(18)
        with lock:
            nonces[nonce] = set()
        text = f'Digest realm="digest {algorithm}", nonce="{nonce}", opaque="o p\\"aque"'
        if algorithm != 'none':
            text += f', algorithm={algorithm}'
        if qop != 'none':
            text += f', qop="{qop}"'
        if 'u' in flags:
            text += ', userhash=true'
        if 'c' in flags:
            text += ', charset=UTF-8'
        if 'd' in flags:
            text += ', domain="/digest /shared"'
        if stale:
            text += ', stale=true'
        return [('WWW-Authenticate', text)]

    def find_user(self, algorithm, params, realm):
        if 'username*' in params:
            charset, _, encoded = params['username*'].split("'", 2)
            return urllib.parse.unquote(encoded, charset)
        if params.get('userhash', 'false').lower() == 'true':
            for user in USERS:
                if h(algorithm, f'{user}:{realm}') == params.get('username'):
                    return user
            return None
        # http.server reads fields as ISO-8859-1.
        return params.get('username', '').encode('iso-8859-1').decode('utf-8', 'replace')

    def digest(self, path_algorithm, qops, flags):
        algorithm = 'MD5' if path_algorithm == 'none' else path_algorithm
        realm = f'digest {path_algorithm}'
        field = self.headers.get('Authorization')
        scheme, params = parse(field) if field else (None, {})
        if scheme != 'digest' or params.get('realm') != realm:
            self.finish_with(401, self.challenge(path_algorithm, qops, flags, False),
                             scheme or '-')
            return

        user = self.find_user(algorithm, params, realm)
        qop = params.get('qop')
        problem = None
        if user not in USERS:
            problem = 'user'
        elif params.get('uri') != self.path:
            problem = 'uri'
        elif (qop or 'none') not in qops.split(','):
            problem = 'qop'
        elif params.get('opaque') != 'o p"aque':
            problem = 'opaque'
        elif 'u' in flags and params.get('userhash') != 'true':
            problem = 'userhash'
        elif path_algorithm != 'none' and params.get('algorithm') != path_algorithm:
            problem = 'algorithm'
        else:
            secret = h(algorithm, f'{user}:{realm}:{USERS[user]}')
            session = sessions.get(params.get('nonce'))
            if params.get('response') != response(
                    algorithm, secret, params.get('nonce'), params.get('nc'),
                    params.get('cnonce'), qop, self.command, params['uri'], self.body,
                    session):
                problem = 'response'
        if problem:
            self.finish_with(401, self.challenge(path_algorithm, qops, flags, False), 'digest',
                             f'!{problem}')
            return

        nonce, nc = params['nonce'], params.get('nc', secrets.token_hex(4))
        with lock:
            known = nonce in nonces
            fresh = known and nc not in nonces[nonce] and (
                '1' not in flags or not nonces[nonce])
            if 'a' in flags or 's' in flags and chance.randrange(3) == 0:
                fresh = False
            if known:
                nonces[nonce].add(nc)
        if not fresh:
            self.finish_with(401, self.challenge(path_algorithm, qops, flags, True), 'digest',
                             f'{user}:stale')
            return
        if 'b' in flags:
            self.finish_with(401, scheme='digest', user=user)
            return

        info = []
        body = f'<title>200</title><p>{user}'
        if 'n' in flags:
            next_nonce = secrets.token_urlsafe(18)
            with lock:
                nonces[next_nonce] = set()
                nonces.pop(nonce, None)
                sessions[next_nonce] = session or (nonce, params.get('cnonce', ''))
            info.append(f'nextnonce="{next_nonce}"')
        if ('p' in flags or 'w' in flags) and qop:
            proof = response(algorithm, secret, nonce, nc, params['cnonce'], qop, '',
                             params['uri'], body.encode(), session)
            if 'w' in flags:
                proof = proof[::-1]
            info.append(f'qop={qop}, rspauth="{proof}", cnonce="{params["cnonce"]}", nc={nc}')
        fields = [('Authentication-Info', ', '.join(info))] if info else []
        self.finish_with(200, fields, 'digest', user, body)


def main():
    if len(sys.argv) > 1:
        check_vectors(sys.argv[1])
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
    server.serve_forever()


main()
