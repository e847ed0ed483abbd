# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reading the event log while it is written."""

import json

from desktop import PATIENCE, wait_until


class EventLog:
    """The events of one run, in order."""

    def __init__(self, path):
        self.path = path

    def all(self):
        """Every event so far. A line that is still being written does not count yet."""
        if not self.path.exists():
            return []
        text = self.path.read_text()
        return [json.loads(line) for line in text.split('\n')[:-1]]

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
