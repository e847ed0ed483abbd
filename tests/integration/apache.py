# SPDX-License-Identifier: LGPL-2.1-or-later
"""Apache on free ports: Basic, Digest, forms and uploads; HTTP/1.1, and HTTP/2 over TLS."""

import contextlib
import hashlib
import os
import pathlib
import shutil
import socket
import subprocess

from desktop import stop_group, wait_until

MODULES = pathlib.Path('/usr/lib/apache2/modules')

USERNAME = 'ada'
PASSWORD = 'lovelace'
DIGEST_REALM = 'Digest room'

CONFIGURATION = '''
ServerRoot {root}
ServerName localhost
PidFile {root}/apache.pid
DefaultRuntimeDir {root}
Mutex file:{root}
ErrorLog {root}/error.log
LogLevel warn
{modules}
{user}
StartServers 2
TypesConfig /dev/null
AddType text/html .html
AddDefaultCharset utf-8
LogFormat "%H %r %>s %{{Authorization}}i" seen
CustomLog {root}/access.log seen
Listen 127.0.0.1:{port}
Listen 127.0.0.1:{tls_port}
DocumentRoot {root}/pages
<Directory {root}/pages>
  Require all granted
</Directory>
ScriptAlias /basic/receive {root}/receive.py
ScriptAlias /digest/receive {root}/receive.py
ErrorDocument 401 /refused.html
Header always add WWW-Authenticate "Digest realm=\\"Both\\", nonce=\\"n\\", qop=\\"auth\\"" \
  "expr=%{{REQUEST_STATUS}} == 401 && %{{THE_REQUEST}} =~ m#/both.html#"
<Location /basic>
  AuthType Basic
  AuthName "Basic room"
  AuthUserFile {root}/passwords
  Require valid-user
</Location>
<Location /digest>
  AuthType Digest
  AuthName "{realm}"
  AuthDigestDomain /digest
  AuthDigestProvider file
  AuthUserFile {root}/digests
  Require valid-user
</Location>
<Directory {root}>
  Require all granted
</Directory>
<VirtualHost 127.0.0.1:{tls_port}>
  Protocols h2 http/1.1
  SSLEngine on
  SSLCertificateFile {certificate}
  SSLCertificateKeyFile {key}
</VirtualHost>
'''

PAGE = '''<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head>
<body><h1>{title}</h1>{body}</body></html>
'''

FORMS = '''
<form action="{folder}/receive" method="post" id="text">
<input name="message" value="Good morning"><button>Send text</button></form>
<form action="{folder}/receive" method="post" enctype="multipart/form-data" id="file">
<input type="file" name="file"><button>Send file</button></form>
<script>
/* After the load, so that sending makes a history entry; once, so that going back does not send. */
addEventListener ('load', () => setTimeout (() => {{
  if (location.hash == '' || sessionStorage.sent)
    return;
  sessionStorage.sent = 'yes';
  if (location.hash == '#file')
    {{
      const data = new DataTransfer ();
      data.items.add (new File ([new Uint8Array (100000).fill (7)], 'seven.bin'));
      document.querySelector ('#file input').files = data.files;
    }}
  document.querySelector (location.hash + ' button').click ();
}}));
</script>
'''

# Says what arrived, and counts how often something did.
RECEIVE = '''#!/usr/bin/python3
import hashlib, os, sys
body = sys.stdin.buffer.read (int (os.environ.get ('CONTENT_LENGTH') or 0))
with open ('{root}/received.log', 'a') as log:
    log.write (f"{{os.environ['REQUEST_METHOD']}} {{os.environ['REMOTE_USER']}} {{len (body)}} "
               f"{{hashlib.sha256 (body).hexdigest ()}}\\n")
kind = 'file' if b'filename=' in body else 'text'
print ('Content-Type: text/html; charset=utf-8')
print ()
print (f"<!DOCTYPE html><title>Received {{kind}}</title><p>{{len (body)}} bytes from "
       f"{{os.environ['REMOTE_USER']}}")
'''


