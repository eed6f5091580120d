#!/usr/bin/python3
"""nadictl as people and scripts meet it: help, wrong calls, exit codes, and one sentence for everything that goes wrong."""
import json
import os
import pathlib
import pty
import re
import resource
import select
import subprocess
import sys
import time

from world import BUILD, CTL, SLOW, Skipped, case, main, run

BARE = {'PATH': '/usr/bin:/bin', 'LC_ALL': 'C.UTF-8'}


def call(*arguments, env=None, **kwargs):
    return run([CTL, *arguments], env=env or BARE, check=False, start_new_session=True, **kwargs)


def sentence(result, code):
    """Exit code, and one sentence without a path, a trace or another program's words."""
    assert result.code == code, (result.code, result.out, result.err)
    text = result.err
    assert text.startswith('nadictl: ') and text.count('\n') == 1 and len(text) < 400, text
    assert '/' not in re.sub(r'\d+/\d+|data/demo/run|https?://', '', text), text
    assert not re.search(r'sqlite|SQL|Traceback|assert|GError|errno|null\)', text), text
    return text


def commands():
    return re.findall(r'^  ([a-z-]+(?: [a-z-]+)?) {2,}\S', call('--help').out, re.MULTILINE)


@case
def help_and_version_need_nothing(_):
    assert call('--version').out.startswith('nadictl ')
    names = commands()
    assert len(names) > 20, names
    for name in names:
        result = call(*name.split(), '--help')
        assert result.code == 0 and result.out and not result.err, (name, result.err)
        assert f'nadictl {name}' in result.out and '--profile' in result.out, result.out
    for family in sorted({name.split()[0] for name in names if ' ' in name}):
        assert call(family, '--help').code == 0
        sentence(call(family), 2)


@case
def wrong_calls_are_2(world):
    profile = world.profile(0, 'reception')
    for arguments in ([], ['nothing'], ['--nothing'], ['status'], ['patient', 'find'], ['patient', 'nothing'], ['lint-json'],
                      ['lint-json', 'a', 'b'], ['verify'], ['demo'], ['demo', 'x', '--patients', '-1'], ['demo', 'x', '--patients', 'many']):
        sentence(call(*arguments), 2)
    for arguments in (['status', 'x'], ['patient', 'add'], ['patient', 'add', '--name', ''], ['patient', 'add', '--name', 'A', '--sex', 'm'],
                      ['patient', 'add', '--name', 'A', '--birth', '1980-13'], ['patient', 'add', '--name', 'A', '--birth', '2999'],
                      ['patient', 'add', '--name', 'A', '--age', '131'], ['patient', 'add', '--name', 'A', '--age', '3', '--birth', '1980'],
                      ['patient', 'add', '--name', 'A', '--nothing'], ['patient', 'find', 'x', '--limit', '0'],
                      ['case', 'add', '1'], ['case', 'add', '1', '--problem', 'A', '--vitals', '95/150'],
                      ['case', 'add', '1', '--problem', 'A', '--code', 'nonsense'], ['case', 'add', '1', '--problem', 'A', '--follow-up', '+x'],
                      ['case', 'add', '1', '--problem', 'A', '--follow-up', '2001-01-01'], ['receipt', 'x'], ['task', 'done', 'x'],
                      ['record', 'seal-info', '1', '--section', 'x'], ['staff', 'invite'], ['join'], ['found'], ['account', 'add'], ['account', 'use'],
                      ['account', 'nothing']):
        sentence(world.ctl(profile, *arguments, check=False), 2)
    result = subprocess.run([CTL, '--profile', profile['folder'], 'patient', 'find', b'\xff\xfe'], env=world.environment(profile),
                            capture_output=True, check=False, timeout=60 * SLOW)
    assert result.returncode == 2 and b'UTF-8' in result.stderr


