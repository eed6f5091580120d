#!/usr/bin/python3
"""A document goes from one desk to the other byte for byte, whatever is killed meanwhile, and is never shown in part."""
import os
import pathlib
import random
import struct
import sys
import time
import zlib

from world import SLOW, case, main

LARGE = 12_000_000
PIECE = 750 * 1024


def chunk(name, data):
    return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))


def png(size, seed, width=64, height=64):
    """A picture that any viewer opens, of that many bytes: noise in an extra chunk."""
    rows = b''.join(b'\0' + bytes((x * y) & 255 for x in range(3 * width)) for y in range(height)) if width < 1000 else b''
    start = b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0))
    end = chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b'')
    noise = random.Random(seed).randbytes(max(0, size - len(start) - len(end) - 12))
    return start + chunk(b'nAdi', noise) + end


def pdf():
    return b'%PDF-1.4\n' + random.Random(4).randbytes(PIECE) + b'\n%%EOF\n'


def put(world, name, data):
    path = world.folder / name
    path.write_bytes(data)
    return path


def get(world, profile, document):
    path = world.folder / f'got-{random.randrange(10**9)}'
    world.ctl(profile, 'document', 'get', document, path, timeout=120)
    assert path.stat().st_mode & 0o777 == 0o600
    return path.read_bytes()


def stored(world):
    return {p for p in (world.state / 'service/blobs').rglob('bafk*') if p.is_file()}


@case
def a_document_arrives_byte_for_byte(world):
    doctor, nurse, desk = world.profile(0, 'doctor'), world.profile(0, 'nurse'), world.profile(0, 'reception')
    world.number = world.ask(desk, 'patient', 'add', '--name', 'Dilnoza Papersson', '--birth', '1980')['number']
    world.ctl(doctor, 'sync')
    visit = world.ask(doctor, 'case', 'add', world.number, '--problem', 'Fracture of the hand')['case']
    small = png(20_000, 1)
    title = 'X-ray <b>हाथ</b>'
    added = world.ask(doctor, 'document', 'add', world.number, put(world, 'x.png', small), '--title', title, '--case', visit)
    assert added['state'] == 'saved', added
    (listed,) = world.ask(nurse, 'document', 'list', world.number)
    assert listed['document'] == added['document'] and listed['title'] == title and listed['case'] == visit, listed
    assert listed['type'] == 'image/png' and listed['size'] == len(small) and listed['proof'] == 'proven', listed
    assert get(world, nurse, added['document']) == small
    # At an end of a piece, one byte before and behind it.
    for size in (PIECE - 1, PIECE, PIECE + 1):
        data = png(size, size)
        assert len(data) == size
        added = world.ask(doctor, 'document', 'add', world.number, put(world, 'edge.bin', data))
        world.ctl(nurse, 'sync')
        assert get(world, nurse, added['document']) == data
    data = pdf()
    added = world.ask(doctor, 'document', 'add', world.number, put(world, 'letter.txt', data))
    world.ctl(nurse, 'sync')
    assert get(world, nurse, added['document']) == data
    world.added = added['document']


@case
def a_large_one_is_fetched_only_when_it_is_opened(world):
    doctor, nurse = world.profile(0, 'doctor'), world.profile(0, 'nurse')
    world.large = png(LARGE, 2)
    world.ctl(nurse, 'sync')
    cache = max(pathlib.Path(nurse['folder']).rglob('*.db*'), key=lambda p: p.stat().st_size)
    folder = cache.parent
    before = sum(p.stat().st_size for p in folder.iterdir() if p.is_file())
    begin = time.monotonic()
    added = world.ask(doctor, 'document', 'add', world.number, put(world, 'scan.png', world.large), timeout=240)
    print(f'# added in {time.monotonic() - begin:.1f} s')
    world.document = added['document']
    world.ctl(nurse, 'sync')
    after = sum(p.stat().st_size for p in folder.iterdir() if p.is_file())
    assert after - before < LARGE / 2, (before, after)
    begin = time.monotonic()
    assert get(world, nurse, world.document) == world.large
    print(f'# opened in {time.monotonic() - begin:.1f} s')
    # From then on without the service.
    world.stop()
    try:
        assert get(world, nurse, world.document) == world.large
    finally:
        world.start()


@case
def who_may_not_gets_nothing(world):
    for profile in (world.profile(0, 'reception'), world.profile(1, 'doctor')):
        world.ctl(profile, 'sync')
        path = world.folder / 'not-theirs'
        for arguments in (('document', 'get', world.document, path), ('document', 'list', world.number)):
            result = world.ctl(profile, *arguments, check=False)
            assert result.code == 3 and result.err.startswith('nadictl:'), (arguments, result.code, result.out, result.err)
        assert not path.exists()
    result = world.ctl(world.profile(0, 'reception'), 'document', 'add', world.number, put(world, 'x.png', png(2000, 1)), check=False)
    assert result.code == 3, result.err


