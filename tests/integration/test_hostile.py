#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Servers and pages that do what they should not."""

import time
import unicodedata

from raw_server import RawServer, document, protected, response, unauthorized
from window_test import SharedWindowTest, main

BASIC = 'Basic realm="Room"'


def inside(title='Inside'):
    return response(200, document(title))


def alive(title):
    """A page whose title says whether its scripts run."""
    return response(200, document(title, head='<script>document.title += ", and its scripts run"'
                                              '</script>'))


class HostileTest(SharedWindowTest):

    def serve(self, routes, **options):
        server = RawServer(routes, **options)
        self.addCleanup(server.close)
        return server

    def open(self, routes, path='/'):
        server = self.serve(routes)
        return server, self.visit(server.uri(path))

    def signs_in(self, *challenges, offered=None, realm=None):
        """A 401 with these field lines opens a sheet that signs in."""
        server, browser = self.open({'/': protected(inside(), unauthorized(*challenges))})
        sheet = browser.sheet(server.authority)
        challenge = browser.events.wait('challenge')
        if offered is not None:
            self.assertEqual(challenge['offered'], offered)
        if realm is not None:
            self.assertEqual(challenge['realm'], realm)
        browser.screenshot('sheet')
        return server, browser, sheet

    def shows_body(self, *challenges, reason=None, text=None):
        """A 401 with these field lines opens no sheet: its body shows, and a bar says why."""
        server, browser = self.open({'/': unauthorized(*challenges)})
        verdict = browser.events.wait('verdict')
        self.assertEqual(verdict['verdict'], 'body')
        if reason is not None:
            self.assertEqual(verdict['reason'], reason)
        browser.wait_title('401 body')
        bar = browser.bar()
        if text is not None:
            bar.wait(('label', 'static'), lambda name: text in name)
        self.assertIsNone(browser.find_sheet())
        self.assertEqual(browser.events.matching('prompt-opened'), [])
        browser.screenshot('body')
        return server, browser

    # What realms may hold

    def test_realm_of_10_kilobytes(self):
        realm = 'and so on ' * 1024
        server, browser, sheet = self.signs_in(f'Basic realm="{realm}"')
        said = [label for label in sheet.labels() if 'The site says' in label]
        self.assertEqual(len(said), 1, sheet.labels())
        self.assertLessEqual(len(said[0]), len('The site says: “”') + 151)
        sheet.sign_in()
        browser.wait_title('Inside')

    def test_realm_right_to_left(self):
        server, browser, sheet = self.signs_in(
            'Basic realm="Bank \u202emoc.elpmaxe\u202c \u2066\u200bx\u2028y"')
        said = next(label for label in sheet.labels() if 'The site says' in label)
        for character in '\u202e\u202c\u2028\u200b':
            self.assertNotIn(character, said)
        sheet.sign_in()
        browser.wait_title('Inside')

    def test_realm_control_characters(self):
        """What the grammar allows is made harmless; the rest is no challenge."""
        server, browser, sheet = self.signs_in('Basic realm="a\tb\u0085c"'.encode())
        said = next(label for label in sheet.labels() if 'The site says' in label)
        self.assertFalse(any(unicodedata.category(character) == 'Cc' for character in said),
                         ascii(said))
        sheet.sign_in()
        browser.wait_title('Inside')

    def test_realm_with_escape(self):
        self.shows_body(b'Basic realm="a\x1bb"', reason='malformed-challenge')

    def test_realm_not_utf8(self):
        server, browser, sheet = self.signs_in(b'Basic realm="caf\xe9 \xff\xfe"')
        sheet.sign_in()
        browser.wait_title('Inside')

    def test_realm_looks_like_markup(self):
        server, browser, sheet = self.signs_in('Basic realm="<b>&amp;</b> %s %n {{x}}"')
        self.assertTrue(any('<b>&amp;</b> %s %n' in label for label in sheet.labels()),
                        sheet.labels())
        sheet.sign_in()
        browser.wait_title('Inside')

    def test_realm_empty(self):
        server, browser, sheet = self.signs_in('Basic realm=""', realm='')
        self.assertFalse(any('The site says' in label for label in sheet.labels()))
        sheet.sign_in()
        browser.wait_title('Inside')

    # What fields may hold

    def test_300_challenges(self):
        many = [f'Newauth{number} realm="{number}"' for number in range(299)]
        server, browser, sheet = self.signs_in(*many[:150], BASIC, *many[150:])
        self.assertEqual(len(browser.events.wait('challenge')['offered']), 300)
        sheet.sign_in()
        browser.wait_title('Inside')

    def test_300_challenges_in_one_field(self):
        many = [f'Newauth{number} realm="{number}"' for number in range(299)]
        server, browser, sheet = self.signs_in(', '.join([*many[:150], BASIC, *many[150:]]))
        sheet.sign_in()
        browser.wait_title('Inside')

    def test_several_in_one_field(self):
        server, browser, sheet = self.signs_in(
            r'Newauth realm="apps", type=1, title="Login to \"apps\"", Basic realm="simple"',
            offered=['newauth', 'basic'], realm='simple')
        sheet.sign_in()
        browser.wait_title('Inside')

    def test_unknown_scheme(self):
        self.shows_body('Bearer realm="api"', reason='no-known-challenge', text='Bearer')

    def test_no_challenge(self):
        self.shows_body()

    def test_empty_field(self):
        self.shows_body('')

    def test_megabyte_of_commas(self):
        # More than the network stack takes: whatever becomes of it, the window lives on.
        server = self.serve({'/': unauthorized(',' * 1000000), '/after': inside('After')})
        browser = self.visit(server.uri('/'))
        server.wait_for('/')
        browser.go(server.uri('/after'))
        browser.wait_title('After')

    def test_digest_sha256_only(self):
        """Whether it can be answered depends on the network companion; a sheet needs an answer."""
        server, browser = self.open({'/': unauthorized(
            'Digest realm="new", algorithm=SHA-256, qop="auth", nonce="bm9uY2U="')})
        verdict = browser.events.wait('verdict')
        self.assertIn(verdict['verdict'], ('body', 'prompt'))
        opened = verdict['verdict'] == 'prompt'
        self.assertEqual(opened, browser.find_sheet() is not None)

    # What bodies may be

    def test_attachment(self):
        server, browser = self.open({'/': protected(inside(), unauthorized(
            BASIC, headers=[('Content-Disposition', 'attachment; filename="secret.pdf"')]))})
        browser.sheet(server.authority).sign_in()
        browser.wait_title('Inside')
        self.assertEqual(list(self.desktop.downloads.iterdir()), [])

    def test_odd_mime_type(self):
        refusal = response(401, b'\x00\x01\x02' * 100, [('WWW-Authenticate', BASIC)],
                           kind='application/octet-stream')
        server, browser = self.open({'/': protected(inside(), refusal)})
        browser.sheet(server.authority).sign_in()
        browser.wait_title('Inside')
        self.assertEqual(list(self.desktop.downloads.iterdir()), [])

    def test_no_body(self):
        refusal = response(401, b'', [('WWW-Authenticate', BASIC)], kind=None)
        server, browser = self.open({'/': protected(inside(), refusal)})
        browser.sheet(server.authority).sign_in()
        browser.wait_title('Inside')

    def test_endless_body(self):
        def endless(request, connection):
            if request.basic == b'ada:lovelace':
                return inside()
            connection.sendall(b'HTTP/1.1 401 No\r\nContent-Type: text/html\r\n'
                               b'WWW-Authenticate: Basic realm="Endless"\r\n'
                               b'Transfer-Encoding: chunked\r\n\r\n')
            try:
                while not server.closed:
                    connection.sendall(b'400\r\n' + b'x' * 1024 + b'\r\n')
                    time.sleep(0.01)
            except OSError:
                pass
            return None
        server = self.serve({'/': endless, '/public': inside('Public')})
        browser = self.visit(server.uri('/'))
        # The window stays usable whatever becomes of that page; and if it asks, it signs in.
        server.wait_for('/')
        browser.go(server.uri('/public'))
        browser.wait_title('Public')

    # Where a 401 may come from

    def test_redirect_into_401(self):
        server = self.serve({'/start': response(302, '', [('Location', '/room')]),
                             '/room': protected(inside(), unauthorized(BASIC))})
        browser = self.visit(server.uri('/start'))
        browser.sheet(server.authority).sign_in()
        browser.wait_title('Inside')
        self.assertEqual(browser.events.wait('challenge')['uri'], server.uri('/room'))

    def test_redirect_to_another_server(self):
        other = self.serve({'/room': protected(inside(), unauthorized(BASIC))})
        server = self.serve({'/start': response(302, '', [('Location', other.uri('/room'))])})
        browser = self.visit(server.uri('/start'))
        self.assertEqual(browser.events.wait('challenge')['server'], other.uri('').rstrip('/'))
        browser.sheet(other.authority).sign_in()
        browser.wait_title('Inside')
        self.assertEqual([request.basic for request in server.requests], [None])

    def test_401_after_401(self):
        """Two realms, one after the other, on the way to one page."""
        def two_rooms(request):
            if request.basic == b'grace:hopper':
                return inside()
            realm = 'Second' if request.basic == b'ada:lovelace' else 'First'
            return unauthorized(f'Basic realm="{realm}"', title=f'{realm} refusal')
        server, browser = self.open({'/': two_rooms})
        sheet = browser.sheet(server.authority)
        browser.wait_title('First refusal')
        sheet.sign_in()
        browser.wait_title('Second refusal')
        browser.events.wait('prompt-opened', realm='Second')
        sheet = browser.sheet(server.authority)
        sheet.sign_in('grace', 'hopper')
        browser.wait_title('Inside')

    def test_ipv6(self):
        server = self.serve({'/': protected(inside(), unauthorized(BASIC))}, host='::1')
        browser = self.visit(server.uri('/'))
        self.assertEqual(browser.events.wait('challenge')['server'], f'http://{server.authority}')
        browser.sheet(server.authority).sign_in()
        browser.wait_title('Inside')

    def test_user_information_in_address(self):
        server = self.serve({'/': protected(inside(), unauthorized(BASIC))})
        browser = self.visit(f'http://ada:lovelace@{server.authority}/')
        server.wait_for('/')
        browser.wait_title('Inside')
        self.assertNotIn('lovelace', browser.location.text)
        self.assertNotIn('lovelace', browser.tree.dump())

    def test_wrong_user_information_in_address(self):
        server = self.serve({'/': protected(inside(), unauthorized(BASIC))})
        browser = self.visit(f'http://ada:wrong-horse@{server.authority}/')
        browser.sheet(server.authority).sign_in()
        browser.wait_title('Inside')
        self.assertNotIn('wrong-horse', browser.tree.dump())

    # What a 401 page may do by itself while the sheet is open

    def away(self, head, path='/'):
        server = self.serve({
            '/': protected(inside(), unauthorized(BASIC, head=head)),
            '/away': response(200, document('Away')),
        })
        return server, self.visit(server.uri(path))

    def test_script_goes_away_then_sign_in(self):
        server, browser = self.away('<script>location.href = "/away"</script>')
        sheet = browser.sheet(server.authority)
        sheet.sign_in()
        browser.wait_title('Inside')
        self.assertEqual(server.seen('/away'), [])

    def test_script_goes_away_then_cancel(self):
        server, browser = self.away('<script>location.href = "/away"</script>')
        sheet = browser.sheet(server.authority)
        self.assertEqual(server.seen('/away'), [])
        sheet.cancel()
        browser.wait_title('Away')

    def restless(self, inside):
        """A 401 page that leaves every millisecond, on a server that takes its time to answer: in a
        bare view such a page never gets anywhere, since each attempt ends the one before."""
        def later(answer):
            def handle(request):
                time.sleep(0.2)
                return answer
            return handle
        server = self.serve({
            '/': protected(later(inside), unauthorized(BASIC, head='''<script>
setInterval (() => { location.href = "/away?" + Math.random (); }, 1);</script>''')),
            '/away': later(alive('Away')),
            '/there': later(alive('There')),
        })
        browser = self.visit(server.uri())
        sheet = browser.sheet(server.authority)
        # Typing takes its time, and the page keeps trying.
        sheet.username.type('ada')
        browser.screenshot('sheet')
        sheet.password.type('lovelace')
        self.assertEqual(server.seen('/away'), [])
        return server, browser, sheet

    def test_script_goes_away_again_and_again_then_cancel(self):
        server, browser, sheet = self.restless(alive('Inside'))
        sheet.cancel()
        browser.wait_title('Away, and its scripts run')

    def test_script_goes_away_again_and_again_then_sign_in(self):
        server, browser, sheet = self.restless(alive('Inside'))
        sheet.button('Sign In').click()
        browser.wait_title('Inside, and its scripts run')
        self.assertEqual(server.seen('/away'), [])
        browser.events.wait('accepted')
        self.assertEqual(len(browser.events.matching('prompt-opened')), 1)

    def test_script_goes_away_again_and_again_then_to_another_site(self):
        server, browser, sheet = self.restless(lambda: None)
        server.routes['/'] = response(302, '', [
            ('Location', f'http://localhost:{server.port}/there')])
        sheet.button('Sign In').click()
        browser.wait_title('There, and its scripts run')
        self.assertEqual(server.seen('/away'), [])

    def test_script_goes_away_again_and_again_then_elsewhere(self):
        server, browser, sheet = self.restless(alive('Inside'))
        browser.go(server.uri('/there'))
        browser.wait_title('There, and its scripts run')
        self.assertEqual(server.seen('/away'), [])

    def test_refresh_then_cancel(self):
        server, browser = self.away('<meta http-equiv="refresh" content="0; url=/away">')
        sheet = browser.sheet(server.authority)
        self.assertEqual(server.seen('/away'), [])
        sheet.cancel()
        browser.wait_title('Away')

    def test_refresh_of_itself(self):
        """Cancelled, the page may load itself again and again; no sheet comes by itself."""
        server, browser = self.away('<meta http-equiv="refresh" content="0.2">')
        browser.sheet(server.authority).cancel()
        browser.events.wait('prompt-closed', outcome='cancel')
        count = len(server.seen('/'))
        server.wait_for('/', count + 4)
        self.assertEqual(len(browser.events.matching('prompt-opened')), 1)
        browser.wait_no_sheet()
        # The person can still sign in.
        browser.tree.wait('push button', 'Sign In…').click()
        browser.sheet(server.authority).sign_in()
        browser.wait_title('Inside')

    def test_alert_while_the_sheet_is_open(self):
        server, browser = self.open({'/': protected(inside(), unauthorized(
            BASIC, head='<script>setTimeout (() => alert ("Type your password here"), 0)</script>'))})
        browser.sheet(server.authority)
        self.assertTrue(browser.sheet(server.authority).button('Sign In').sensitive
                        or browser.sheet(server.authority).username.sensitive)

    def test_digest_answered_without_a_challenge(self):
        """libsoup alone sends 21 requests here, and then the load fails."""
        def lost(request):
            if request.get('Authorization'):
                return response(401, document('Lost'))
            return unauthorized('Digest realm="d", nonce="abc", qop="auth", algorithm=MD5')
        server, browser = self.open({'/': lost})
        browser.sheet(server.authority).sign_in()
        browser.events.wait('refused')
        self.assertLessEqual(len(server.requests), 23)


if __name__ == '__main__':
    main()
