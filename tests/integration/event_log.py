# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reading the event log while it is written, and judging it afterwards."""

import json
import pathlib
import sys

from desktop import PATIENCE, wait_until

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'control'))
# pylint: disable=wrong-import-position
import event_rules
import secret_search

# What the tests sign in with. No log, in whatever encoding, may hold the passwords.
PASSWORDS = ('lovelace', 'wrong-horse')
USERNAMES = ('ada',)


class EventLog:
    """The events of one run, in order."""

    def __init__(self, path):
        self.path = path
        self._skipped = 0

    def begin(self):
        """What has been logged so far counts no more."""
        self._skipped += len(self)

    def all(self):
        """Every event so far. A line that is still being written does not count yet."""
        if not self.path.exists():
            return []
        text = self.path.read_text()
        return [json.loads(line) for line in text.split('\n')[self._skipped:-1]]

    def check(self, ended=True):
        """Sees that the log is in order, from the program's start on, and to its end if it ended."""
        if not self.path.exists():
            return
        events = event_rules.read(self.path)
        findings = list(event_rules.findings(events, ended))
        assert not findings, f'{self.path}: {findings}'
        realms = {event['realm'] for event in events if 'realm' in event}
        found = secret_search.search(self.path.read_bytes(), PASSWORDS, USERNAMES, realms)
        assert not found, f'{self.path}: a password is in the log, as {found}'

    def matching(self, event=None, since=0, **fields):
        return [entry for entry in self.all()[since:]
                if (event is None or entry['event'] == event)
                and all(entry.get(name) == value for name, value in fields.items())]

    def __len__(self):
        return len(self.all())

    def wait(self, event, since=0, patience=PATIENCE, **fields):
        """The first event of this kind after the first `since` ones, once it is there."""
        def describe():
            seen = [{name: value for name, value in entry.items() if name != 'time'}
                    for entry in self.all()]
            return f'event {event} {fields}; seen: {json.dumps(seen, indent=1)}'
        return wait_until(lambda: self.matching(event, since, **fields), describe, patience)[0]
