#!/usr/bin/python3
"""One byte changed on any disk is noticed by the next start, sync or read, named in plain words; nothing wrong is shown."""
import json
import random
import shutil
import sys

from world import CTL, LEDGER, case, main, run


def flip(path, offset):
    with open(path, 'r+b') as file:
        file.seek(offset)
        byte = file.read(1)
        file.seek(offset)
        file.write(bytes([byte[0] ^ 0x20]))


def offsets(path, count, seed):
    size = path.stat().st_size
    chosen = random.Random(seed)
    return sorted({chosen.randrange(size) for _ in range(count)})


def named(result):
    """Refused, in words, without a stack trace or a path."""
    text = result.err.strip()
    assert result.code != 0, 'a changed byte went unnoticed'
    assert text and 'Traceback' not in text and '/home' not in text, text
    return text


@case
def service_database(world):
    world.stop()
    folder = world.state / 'service'
    database = folder / 'ledger.db'
    good = database.read_bytes()
    for offset in offsets(database, 12, 1):
        flip(database, offset)
        result = run([LEDGER, 'fsck', folder], check=False)
        assert result.code == 3, (offset, result.code, result.err, result.out)
        result = run([LEDGER, 'serve', folder], check=False, timeout=30)
        print(f'# byte {offset}: {named(result)[:100]}')
        database.write_bytes(good)
    assert run([LEDGER, 'fsck', folder]).code == 0


@case
def validator_copy(world):
    folder = world.state / 'validator-2'
    database = folder / 'ledger.db'
    good = database.read_bytes()
    for offset in offsets(database, 12, 2):
        flip(database, offset)
        result = run([LEDGER, 'validator', folder], check=False, timeout=30)
        named(result)
        assert run([LEDGER, 'fsck', folder], check=False).code == 3
        database.write_bytes(good)
    assert run([LEDGER, 'fsck', folder]).code == 0


@case
def blob(world):
    blobs = sorted(p for p in (world.state / 'service/blobs').rglob('*') if p.is_file())
    assert len(blobs) > 20
    chosen = random.Random(3).sample(blobs, 5)
    for path in chosen:
        good = path.read_bytes()
        flip(path, len(good) // 2)
        result = run([LEDGER, 'fsck', world.state / 'service'], check=False)
        assert result.code == 3 and path.name in result.out, (result.code, result.out)
        path.write_bytes(good)
    # Every blob of the other clinic's view is damaged: its fresh desk shows nothing wrong, and says what it could not open.
    for path in blobs:
        flip(path, path.stat().st_size // 2)
    world.start()
    auditor = world.profile(0, 'nurse')
    result = world.ctl(auditor, 'sync', check=False)
    text = result.err + result.out
    assert result.code != 0 or 'damaged' in text or 'missing' in text, text
    assert world.ask(auditor, 'patient', 'find', '', '--limit', '1000') == []
    world.stop()
    for path in blobs:
        flip(path, path.stat().st_size // 2)
    world.start()
    world.ctl(auditor, 'sync')
    assert len(world.ask(auditor, 'patient', 'find', '', '--limit', '1000')) > 0


@case
def cache(world):
    doctor = world.profile(0, 'doctor')
    world.ctl(doctor, 'sync')
    before = world.ask(doctor, 'patient', 'find', '', '--limit', '1000')
    shown = {row['number']: world.ctl(doctor, 'patient', 'show', row['number'], '--json').out for row in before[:4]}
    files = [p for p in __import__('pathlib').Path(doctor['folder']).rglob('*.db')]
    assert len(files) >= 1, files
    noticed = 0
    for path in files:
        good = path.read_bytes()
        for offset in offsets(path, 16, 4):
            flip(path, offset)
            messages = []
            for arguments in (('patient', 'find', '', '--limit', '1000'), ('sync',), ('status',)):
                result = world.ctl(doctor, *arguments, '--json', check=False)
                if result.code == 0 and arguments[0] == 'patient':
                    rows = json.loads(result.out)
                    assert all(row in before for row in rows), 'something wrong is shown'
                if result.code != 0:
                    messages.append(named(result))
                elif arguments[0] == 'status' and json.loads(result.out).get('damaged'):
                    messages.append('damaged')
            for number, text in shown.items():
                result = world.ctl(doctor, 'patient', 'show', number, '--json', check=False)
                if result.code == 0 and 'damaged' not in result.out:
                    assert json.loads(result.out)['name'] == json.loads(text)['name']
                else:
                    messages.append('show')
            noticed += bool(messages)
            assert messages, f'byte {offset} of {path.name} went unnoticed'
            for sibling in (path.with_name(path.name + '-wal'), path.with_name(path.name + '-shm')):
                sibling.unlink(missing_ok=True)
            path.write_bytes(good)
    print(f'# {noticed} changed bytes noticed')


if __name__ == '__main__':
    sys.exit(main(patients=12))