@case
def passphrases(world):
    profile = world.profile(0, 'nurse')
    bare = {k: v for k, v in world.environment(profile).items() if k != 'NADI_PASSPHRASE'}
    for wrong in ('', 'x', profile['passphrase'] + ' ', 'a' * 5000):
        assert 'passphrase' in sentence(world.ctl(profile, 'status', check=False, env=dict(bare, NADI_PASSPHRASE=wrong)), 3)
    assert 'NADI_PASSPHRASE' in sentence(call('--profile', profile['folder'], 'status', env=bare), 1)
    sentence(call('--profile', world.folder / 'nowhere', 'status', env=dict(bare, NADI_PASSPHRASE='x')), 3)
    watch = world.spawn(profile, 'watch')
    try:
        watch.stdout.readline()
        try:
            seen = pathlib.Path(f'/proc/{watch.pid}/environ').read_bytes()
        except PermissionError:
            seen = b''
        assert profile['passphrase'].encode() not in seen
    finally:
        watch.terminate()
        watch.communicate(timeout=20 * SLOW)
    assert watch.returncode == 0, watch.returncode


def type_on_a_terminal(arguments, env, typed):
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(CTL, [str(CTL), *map(str, arguments)], env)
    output = b''
    end = time.monotonic() + 60 * SLOW
    sent = False
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 1)
        if not ready:
            continue
        try:
            data = os.read(terminal, 4096)
        except OSError:
            break
        if not data:
            break
        output += data
        if not sent and b'assphrase' in output:
            time.sleep(0.2)
            os.write(terminal, typed)
            sent = True
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), output.decode(errors='replace')


@case
def the_passphrase_is_asked_and_not_shown(world):
    profile = world.profile(0, 'nurse')
    env = {k: v for k, v in world.environment(profile).items() if k != 'NADI_PASSPHRASE'}
    arguments = ['--profile', profile['folder'], 'status']
    typed = profile['passphrase'].encode()
    code, output = type_on_a_terminal(arguments, env, typed[:-1] + b'xy\x7f\x7f' + typed[-1:] + b'\n')
    assert code == 0 and profile['passphrase'] not in output and 'Asha' in output, (code, output)
    code, output = type_on_a_terminal(arguments, env, b'secretly\x03')
    assert code == 1 and 'secretly' not in output, (code, output)


@case
def several_people_work_at_one_device(world):
    administrator, reception = world.profile(0, 'administrator'), world.profile(0, 'reception')
    first = world.ask(reception, 'account', 'list')
    assert len(first) == 1 and first[0]['first'], first

    def invite(name, role):
        return world.ask(administrator, 'staff', 'invite', '--name', name, '--role', role)['code']

    def add(code, label, new):
        return world.ctl(reception, 'account', 'add', '--code', code, '--label', label, check=False,
                         env=world.environment(reception, NADI_NEW_PASSPHRASE=new))

    code = invite('Second Person', 'doctor')
    sentence(add(code, 'Doctor', 'second passphrase'), 4)
    assert 'not admitted' in world.ctl(reception, 'account', 'list').out
    assert world.ask(administrator, 'staff', 'admit', '--wait', '30')['admitted'] == 1
    assert add(code, 'Doctor', 'second passphrase').code == 0
    assert [account['label'] for account in world.ask(reception, 'account', 'list')] == [first[0]['label'], 'Doctor']

    doctor = dict(reception, passphrase='second passphrase')
    assert 'passphrase' in sentence(world.ctl(reception, 'status', '--staff', 'Doctor', check=False), 3)
    assert 'passphrase' in sentence(world.ctl(doctor, 'status', check=False), 3)
    world.ctl(doctor, 'sync', '--staff', 'Doctor')
    assert 'Second Person' in world.ctl(doctor, 'status', '--staff', 'Doctor').out
    number = world.ask(reception, 'patient', 'find', '')[0]['number']
    world.ctl(doctor, 'case', 'add', number, '--problem', 'Shared desk', '--staff', 'Doctor')
    assert 'Shared desk' in world.ctl(doctor, 'case', 'list', number, '--staff', 'Doctor').out
    assert 'Shared desk' not in world.ctl(reception, 'patient', 'show', number).out

    sentence(world.ctl(reception, 'account', 'use', 'Nobody', check=False), 3)
    world.ctl(doctor, 'account', 'use', 'Doctor')
    assert 'Second Person' in world.ctl(doctor, 'status').out
    world.ctl(reception, 'account', 'use', first[0]['account'])

    changed = world.environment(doctor, NADI_NEW_PASSPHRASE='third passphrase')
    world.ctl(doctor, 'account', 'passphrase', '--staff', 'Doctor', env=changed)
    sentence(world.ctl(doctor, 'status', '--staff', 'Doctor', check=False), 3)
    assert world.ctl(dict(doctor, passphrase='third passphrase'), 'status', '--staff', 'Doctor').code == 0
    assert world.ctl(reception, 'status').code == 0

    code = invite('Third Person', 'nurse')
    sentence(add(code, 'Nurse', 'fourth passphrase'), 4)
    assert world.ask(administrator, 'staff', 'admit', '--wait', '30')['admitted'] == 1
    assert 'doctor or nurse' in sentence(add(code, 'Nurse', 'fourth passphrase'), 3)


