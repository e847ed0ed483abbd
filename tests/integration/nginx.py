# SPDX-License-Identifier: LGPL-2.1-or-later
"""nginx on free ports: several sites behind Basic, each of which is an origin of its own."""

import os
import pathlib
import shutil
import subprocess

from apache import free_ports
from desktop import stop_group, wait_until
from proxies import crypt

USERNAME = 'ada'
PASSWORD = 'lovelace'

CONFIGURATION = '''
daemon off;
pid {root}/nginx.pid;
error_log {root}/error.log;
{user}
events {{ worker_connections 256; }}
http {{
  log_format seen "$server_port $request_method $request_uri $status $remote_user $http_cookie";
  access_log {root}/seen.log seen;
  client_body_temp_path {root}/body;
  proxy_temp_path {root}/proxy;
  fastcgi_temp_path {root}/fastcgi;
  uwsgi_temp_path {root}/uwsgi;
  scgi_temp_path {root}/scgi;
  default_type text/html;
  {servers}
}}
'''

SERVER = '''
  server {{
    listen 127.0.0.1:{port};
    root {root}/pages;
    auth_basic "Site {number}";
    auth_basic_user_file {root}/passwords;
    add_header Set-Cookie "site={number}; HttpOnly; Path=/";
    error_page 401 /refused.html;
    location = /refused.html {{ auth_basic off; }}
    location = /favicon.ico {{ auth_basic off; access_log off; return 404; }}
    location /slow/ {{ proxy_pass {behind}; proxy_buffering off; }}
  }}
'''


class Nginx:
    """Sites with /, /second.html, and /slow/… which is another server's."""

    def __init__(self, folder, count, behind='http://127.0.0.1:9'):
        self.root = pathlib.Path(folder)
        pages = self.root / 'pages'
        pages.mkdir(parents=True)
        for name, title in (('index', 'Inside nginx'), ('second', 'Inside nginx 2'),
                            ('refused', 'Refused by nginx')):
            (pages / f'{name}.html').write_text(f'<!DOCTYPE html><title>{title}</title>')
        (self.root / 'passwords').write_text(f'{USERNAME}:{crypt(PASSWORD)}\n')
        # nginx serves as somebody else.
        for folder in [pages, self.root, *list(self.root.parents)[:-2]]:
            folder.chmod(folder.stat().st_mode | (0o055 if folder in (pages, self.root) else 0o011))
        # Somebody may take a port between the look and the start.
        for _ in range(5):
            self.ports = free_ports(count)
            if self._start(behind):
                return
            stop_group(self.process)
        raise RuntimeError(f'nginx does not start: {(self.root / "output").read_text()}')

    def _start(self, behind):
        servers = ''.join(SERVER.format(root=self.root, port=port, number=number, behind=behind)
                          for number, port in enumerate(self.ports))
        (self.root / 'nginx.conf').write_text(CONFIGURATION.format(
            root=self.root, servers=servers, user='user www-data;' if os.getuid() == 0 else ''))
        with open(self.root / 'output', 'wb') as output:
            self.process = subprocess.Popen(
                [shutil.which('nginx') or '/usr/sbin/nginx', '-p', str(self.root),
                 '-c', str(self.root / 'nginx.conf'), '-e', str(self.root / 'error.log')],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True)
        return wait_until(lambda: self.process.poll() is not None and 'ended'
                          or (self.root / 'nginx.pid').exists() and 'running', 'nginx') == 'running'

    def authority(self, site):
        return f'127.0.0.1:{self.ports[site]}'

    def uri(self, site, path='/'):
        return f'http://{self.authority(site)}{path}'

    def requests(self, site):
        """Every request so far: method, path, status, user or “-”, cookies or “-”."""
        lines = (line.split(' ', 5) for line in (self.root / 'seen.log').read_text().splitlines())
        return [tuple(words[1:]) for words in lines if words[0] == str(self.ports[site])]

    def close(self):
        stop_group(self.process)