@case
def what_is_no_document_is_refused_by_its_bytes(world):
    doctor = world.profile(0, 'doctor')
    before = len(world.ask(doctor, 'document', 'list', world.number))
    files = {
        'picture.png': b'MZ' + bytes(5000),
        'page.pdf': b'<html><script>alert(1)</script></html>',
        'drawing.jpg': b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        'empty.png': b'',
        'bomb.png': png(400, 3, 40000, 40000),
        'cut.png': png(2000, 1)[:20],
        'cut.jpg': b'\xff\xd8\xff\xe0\xff\xff',
        'large.pdf': b'%PDF-1.4\n' + bytes(33 * 1024 * 1024),
    }
    for name, data in files.items():
        begin = time.monotonic()
        result = world.ctl(doctor, 'document', 'add', world.number, put(world, name, data), check=False)
        print(f'# {name}: {result.err.strip()}')
        assert result.code != 0 and result.err.startswith('nadictl:') and str(world.folder) not in result.err, result.err
        assert time.monotonic() - begin < 20 * SLOW
    # A hostile name is a title and nothing else.
    path = put(world, '..\u202egnp.exe', png(1500, 9))
    world.ask(doctor, 'document', 'add', world.number, path)
    assert len(world.ask(doctor, 'document', 'list', world.number)) == before + 1


@case
def killed_while_it_is_added_there_is_all_or_nothing(world):
    doctor = world.profile(0, 'doctor')
    path = world.folder / 'scan.png'
    rng = random.Random(5)
    whole = 0
    for _ in range(6):
        known = {d['document'] for d in world.ask(doctor, 'document', 'list', world.number)}
        process = world.spawn(doctor, 'document', 'add', world.number, path, '--offline')
        time.sleep(rng.uniform(0.1, 2.5) * SLOW)
        process.kill()
        process.communicate(timeout=30)
        new = [d for d in world.ask(doctor, 'document', 'list', world.number) if d['document'] not in known]
        assert len(new) <= 1, new
        if new:
            whole += 1
            assert get(world, doctor, new[0]['document']) == world.large
    print(f'# {whole} of 6 were saved before the kill')
    world.ctl(doctor, 'sync', timeout=300)


@case
def killed_while_it_is_sent_it_goes_on_where_it_stopped(world):
    doctor, nurse = world.profile(0, 'doctor'), world.profile(0, 'nurse')
    data = png(LARGE, 7)
    added = world.ask(doctor, 'document', 'add', world.number, put(world, 'second.png', data), '--offline', timeout=240)
    assert added['state'] == 'waiting', added
    kills = cut = 0
    while kills < 6:
        before = stored(world)
        process = world.spawn(doctor, 'sync')
        end = time.monotonic() + 60 * SLOW
        # As soon as a few pieces more are there.
        while process.poll() is None and time.monotonic() < end and len(stored(world)) < len(before) + 2:
            time.sleep(0.005)
        if process.poll() is not None:
            process.communicate()
            break
        victim = 'client' if kills % 2 == 0 else 'service'
        if victim == 'client':
            process.kill()
        else:
            world.kill('service')
            world.wait_dead('service')
        process.communicate(timeout=60 * SLOW)
        if victim == 'service':
            world.start()
        kills += 1
        cut += len(stored(world)) > len(before)
    print(f'# {kills} kills, {cut} of them between pieces')
    assert cut >= 2, 'the kills came too late to mean anything'
    world.ctl(doctor, 'sync', timeout=300)
    world.ctl(nurse, 'sync', timeout=300)
    assert get(world, nurse, added['document']) == data
    assert world.ask(doctor, 'status')['state'] == 'saved'


@case
def a_damaged_or_missing_piece_is_said_and_nothing_is_shown(world):
    nurse, doctor = world.profile(0, 'nurse'), world.profile(0, 'doctor')
    data = png(3 * PIECE, 8)
    before = stored(world)
    added = world.ask(doctor, 'document', 'add', world.number, put(world, 'third.png', data))
    world.ctl(nurse, 'sync')
    large = max(stored(world) - before, key=lambda p: p.stat().st_size)
    good = large.read_bytes()
    target = world.folder / 'in-part'
    for bad in (good[:5000] + bytes([good[5000] ^ 1]) + good[5001:], None):
        world.stop()
        if bad is None:
            os.remove(large)
        else:
            large.write_bytes(bad)
        world.start()
        result = world.ctl(nurse, 'document', 'get', added['document'], target, check=False)
        print(f'# {result.err.strip()}')
        assert result.code == 5 and 'piece' in result.err, (result.code, result.err)
        assert not target.exists()
    world.stop()
    large.write_bytes(good)
    world.start()
    assert get(world, nurse, added['document']) == data


if __name__ == '__main__':
    sys.exit(main(patients=3))
