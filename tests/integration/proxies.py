# SPDX-License-Identifier: LGPL-2.1-or-later
"""squid, tinyproxy and Apache on free ports, each behind a login."""

import base64
import contextlib
import getpass
import hashlib
import http.client
import os
import pathlib
import shutil
import signal
import subprocess

from apache import MODULES, free_ports
from desktop import stop_group, wait_until

USERNAME = 'grace'
PASSWORD = 'hopper-17'
HELPERS = pathlib.Path('/usr/lib/squid')

SQUID = '''
http_port 127.0.0.1:{port}
visible_hostname squid.test
hosts_file {root}/hosts
pid_filename {root}/squid.pid
cache_log {root}/cache.log
coredump_dir {root}
logformat seen %rm %ru %>Hs %[un
access_log stdio:{root}/seen.log seen
mime_table {mime}
cache_effective_user {user}
pinger_enable off
netdb_filename none
cache deny all
memory_cache_shared off
max_filedescriptors 1024
shutdown_lifetime 0 seconds
auth_param {method} children 2
{auth}
acl inside proxy_auth REQUIRED
http_upgrade_request_protocols WebSocket allow all
http_access allow inside
http_access deny all
'''

AUTH = {
    'basic': '''auth_param basic program {helpers}/basic_ncsa_auth {root}/passwords
auth_param basic realm {realm}
auth_param basic credentialsttl 1 second''',
    'digest': '''auth_param digest program {helpers}/digest_file_auth -c {root}/passwords
auth_param digest realm {realm}''',
    'ntlm': '''auth_param ntlm program /usr/bin/python3 {root}/helper.py''',
}

# As ntlm_fake_auth, whose challenge this is, but it takes the user of the file of passwords alone.
NTLM_HELPER = '''
import base64, struct, sys
for line in sys.stdin:
    if line.startswith ('YR'):
        print ('TT TlRMTVNTUAACAAAACQAJAK6qqqoGgggALopA12X+IikAAAAAAAA6AFdPUktHUk9VUA==', flush=True)
        continue
    message = base64.b64decode (line.split ()[1])
    length, _, offset = struct.unpack_from ('<HHI', message, 36)
    name = message[offset:offset + length].replace (bytes (1), b'').decode ()
    with open ('{root}/passwords') as users:
        known = name == users.read ().split (':')[0]
    print (f'AF {{name}}' if known else f'NA {{name}} is nobody', flush=True)
'''

TINYPROXY = '''
Port {port}
Listen 127.0.0.1
Timeout 600
LogFile "{root}/tinyproxy.log"
LogLevel Connect
MaxClients 100
BasicAuth {username} {password}
'''

# A proxy for whoever asks for another server, and an origin for whoever asks for itself.
APACHE = '''
ServerRoot {root}
ServerName 127.0.0.1
PidFile {root}/apache.pid
DefaultRuntimeDir {root}
Mutex file:{root}
ErrorLog {root}/error.log
{modules}
{user}
StartServers 1
TypesConfig /dev/null
AddType text/html .html
LogFormat "%m\\t%U\\t%>s\\t%{{Proxy-Authorization}}i\\t%{{Authorization}}i" seen
CustomLog {root}/seen.log seen
Listen 127.0.0.1:{port}
<VirtualHost 127.0.0.1:{port}>
  ServerName 127.0.0.1
  ServerAlias localhost
  DocumentRoot {root}/pages
  ProxyRequests On
  AllowCONNECT 1-65535
  <Proxy "*">
    AuthType Basic
    AuthName "{realm}"
    AuthUserFile {root}/users-of-proxy
    Require valid-user
  </Proxy>
  <Directory {root}/pages>
    AuthType Basic
    AuthName "{realm}"
    AuthUserFile {root}/users-of-origin
    Require valid-user
  </Directory>
</VirtualHost>
'''


def crypt(password):
    """A password as htpasswd writes it."""
    return subprocess.run(['openssl', 'passwd', '-apr1', password], check=True,
                          capture_output=True, text=True).stdout.strip()


class Proxy:
    """A program that listens on a free port of the loopback interface, in a folder of its own."""

    def __init__(self, folder, realm):
        self.root = pathlib.Path(folder)
        self.root.mkdir(parents=True, exist_ok=True)
        self.realm = realm
        self.process = None
        # Somebody may take a port between the look and the start.
        for _ in range(5):
            self.port = free_ports(1)[0]
            if self._start():
                return
            stop_group(self.process)
        raise RuntimeError(f'{type(self).__name__} does not start: {self._complaint()}')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def authority(self):
        return f'127.0.0.1:{self.port}'

    @property
    def uri(self):
        return f'http://{self.authority}'

    def with_login(self, username=USERNAME, password=PASSWORD):
        return f'http://{username}:{password}@{self.authority}'

    def close(self):
        stop_group(self.process)

    def _run(self, *command):
        with open(self.root / 'output', 'wb') as output:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output,
                                            stderr=output, start_new_session=True)
        return wait_until(lambda: self.process.poll() is not None and 'ended'
                          or self._is_listening() and 'listening',
                          lambda: f'{command[0]}: {self._complaint()}') == 'listening'

    def _is_listening(self):
        result = subprocess.run(['ss', '-Hltn', f'sport = :{self.port}'], capture_output=True,
                                text=True, check=True)
        return bool(result.stdout.strip())

    def _complaint(self):
        return '\n'.join(path.read_text(errors='replace') for path in self.root.glob('*')
                         if path.name in ('output', 'cache.log', 'tinyproxy.log', 'error.log'))


