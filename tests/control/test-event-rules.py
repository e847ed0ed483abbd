#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The rules of the event log find what breaks them; code, schema and man page name the same words."""

import base64
import copy
import json
import pathlib
import re
import tempfile
import unittest
import urllib.parse

import event_rules
import secret_search

ROOT = pathlib.Path(__file__).resolve().parents[2]

SPACE = {'tab': 1, 'target': 'origin', 'server': 'http://a.example', 'realm': 'R',
         'scheme': 'basic'}


def event(kind, number, **fields):
    return {'time': '2026-01-02T03:04:05.000000Z', 'event': kind, 'id': number, **SPACE, **fields}


GOOD = [
    event('challenge', 1, uri='http://a.example/x@y', context='navigation', offered=['basic']),
    event('verdict', 1, verdict='prompt', reason='known-challenge'),
    event('prompt-opened', 1, attempt=1),
    event('prompt-closed', 1, attempt=1, outcome='submit'),
    event('challenge', 2),
    event('refused', 1, attempt=1),
    event('verdict', 2, verdict='prompt', reason='refused'),
    event('prompt-opened', 2, attempt=2),
    event('prompt-closed', 2, attempt=2, outcome='submit'),
    event('accepted', 2, attempt=2),
    event('challenge', 3),
    event('verdict', 3, verdict='answer', reason='credentials-at-hand'),
    event('accepted', 3, attempt=1),
    event('verdict', 4, verdict='answer', reason='policy', rule='Login staff'),
    event('accepted', 4, attempt=1, rule='Login staff'),
]


def changed(index, **fields):
    events = copy.deepcopy(GOOD)
    events[index].update(fields)
    return events


def without(*indices):
    return [each for index, each in enumerate(GOOD) if index not in indices]


class Rules(unittest.TestCase):
    def test_good(self):
        self.assertEqual(list(event_rules.findings(GOOD)), [])

    def test_bad(self):
        """Each of these breaks one rule, and is found."""
        for events, expected in [
                (without(1), 'has no verdict'),
                (without(0), 'without a challenge'),
                (without(2), 'is not open'),
                (GOOD[:3], 'was never closed'),
                (GOOD[:2] + GOOD[1:], 'a second verdict 1'),
                (GOOD[:1] + GOOD, 'a second challenge 1'),
                (GOOD[:3] + GOOD[2:], 'is open already'),
                (GOOD[4:5] + GOOD[6:7] + GOOD[:2], 'comes late'),
                (without(11), 'nothing was sent'),
                (changed(3, realm='S'), 'opened for something else'),
                (changed(1, verdict='body', reason='policy'), 'after verdict body'),
                (changed(13, rule=None), 'not of type'),
                (changed(1, reason='policy'), 'by none of its rules'),
                (changed(1, reason='because'), "'because' is not one of"),
                (changed(0, uri='http://u:p@a.example/'), 'should not be valid'),
                (changed(0, password='x'), 'Additional properties'),
                (changed(0, time='yesterday'), 'does not match'),
                (changed(4, time='2026-01-02T03:04:04.000000Z'), 'older'),
        ]:
            with self.subTest(expected):
                found = list(event_rules.findings(events))
                self.assertTrue(any(expected in finding for finding in found), found)

    def test_lines(self):
        """A file is lines for every reader, whatever that takes for the end of one."""
        def read(text):
            with tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder) / 'log'
                path.write_bytes(text.encode())
                return event_rules.read(path)

        lines = ''.join(json.dumps(each) + '\n' for each in GOOD)
        self.assertEqual(read(lines), GOOD)
        self.assertEqual(read(''), [])
        for text in (lines[:-1], lines.replace('"R"', '"R\u2028"'), lines.replace('"R"', '"R\x85"')):
            with self.assertRaises(ValueError):
                read(text)

    def test_secrets(self):
        """A password is found whatever it was turned into, and nothing else is."""
        password = 'hörse'
        self.assertTrue(secret_search.search(b'Horses', ['horse']))
        data = password.encode()
        for text in [password, json.dumps(password), urllib.parse.quote(password),
                     data.hex(), data.hex().upper(), data.hex(' '), repr(data), str(list(data)),
                     *(base64.b64encode(f'{name}:{password}'.encode(charset)).decode()
                       for name in ('a', 'ad', 'ada') for charset in ('utf-8', 'latin-1', 'utf-16')),
                     password.encode('utf-16').hex(),
                     json.dumps('horse'.encode('utf-16-le').decode('latin-1'))]:
            with self.subTest(text):
                self.assertTrue(secret_search.search(text.encode(), [password, 'horse']))
        digest = secret_search.hashlib.md5(f'ada:R:{password}'.encode()).hexdigest()
        self.assertTrue(secret_search.search(digest.encode(), [password], ['ada'], ['R']))
        self.assertFalse(secret_search.search(json.dumps(GOOD).encode(), [password]))

    def test_words(self):
        """The schema and doorward-events(5) know every word that the code can write."""
        source = (ROOT / 'src/session/door-verdict.c').read_text()
        reasons = set(re.findall(r'\[DOOR_REASON_\w+\] = "([a-z-]+)"', source))
        verdicts = set(re.findall(r'\[DOOR_VERDICT_\w+\] = "([a-z-]+)"', source))
        contexts = set(re.findall(r'\[DOOR_CONTEXT_\w+\] = "([a-z-]+)"', source))
        kinds = set(re.findall(r'\[DOOR_EVENT_\w+\] = "([a-z-]+)"',
                               (ROOT / 'src/session/door-event.c').read_text()))
        outcomes = set(re.findall(r'return "([a-z]+)"',
                                  (ROOT / 'src/session/door-prompt.c').read_text()))
        properties = event_rules.SCHEMA['properties']
        of_verdict = next(rule['then']['properties']['reason']['enum']
                          for rule in event_rules.SCHEMA['allOf']
                          if rule['if']['properties']['event'].get('const') == 'verdict')
        self.assertGreater(len(reasons), 10)
        self.assertEqual(reasons, set(of_verdict))
        self.assertEqual(verdicts, set(properties['verdict']['enum']))
        self.assertEqual(contexts, set(properties['context']['enum']))
        self.assertEqual(outcomes, set(properties['outcome']['enum']))
        # “saved” is reserved in the contract for the keyring.
        self.assertEqual(kinds - {'saved'}, set(properties['event']['enum']) - {'saved'})

        manual = (ROOT / 'data/man/doorward-events.5').read_text()
        documented = set(re.findall(r'^\.It Cm (\S+)$', manual, re.MULTILINE))
        for words in (reasons, verdicts, contexts, outcomes, kinds, set(properties)):
            self.assertLessEqual(words, documented)


if __name__ == '__main__':
    unittest.main(verbosity=2)
