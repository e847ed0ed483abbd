#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-vectors DOORWARD-INSPECT FOLDER

Every normative vector agrees; and whatever a vector expects, the runner notices when it expects
something else.
"""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv[1]
FOLDER = pathlib.Path(sys.argv[2])


def run(path):
    result = subprocess.run([PROGRAM, '--vectors', str(path)], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, check=False)
    return result.returncode, result.stdout.splitlines(), result.stderr


def run_cases(cases):
    with tempfile.NamedTemporaryFile('w', suffix='.json') as file:
        json.dump(cases, file)
        file.flush()
        return run(file.name)


def load(name):
    return json.loads((FOLDER / f'{name}.json').read_text())


def changed(value):
    """Something else of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return value + 'x'
    if value is None:
        return 'x'
    return value


class VectorsTest(unittest.TestCase):
    def test_files(self):
        for path in sorted(FOLDER.glob('*.json')):
            with self.subTest(path=path.name):
                status, lines, counts = run(path)
                self.assertEqual((status, lines), (0, []))
                self.assertIn(f'{len(json.loads(path.read_text()))} cases: ', counts)

    def assert_notices(self, cases):
        """Each of the cases expects something that is wrong."""
        self.assertGreater(len(cases), 10)
        status, lines, _ = run_cases(cases)
        self.assertEqual(status, 1)
        self.assertEqual([line.split(':')[0] for line in lines], [case['id'] for case in cases])

    def test_notices_challenges(self):
        cases = []
        for case in load('challenges'):
            for name in ('valid', 'abnf_valid', 'scheme_valid'):
                if name in case['expect']:
                    cases.append(copy.deepcopy(case))
                    cases[-1]['expect'][name] = not case['expect'][name]
            if case['normative_scope'] != 'full':
                continue
            cases.append(copy.deepcopy(case))
            cases[-1]['expect']['challenges'].append({'scheme': 'x', 'token68': None, 'params': {}})
            for i, challenge in enumerate(case['expect']['challenges']):
                for name in ('scheme', 'token68'):
                    cases.append(copy.deepcopy(case))
                    cases[-1]['expect']['challenges'][i][name] = changed(challenge[name])
                cases.append(copy.deepcopy(case))
                cases[-1]['expect']['challenges'][i]['params']['x-added'] = ''
                for name in challenge['params']:
                    cases.append(copy.deepcopy(case))
                    cases[-1]['expect']['challenges'][i]['params'][name] += 'x'
        self.assert_notices(cases)

    def test_notices_others(self):
        for name in ('basic', 'digest', 'protection-space', 'selection'):
            kinds = {'credentials', 'response', 'lookup', 'realm-lookup', 'selection'}
            cases = []
            for case in load(name):
                if case['kind'] not in kinds or not case['normative']:
                    continue
                for key, value in case['expect'].items():
                    cases.append(copy.deepcopy(case))
                    if isinstance(value, dict):
                        cases[-1]['expect'][key] = {**value, 'scheme': 'x'}
                    elif key == 'chosen':
                        cases[-1]['expect'][key] = {'scheme': 'basic'}
                    else:
                        cases[-1]['expect'][key] = changed(value)
            with self.subTest(name=name):
                self.assert_notices(cases)

    def test_not_normative(self):
        cases = copy.deepcopy(load('challenges')[:3])
        for case in cases:
            case['expect']['valid'] = False
            case['normative'] = False
        status, lines, counts = run_cases(cases)
        self.assertEqual((status, lines), (0, []))
        self.assertIn('0 not normative agree, 3 differ', counts)

    def test_nul(self):
        for value, valid in (('Basic realm=a\0', False), ('Basic realm="a\0b"', False), ('Basic realm=a', True),
                             ('Foo a="\\\\u0000"', True)):
            with self.subTest(value=value):
                case = {'id': 'x', 'field_values': [value], 'expect': {'valid': valid}}
                self.assertEqual(run_cases([case])[:2], (0, []))

    def test_unreadable(self):
        for text in ('', '{', '1', '[1]', '{"cases": 1}'):
            with self.subTest(text=text), tempfile.NamedTemporaryFile('w') as file:
                file.write(text)
                file.flush()
                status, lines, error = run(file.name)
                self.assertEqual((status, lines), (66, []))
                self.assertTrue(error.startswith('doorward-inspect: '))
        self.assertEqual(run('/nonexistent')[0], 66)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1], verbosity=2)
