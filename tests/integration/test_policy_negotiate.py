#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The servers that a policy trusts with the person's ticket, and that this can change."""

import pathlib
import subprocess

from desktop import wait_until
from policy_window_test import PolicyWindowTest
from raw_server import RawServer, document, response
from window_test import main

KERBEROS = pathlib.Path(__file__).resolve().parent.parent / 'network' / 'kerberos-server.py'


class PolicyNegotiateTest(PolicyWindowTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kerberos = subprocess.Popen(['/usr/bin/python3', KERBEROS], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        cls.addClassCleanup(cls.kerberos.communicate)
        port, config, cache, log = cls.kerberos.stdout.readline().split()
        cls.environment = {'KRB5_CONFIG': config, 'KRB5CCNAME': cache}
        cls.server = f'http://localhost:{port}'
        cls.log = pathlib.Path(log)

    def answers(self):
        """What the server said to the requests for the page."""
        lines = [line.split() for line in self.log.read_text().splitlines()]
        return [status for _, path, status, _ in lines if path.startswith('/private/')]

    def test_read_again(self):
        """Untrusted, trusted and untrusted again without a restart; cookies stay what they were."""
        def cookie(request):
            seen = request.get('Cookie') or 'none'
            return response(200, document(seen), [('Set-Cookie', 'place=kept')])

        page = f'{self.server}/private/'
        with RawServer({'/': cookie}) as other:
            browser = self.open('[Doorward]\n', other.uri('/'), environment=self.environment)
            browser.wait_title('none')
            browser.go(page)
            wait_until(lambda: self.answers() == ['401'], lambda: f'{self.answers()}')
            browser.wait_title('401 Unauthorized')

            self.write(f'[Doorward]\nTrustedServers={self.server}\n')
            self.hang_up(browser, 'was read again')
            browser.go(page)
            browser.wait_title('200')
            self.assertEqual(self.answers()[-1], '200')

            browser.go(other.uri('/'))
            browser.wait_title('place=kept')

            self.write('[Doorward]\n')
            self.hang_up(browser, 'was read again')
            browser.go(page)
            browser.wait_title('401 Unauthorized')
            self.assertEqual(self.answers()[-1], '401')


if __name__ == '__main__':
    main()