class Squid(Proxy):
    """squid that asks by “basic”, “digest” (MD5) or “ntlm”, which takes any password.

    Names of hosts that it, and nobody else, knows are given as a dictionary.
    """

    def __init__(self, folder, method='basic', realm='Squid room', hosts=None):
        self._method = method
        self._hosts = hosts or {}
        self._password = None
        self._former = None
        super().__init__(folder, realm)

    def _start(self):
        # squid reads its files, and starts its helpers, as somebody else.
        user = 'proxy' if os.getuid() == 0 else getpass.getuser()
        (self.root / 'hosts').write_text(''.join(f'{address} {name}\n'
                                                 for name, address in self._hosts.items()))
        self.set_password(PASSWORD)
        (self.root / 'mime.conf').write_text('')
        (self.root / 'helper.py').write_text(NTLM_HELPER.format(root=self.root))
        auth = AUTH[self._method].format(helpers=HELPERS, root=self.root, realm=self.realm)
        (self.root / 'squid.conf').write_text(SQUID.format(
            port=self.port, root=self.root, user=user, method=self._method, auth=auth,
            mime=self.root / 'mime.conf'))
        if os.getuid() == 0:
            shutil.chown(self.root, user)
            for path in [*self.root.iterdir()]:
                shutil.chown(path, user)
            for folder in list(self.root.parents)[:-2]:
                folder.chmod(folder.stat().st_mode | 0o011)
        return self._run(shutil.which('squid') or '/usr/sbin/squid', '-N', '-n',
                         f'door{self.port}', '-f', str(self.root / 'squid.conf'))

    def set_user(self, username):
        """Of NTLM, from the next connection on."""
        (self.root / 'passwords').write_text(f'{username}:-\n')

    def set_password(self, password):
        """Takes effect at once at the start, later with reconfigure()."""
        self._former, self._password = self._password, password
        if self._method == 'digest':
            secret = hashlib.md5(f'{USERNAME}:{self.realm}:{password}'.encode()).hexdigest()
            line = f'{USERNAME}:{self.realm}:{secret}\n'
        else:
            line = f'{USERNAME}:{crypt(password)}\n'
        (self.root / 'passwords').write_text(line)

    def reconfigure(self):
        """What an administrator does after a change: squid forgets what it knew of logins."""
        log = self.root / 'cache.log'
        before = log.read_text(errors='replace').count('Accepting HTTP')
        self.process.send_signal(signal.SIGHUP)
        wait_until(lambda: log.read_text(errors='replace').count('Accepting HTTP') > before,
                   'squid after its reconfiguration')
        # What it took a moment ago it takes for a moment more.
        if self._method == 'basic' and self._former not in (None, self._password):
            wait_until(lambda: self._status(self._former) == 407, 'squid to forget a password')

    def _status(self, password):
        login = base64.b64encode(f'{USERNAME}:{password}'.encode()).decode()
        connection = http.client.HTTPConnection('127.0.0.1', self.port)
        with contextlib.closing(connection):
            connection.request('GET', 'http://127.0.0.1:9/',
                               headers={'Proxy-Authorization': f'Basic {login}'})
            return connection.getresponse().status

    @property
    def requests(self):
        """Every request so far: method, target, status, user or “-”. Tunnels count when they end."""
        return [line.split(' ') for line in (self.root / 'seen.log').read_text().splitlines()]


class Tinyproxy(Proxy):

    def __init__(self, folder):
        super().__init__(folder, 'Tinyproxy')

    def _start(self):
        (self.root / 'tinyproxy.conf').write_text(TINYPROXY.format(
            port=self.port, root=self.root, username=USERNAME, password=PASSWORD))
        return self._run(shutil.which('tinyproxy') or '/usr/bin/tinyproxy', '-d', '-c',
                         str(self.root / 'tinyproxy.conf'))


class ApacheProxy(Proxy):
    """Apache as a proxy, and as an origin whose realm has the same name and other users."""

    def __init__(self, folder):
        super().__init__(folder, 'Both rooms')

    def _start(self):
        modules = ['mpm_event', 'authn_core', 'authn_file', 'authz_core', 'authz_user',
                   'auth_basic', 'mime', 'dir', 'proxy', 'proxy_http', 'proxy_connect']
        pages = self.root / 'pages'
        pages.mkdir(exist_ok=True)
        (pages / 'index.html').write_text('<!DOCTYPE html><title>Of the proxy itself</title>')
        for name, username, password in (('proxy', USERNAME, PASSWORD),
                                         ('origin', 'ada', 'lovelace')):
            (self.root / f'users-of-{name}').write_text(f'{username}:{crypt(password)}\n')
        (self.root / 'apache.conf').write_text(APACHE.format(
            root=self.root, port=self.port, realm=self.realm,
            modules='\n'.join(f'LoadModule {name}_module {MODULES}/mod_{name}.so'
                              for name in modules),
            user='User www-data\nGroup www-data' if os.getuid() == 0 else ''))
        # Apache serves as somebody else.
        for folder in [pages, self.root, *list(self.root.parents)[:-2]]:
            folder.chmod(folder.stat().st_mode | 0o055 if folder in (pages, self.root)
                         else folder.stat().st_mode | 0o011)
        return self._run(shutil.which('apache2') or '/usr/sbin/apache2', '-DFOREGROUND', '-f',
                         str(self.root / 'apache.conf'))

    def answers(self, method):
        """For every request so far: target, status, what was sent to the proxy, to the origin."""
        lines = (line.split('\t') for line in (self.root / 'seen.log').read_text().splitlines())
        return [tuple(words[1:]) for words in lines if words[0] == method]
