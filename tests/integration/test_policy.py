#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The policy file: read at the start and on SIGHUP, and what it decides about logins."""

import base64
import os
import pathlib
import re
import subprocess

from apache import PASSWORD, USERNAME
from desktop import wait_until
from policy_window_test import PolicyWindowTest
from raw_server import RawServer, document, protected, response, unauthorized
from window_test import main

BROKEN = '''[Doorward]
Kiosk=perhaps
IdleReset=-1
[Login staff]
Server=intranet.example
'''

# Each line that is wrong, and what is said of it.
MISTAKES = (
    ':2: [Doorward] Kiosk: “perhaps” is neither true nor false',
    ':3: [Doorward] IdleReset: “-1” is not a whole number from 0 to 604800',
    ':4: [Login staff] PasswordFrom: the key is missing; write ',
    ':5: [Login staff] Server: “intranet.example” is not an origin; write https://HOST',
)


class PolicyTest(PolicyWindowTest):
    def run_program(self, *arguments):
        """Without a display, since what is wrong is said before one is needed."""
        environment = {name: value for name, value in os.environ.items()
                       if name not in ('DISPLAY', 'WAYLAND_DISPLAY')}
        return subprocess.run([os.environ['DOORWARD_BINARY'], *arguments], check=False,
                              capture_output=True, text=True, timeout=60, env=environment)

    def assert_mistakes(self, output):
        lines = output.splitlines()
        self.assertEqual(len(lines), len(MISTAKES), output)
        for line, mistake in zip(lines, MISTAKES):
            self.assertTrue(line.startswith(f'{self.path}{mistake}'), line)

    def test_broken_at_start(self):
        self.write(BROKEN)
        result = self.run_program(f'--policy={self.path}', self.apache.uri())
        self.assertEqual(result.returncode, 78)
        self.assert_mistakes(result.stderr)

        result = self.run_program(f'--policy={self.path}-missing', self.apache.uri())
        self.assertEqual(result.returncode, 78)
        self.assertEqual(result.stderr, f'{self.path}-missing: the policy cannot be read: '
                                        'No such file or directory\n')

    def test_check(self):
        self.write(BROKEN)
        result = self.run_program('--check-policy', self.path)
        self.assertEqual((result.returncode, result.stdout), (78, ''))
        self.assert_mistakes(result.stderr)

        self.write('[Doorward]\nPrompt=never\n')
        result = self.run_program('--check-policy', self.path)
        self.assertEqual((result.returncode, result.stderr), (0, ''))
        self.assertEqual(result.stdout, f'{self.path}: nothing is wrong with this policy\n')

    def known_keys(self):
        """All keys of each group, as a mistake has them told."""
        self.write('[Doorward]\nX=\n[Login a]\nX=\nServer=http://a\nPasswordFrom=keyring\n')
        lines = self.run_program('--check-policy', self.path).stderr.splitlines()
        return [line.split(' can have ')[1].split(', ') for line in lines]

    def test_documents(self):
        """The sample has every key and nothing wrong, as it is and with all of it in force; the man
        page has every key, and its examples are policies."""
        data = pathlib.Path(__file__).resolve().parent.parent.parent / 'data'
        keys = sum(self.known_keys(), [])
        self.assertGreaterEqual(len(keys), 21)

        sample = (data / 'policy.conf').read_text()
        in_force = re.sub('^#(?=[A-Z[])', '', sample, flags=re.MULTILINE)
        self.assertCountEqual(re.findall(r'^([A-Z]\w+)=', in_force, flags=re.MULTILINE), keys)

        page = (data / 'man' / 'doorward-policy.5').read_text()
        for key in keys:
            self.assertRegex(page, rf'(?m)^\.It Ic {key} Ns = ')

        examples = re.findall(r'^\.Bd -literal[^\n]*\n(.*?)^\.Ed$', page,
                              flags=re.MULTILINE | re.DOTALL)
        self.assertEqual(len(examples), 2)
        for policy in (sample, in_force, *examples):
            self.write(policy)
            result = self.run_program('--check-policy', self.path)
            self.assertEqual((result.returncode, result.stderr), (0, ''))

    def test_read_again(self):
        """Prompt=never, Home and Control; a broken file changes nothing, a good one all of it."""
        uri = self.apache.uri('/basic/')
        browser = self.open(f'[Doorward]\nPrompt=never\nHome={uri}\n')
        browser.wait_title('Refused by Apache')
        verdict = browser.events.wait('verdict')
        self.assertEqual((verdict['verdict'], verdict['reason']), ('body', 'policy'))
        self.assertIsNone(browser.find_sheet())

        self.write(f'[Doorward]\nPrompt=allow\nHome={uri}\n' + BROKEN)
        seen = len(browser.events)
        self.hang_up(browser, 'The policy stays what it was')
        self.assertIn(f'{self.path}:4: [Doorward] this group is there already, in line 1',
                      browser.output.read_text())
        browser.keys('F5')
        verdict = browser.events.wait('verdict', since=seen)
        self.assertEqual((verdict['verdict'], verdict['reason']), ('body', 'policy'))

        self.write(f'[Doorward]\nPrompt=allow\nHome={uri}\nControl=true\n')
        self.hang_up(browser, 'was read again')
        browser.keys('F5')
        browser.sheet(self.apache.authority)
        ctl = os.environ['DOORWARDCTL_BINARY']
        listed = wait_until(lambda: subprocess.run([ctl, '--json', 'prompts'], check=False,
                                                   capture_output=True, text=True).stdout,
                            'the prompt on the bus')
        self.assertIn(self.apache.authority, listed)

        self.write('[Doorward]\n')
        self.hang_up(browser, 'was read again')
        result = subprocess.run([ctl, '--json', 'prompts'], check=False, capture_output=True)
        self.assertNotEqual(result.returncode, 0)

        self.path.unlink()
        self.hang_up(browser, 'The policy stays what it was')

    def test_insecure_basic(self):
        """Denied over plain http, but to a server of this machine; seen through a proxy."""
        routes = {'/': protected(response(200, document('Inside')), unauthorized('Basic realm="R"'))}
        with RawServer(routes) as server:
            browser = self.open('[Doorward]\nInsecureBasic=deny\n'
                                f'Proxy={server.uri("")}\n', 'http://intranet.example/')
            verdict = browser.events.wait('verdict')
            self.assertEqual((verdict['verdict'], verdict['reason'], verdict['server']),
                             ('deny', 'insecure-basic', 'http://intranet.example'))
            self.assertIsNone(browser.find_sheet())
            self.assertEqual(browser.bar().find('push button', 'Sign In…'), None)

            self.write('[Doorward]\nInsecureBasic=allow\n' f'Proxy={server.uri("")}\n')
            self.hang_up(browser, 'was read again')
            browser.keys('F5')
            browser.sheet('intranet.example')

            self.write('[Doorward]\nInsecureBasic=deny\n')
            self.hang_up(browser, 'was read again')
            browser.go(server.uri('/'))
            browser.sheet(server.authority).cancel()

    def test_schemes(self):
        browser = self.open('[Doorward]\nSchemes=digest\n', self.apache.uri('/basic/'))
        verdict = browser.events.wait('verdict')
        self.assertEqual((verdict['verdict'], verdict['reason'], verdict['scheme']),
                         ('deny', 'policy', 'basic'))
        self.assertIsNone(browser.find_sheet())
        browser.go(self.apache.uri('/digest/'))
        browser.sheet(self.apache.authority).sign_in()
        browser.wait_title('Inside by Digest')

        # Of several, the one that is wanted most, and not the strongest; who is signed in by another
        # is signed out.
        routes = {'/': protected(response(200, document('Inside')),
                                 unauthorized('Digest realm="R", nonce="n", qop="auth"',
                                              'Basic realm="R"'))}
        with RawServer(routes) as server:
            # A page of which the person is signed out is loaded again by itself.
            seen = len(browser.events)
            self.write('[Doorward]\nSchemes=basic\n')
            self.hang_up(browser, 'was read again')
            browser.events.wait('forgotten', since=seen, reason='policy', scheme='digest')
            browser.events.wait('verdict', since=seen, verdict='deny', scheme='digest')
            browser.go(server.uri('/'))
            browser.sheet(server.authority).sign_in()
            browser.wait_title('Inside')
            challenge = browser.events.wait('challenge', server=server.uri(''))
            self.assertEqual((challenge['scheme'], challenge['offered']),
                             ('basic', ['digest', 'basic']))

            seen = len(browser.events)
            self.write('[Doorward]\nSchemes=digest\n')
            self.hang_up(browser, 'was read again')
            browser.events.wait('verdict', since=seen, verdict='prompt', scheme='digest')
            self.assertIsNone(server.seen('/')[-1].get('Authorization'))

    # Automatic sign-in

    def test_one_request(self):
        """By Basic the very first request carries the login; by Digest the second one."""
        for realm in (None, 'Basic room'):
            with self.subTest(realm=realm):
                source = f'file:{self.secret(PASSWORD)}'
                basic, digest = self.page(mark=bool(realm)), self.page('digest', bool(realm))
                browser = self.open('[Doorward]\nPrompt=never\n'
                                    + self.login(source, Realm=realm),
                                    self.apache.uri(basic), name=f'one-{bool(realm)}')
                browser.wait_title('Inside by Basic')
                self.wait_requests(basic, ('200', 'Basic'))
                verdict = browser.events.wait('verdict')
                self.assertEqual((verdict['verdict'], verdict['reason'], verdict['rule']),
                                 ('answer', 'policy', 'Login staff'))
                accepted = browser.events.wait('accepted', id=verdict['id'])
                self.assertEqual(accepted['rule'], 'Login staff')

                browser.go(self.apache.uri(digest))
                if realm is None:
                    browser.wait_title('Inside by Digest')
                    self.wait_requests(digest, ('401', 'Basic'), ('200', 'Digest'))
                else:
                    browser.wait_title('Refused by Apache')
                self.assert_rules(browser)

    def test_schemes_http2(self):
        """HTTP/2 tells its challenges later than its status; the answer is the same."""
        path = '/basic/both.html'
        uri = self.apache.uri(path, tls=True)
        browser = self.open('[Doorward]\nSchemes=digest\n', uri, wrapper=self.authority.wrapper)
        verdict = browser.events.wait('verdict', verdict='prompt')
        self.assertEqual(verdict['scheme'], 'digest')
        browser.sheet(self.apache.tls_authority).cancel()

        self.write('[Doorward]\nSchemes=basic;digest\n')
        self.hang_up(browser, 'was read again')
        seen = len(browser.events)
        browser.keys('F5')
        browser.sheet(self.apache.tls_authority).sign_in()
        browser.wait_title('Inside by one')
        challenge = browser.events.wait('challenge', since=seen)
        self.assertEqual((challenge['scheme'], sorted(challenge['offered'])),
                         ('basic', ['basic', 'digest']))
        self.assertEqual({request[0] for request in self.apache.seen(path)}, {'HTTP/2.0'})

    def test_most_specific(self):
        """Of two logins for one server, the one with the realm is sent, wherever it stands."""
        secrets = [self.secret('wrong-horse', 'any'), self.secret(PASSWORD, 'room')]
        path = self.page()
        logins = [self.login(f'file:{secrets[0]}').replace('staff', 'any'),
                  self.login(f'file:{secrets[1]}', Realm='Basic room').replace('staff', 'room')]
        browser = self.open('[Doorward]\nPrompt=never\n' + ''.join(logins), self.apache.uri(path))
        browser.wait_title('Inside by Basic')
        # Only the challenge tells which it is.
        self.wait_requests(path, ('401', '-'), ('200', 'Basic'))
        self.assertEqual(browser.events.wait('accepted')['rule'], 'Login room')
        self.assert_rules(browser)

    def test_digest(self):
        """Nothing is sent before the nonce is known; from then on each page is one request."""
        source = f'file:{self.secret(PASSWORD)}'
        first, second = self.page('digest'), self.page('digest', 'second')
        browser = self.open('[Doorward]\nPrompt=never\nSchemes=digest\n' + self.login(source),
                            self.apache.uri(first))
        browser.wait_title('Inside by Digest')
        self.wait_requests(first, ('401', '-'), ('200', 'Digest'))
        verdict = browser.events.wait('verdict', rule='Login staff')
        self.assertEqual((verdict['verdict'], verdict['scheme']), ('answer', 'digest'))
        browser.events.wait('accepted', rule='Login staff')
        browser.go(self.apache.uri(second))
        self.wait_requests(second, ('200', 'Digest'))

        # Refused, it is sent once as well.
        third = self.page('digest', 'third')
        self.secret('wrong-horse')
        self.hang_up(browser, 'was read again')
        browser.events.wait('forgotten', reason='policy')
        browser.wait_title('Refused by Apache')
        seen = len(browser.events)
        browser.go(self.apache.uri(third))
        self.wait_requests(third, ('401', '-'))
        browser.events.wait('verdict', since=seen, verdict='body', reason='login-refused',
                            rule='Login staff')
        self.assertEqual(len(browser.events.matching('refused')), 1)
        self.assert_rules(browser)

    def test_refused(self):
        """Tried once; then the body and a bar, a pause, and on with the right password."""
        path = self.page()
        source = f'file:{self.secret("wrong-horse")}'
        policy = '[Doorward]\nPrompt=never\n' + self.login(source)
        browser = self.open(policy, self.apache.uri(path))
        browser.wait_title('Refused by Apache')
        self.wait_requests(path, ('401', 'Basic'))
        refused = browser.events.wait('refused')
        self.assertEqual(refused['rule'], 'Login staff')
        verdict = browser.events.wait('verdict', id=refused['id'])
        self.assertEqual((verdict['verdict'], verdict['reason'], verdict['rule']),
                         ('body', 'login-refused', 'Login staff'))
        self.assertIn('[Login staff] was refused by', browser.output.read_text())
        browser.bar().wait('label', lambda name: 'does not accept the login' in name)
        browser.screenshot('bar')

        # While it rests, nothing is sent.
        seen = len(browser.events)
        browser.keys('F5')
        verdict = browser.events.wait('verdict', since=seen)
        self.assertEqual(verdict['reason'], 'login-refused')
        self.wait_requests(path, ('401', 'Basic'), ('401', '-'))
        browser.bar()

        # Rotated, and the program told: the page comes by itself.
        self.secret(PASSWORD)
        self.hang_up(browser, 'was read again')
        self.wait_requests(path, ('401', 'Basic'), ('401', '-'), ('200', 'Basic'))
        browser.wait_title('Inside by Basic')
        self.assert_rules(browser)

    def test_rotated(self):
        """A new password in the file is found when the old one is refused, without being told."""
        path = self.page()
        secret = self.secret(PASSWORD)
        browser = self.open('[Doorward]\nPrompt=never\n' + self.login(f'file:{secret}'),
                            self.apache.uri(path))
        browser.wait_title('Inside by Basic')
        browser.events.wait('accepted')
        seen = len(browser.events)
        with self.apache.password('wrong-horse'):
            self.secret('wrong-horse')
            browser.keys('F5')
            self.wait_requests(path, ('200', 'Basic'), ('401', 'Basic'), ('200', 'Basic'))
            refused = browser.events.wait('refused', since=seen)
            browser.events.wait('verdict', since=seen, id=refused['id'], verdict='answer',
                                rule='Login staff')
            browser.events.wait('accepted', since=seen, id=refused['id'])
            # What was found is used from now on, without the old one before it.
            browser.keys('F5')
            self.wait_requests(path, ('200', 'Basic'), ('401', 'Basic'), ('200', 'Basic'),
                               ('200', 'Basic'))
        self.assert_rules(browser)

    def test_sources(self):
        """What is wrong with a source is said in the log and in the bar; nobody is asked."""
        uri = self.apache.uri('/basic/')
        secret = self.secret(PASSWORD, mode=0o644)
        link = secret.with_suffix('.link')
        link.unlink(missing_ok=True)
        link.symlink_to(secret)
        browser = None
        seen = 0
        for source, complaint in ((f'file:{secret}', 'is not for its owner alone'),
                                  (f'file:{link}', 'this is a symbolic link'),
                                  (f'file:{secret.parent}', 'this is no regular file'),
                                  (f'file:{secret}-missing', 'No such file or directory'),
                                  ('credential:staff', 'no systemd unit with LoadCredential='),
                                  ('env:NO_SUCH_PASSWORD', 'the environment had no such variable'),
                                  ('keyring', 'the keyring has no login for http://127.0.0.1:')):
            with self.subTest(source):
                policy = '[Doorward]\nPrompt=never\n' + self.login(source)
                says = f'[Login staff] has no password: {source}: '
                if browser is None:
                    browser = self.open(policy, uri)
                    wait_until(lambda: says in browser.output.read_text(), says)
                else:
                    self.write(policy)
                    self.hang_up(browser, says)
                line = next(line for line in browser.output.read_text().splitlines()
                            if says in line)
                self.assertIn(complaint, line)
                browser.events.wait('verdict', since=seen, reason='login-unavailable',
                                    verdict='body', rule='Login staff')
                seen = len(browser.events)
                browser.bar().wait('label', lambda name: 'cannot sign in to' in name)
        browser.screenshot('bar')
        self.assertEqual(browser.events.matching('prompt-opened'), [])

        # Put right, it is there without a restart.
        secret.chmod(0o600)
        self.write('[Doorward]\nPrompt=never\n' + self.login(f'file:{secret}'))
        self.hang_up(browser, 'was read again')
        browser.wait_title('Inside by Basic')

    def test_environment(self):
        """A variable and a credential; neither is to be seen in any process afterwards."""
        folder = self.desktop.root / 'credentials'
        folder.mkdir()
        (folder / 'staff').write_text(f'{PASSWORD}\n')
        environment = {'STAFF_PASSWORD': PASSWORD, 'CREDENTIALS_DIRECTORY': str(folder)}
        for source in ('env:STAFF_PASSWORD', 'credential:staff'):
            with self.subTest(source):
                browser = self.open(self.login(source), self.apache.uri('/basic/'),
                                    environment=environment, name=source.split(':', 1)[0])
                browser.wait_title('Inside by Basic')
                if source.startswith('env:'):
                    for process in self.processes(browser):
                        seen = (process / 'environ').read_bytes()
                        self.assertNotIn(PASSWORD.encode(), seen, process)

    def processes(self, browser):
        """The folders in /proc of the browser and all that it has started."""
        session = os.getsid(browser.process.pid)
        for folder in pathlib.Path('/proc').glob('[0-9]*'):
            try:
                if os.getsid(int(folder.name)) == session:
                    yield folder
            except OSError:
                pass

    def test_prefill(self):
        """The sheet opens filled in, and a person presses the button; nothing is kept."""
        source = f'file:{self.secret(PASSWORD)}'
        browser = self.open(self.login(source, Submit='prefill'), self.apache.uri('/basic/'))
        sheet = browser.sheet(self.apache.authority)
        wait_until(lambda: sheet.username.text == USERNAME, 'the user name')
        self.assertNotIn(PASSWORD, sheet.password.text)
        wait_until(lambda: sheet.button('Sign In').focused, 'focus on Sign In')
        browser.screenshot('sheet')
        sheet.button('Sign In').click()
        browser.wait_title('Inside by Basic')

    def test_proxy(self):
        """The login of a proxy goes to the proxy alone, with the first request."""
        def answer(request):
            login = request.get('Proxy-Authorization')
            if login != f'Basic {base64.b64encode(b"ada:lovelace").decode()}':
                return response(407, 'No', [('Proxy-Authenticate', 'Basic realm="Way out"')])
            self.assertIsNone(request.get('Authorization'))
            return response(200, document('Beyond'))

        with RawServer({'/': answer}) as proxy:
            source = f'file:{self.secret(PASSWORD)}'
            browser = self.open('[Doorward]\nPrompt=never\n' f'Proxy={proxy.uri("")}\n'
                                + self.login(source, server=f'proxy:{proxy.authority}'),
                                'http://intranet.example/')
            browser.wait_title('Beyond')
            self.assertEqual(len(proxy.seen('/')), 1)


if __name__ == '__main__':
    main()
