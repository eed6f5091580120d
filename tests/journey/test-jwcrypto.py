#!/usr/bin/python3
"""Records and key boxes, both ways, with an implementation that is not ours: python3-jwcrypto."""
import base64
import hashlib
import json
import os
import sys
import uuid

from jwcrypto import jwe, jwk

from world import case, main


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))


def open_box(info):
    """The shelf keys, by kid, opened with an exported role key."""
    for exported in info['keys']['keys']:
        token = jwe.JWE(algs=['RSA-OAEP-256', 'A256GCM'])
        token.deserialize(json.dumps(info['key_box']))
        try:
            token.decrypt(jwk.JWK(**exported))
        except Exception:                                   # noqa: BLE001 - a key that is no recipient
            continue
        return {key['kid']: key for key in json.loads(token.payload)['keys']}
    raise AssertionError('no exported key opens the box')


def open_record(info):
    keys = open_box(info)
    recipient = info['record']['recipients'][0]
    key = keys[recipient['header']['kid']]
    raw = unb64(key['k'])
    assert key['kid'] == b64(hashlib.sha256(b'nadi-key' + raw).digest())
    token = jwe.JWE(algs=['A256GCMKW', 'A256GCM'])
    token.deserialize(json.dumps(info['record']))
    token.decrypt(jwk.JWK(kty='oct', k=key['k']))
    return key, json.loads(token.payload)


@case
def jwcrypto_opens_the_box_and_then_the_record(world):
    doctor = world.profile(0, 'doctor')
    world.ctl(doctor, 'sync')
    patient = world.ask(doctor, 'patient', 'add', '--name', 'Sealed Person', '--sex', 'other', '--birth', '1999')
    world.number = patient['number']
    info = world.ask(doctor, 'record', 'seal-info', world.number, '--export-keys')
    world.info = info
    key, content = open_record(info)
    resource = json.loads(content['resource'])
    assert resource['resourceType'] == 'Patient', resource
    assert 'Sealed' in content['resource']
    header = json.loads(unb64(info['record']['protected']))
    assert header == info['header'], header
    assert header['typ'] == 'nadi-record' and header['enc'] == 'A256GCM'


@case
def keys_are_only_given_when_asked_for(world):
    info = world.ask(world.profile(0, 'doctor'), 'record', 'seal-info', world.number)
    assert 'keys' not in info or info['keys'] is None
    assert '"d"' not in json.dumps(info)


def seal(info, resource, **header_changes):
    key, _ = open_record(info)
    header = dict(info['header'], record=str(uuid.uuid4()), version=str(uuid.uuid4()))
    header.update(header_changes)
    salt = os.urandom(32)
    content = json.dumps({'resource': json.dumps(resource, ensure_ascii=False), 'salt': b64(salt)}, ensure_ascii=False)
    token = jwe.JWE(content.encode(), protected=json.dumps(header), algs=['A256GCMKW', 'A256GCM'])
    token.add_recipient(jwk.JWK(kty='oct', k=key['k']), header=json.dumps({'alg': 'A256GCMKW', 'kid': key['kid']}))
    sealed = json.loads(token.serialize())
    if 'recipients' not in sealed:                       # jwcrypto flattens a single recipient
        sealed['recipients'] = [{k: sealed.pop(k) for k in ('header', 'encrypted_key') if k in sealed}]
    return sealed


@case
def a_record_sealed_by_jwcrypto_is_submitted_and_opens(world):
    doctor, nurse = world.profile(0, 'doctor'), world.profile(0, 'nurse')
    world.ask(doctor, 'case', 'add', world.number, '--problem', 'Headache')
    info = world.ask(doctor, 'record', 'seal-info', world.number, '--section', 'encounters', '--export-keys')
    subject = world.ask(doctor, 'patient', 'show', world.number)['id']
    resource = {'resourceType': 'Condition', 'id': 'sealed-elsewhere', 'subject': {'reference': f'Patient/{subject}'},
                'code': {'text': 'Sealed by another program'},
                'clinicalStatus': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/condition-clinical', 'code': 'active'}]},
                'recordedDate': '2026-01-02'}
    path = world.folder / 'sealed.json'
    path.write_text(json.dumps(seal(info, resource)))
    world.ctl(doctor, 'record', 'submit-sealed', path)
    world.ctl(doctor, 'sync')
    world.ctl(nurse, 'sync')
    shown = world.ctl(nurse, 'patient', 'show', world.number, '--json').out
    assert 'Sealed by another program' in shown, shown


@case
def a_record_under_another_header_is_refused(world):
    doctor = world.profile(0, 'doctor')
    info = world.ask(doctor, 'record', 'seal-info', world.number, '--section', 'encounters', '--export-keys')
    resource = {'resourceType': 'Condition', 'id': 'x', 'subject': {'reference': 'Patient/x'}, 'code': {'text': 'Wrong header'}}
    for changes in ({'patient': str(uuid.uuid4())}, {'shelf': str(uuid.uuid4())}, {'epoch': 9}, {'typ': 'nadi-box'}, {'zip': 'DEF'},
                    {'crit': ['x'], 'x': 1}):
        path = world.folder / 'wrong.json'
        try:
            path.write_text(json.dumps(seal(info, resource, **changes)))
        except jwe.InvalidJWEData:                       # jwcrypto itself will not make it
            continue
        result = world.ctl(doctor, 'record', 'submit-sealed', path, check=False)
        assert result.code != 0 and result.err.startswith('nadictl:'), (changes, result.out)


if __name__ == '__main__':
    sys.exit(main(patients=4))
