# SPDX-License-Identifier: LGPL-2.1-or-later
"""squid and tinyproxy on free ports, each behind a login."""

import getpass
import hashlib
import os
import pathlib
import shutil
import signal
import subprocess

from apache import free_ports
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

# As ntlm_fake_auth, whose challenge this is, but it takes one user name alone.
NTLM_HELPER = '''
import base64, struct, sys
for line in sys.stdin:
    if line.startswith ('YR'):
        print ('TT TlRMTVNTUAACAAAACQAJAK6qqqoGgggALopA12X+IikAAAAAAAA6AFdPUktHUk9VUA==', flush=True)
        continue
    message = base64.b64decode (line.split ()[1])
    length, _, offset = struct.unpack_from ('<HHI', message, 36)
    name = message[offset:offset + length].replace (bytes (1), b'').decode ()
    print (f'AF {{name}}' if name == '{username}' else f'NA {{name}} is nobody', flush=True)
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
                         if path.name in ('output', 'cache.log', 'tinyproxy.log'))


class Squid(Proxy):
    """squid that asks by “basic”, “digest” (MD5) or “ntlm”, which takes any password.

    Names of hosts that it, and nobody else, knows are given as a dictionary.
    """

    def __init__(self, folder, method='basic', realm='Squid room', hosts=None):
        self._method = method
        self._hosts = hosts or {}
        super().__init__(folder, realm)

    def _start(self):
        # squid reads its files, and starts its helpers, as somebody else.
        user = 'proxy' if os.getuid() == 0 else getpass.getuser()
        (self.root / 'hosts').write_text(''.join(f'{address} {name}\n'
                                                 for name, address in self._hosts.items()))
        self.set_password(PASSWORD)
        (self.root / 'mime.conf').write_text('')
        (self.root / 'helper.py').write_text(NTLM_HELPER.format(username=USERNAME))
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

    def set_password(self, password):
        """Takes effect at once at the start, later with reconfigure()."""
        if self._method == 'digest':
            secret = hashlib.md5(f'{USERNAME}:{self.realm}:{password}'.encode()).hexdigest()
            line = f'{USERNAME}:{self.realm}:{secret}\n'
        else:
            crypted = subprocess.run(['openssl', 'passwd', '-apr1', password], check=True,
                                     capture_output=True, text=True).stdout.strip()
            line = f'{USERNAME}:{crypted}\n'
        (self.root / 'passwords').write_text(line)

    def reconfigure(self):
        """What an administrator does after a change: squid forgets what it knew of logins."""
        log = self.root / 'cache.log'
        before = log.read_text(errors='replace').count('Accepting HTTP')
        self.process.send_signal(signal.SIGHUP)
        wait_until(lambda: log.read_text(errors='replace').count('Accepting HTTP') > before,
                   'squid after its reconfiguration')

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
