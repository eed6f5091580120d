#!/usr/bin/python3
"""A record goes from one desk to the other, and nowhere else; both can prove it."""
import json
import pathlib
import select
import sys
import time

from world import SLOW, Failed, case, main


def wait_for_line(process, seconds):
    ready, _, _ = select.select([process.stdout], [], [], seconds)
    if not ready:
        raise Failed('nothing was printed')
    return process.stdout.readline()


def wait_for(process, text, seconds):
    end = time.monotonic() + seconds
    while True:
        line = wait_for_line(process, max(0.0, end - time.monotonic()))
        if text in line:
            return line
        if not line:
            raise Failed(f'ended: {process.stderr.read()}')


@case
def what_one_adds_the_other_sees_within_two_seconds(world):
    doctor, desk = world.profile(0, 'doctor'), world.profile(0, 'reception')
    world.ctl(desk, 'sync')
    world.ctl(doctor, 'sync')
    watch = world.spawn(doctor, 'watch', '--json')
    try:
        wait_for(watch, 'watching', 30 * SLOW)
        added = world.ask(desk, 'patient', 'add', '--name', 'Zebunnisa Watchwell', '--sex', 'female', '--birth', '1980-05-06',
                          '--phone', '+91 98200 12345')
        saved = time.monotonic()
        line = wait_for(watch, added['number'], 2 * SLOW)
        print(f'# seen {time.monotonic() - saved:.2f} s after nadictl had returned')
        item = json.loads(line)
        assert item['number'] == added['number'], item
        assert 'Zebunnisa' in item['name'], item
        world.patient = added
    finally:
        watch.terminate()
        watch.communicate(timeout=20 * SLOW)


@case
def a_case_of_one_doctor_opens_on_the_other_desk(world):
    doctor, nurse = world.profile(0, 'doctor'), world.profile(0, 'nurse')
    number = world.patient['number']
    made = world.ask(doctor, 'case', 'add', number, '--problem', 'Dengue fever', '--code', 'A90', '--vitals', '110/70 p92 t38.6',
                     '--prescription', 'Paracetamol 500 mg tablet 1-1-1 for 3 days', '--plan', 'Fluids, come back if bleeding')
    world.case = made
    cases = world.ask(nurse, 'case', 'list', number)
    assert [c['case'] for c in cases] == [made['case']], cases
    shown = world.ask(nurse, 'case', 'show', number, made['case'])
    text = json.dumps(shown)
    for expected in ('Dengue fever', 'A90', 'Paracetamol', 'Fluids'):
        assert expected in text, (expected, text)


@case
def find_by_name_number_telephone_and_birth_date(world):
    desk = world.profile(0, 'reception')
    number = world.patient['number']
    plain = number.replace('-', '')
    for query in ('zebunn', 'watchwell zebunnisa', plain, number, '12345', '1980-05-06'):
        found = world.ask(desk, 'patient', 'find', query)
        assert number in [p['number'] for p in found], (query, found)
    assert world.ask(desk, 'patient', 'find', 'nobody of that name') == []


@case
def reception_opens_no_clinical_section(world):
    desk = world.profile(0, 'reception')
    world.ctl(desk, 'sync')
    result = world.ctl(desk, 'case', 'list', world.patient['number'], '--json', check=False)
    assert 'Dengue' not in result.out + result.err
    assert result.code != 0 or result.json == []
    result = world.ctl(desk, 'case', 'add', world.patient['number'], '--problem', 'Cold', check=False)
    assert result.code != 0 and result.err.strip(), result.out


@case
def the_other_clinic_finds_and_opens_nothing(world):
    other = world.profile(1, 'doctor')
    world.ctl(other, 'sync')
    number = world.patient['number']
    assert world.ask(other, 'patient', 'find', 'zebunnisa') == []
    assert world.ask(other, 'patient', 'find', number) == []
    for arguments in (('patient', 'show', number), ('case', 'list', number), ('case', 'show', number, world.case['case']),
                      ('record', 'seal-info', number), ('receipt', world.case['events'][0])):
        result = world.ctl(other, *arguments, '--json', check=False)
        assert result.code != 0, (arguments, result.out)
        assert 'Zebunnisa' not in result.out and 'Dengue' not in result.out
        assert result.err.strip().startswith('nadictl:'), result.err


@case
def a_receipt_is_checked_without_network(world):
    doctor = world.profile(0, 'doctor')
    receipt = world.ctl(doctor, 'receipt', world.case['events'][0]).out
    path = world.folder / 'good.tlog-proof'
    path.write_text(receipt)
    assert receipt.startswith('c2sp.org/tlog-proof@v1\n')
    world.stop()
    try:
        world.ctl(doctor, 'verify', path)
        raw = receipt.encode()
        refused = 0
        step = max(1, len(raw) // (40 if SLOW > 1 else 150))
        for position in range(0, len(raw), step):
            changed = bytearray(raw)
            changed[position] ^= 1
            bad = world.folder / 'bad.tlog-proof'
            bad.write_bytes(bytes(changed))
            result = world.ctl(doctor, 'verify', bad, check=False)
            assert result.code != 0, f'byte {position} changed and accepted'
            refused += 1
        print(f'# {refused} altered receipts of {len(raw)} bytes refused')
    finally:
        world.start()


@case
def status_is_honest(world):
    desk = world.profile(0, 'reception')
    status = world.ask(desk, 'status')
    assert status['state'] == 'saved' and status['waiting'] == 0, status
    world.stop()
    try:
        added = world.ask(desk, 'patient', 'add', '--name', 'Offline Person', '--sex', 'male', '--age', '50')
        assert world.ask(desk, 'patient', 'find', 'offline')[0]['number'] == added['number']
        status = world.ask(desk, 'status')
        assert status['state'] in ('waiting', 'unreachable') and status['waiting'] > 0, status
        result = world.ctl(desk, 'sync', check=False)
        assert result.code != 0 and "can't be reached" in result.err.lower() + result.out.lower(), result.err
    finally:
        world.start()
    world.ctl(desk, 'sync')
    status = world.ask(desk, 'status')
    assert status['state'] == 'saved' and status['waiting'] == 0, status


if __name__ == '__main__':
    sys.exit(main(patients=10))
