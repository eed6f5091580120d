#!/usr/bin/python3
"""Nothing that a patient would mind is readable in any file of service, validators or clients."""
import json
import sys

import markers
from world import World, case, main


def files_of(world):
    return markers.files_of(world.state)


def scan(world, words):
    # Staff and clinics, no patients.
    paths = [path for path in files_of(world) if path.name not in ('demo.json', 'profile.json') and not path.name.startswith('founder-')]
    found, scanned = markers.find(paths, words)
    assert found is None, f'{found.relative_to(world.state)} holds a patient\'s words'
    print(f'# {scanned} bytes in {len(paths)} files scanned for {len(words)} words')
    assert scanned > 500_000


def the_scan_itself_finds(world, word):
    """A test that could not fail would prove nothing."""
    planted = world.state / 'service' / 'planted'
    planted.write_bytes(b'\x00' * 1000 + word.encode() + b'\x00' * 1000)
    try:
        scan(world, [word])
    except AssertionError:
        return
    finally:
        planted.unlink()
    raise RuntimeError('the scan does not find what is there')


def words_of(world):
    """Names and problems of every patient, as the client itself shows them."""
    words = set()
    for clinic in (0, 1):
        doctor = world.profile(clinic, 'doctor')
        world.ctl(doctor, 'sync')
        for row in world.ask(doctor, 'patient', 'find', '', '--limit', '1000'):
            for part in (row['name'] + ' ' + (row.get('native') or '')).split():
                words.add(part)
            for visit in world.ask(doctor, 'case', 'list', row['number']):
                if visit.get('problem'):
                    words.add(visit['problem'])
    # A family name that a member of staff or a clinic has too stands on the ledger for everybody.
    public = json.dumps(world.description) + ' '.join(open(f, encoding='utf-8').read() for f in world.state.glob('founder-*.json'))
    staff = ' '.join(s['name'] for c in (0, 1) for s in world.ask(world.profile(c, 'administrator'), 'staff', 'list'))
    return {w for w in words if len(w) >= 5 and w not in public and w not in staff and w not in ('hospital', 'demo')}


@case
def nothing_readable_while_running(world):
    world.words = words_of(world)
    assert len(world.words) > 40, len(world.words)
    the_scan_itself_finds(world, max(world.words, key=len))
    scan(world, world.words)


@case
def nothing_readable_after_a_kill(world):
    """With the write-ahead logs still there, as a power cut leaves them."""
    doctor = world.profile(0, 'doctor')
    process = world.spawn(doctor, 'watch')
    process.stdout.readline()
    for part in ('service', 'validator-1', 'validator-2'):
        world.kill(part)
    process.kill()
    process.communicate()
    for part in ('service', 'validator-1', 'validator-2'):
        world.wait_dead(part)
    assert any(p.name.endswith('-wal') for p in files_of(world)), 'no write-ahead log to look into'
    scan(world, world.words)


@case
def nothing_readable_after_closing(world):
    world.start()
    world.stop()
    scan(world, world.words)


if __name__ == '__main__':
    sys.exit(main(World, patients=24))
