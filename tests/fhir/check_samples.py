#!/usr/bin/python3
"""Checks what the bundle reader made of a folder of FHIR bundles, without sharing a line with it.

usage: check_samples.py FOLDER READ

READ holds a line per entry that the reader met: file, entry's place, and the resource as JSON or "!" with the
reason. Every entry must be there; resources of the twelve types must be taken, all others refused; and what was
taken must be the source's own value with references inside the bundle written as Type/id. Prints the counts.
"""
import collections
import json
import pathlib
import sys

KEPT = {'Patient', 'Practitioner', 'Organization', 'Encounter', 'Condition', 'Observation', 'MedicationRequest',
        'AllergyIntolerance', 'Procedure', 'Immunization', 'DiagnosticReport', 'DocumentReference'}


def load(text):
    # Numbers as their text: 1.50 is not 1.5 in FHIR.
    return json.loads(text, parse_float=lambda t: ('number', t), parse_int=lambda t: ('number', t))


def settle(value, names):
    if isinstance(value, dict):
        return {key: names.get(inner, inner) if key == 'reference' and isinstance(inner, str) else settle(inner, names)
                for key, inner in value.items()}
    if isinstance(value, list):
        return [settle(inner, names) for inner in value]
    return value


def main(folder, read):
    met = {}
    for line in pathlib.Path(read).read_text(encoding='utf-8').splitlines():
        name, place, rest = line.split('\t', 2)
        assert (name, int(place)) not in met, 'an entry was read twice'
        met[name, int(place)] = rest
    taken, refused = collections.Counter(), collections.Counter()
    for path in sorted(pathlib.Path(folder).glob('*.json')):
        entries = load(path.read_text(encoding='utf-8'))['entry']
        names = {e['fullUrl']: f'{e["resource"]["resourceType"]}/{e["resource"]["id"]}' for e in entries}
        seen = set()
        for place, entry in enumerate(entries):
            resource = entry['resource']
            kind = resource['resourceType']
            key = (kind, resource['id'])
            rest = met.pop((path.name, place))
            if kind not in KEPT:
                assert rest == '!type-not-kept', f'{path.name} {place}: {kind} should not be kept'
                refused[kind] += 1
            elif key in seen:
                assert rest == '!duplicate', f'{path.name} {place}: there twice'
                refused[kind] += 1
            else:
                assert not rest.startswith('!'), f'{path.name} {place}: {kind} refused: {rest}'
                assert load(rest) == settle(resource, names), f'{path.name} {place}: not what the source says'
                taken[kind] += 1
            seen.add(key)
    assert not met, 'entries that the source does not have'
    for kind in sorted(taken):
        print(f'taken {kind} {taken[kind]}')
    for kind in sorted(refused):
        print(f'refused {kind} {refused[kind]}')


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2])
