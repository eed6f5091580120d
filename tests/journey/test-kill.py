#!/usr/bin/python3
"""kill -9 of service and client at random moments during an import: what was reported as saved is there, and it ends."""
import json
import os
import pathlib
import random
import signal
import sys
import time

from world import FULL, LEDGER, SAMPLES, SLOW, case, main, run

KILLS = 500 if FULL and SLOW == 1 else 50       # the long count in the plain build, where it takes a quarter of an hour



def bundles(folder, seed, files, each):
    """FHIR bundles of our own, so that the journey does not need the samples."""
    rng = random.Random(seed)
    folder.mkdir()
    count = 0
    for f in range(files):
        entries = []
        for p in range(each):
            subject = f'k{seed}-{f}-{p}'
            entries.append({'resourceType': 'Patient', 'id': subject, 'gender': rng.choice(['male', 'female']),
                            'name': [{'family': f'Killtest{rng.randrange(10**6)}', 'given': [f'G{rng.randrange(10**6)}']}]})
            for c in range(3):
                entries.append({'resourceType': 'Condition', 'id': f'{subject}-{c}', 'subject': {'reference': f'Patient/{subject}'},
                                'code': {'text': f'Problem {rng.randrange(10**9)}'}, 'recordedDate': '2026-02-03'})
        count += len(entries)
        bundle = {'resourceType': 'Bundle', 'type': 'collection', 'entry': [{'resource': e} for e in entries]}
        (folder / f'{f:03}.json').write_text(json.dumps(bundle))
    return count


@case
def killed_at_random_moments_nothing_saved_is_lost(world):
    rng = random.Random(int(os.environ.get('NADI_SEED', '9')))
    doctor = world.profile(0, 'doctor')
    saved = []                                       # numbers that nadictl reported as saved
    expected = 0
    kills = 0
    interrupted = 0
    round_number = 0
    begin = time.monotonic()
    expected += bundles(world.folder / 'import-0', 0, 8, 10)
    world.ctl(doctor, 'import', world.folder / 'import-0', timeout=300)
    usual = time.monotonic() - begin                 # of an import that nobody disturbs
    while kills < KILLS:
        round_number += 1
        folder = world.folder / f'import-{round_number}'
        expected += bundles(folder, round_number, 8, 10)
        while True:
            process = world.spawn(doctor, 'import', folder, '--json')
            end = time.monotonic() + rng.uniform(0.1, 0.9) * usual
            victim = rng.choice(('client', 'service', 'validator-1', 'both')) if kills < KILLS else None
            while victim and process.poll() is None and time.monotonic() < end:
                time.sleep(0.01)
            if victim in ('client', 'both') and process.poll() is None:
                process.kill()
                kills += 1
            if victim in ('service', 'both', 'validator-1'):
                part = 'service' if victim != 'validator-1' else victim
                world.kill(part)
                world.wait_dead(part)
                kills += 1
            out, err = process.communicate(timeout=120 * SLOW)
            assert 'AddressSanitizer' not in err and 'runtime error' not in err, err
            world.start()
            if rng.random() < 0.3:
                added = world.ask(doctor, 'patient', 'add', '--name', f'Saved Person{len(saved)}', '--sex', 'female', '--age', '30')
                saved.append(added['number'])
            interrupted += process.returncode != 0
            if process.returncode == 0:
                report = json.loads(out)
                assert report['complete'] is True, report
                break
    print(f'# {kills} kills in {time.monotonic() - begin:.0f} s, {interrupted} imports cut short, {expected} records, {len(saved)} patients')
    assert interrupted > 0 and saved, 'the kills came too late to mean anything'
    for _ in range(5):
        if world.ctl(doctor, 'sync', check=False, timeout=300).code == 0:
            break
        time.sleep(1)
    status = world.ask(doctor, 'status')
    assert status['waiting'] == 0 and status['state'] == 'saved' and status['tasks'] == 0 and status['damaged'] == 0, status
    for n in range(1, round_number + 1):
        report = world.ask(doctor, 'import', world.folder / f'import-{n}', timeout=300)
        assert report['nothing_new'] is True, (n, report)
    nurse = world.profile(0, 'nurse')
    world.ctl(nurse, 'sync', timeout=300)
    for number in saved:
        assert world.ask(nurse, 'patient', 'find', number), 'a patient reported as saved is not on the other desk'
    world.stop()
    for part in ('service', 'validator-1', 'validator-2', 'validator-3', 'validator-4'):
        assert run([LEDGER, 'fsck', world.state / part], check=False, timeout=300).code == 0, part
    world.start()


if __name__ == '__main__':
    sys.exit(main(patients=4))
