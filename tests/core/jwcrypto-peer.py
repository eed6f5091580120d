#!/usr/bin/python3
"""The other side of the JOSE tests: python3-jwcrypto, which shares no code with Nadi.

Reads one JSON request from standard input and answers with one JSON text.
"""
import base64
import json
import os
import random
import sys
import uuid

from jwcrypto import jwe, jwk
from jwcrypto.common import base64url_encode
from cryptography.hazmat.primitives import hashes

ALGORITHMS = ['A256GCMKW', 'RSA-OAEP-256', 'A256GCM']


def sha256(data):
    digest = hashes.Hash(hashes.SHA256())
    digest.update(data)
    return digest.finalize()


def symmetric_kid(key):
    return base64url_encode(sha256(b'nadi-key' + key))


def general(token):
    """jwcrypto writes the flattened form for one recipient; RFC 7516 section 7.2.1 has the general one."""
    members = json.loads(token)
    if 'recipients' not in members:
        members['recipients'] = [{'header': members.pop('header'), 'encrypted_key': members.pop('encrypted_key')}]
    return json.dumps(members)


def open_jwe(request):
    """Opens a JWE with the one key given."""
    token = jwe.JWE(algs=ALGORITHMS)
    token.deserialize(request['jwe'])
    token.decrypt(jwk.JWK(**request['key']))
    return {'plaintext': base64url_encode(token.payload), 'header': token.jose_header.get('typ')}


def seal_records(request):
    """Records of random length, bound to random ids, in both serialisations."""
    cases = []
    for number in range(request['count']):
        key = os.urandom(32)
        resource = json.dumps({'resourceType': 'Observation', 'note': 'é"\\\n\t' * random.randrange(40)})
        salt = os.urandom(32)
        header = {'enc': 'A256GCM', 'typ': 'nadi-record', 'patient': str(uuid.uuid4()), 'shelf': str(uuid.uuid4()),
                  'epoch': random.randrange(1000), 'record': str(uuid.uuid4()), 'version': str(uuid.uuid4())}
        if number % 5 == 0:
            header['patient'] = None
        items = list(header.items())
        random.shuffle(items)
        content = json.dumps({'salt': base64url_encode(salt), 'resource': resource},
                             ensure_ascii=bool(number % 2)).encode()
        token = jwe.JWE(content, protected=json.dumps(dict(items)), algs=ALGORITHMS)
        token.add_recipient(jwk.JWK(kty='oct', k=base64url_encode(key)),
                            header=json.dumps({'alg': 'A256GCMKW', 'kid': symmetric_kid(key)}))
        text = token.serialize()
        cases.append({'jwe': general(text) if number % 3 else text, 'key': base64url_encode(key), 'header': header,
                      'content': base64url_encode(content), 'resource': resource,
                      'commitment': base64url_encode(sha256(salt + resource.encode()))})
    return cases


def seal_boxes(request):
    """Boxes with random sets of keys for every recipient given, and for the first alone."""
    cases = []
    for number in range(request['count']):
        keys = [os.urandom(32) for _ in range(random.randrange(1, 20))]
        keyset = {'keys': [{'kty': 'oct', 'kid': symmetric_kid(k), 'k': base64url_encode(k), 'epoch': i}
                           for i, k in enumerate(keys)]}
        content = json.dumps(keyset).encode()
        token = jwe.JWE(content, protected=json.dumps({'typ': 'nadi-box', 'enc': 'A256GCM'}), algs=ALGORITHMS)
        for public in request['recipients'][:1 if number % 2 else None]:
            key = jwk.JWK(**public)
            token.add_recipient(key, header=json.dumps({'alg': 'RSA-OAEP-256', 'kid': key.thumbprint()}))
        cases.append({'jwe': token.serialize(), 'keys': [base64url_encode(k) for k in keys]})
    return cases


def make_rsa(request):
    """Private RSA keys as jwcrypto exports them, with their thumbprints as kid."""
    keys = []
    for _ in range(request['count']):
        key = jwk.JWK.generate(kty='RSA', size=request['bits'])
        members = key.export(as_dict=True)
        members['kid'] = key.thumbprint()
        keys.append(members)
    return {'keys': keys}


def check_set(request):
    """Imports a set as RFC 7517 has it, and says each key's type, name and what its thumbprint is."""
    keyset = jwk.JWKSet.from_json(base64.urlsafe_b64decode(request['set'] + '==').decode())
    return sorted([[key.get('kty'), key.get('kid'), key.thumbprint() if key.get('kty') == 'RSA' else
                    symmetric_kid(base64.urlsafe_b64decode(key.export(as_dict=True)['k'] + '=='))]
                   for key in keyset['keys']])


COMMANDS = {'open': open_jwe, 'records': seal_records, 'boxes': seal_boxes, 'rsa': make_rsa, 'set': check_set}


def main():
    request = json.load(sys.stdin)
    json.dump(COMMANDS[request['command']](request), sys.stdout)


if __name__ == '__main__':
    main()
