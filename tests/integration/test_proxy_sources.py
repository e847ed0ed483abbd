#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Where the proxy comes from: the desktop's settings, a PAC file, the environment."""

import contextlib
import os
import pathlib
import subprocess

from bridge import Bridge, alone
from desktop import wait_until
from proxies import PASSWORD, USERNAME
from proxy_test import HOST, OTHER_HOST, ProxyTest
from window_test import main

# A GNOME desktop, whose settings are a file that all its programs watch.
DESKTOP = {'XDG_CURRENT_DESKTOP': 'GNOME', 'GSETTINGS_BACKEND': 'keyfile'}


class ProxySourcesTest(ProxyTest):

    def settings(self, **changes):
        """Changes the desktop's settings, as its control panel does."""
        for key, value in changes.items():
            schema, _, name = key.rpartition('__')
            path = '.'.join(['org.gnome.system.proxy', *filter(None, [schema])])
            subprocess.run(['gsettings', 'set', path, name.replace('_', '-'), value], check=True,
                           env={**os.environ, **DESKTOP})

    def test_desktop(self):
        """Manual, PAC and none, changed while the program runs; two proxies in one session."""
        squid, digest = self.squid(), self.squid('digest', realm='Other room')
        pac = self.desktop.root / 'proxy.pac'
        pac.write_text(f'''function FindProxyForURL (url, host)
{{
  if (host == 'localhost')
    return 'DIRECT';
  return host == '{HOST}' ? 'PROXY {squid.authority}' : 'PROXY {digest.authority}';
}}''')
        self.settings(mode='none', ignore_hosts="['localhost']")
        browser = self.browse(self.origins.uri('/page/1', host='localhost'), environment=DESKTOP)
        browser.wait_title('Page 1')

        self.settings(http__host='127.0.0.1', http__port=str(squid.port), mode='manual')
        browser.go(self.origins.uri('/page/3'))
        self.cancel(browser, squid)

        # Whoever writes a login into the settings is not asked for it.
        self.settings(http__authentication_user=USERNAME, http__authentication_password=PASSWORD,
                      http__use_authentication='true')
        asked = len(self.openings(browser))
        browser.go(self.origins.uri('/page/4'))
        browser.wait_title('Page 4')
        browser.go(self.origins.uri('/to-direct', tls=True))
        browser.wait_title('Page 8')
        browser.go(self.origins.uri('/to-by-proxy', host='localhost'))
        browser.wait_title('Page 9')
        self.assertEqual(len(self.openings(browser)), asked)
        self.assertIn(['GET', self.origins.uri('/page/9'), '200', USERNAME], squid.requests)

        # The second proxy asks for itself, and neither gets what is the other's.
        self.settings(autoconfig_url=pac.as_uri(), mode='auto')
        browser.go(self.origins.uri('/page/2', host=OTHER_HOST))
        browser.sheet(digest.authority).sign_in(USERNAME, PASSWORD)
        browser.wait_title('Page 2')
        browser.go(self.origins.uri('/page/5', tls=True))
        browser.wait_title('Page 5')
        browser.go(self.origins.uri('/page/2', tls=True, host=OTHER_HOST))
        browser.wait_title('Page 2')
        browser.go(self.origins.uri('/page/6', host='localhost'))
        browser.wait_title('Page 6')
        self.assertEqual(len(self.openings(browser)), asked + 1)

        self.settings(mode='none')
        browser.go(self.origins.uri('/page/7'))
        browser.tree.wait(name='Page Not Loaded')

    def test_policy_login(self):
        """The log tells of what the policy gives unasked, by whichever way the proxy was found."""
        squid, other = self.squid(), self.squid(realm='Other room')
        pac = self.desktop.root / 'policy.pac'
        pac.write_text(f'''function FindProxyForURL (url, host)
{{
  return host == '{HOST}' ? 'PROXY {other.authority}' : 'DIRECT';
}}''')
        self.settings(mode='manual', http__host='127.0.0.1', http__port=str(squid.port),
                      http__use_authentication='false', ignore_hosts="['localhost']")
        browser = self.browse(self.policy(self.login(squid, PASSWORD), self.login(other, PASSWORD)),
                              self.origins.uri('/page/1', host='localhost'), environment=DESKTOP)
        browser.wait_title('Page 1')
        for proxy, page, tls in ((squid, 2, True), (other, 3, False)):
            self.assertEqual(browser.events.matching(server=proxy.uri), [])
            address = self.origins.uri(f'/page/{page}', tls)
            browser.go(address)
            browser.wait_title(f'Page {page}')
            browser.events.wait('accepted', target='proxy', server=proxy.uri)
            verdict, accepted = browser.events.matching(server=proxy.uri)
            self.assertEqual((verdict['event'], verdict['verdict'], verdict['reason'], verdict['uri']),
                             ('verdict', 'answer', 'policy', address))
            self.assertEqual((accepted['id'], accepted['uri']), (verdict['id'], address))
            browser.go(self.origins.uri('/page/4', tls))
            browser.wait_title('Page 4')
            self.assertEqual(len(browser.events.matching(server=proxy.uri)), 2)
            self.settings(autoconfig_url=pac.as_uri(), mode='auto')
        self.assertEqual(self.openings(browser), [])

    def test_namespace(self):
        """Where no path leads past the proxy, as in a kiosk's network."""
        wrapper, why_not = alone()
        if wrapper is None:
            self.skipTest(f'no network namespace can be made here: {why_not}')
        squid = self.squid()
        bridge = Bridge(self.desktop.root / 'bridge', squid.port)
        self.addCleanup(bridge.close)
        self.settings(mode='none', http__use_authentication='false', ignore_hosts='[]')
        # By number, so that nothing can fail but the connection.
        browser = self.start(self.origins.uri('/page/1', host='127.0.0.1'), environment=DESKTOP,
                             wrapper=[*wrapper, *self.authority.wrapper[4:], *bridge.wrapper])
        for tls in (False, True):
            browser.go(self.origins.uri('/page/1', tls, host='127.0.0.1'))
            browser.tree.wait(name='Page Not Loaded')
        self.assertEqual(self.origins.requests(), [])

        self.settings(http__host='127.0.0.1', http__port=str(squid.port), mode='manual')
        browser.go(self.origins.uri('/page/1', tls=True, host='127.0.0.1'))
        self.cancel(browser, squid)
        self.assertEqual(self.origins.requests(), [])
        self.sign_in_again(browser, squid)
        browser.wait_title('Page 1')
        browser.go(self.origins.uri('/page/2', host='127.0.0.1'))
        browser.wait_title('Page 2')
        for tls in (False, True):
            browser.go(self.origins.uri('/socket', tls, host='127.0.0.1'))
            browser.wait_title('Echoed')
        browser.go(self.origins.uri('/file', host='127.0.0.1'))
        wait_until(lambda: (self.desktop.downloads / 'file.bin').exists()
                   and (self.desktop.downloads / 'file.bin').stat().st_size == 100000, 'the download')

        # A proxy that is gone is no reason to try another way.
        squid.close()
        seen = len(self.origins.requests())
        browser.go(self.origins.uri('/page/3', host='127.0.0.1'))
        browser.tree.wait(name='Page Not Loaded')
        self.assertEqual(len(self.origins.requests()), seen)

    def environments(self):
        """Of everything that WebKit has started on this desktop."""
        mark = os.environ['XDG_RUNTIME_DIR'].encode()
        for process in pathlib.Path('/proc').iterdir():
            with contextlib.suppress(OSError):
                name = (process / 'comm').read_text()
                environment = (process / 'environ').read_bytes()
                if mark in environment and name.startswith(('WebKit', 'bwrap')):
                    yield environment

    def test_environment(self):
        squid = self.squid()
        browser = self.browse(self.origins.uri('/page/1'), environment={
            'http_proxy': squid.with_login(), 'https_proxy': squid.with_login(),
            'no_proxy': 'localhost'})
        browser.wait_title('Page 1')
        browser.go(self.origins.uri('/page/2', tls=True))
        browser.wait_title('Page 2')
        browser.go(self.origins.uri('/page/3', host='localhost'))
        browser.wait_title('Page 3')
        self.assertEqual(self.openings(browser), [])
        browser.events.wait('accepted', target='proxy')
        # Of all that WebKit starts, nothing inherits the login.
        inherited = [environment for environment in self.environments()
                     if squid.uri.encode() in environment]
        self.assertGreater(len(inherited), 1)
        for environment in inherited:
            self.assertNotIn(PASSWORD.encode(), environment)

if __name__ == '__main__':
    main()
