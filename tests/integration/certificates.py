# SPDX-License-Identifier: LGPL-2.1-or-later
"""A certificate authority that exists for one test, and how the program gets to trust it."""

import pathlib
import subprocess

SYSTEM_TRUST = pathlib.Path('/etc/ssl/certs/ca-certificates.crt')


class Authority:
    """Makes certificates in a folder. Trust is given to single processes, never to the machine."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.certificate = self.folder / 'ca.pem'
        self._key = self.folder / 'ca.key'
        self._openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
                      '-nodes', '-days', '2', '-subj', '/CN=Doorward test authority',
                      '-addext', 'keyUsage=critical,keyCertSign,cRLSign',
                      '-keyout', self._key, '-out', self.certificate)
        self.bundle = self.folder / 'bundle.pem'
        system = SYSTEM_TRUST.read_text() if SYSTEM_TRUST.exists() else ''
        self.bundle.write_text(system + self.certificate.read_text())

    @staticmethod
    def _openssl(*arguments):
        subprocess.run(['openssl', *map(str, arguments)], check=True, capture_output=True)

    def issue(self, name, subject_names='IP:127.0.0.1,DNS:localhost'):
        """A key and a certificate signed by this authority, as two files."""
        key, request = self.folder / f'{name}.key', self.folder / f'{name}.csr'
        certificate, extensions = self.folder / f'{name}.pem', self.folder / f'{name}.ext'
        extensions.write_text(f'subjectAltName={subject_names}\nbasicConstraints=CA:FALSE\n')
        self._openssl('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
                      '-nodes', '-subj', f'/CN={name}', '-keyout', key, '-out', request)
        self._openssl('x509', '-req', '-in', request, '-CA', self.certificate, '-CAkey', self._key,
                      '-CAcreateserial', '-days', '2', '-extfile', extensions,
                      '-out', certificate)
        return key, certificate

    @property
    def wrapper(self):
        """What to put before a command so that it, and it alone, trusts this authority."""
        return ['bwrap', '--dev-bind', '/', '/', '--ro-bind', str(self.bundle), str(SYSTEM_TRUST)]
