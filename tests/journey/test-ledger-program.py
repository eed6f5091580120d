#!/usr/bin/python3
"""nadi-ledger as an operator meets it: making, running, checking and losing a network, without any client."""
import contextlib
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

from world import LEDGER, SLOW, World, case, main, run

COMMANDS = ('init', 'serve', 'validator', 'admit', 'fsck', 'demo')


class Network(World):
    """A demo network without profiles."""

    def __init__(self):                                          # pylint: disable=super-init-not-called
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='nadi-journey-'))
        self.state = self.folder / 'demo'
        self.start()


def settings(folder):
    return json.loads((folder / 'settings.json').read_text())


def admin(folder, path):
    with urllib.request.urlopen(f'http://127.0.0.1:{settings(folder)["admin_port"]}{path}', timeout=10) as answer:
        return answer.read().decode()


def sentence(result):
    """One plain sentence on standard error."""
    lines = [l for l in result.err.splitlines() if not l.startswith('{')]
    assert len(lines) == 1 and lines[0].startswith('nadi-ledger: '), result.err
    return lines[0]


@case
def help_and_version_need_nothing(world):
    env = {'PATH': '/usr/bin:/bin'}
    assert 'fsck' in run([LEDGER, '--help'], env=env).out
    assert run([LEDGER, '--version'], env=env).out.startswith('nadi-ledger ')
    for command in COMMANDS:
        text = run([LEDGER, command, '--help'], env=env).out
        assert f'{command} ' in text and '--help' in text, text
    assert run([LEDGER], env=env, check=False).code == 2
    assert run([LEDGER, 'nonsense'], env=env, check=False).code == 2
    assert run([LEDGER, 'serve'], env=env, check=False).code == 2
    assert run([LEDGER, 'serve', '--nonsense', 'x'], env=env, check=False).code == 2


@case
def a_second_start_is_quick_and_stop_can_be_said_twice(world):
    begin = time.monotonic()
    assert 'already' in run([LEDGER, 'demo', world.state]).out
    assert time.monotonic() - begin < 2 * SLOW
    assert 'stopped' in run([LEDGER, 'demo', world.state, '--stop']).out
    assert 'No demo' in run([LEDGER, 'demo', world.state, '--stop']).out
    world.start()


@case
def the_administration_listener_answers(world):
    service = world.state / 'service'
    assert admin(service, '/checkpoint').startswith('demo.nadihealth.org\n')
    assert 'nadi_validator_size' in admin(service, '/metrics')
    admin(service, '/readyz')
    admin(service, '/healthz')


@case
def one_folder_one_process(world):
    for command, part in (('serve', 'service'), ('validator', 'validator-1'), ('fsck', 'service')):
        result = run([LEDGER, command, world.state / part], check=False)
        assert result.code == 1, result.code
        sentence(result)


@case
def a_validator_that_was_killed_catches_up(world):
    world.kill('validator-3')
    world.wait_dead('validator-3')
    world.start()
    time.sleep(1)
    end = time.monotonic() + 20 * SLOW
    while time.monotonic() < end:
        sizes = {line.split()[1] for line in admin(world.state / 'service', '/metrics').splitlines()
                 if line.startswith('nadi_validator_size')}
        if len(sizes) == 1:
            return
        time.sleep(0.2)
    raise AssertionError(sizes)


@case
def everything_is_as_it_was_written(world):
    world.stop()
    for part in ['service'] + [f'validator-{n}' for n in range(1, 5)]:
        assert 'as it was written' in run([LEDGER, 'fsck', world.state / part]).out
    world.start()


@case
def missing_and_damaged_files_are_named(world):
    world.stop()
    service = world.state / 'service'
    for name in ('network.json', 'log.key', 'tls.pem', 'settings.json'):
        good = (service / name).read_bytes()
        for bad in (None, b'', b'{"nadi":', b'\xff' * 40):
            if bad is None:
                (service / name).unlink()
            else:
                (service / name).write_bytes(bad)
            result = run([LEDGER, 'serve', service], check=False, timeout=20)
            assert result.code in (1, 3), (name, bad, result.code)
            assert str(world.folder) not in sentence(result), result.err
            (service / name).write_bytes(good)
    world.start()


@case
def a_port_in_use_is_said(world):
    world.stop()
    service = world.state / 'service'
    with contextlib.closing(socket.socket()) as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(('127.0.0.1', settings(service)['port']))
        other.listen()
        result = run([LEDGER, 'serve', service], check=False, timeout=20)
        assert result.code == 1, result.code
        sentence(result)
    world.start()


