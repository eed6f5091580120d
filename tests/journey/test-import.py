#!/usr/bin/python3
"""Real FHIR records are imported, twice, with counts that another program agrees with."""
import collections
import json
import signal
import sys
import time

from world import SAMPLES, SLOW, case, main

KEPT = {'Patient', 'Practitioner', 'Organization', 'Encounter', 'Condition', 'Observation', 'MedicationRequest',
        'AllergyIntolerance', 'Procedure', 'Immunization', 'DiagnosticReport'}


def samples():
    files = sorted((SAMPLES / 'fhir-r4').glob('*.json'))
    assert files, 'the folder of sample records is missing: NADI_SAMPLES names it, or it stands in ../shared/samples'
    return files


def count(files):
    """What an import of these files into an empty clinic must take and refuse: distinct (type, id) of the kept types."""
    seen = set()
    taken, refused = collections.Counter(), collections.Counter()
    for path in files:
        for entry in json.loads(path.read_text(encoding='utf-8'))['entry']:
            resource = entry['resource']
            kind = resource['resourceType']
            if kind not in KEPT:
                refused[kind] += 1
            elif (kind, resource['id']) not in seen:
                seen.add((kind, resource['id']))
                taken[kind] += 1
    return taken, refused


@case
def all_samples_import_with_the_counts_of_another_program(world):
    files = samples()
    doctor = world.profile(0, 'doctor')
    expected, refused = count(files)
    begin = time.monotonic()
    report = world.ask(doctor, 'import', SAMPLES / 'fhir-r4', timeout=300)
    seconds = time.monotonic() - begin
    total = sum(report['taken'].values())
    print(f'# {total} records taken in {seconds:.1f} s: {total / seconds:.0f} a second')
    assert {k: v for k, v in report['taken'].items() if v} == dict(expected), (report['taken'], expected)
    given = {kind: sum(reasons.values()) for kind, reasons in report['refused'].items()}
    assert given == dict(refused), (given, refused)


@case
def a_second_import_ends_with_nothing_new(world):
    samples()
    doctor = world.profile(0, 'doctor')
    result = world.ctl(doctor, 'import', SAMPLES / 'fhir-r4', timeout=300)
    assert 'nothing new' in result.out.lower(), result.out
    report = world.ask(doctor, 'import', SAMPLES / 'fhir-r4', timeout=300)
    assert sum(report['taken'].values()) == 0 and report['nothing_new'] is True, report


@case
def another_desk_has_them_and_its_import_finds_nothing_new(world):
    files = samples()
    nurse = world.profile(0, 'nurse')
    world.ctl(nurse, 'sync', timeout=300)
    expected, _ = count(files)
    patients = [entry['resource'] for path in files for entry in json.loads(path.read_text(encoding='utf-8'))['entry']
                if entry['resource']['resourceType'] == 'Patient']
    for patient in patients:
        name = patient['name'][0]
        found = world.ask(nurse, 'patient', 'find', name['given'][0] + ' ' + name['family'])
        assert len(found) == 1, (found, name['family'][:1])
    report = world.ask(nurse, 'import', SAMPLES / 'fhir-r4', timeout=300)
    assert sum(report['taken'].values()) == 0 and report['nothing_new'] is True, report


@case
def bad_files_are_named_and_harmless(world):
    doctor = world.profile(0, 'doctor')
    bad = world.folder / 'bad'
    bad.mkdir()
    bundles = {
        'not-json.json': '{"resourceType":"Bundle",',
        'deep.json': '[' * 1000000,
        'twice.json': '{"resourceType":"Bundle","type":"collection","type":"batch"}',
        'huge-number.json': '{"resourceType":"Patient","id":"a","multipleBirthInteger":1e999}',
        'nothing.json': '',
    }
    for name, text in bundles.items():
        (bad / name).write_text(text)
        result = world.ctl(doctor, 'import', bad / name, check=False)
        assert result.code != 0, name
        assert result.err.startswith('nadictl:') and len(result.err) < 1000, result.err
    hostile = {'resourceType': 'Bundle', 'type': 'collection', 'entry': [
        {'resource': {'resourceType': 'Patient', 'id': 'hostile', 'name': [{'text': '<b>Markup</b> \u202egnikcirt ' + 'x' * 10000}],
                      'text': {'status': 'generated', 'div': '<div xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></div>'},
                      'link': [{'other': {'reference': 'Patient/hostile'}, 'type': 'seealso'}]}},
        {'resource': {'resourceType': 'Condition', 'id': 'c', 'subject': {'reference': 'http://127.0.0.1:9/Patient/1'}}},
        {'resource': {'resourceType': 'Condition', 'subject': {'reference': 'Patient/hostile'}, 'code': {'text': 'fine'}}},
    ]}
    path = bad / 'hostile.json'
    path.write_text(json.dumps(hostile))
    report = world.ask(doctor, 'import', path)
    assert report['taken'].get('Patient') == 1, report
    found = world.ask(doctor, 'patient', 'find', 'markup')
    assert len(found) == 1 and '<b>Markup</b>' in found[0]['name'], 'shown literally'


@case
def an_import_that_is_interrupted_goes_on(world):
    """Ctrl+C in the middle: what was taken is there, and the next import takes the rest."""
    files = samples()
    nurse = world.profile(1, 'nurse')
    world.ctl(nurse, 'sync', timeout=300)
    process = world.spawn(nurse, 'import', SAMPLES / 'fhir-r4', '--json')
    time.sleep(0.8 * SLOW)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60 * SLOW)
    report = world.ask(nurse, 'import', SAMPLES / 'fhir-r4', timeout=300)
    world.ctl(nurse, 'sync', timeout=300)
    again = world.ask(nurse, 'import', SAMPLES / 'fhir-r4', timeout=300)
    assert again['nothing_new'] is True, again
    expected, _ = count(files)
    assert sum(report['taken'].values()) <= sum(expected.values())


if __name__ == '__main__':
    sys.exit(main(patients=4))
