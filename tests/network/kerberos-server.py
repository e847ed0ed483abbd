#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""kerberos-server.py: a key distribution centre, a ticket for user@DOORWARD.TEST, and an Apache
whose http://localhost:PORT/private/ takes that ticket (mod_auth_gssapi).

Standard output gets one line: PORT KRB5_CONFIG KRB5CCNAME LOG. It ends with standard input.
"""

import os
import pathlib
import socket
import subprocess
import sys
import tempfile

REALM = 'DOORWARD.TEST'
MODULES = '/usr/lib/apache2/modules'


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def run(*arguments, **options):
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, stderr=sys.stderr, **options)


def start_kdc(folder):
    port = free_port()
    (folder / 'krb5.conf').write_text(f'''
[libdefaults]
    default_realm = {REALM}
    dns_lookup_kdc = false
    dns_canonicalize_hostname = false
    rdns = false
[realms]
    {REALM} = {{
        kdc = 127.0.0.1:{port}
    }}
''')
    (folder / 'kdc.conf').write_text(f'''
[kdcdefaults]
    kdc_listen = 127.0.0.1:{port}
    kdc_tcp_listen = 127.0.0.1:{port}
[realms]
    {REALM} = {{
        database_name = {folder}/principal
        key_stash_file = {folder}/stash
        acl_file = {folder}/acl
    }}
''')
    os.environ.update(KRB5_CONFIG=f'{folder}/krb5.conf', KRB5_KDC_PROFILE=f'{folder}/kdc.conf',
                      KRB5CCNAME=f'FILE:{folder}/cache', KRB5_KTNAME=f'{folder}/keytab')
    run('/usr/sbin/kdb5_util', 'create', '-s', '-P', 'master', '-r', REALM)
    for query in ('addprinc -pw right user', 'addprinc -randkey HTTP/localhost',
                  f'ktadd -k {folder}/keytab HTTP/localhost'):
        run('/usr/sbin/kadmin.local', '-r', REALM, '-q', query)
    kdc = subprocess.Popen(['/usr/sbin/krb5kdc', '-n', '-r', REALM], stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
    while subprocess.run(['/usr/bin/kinit', 'user'], input='right\n', text=True, check=False,
                         capture_output=True).returncode:
        if kdc.poll() is not None:
            sys.exit('krb5kdc ended')
    return kdc


def start_apache(folder):
    port = free_port()
    (folder / 'www/private').mkdir(parents=True)
    (folder / 'www/private/index.html').write_text('<title>200</title><p>private')
    (folder / 'keytab').chmod(0o644)
    folder.chmod(0o755)
    user = 'User www-data\nGroup www-data\n' if os.geteuid() == 0 else ''
    modules = ''.join(f'LoadModule {name}_module {MODULES}/mod_{name}.so\n' for name in (
        'mpm_event', 'authn_core', 'authz_core', 'authz_user', 'auth_gssapi', 'dir', 'mime'))
    (folder / 'apache.conf').write_text(f'''{modules}{user}
ServerRoot {folder}
ServerName localhost
PidFile {folder}/apache.pid
Listen 127.0.0.1:{port}
DocumentRoot {folder}/www
DirectoryIndex index.html
TypesConfig /etc/mime.types
ErrorLog {folder}/error.log
LogFormat "%m %U %>s %u" short
CustomLog {folder}/access.log short
<Directory {folder}/www>
    Require all granted
</Directory>
<Location /private>
    AuthType GSSAPI
    AuthName "Kerberos"
    GssapiCredStore keytab:{folder}/keytab
    Require valid-user
</Location>
''')
    apache = subprocess.Popen(['/usr/sbin/apache2', '-X', '-f', f'{folder}/apache.conf'])
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(('127.0.0.1', port)) == 0:
                return apache, port
        if apache.poll() is not None:
            sys.exit('apache2 ended')


def main():
    with tempfile.TemporaryDirectory(prefix='doorward-kerberos-') as name:
        folder = pathlib.Path(name)
        kdc = start_kdc(folder)
        apache, port = start_apache(folder)
        print(port, os.environ['KRB5_CONFIG'], os.environ['KRB5CCNAME'], folder / 'access.log',
              flush=True)
        sys.stdin.read()
        for process in (apache, kdc):
            process.kill()
            process.wait()


main()