@case
def who_leaves_reads_nothing_that_is_written_after(world):
    administrator, doctor, nurse = (world.profile(0, role) for role in ('administrator', 'doctor', 'nurse'))
    code = world.ask(administrator, 'staff', 'invite', '--name', 'Leaving Person', '--role', 'doctor')['code']
    leaving = {'folder': world.folder / 'leaving', 'passphrase': 'leaving passphrase'}
    joining = ('join', '--network', world.state / 'network.json', '--code', code, '--demo')
    sentence(world.ctl(leaving, *joining, check=False), 4)
    assert world.ask(administrator, 'staff', 'admit', '--wait', '30')['admitted'] == 1
    world.ctl(leaving, *joining)
    number = world.ask(doctor, 'patient', 'find', '')[0]['number']
    world.ctl(leaving, 'case', 'add', number, '--problem', 'Before leaving')
    staff = [row['staff'] for row in world.ask(administrator, 'staff', 'list') if row['name'] == 'Leaving Person'][0]

    world.ctl(administrator, 'sync')
    device = [row for row in world.ask(administrator, 'device', 'list') if row['person'] == 'Leaving Person'][0]
    assert device['active'] and not device['own'] and device['kind'] == 'workstation', device
    assert f"{device['device']}  workstation  Leaving Person, " in world.ctl(administrator, 'device', 'list').out

    sentence(world.ctl(doctor, 'staff', 'remove', staff, check=False), 3)
    sentence(world.ctl(administrator, 'staff', 'remove', 'nobody', check=False), 3)
    assert 'new keys' in world.ctl(administrator, 'staff', 'remove', staff).out
    assert not [row for row in world.ask(administrator, 'staff', 'list') if row['staff'] == staff][0]['active']
    world.ctl(doctor, 'case', 'add', number, '--problem', 'After leaving')
    world.ctl(nurse, 'sync')
    shown = world.ctl(nurse, 'case', 'list', number).out
    assert 'Before leaving' in shown and 'After leaving' in shown, shown
    assert world.ctl(leaving, 'sync', check=False).code != 0
    assert 'After leaving' not in world.ctl(leaving, 'case', 'list', number, check=False).out

    sentence(world.ctl(doctor, 'device', 'remove', device['device'], check=False), 3)
    assert 'Removed' in world.ctl(administrator, 'device', 'remove', device['device']).out
    assert not [row for row in world.ask(administrator, 'device', 'list') if row['device'] == device['device']][0]['active']

    assert 'new' in world.ctl(administrator, 'role', 'renew').out
    world.ctl(nurse, 'case', 'add', number, '--problem', 'Renewed keys')
    assert 'Renewed keys' in world.ctl(doctor, 'case', 'list', number).out or world.ctl(doctor, 'sync').code == 0
    assert 'Renewed keys' in world.ctl(doctor, 'case', 'list', number).out


