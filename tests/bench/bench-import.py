#!/usr/bin/python3
"""Import of FHIR bundles by nadictl into a running network with four validators: records a second until saved here, until everybody's
other desk could have them, and how a second import of the same fares."""
import json
import pathlib
import random
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'journey'))

from world import World  # noqa: E402


def bundle(path, patients, seed):
    rng = random.Random(seed)
    entries = []
    for p in range(patients):
        subject = f'b{seed}-{p}'
        entries.append({'resourceType': 'Patient', 'id': subject, 'gender': rng.choice(['male', 'female']), 'birthDate': '1970-02-03',
                        'name': [{'family': f'Family{rng.randrange(10**6)}', 'given': [f'Given{rng.randrange(10**6)}']}]})
        for c in range(9):
            entries.append({'resourceType': 'Condition', 'id': f'{subject}-{c}', 'subject': {'reference': f'Patient/{subject}'},
                            'code': {'text': f'Problem {rng.randrange(10**9)}'}, 'recordedDate': '2026-02-03'})
    path.write_text(json.dumps({'resourceType': 'Bundle', 'type': 'collection', 'entry': [{'resource': e} for e in entries]}))
    return len(entries)


def main():
    with World(patients=0) as world:
        doctor, nurse = world.profile(0, 'doctor'), world.profile(0, 'nurse')
        world.ctl(nurse, 'sync')
        for patients in (20, 200, 500):
            path = world.folder / f'{patients}.json'
            records = bundle(path, patients, patients)
            begin = time.monotonic()
            world.ctl(doctor, 'import', path, timeout=600)
            first = time.monotonic() - begin
            begin = time.monotonic()
            world.ctl(doctor, 'import', path, timeout=600)
            second = time.monotonic() - begin
            begin = time.monotonic()
            world.ctl(nurse, 'sync', timeout=600)
            other = time.monotonic() - begin
            print(f'  {records:5} records: imported and sent in {first:5.1f} s, {records / first:4.0f} a second; '
                  f'again {second:4.1f} s; on the other desk in {other:4.1f} s', flush=True)


if __name__ == '__main__':
    main()
