#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-grammar DOORWARD-INSPECT

Compares the parser with the one in reference.py: on every short field that a few octets make, and
on fields made at random. DOORWARD_TEST_CASES says how many of those (default: 4000),
DOORWARD_TEST_SEED with which seed.
"""

import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import unittest

import reference

PROGRAM = sys.argv[1]
N_RANDOM = int(os.environ.get('DOORWARD_TEST_CASES', 4000))
SEED = int(os.environ.get('DOORWARD_TEST_SEED', random.randrange(2 ** 32)))

PIECES = ['a', 'B', 'Basic', 'realm', 'nonce', '=', '==', ',', ' ', '  ', '\t', '"', '\\', '"a b"', '"\\""', '/',
          ';', '\x01', '\xe9', '\x7f', 'a=b', 'c="d"', ', ', '\r\n ', '\n\t', '0', '~', '!']


def whole_field(rng):
    """A field that is right, most of the time broken in one place."""
    challenges = []
    for _ in range(rng.randrange(1, 4)):
        scheme = rng.choice(['Basic', 'digest', 'Foo'])
        names = rng.sample(['realm', 'a', 'basic', 'q'], rng.randrange(4))
        params = [f'{name}{rng.choice(["=", " = "])}{rng.choice(["x", chr(34) * 2, chr(34) + "y, z" + chr(34)])}'
                  for name in names]
        challenges.append(rng.choice([scheme, scheme + ' ' + 'abc=' if not params else scheme + ' ',
                                      scheme + ' ' + rng.choice([',', ', ', ' ,']).join(params)]))
    text = rng.choice([',', ', ', ' ,\t']).join(challenges)
    if rng.random() < 0.6:
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(PIECES + ['']) + text[at + rng.randrange(2):]
    return text


def random_lines(rng):
    def line():
        if rng.random() < 0.4:
            return ''.join(rng.choice(PIECES) for _ in range(rng.randrange(9)))
        return whole_field(rng)
    return [line() for _ in range(rng.choice([1, 1, 1, 2, 3]))]


def read(lines):
    """What doorward-inspect --json says of the field lines."""
    command = [PROGRAM.encode(), b'--json']
    for line in lines:
        command += [b'--header', line.encode('latin-1')]
    result = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    return result.returncode, json.loads(result.stdout)


class GrammarTest(unittest.TestCase):
    def run_cases(self, all_lines):
        cases = [reference.to_case(repr(lines), lines) for lines in all_lines]
        with tempfile.NamedTemporaryFile('w', suffix='.json') as file:
            json.dump(cases, file)
            file.flush()
            result = subprocess.run([PROGRAM, '--vectors', file.name], stdout=subprocess.PIPE,
                                    stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual((result.returncode, result.stdout), (0, ''), f'seed {SEED}')
        self.assertIn(f'{len(cases)} cases: {len(cases)} normative agree', result.stderr)

    def test_every_short_field(self):
        self.run_cases([[''.join(field)] for length in range(6)
                        for field in itertools.product('a=, "\\', repeat=length)])

    def test_random_fields(self):
        rng = random.Random(SEED)
        self.run_cases([random_lines(rng) for _ in range(N_RANDOM)])

    def test_options(self):
        """The same through --json and --header, some of the time."""
        rng = random.Random(SEED + 1)
        for _ in range(30):
            lines = [line.replace('\0', '') for line in random_lines(rng)]
            case = reference.to_case('', lines)
            status, found = read(lines)
            with self.subTest(lines=lines, seed=SEED):
                self.assertEqual(found['malformed'], not case['expect']['valid'])
                if case['expect']['valid']:
                    challenges = [{name: challenge[name] for name in ('scheme', 'token68', 'params')}
                                  for challenge in found['challenges']]
                    self.assertEqual(challenges, case['expect']['challenges'])
                    self.assertEqual(status, 0 if any(challenge['known'] for challenge in
                                                      found['challenges']) else 3)
                else:
                    self.assertEqual(status, 4)

    def test_damage_stays_in_its_line(self):
        """A line that is damaged hides nothing in the lines before and after it."""
        rng = random.Random(SEED + 2)
        n_damaged = 0
        while n_damaged < 30:
            before, damage, after = 'Foo x=y, Basic realm="b"', random_lines(rng)[0], 'Digest realm=d, nonce=n'
            lines = [before, damage, after]
            if reference.parse(lines):
                continue
            n_damaged += 1
            _, found = read(lines)
            with self.subTest(lines=lines, seed=SEED):
                self.assertTrue(found['malformed'])
                self.assertEqual(found['challenges'][0]['params'], {'x': 'y'})
                self.assertEqual(found['challenges'][-1]['params'], {'realm': 'd', 'nonce': 'n'})

    def test_damage_stays_in_its_element(self):
        """So does an element that is no challenge, between others."""
        rng = random.Random(SEED + 3)
        challenges = ['Foo', 'Basic realm="a, b"', 'Digest realm="d \\" @", nonce=n', 'Negotiate YWJj==', 'Bar x = "y"']
        damages = ['@', ';;', '/x', '\x01', '"a"', 'a b c', 'a b=c d', 'a b="c"d', 'a\tb', 'Basic realm=two words',
                   'a b=c;d', 'a "b, c=d" e']
        for _ in range(40):
            chosen = [rng.choice(challenges) for _ in range(3)]
            damage = rng.choice(damages)
            with self.subTest(chosen=chosen, damage=damage, seed=SEED):
                expected = reference.to_case('', [', '.join(chosen)])['expect']['challenges']
                at = rng.randrange(4)
                elements = chosen[:at] + [damage] + chosen[at:]
                _, found = read([rng.choice([',', ', ', ' ,']).join(elements)])
                self.assertTrue(found['malformed'])
                self.assertEqual([{name: challenge[name] for name in ('scheme', 'token68', 'params')}
                                  for challenge in found['challenges']], expected)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1], verbosity=2)