@case
def joining_goes_wrong_in_words_and_then_right(world):
    administrator = world.profile(0, 'administrator')
    network = world.state / 'network.json'
    code = world.ask(administrator, 'staff', 'invite', '--name', 'Late Joiner', '--role', 'reception')['code']
    env = dict(BARE, NADI_PASSPHRASE='late passphrase')

    def join(file, typed, folder='late', *more):
        return call('--profile', world.folder / folder, 'join', '--network', file, '--code', typed, '--demo', *more, env=env)

    swapped = code[:5] + {'0': '1', 'A': 'B'}.get(code[5], 'A' if code[5] != '-' else '-') + code[6:]
    assert 'code' in sentence(join(network, swapped), 1)
    assert 'code' in sentence(join(network, 'hello'), 1)
    other = world.folder / 'other.json'
    text = network.read_text()
    other.write_text(text.replace('Nadi demo network', 'Nadi other network'))
    assert 'another network' in sentence(join(other, code), 3)
    for wrong in ('', '{', '[]', '{}', text[:-3], text + ' '):
        other.write_text(wrong)
        assert sentence(join(other, code), 1 if wrong != text + ' ' else join(other, code).code)
    assert 'missing.json' in sentence(join(world.folder / 'missing.json', code), 1)
    assert sentence(join(network, code, 'late'), 4)
    process = subprocess.Popen([CTL, '--profile', world.folder / 'late', 'join', '--network', network, '--code', code, '--demo', '--wait',
                                str(60 * SLOW)], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    admitted = world.ask(administrator, 'staff', 'admit', '--wait', 60 * SLOW)
    out, err = process.communicate(timeout=120 * SLOW)
    assert admitted['admitted'] == 1 and process.returncode == 0, (admitted, out, err)
    late = {'folder': world.folder / 'late', 'passphrase': 'late passphrase'}
    world.ctl(late, 'sync')
    status = world.ask(late, 'status')
    assert status['roles'] == ['reception'] and status['staff'] == 'Late Joiner' and status['clinic'] == administrator['clinic'], status
    assert 'Late Joiner' in [person['name'] for person in world.ask(administrator, 'staff', 'list')]
    assert 'code' in sentence(join(network, code, 'second'), 3)
    sentence(call('--profile', world.folder / 'late', 'join', '--network', network, '--code',
                  world.ask(administrator, 'staff', 'invite', '--name', 'X', '--role', 'nurse')['code'], '--demo', env=env), 3)


@case
def what_a_role_may_not_is_3(world):
    desk, doctor, auditor = (world.profile(0, role) for role in ('reception', 'doctor', 'auditor'))
    number = world.ask(desk, 'patient', 'add', '--name', 'Role Tester', '--age', '40')['number']
    world.ctl(doctor, 'sync')
    for profile, arguments in ((desk, ['staff', 'invite', '--name', 'A', '--role', 'nurse']), (desk, ['staff', 'admit']),
                               (desk, ['case', 'add', number, '--problem', 'A']), (auditor, ['patient', 'add', '--name', 'A']),
                               (doctor, ['patient', 'show', '0000-0000-0000-00']), (doctor, ['patient', 'show', 'x']),
                               (doctor, ['case', 'show', number, '00000000-0000-4000-8000-000000000000']),
                               (doctor, ['receipt', '00000000-0000-4000-8000-000000000000']), (doctor, ['task', 'done', '99'])):
        sentence(world.ctl(profile, *arguments, check=False), 3)


@case
def json_is_json(world):
    doctor = world.profile(0, 'doctor')
    assert world.ask(doctor, 'task', 'list') == []
    assert {person['name'] for person in world.ask(doctor, 'staff', 'list')} >= {'Kavita Deshpande'}
    status = world.ask(doctor, 'status')
    for member in ('state', 'waiting', 'clinic', 'staff', 'roles', 'patients', 'tasks', 'damaged', 'size', 'confirmed'):
        assert member in status, member
    assert world.ask(doctor, 'sync')['state'] == 'saved'


@case
def without_network_work_goes_on(world):
    desk, doctor = world.profile(0, 'reception'), world.profile(0, 'doctor')
    for profile in (desk, doctor):
        world.ctl(profile, 'sync')
    bundle = world.folder / 'small.json'
    bundle.write_text(json.dumps({'resourceType': 'Bundle', 'type': 'collection', 'entry': [
        {'resource': {'resourceType': 'Patient', 'id': 'small', 'name': [{'text': 'Small Import'}]}}]}))
    world.stop()
    try:
        result = world.ctl(desk, 'patient', 'add', '--name', 'Cut Off', '--age', '50')
        assert 'Saved here; waiting to be sent' in result.out, result.out
        number = result.out.split()[0]
        result = world.ctl(doctor, 'import', bundle)
        assert 'Patient' in result.out, result.out
        assert 'nothing new' in world.ctl(doctor, 'import', bundle).out.lower()
        assert "can't be reached" in sentence(world.ctl(desk, 'sync', '--json', check=False), 4)
        assert world.ask(desk, 'status')['waiting'] > 0
        sentence(world.ctl(desk, 'receipt', '00000000-0000-4000-8000-000000000000', '--wait', '1', check=False), 4)
        assert world.ctl(desk, 'watch', '--seconds', '1').code == 0
    finally:
        world.start()
    for profile in (desk, doctor):
        world.ctl(profile, 'sync')
        assert world.ask(profile, 'status')['waiting'] == 0
    world.ctl(doctor, 'sync')
    assert [row['number'] for row in world.ask(doctor, 'patient', 'find', 'cut off')] == [number]


@case
def a_full_disk_loses_nothing(world):
    desk = world.profile(1, 'reception')
    world.ctl(desk, 'sync')
    before = len(world.ask(desk, 'patient', 'find', '', '--limit', '1000'))
    saved, refused = 0, 0
    for limit in (1, 4096, 20000, 33000, 40000, 60000, 100000, 200000):
        def full(size=limit):
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        result = world.ctl(desk, '--offline', 'patient', 'add', '--name', f'Full Disk{limit}', '--age', '20', check=False, preexec_fn=full)
        if result.code == 0:
            saved += 1
        else:
            refused += 1
            assert 'disk' in sentence(result, 1), result.err
        assert len(world.ask(desk, 'patient', 'find', '', '--limit', '1000')) == before + saved, limit
    print(f'# {saved} saved, {refused} refused')
    assert refused >= 2
    world.ctl(desk, 'patient', 'add', '--name', 'Room Again', '--age', '20')
    status = world.ask(desk, 'status')
    assert status['waiting'] == 0 and status['damaged'] == 0 and status['tasks'] == 0, status


@case
def output_that_can_not_be_written_is_said(world):
    if not os.path.exists('/dev/full'):
        raise Skipped('there is no /dev/full')
    with open('/dev/full', 'w', encoding='utf-8') as full:
        result = subprocess.run([CTL, '--help'], env=BARE, stdout=full, stderr=subprocess.PIPE, check=False, text=True)
    assert result.returncode == 1 and result.stderr.startswith('nadictl: '), result


@case
def names_can_not_drive_the_terminal(world):
    desk = world.profile(0, 'reception')
    world.ctl(desk, 'patient', 'add', '--name', 'Escape \x1b[2J\x1b]0;x\x07 \u202egnp.exe', '--age', '20')
    out = world.ctl(desk, 'patient', 'find', 'escape').out
    assert 'Escape' in out and not any(c in out for c in '\x1b\x07\u202e'), out.encode()


@case
def receipts_without_profile(world):
    doctor = world.profile(0, 'doctor')
    number = world.ask(doctor, 'patient', 'add', '--name', 'Receipt Holder', '--age', '60')['number']
    event = world.ask(doctor, 'case', 'add', number, '--problem', 'Cough')['events'][0]
    path, network = world.folder / 'receipt.tlog-proof', world.state / 'network.json'
    world.ctl(doctor, 'receipt', event, '--output', path)
    result = call('verify', path, '--network', network, '--json')
    assert result.code == 0 and result.json['event'] == event and result.json['type'] == 'record.add', result.out
    sentence(call('verify', path), 2)
    sentence(call('verify', network, '--network', network), 5)
    sentence(call('verify', path, '--network', path), 1)
    sentence(call('verify', world.folder / 'missing', '--network', network), 1)
    path.write_text(path.read_text().replace('\n', '\r\n'))
    assert 'does not hold' in sentence(call('verify', path, '--network', network), 5)
    for wrong in (b'', b'\0', b'x' * 1000000, b'c2sp.org/tlog-proof@v1\n'):
        path.write_bytes(wrong)
        sentence(call('verify', path, '--network', network), 5)


@case
def lint_json(world):
    path = world.folder / 'lint.json'
    for good in ('{}', '[]', '"x"', ' {"a":[1,2.5e3,null,true,"\\u00e4"]}\n'):
        path.write_text(good)
        assert call('lint-json', path).code == 0, good
        assert call('lint-json', path, '--json').json == {'good': True}
    for bad, line in (('', 1), ('{', 1), ('{"a":1,\n"a":2}', 2), ('[1]\n[2]', 2), ('// no\n1', 1), ('[1e999]', 1), ('\ufeff{}', 1), ('["\\ud800"]', 1),
                      ('["a\0"]', 1), ('[\n\n01]', 3), ('{"a":\n\n\n nul}', 4), ('[' * 1000000, 1)):
        path.write_text(bad)
        begin = time.monotonic()
        assert f'line {line}' in sentence(call('lint-json', path), 1), bad[:20]
        assert time.monotonic() - begin < 5 * SLOW
        report = call('lint-json', path, '--json')
        assert report.code == 1 and report.json['good'] is False and report.json['line'] == line, report.out
    path.write_bytes(b'"\xff"')
    sentence(call('lint-json', path), 1)
    sentence(call('lint-json', world.folder), 1)
    assert 'missing.json' in sentence(call('lint-json', world.folder / 'missing.json'), 1)


@case
def sentences_are_translated(world):
    catalogues = BUILD / 'po'
    locales = world.folder / 'locales'
    locales.mkdir()
    for name, language, word in (('hi_IN', 'hi', 'आदेश'), ('mr_IN', 'mr', 'आज्ञा'), ('ar_EG', 'ar', 'أمر')):
        made = subprocess.run(['localedef', '-i', name, '-f', 'UTF-8', str(locales / f'{name}.UTF-8')], capture_output=True, check=False)
        if not (locales / f'{name}.UTF-8').exists() or not (catalogues / language / 'LC_MESSAGES/nadi.mo').exists():
            raise Skipped(f'no locale {name} or no catalogue here: {made.stderr[:80]}')
        # The C library never frees what it makes of LOCPATH.
        env = dict(BARE, LC_ALL=f'{name}.UTF-8', LOCPATH=str(locales), NADI_LOCALEDIR=str(catalogues), ASAN_OPTIONS='detect_leaks=0')
        result = call('nothing', env=env)
        assert result.code == 2 and word in result.err, result.err
        assert call('--help', env=env).code == 0


@case
def a_second_demo_run_is_quick_and_changes_nothing(world):
    before = (world.state / 'demo.json').read_text()
    begin = time.monotonic()
    result = run([CTL, 'demo', world.state, '--patients', '2'], env=BARE)
    assert time.monotonic() - begin < 5 * SLOW
    assert 'demo.json' in result.out and json.loads(before) == json.loads((world.state / 'demo.json').read_text())
    sentence(call('demo', world.folder), 1)


if __name__ == '__main__':
    sys.exit(main(patients=2))