@case
def an_applicant_is_proposed_and_bad_applications_are_refused(world):
    other = world.folder / 'other'
    run([LEDGER, 'demo', other])
    run([LEDGER, 'demo', other, '--stop'])
    world.applicant = other / 'founder-1.json'
    before = admin(world.state / 'service', '/checkpoint').splitlines()[1]
    assert 'Proposed' in run([LEDGER, 'admit', world.state / 'service', world.applicant]).out
    end = time.monotonic() + 10 * SLOW
    while admin(world.state / 'service', '/checkpoint').splitlines()[1] == before:
        assert time.monotonic() < end, 'the proposal does not become final'
        time.sleep(0.05)
    garbage = world.folder / 'garbage.json'
    for text in ('', '{}', '{"statement":"a.b.c","boxes":[]}', world.applicant.read_text()[:-100]):
        garbage.write_text(text)
        result = run([LEDGER, 'admit', world.state / 'service', garbage], check=False)
        assert result.code in (1, 3), text[:20]
        sentence(result)
    member = world.state / 'founder-2.json'
    result = run([LEDGER, 'admit', world.state / 'service', member], check=False)
    assert result.code == 1 and 'exists' in sentence(result), result.err


@case
def a_service_that_lost_entries_stops(world):
    """Yesterday's backup is put back: validators have cosigned more, so a second history would begin."""
    world.stop()
    service = world.state / 'service'
    database = service / 'ledger.db'
    backup = world.folder / 'backup.db'
    shutil.copy(database, backup)
    world.start()
    third = world.folder / 'other/founder-2.json'
    run([LEDGER, 'admit', service, third])
    time.sleep(2 * SLOW)
    for part in ('service',):
        world.kill(part, 15)
        world.wait_dead(part)
    newer = database.read_bytes()
    for suffix in ('-wal', '-shm'):
        database.with_name('ledger.db' + suffix).unlink(missing_ok=True)
    shutil.copy(backup, database)
    result = run([LEDGER, 'serve', service], check=False, timeout=30)
    assert result.code == 3, (result.code, result.err)
    assert 'lost' in result.err, result.err
    # A validator whose copy is lost does not begin again either.
    world.kill('validator-4', 15)
    world.wait_dead('validator-4')
    copy = world.state / 'validator-4/ledger.db'
    kept = copy.read_bytes()
    for suffix in ('', '-wal', '-shm'):
        copy.with_name('ledger.db' + suffix).unlink(missing_ok=True)
    result = run([LEDGER, 'validator', copy.parent], check=False, timeout=30)
    assert result.code == 3 and 'retire' in result.err, (result.code, result.err)
    for suffix in ('-wal', '-shm'):
        copy.with_name('ledger.db' + suffix).unlink(missing_ok=True)
    copy.write_bytes(kept)
    for suffix in ('-wal', '-shm'):
        database.with_name('ledger.db' + suffix).unlink(missing_ok=True)
    database.write_bytes(newer)
    world.start()
    run([LEDGER, 'demo', world.state])


@case
def a_network_is_made_by_hand(world):
    other = world.folder / 'other'
    made = world.folder / 'made'
    ports = []
    with contextlib.ExitStack() as stack:
        for _ in range(6):
            chosen = stack.enter_context(contextlib.closing(socket.socket()))
            chosen.bind(('127.0.0.1', 0))
            ports.append(chosen.getsockname()[1])
    orgs = [v['org'] for v in json.loads((other / 'network.json').read_text())['validators']]
    arguments = []
    for n in range(4):
        folder = made / f'v{n}'
        url = f'https://127.0.0.1:{ports[n]}'
        run([LEDGER, 'validator', 'init', folder, '--name', f'v{n}.hand.example', '--org', orgs[n], '--url', url, '--port', ports[n]])
        assert run([LEDGER, 'validator', 'init', folder, '--name', 'x.example', '--org', orgs[n], '--url', url, '--port', ports[n]],
                   check=False).code == 1, 'a key is never overwritten'
        arguments += ['--founder', other / f'founder-{n + 1}.json', '--validator', folder / 'validator.json']
    common = [LEDGER, 'init', made / 'service', '--name', 'By hand', '--origin', 'hand.example', '--service',
              f'https://127.0.0.1:{ports[4]}', '--port', ports[4], '--admin-port', ports[5]]
    assert run(common, check=False).code == 2
    assert run(common + ['--quorum', '1'] + arguments, check=False).code in (1, 3), 'a quorum of one is refused'
    shutil.rmtree(made / 'service')
    run(common + arguments)
    assert run(common + arguments, check=False).code != 0, 'a network is never overwritten'
    processes = []
    try:
        for n in range(4):
            folder = made / f'v{n}'
            shutil.copy(made / 'service/network.json', folder)
            shutil.copy(made / f'service/validators/v{n}.hand.example.pem', folder / 'tls.pem')
            shutil.copy(made / f'service/validators/v{n}.hand.example.key', folder / 'tls.key')
            processes.append(subprocess.Popen([LEDGER, 'validator', folder], stderr=subprocess.DEVNULL))
        processes.append(subprocess.Popen([LEDGER, 'serve', made / 'service'], stderr=subprocess.DEVNULL))
        end = time.monotonic() + 20 * SLOW
        while True:
            try:
                note = admin(made / 'service', '/checkpoint')
                break
            except OSError:
                assert time.monotonic() < end, 'nothing becomes final'
                time.sleep(0.1)
        assert note.count('\n\u2014 ') >= 4, note
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            assert process.wait(timeout=20 * SLOW) == 0


if __name__ == '__main__':
    sys.exit(main(Network))
