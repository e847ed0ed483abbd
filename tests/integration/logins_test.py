# SPDX-License-Identifier: LGPL-2.1-or-later
"""What tests of saved logins have in common: a place that asks, and a keyring."""

from apache import Apache
from certificates import Authority
from window_test import WindowTest

# Of the place that asks.
REALM = 'Basic room'


class LoginsTest(WindowTest):
    """One Apache for all, and a keyring for each, which is empty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        authority = Authority(cls.desktop.root / 'authority')
        cls.apache = Apache(cls.desktop.root / 'apache', authority)
        cls.addClassCleanup(cls.apache.close)

    def setUp(self):
        # Importing it connects to the bus, which has to be there by then.
        from keyring import Keyring

        self.keyring = Keyring()
        self.addCleanup(self.keyring.remove)