def free_ports(count):
    """Ports that nobody listens on at this moment."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(('127.0.0.1', 0))
        return [each.getsockname()[1] for each in sockets]


class Apache:
    """A running Apache. Paths: /basic/, /digest/ behind a login; /, /forms.html for everybody.

    /basic/both.html offers Digest as well, which it does not take."""

    def __init__(self, folder, authority):
        self.root = pathlib.Path(folder)
        self._authority = authority
        self._write()
        self._start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def uri(self, path='/', tls=False):
        if tls:
            return f'https://127.0.0.1:{self.tls_port}{path}'
        return f'http://127.0.0.1:{self.port}{path}'

    @property
    def authority(self):
        return f'127.0.0.1:{self.port}'

    @property
    def tls_authority(self):
        return f'127.0.0.1:{self.tls_port}'

    @property
    def requests(self):
        """Every request so far: (protocol, method, path, status, scheme of Authorization or -)."""
        lines = (self.root / 'access.log').read_text().splitlines()
        words = (line.split(' ') for line in lines)
        return [(each[0], each[1], each[2], each[4], each[5]) for each in words]

    def seen(self, path):
        return [request for request in self.requests if request[2] == path]

    @property
    def received(self):
        """What the forms' script got: (method, user, size, SHA-256)."""
        log = self.root / 'received.log'
        return [line.split() for line in log.read_text().splitlines()]

    def close(self):
        stop_group(self._process)

    @contextlib.contextmanager
    def password(self, password):
        """Another password for Basic, for as long as this lasts."""
        self._set_password(password)
        try:
            yield
        finally:
            self._set_password(PASSWORD)

    def _set_password(self, password):
        crypted = subprocess.run(['openssl', 'passwd', '-apr1', password], check=True,
                                 capture_output=True, text=True).stdout.strip()
        # In place of the old one at once, since Apache reads it for each request.
        new = self.root / 'passwords.new'
        new.write_text(f'{USERNAME}:{crypted}\n')
        new.rename(self.root / 'passwords')

    def _write(self):
        root = self.root
        pages = root / 'pages'
        for folder, name in (('.', 'Public page'), ('basic', 'Inside by Basic'),
                             ('digest', 'Inside by Digest')):
            (pages / folder).mkdir(parents=True, exist_ok=True)
            (pages / folder / 'index.html').write_text(PAGE.format(title=name, body=''))
            (pages / folder / 'second.html').write_text(PAGE.format(title=f'{name} 2', body=''))
        (pages / 'basic' / 'both.html').write_text(PAGE.format(title='Inside by one', body=''))
        for folder in ('basic', 'digest'):
            (pages / f'{folder}-forms.html').write_text(
                PAGE.format(title='Forms', body=FORMS.format(folder=f'/{folder}')))
        (pages / 'refused.html').write_text(
            PAGE.format(title='Refused by Apache', body='<p>How to get an account.</p>'))

        receive = root / 'receive.py'
        receive.write_text(RECEIVE.format(root=root))
        receive.chmod(0o755)
        (root / 'access.log').touch()
        (root / 'received.log').touch()
        (root / 'received.log').chmod(0o666)

        self._set_password(PASSWORD)
        secret = hashlib.md5(f'{USERNAME}:{DIGEST_REALM}:{PASSWORD}'.encode()).hexdigest()
        (root / 'digests').write_text(f'{USERNAME}:{DIGEST_REALM}:{secret}\n')

        # Apache reads keys as root, and serves as somebody else.
        for folder in [root, pages, pages / 'basic', pages / 'digest']:
            folder.chmod(0o755)
        for folder in list(root.parents)[:-2]:
            folder.chmod(folder.stat().st_mode | 0o011)

    def _start(self):
        modules = ['mpm_event', 'authn_core', 'authn_file', 'authz_core', 'authz_user',
                   'auth_basic', 'auth_digest', 'mime', 'dir', 'alias', 'ssl', 'http2', 'cgid',
                   'socache_shmcb', 'headers']
        lines = [f'LoadModule {name}_module {MODULES}/mod_{name}.so' for name in modules]
        user = 'User www-data\nGroup www-data' if os.getuid() == 0 else ''
        key, certificate = self._authority.issue('apache')
        # Somebody may take a port between the look and the start.
        for attempt in range(5):
            self.port, self.tls_port = free_ports(2)
            (self.root / 'apache.conf').write_text(CONFIGURATION.format(
                root=self.root, modules='\n'.join(lines) + f'\nScriptSock {self.root}/cgi.sock',
                user=user, port=self.port, tls_port=self.tls_port, realm=DIGEST_REALM, key=key,
                certificate=certificate))
            with open(self.root / 'apache.output', 'wb') as output:
                self._process = subprocess.Popen(
                    [shutil.which('apache2') or '/usr/sbin/apache2', '-f',
                     str(self.root / 'apache.conf'), '-DFOREGROUND'],
                    stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True)
            if wait_until(self._state, 'Apache') == 'listening':
                return
        raise RuntimeError((self.root / 'apache.output').read_text()
                           + (self.root / 'error.log').read_text())

    def _state(self):
        if self._process.poll() is not None:
            return 'ended'
        for port in (self.port, self.tls_port):
            with socket.socket() as probe:
                if probe.connect_ex(('127.0.0.1', port)) != 0:
                    return None
        return 'listening'
