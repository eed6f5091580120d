#!/usr/bin/python3
"""Checks tests/vectors with jwcrypto, cryptography and nothing of Nadi's.

Reads {"folder": …} from standard input, answers with the number of checks made of each file; fails at the first that
does not hold.
"""
import base64
import binascii
import hashlib
import hmac
import json
import pathlib
import struct
import sys

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwcrypto import jwe, jwk, jws

ALGORITHMS = ['A256GCMKW', 'RSA-OAEP-256', 'A256GCM', 'EdDSA']
CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
CHECK = CROCKFORD + '*~$=U'

made = 0


def check(condition, what):
    global made
    made += 1
    if not condition:
        raise AssertionError(what)


def sha256(*parts):
    return hashlib.sha256(b''.join(parts)).digest()


def b64u(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def unb64u(text):
    data = base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))
    check(b64u(data) == text, 'base64url is canonical')
    return data


def raw_public(key):
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def kid_of(public):
    key = jwk.JWK(kty='OKP', crv='Ed25519', x=b64u(public))
    return key.thumbprint()


def open_jwe(text, key):
    token = jwe.JWE(algs=ALGORITHMS)
    token.deserialize(text)
    token.decrypt(key)
    return token.payload


def check_record(v):
    key = unb64u(v['key'])
    check(v['kid'] == b64u(sha256(b'nadi-key', key)), 'kid')
    members = json.loads(v['jwe'])
    check(list(members) == ['protected', 'recipients', 'iv', 'ciphertext', 'tag'], 'members in order')
    header = json.loads(unb64u(members['protected']))
    check(header == {'enc': 'A256GCM', 'typ': 'nadi-record', **{m: v[m] for m in ('patient', 'shelf', 'epoch', 'record',
                                                                                  'version')}}, 'protected header')
    recipient = members['recipients'][0]['header']
    check(recipient['alg'] == 'A256GCMKW' and recipient['kid'] == v['kid'], 'recipient')
    content = json.loads(open_jwe(v['jwe'], jwk.JWK(kty='oct', k=v['key'])))
    check(content == {'resource': v['resource'], 'salt': v['salt']}, 'content')
    check(v['commitment'] == b64u(sha256(unb64u(v['salt']), v['resource'].encode())), 'commitment')
    digest = b'\x01\x55\x12\x20' + sha256(v['jwe'].encode())
    check(v['cid'] == 'b' + base64.b32encode(digest).decode().lower().rstrip('='), 'content address')


def check_box(v, folder):
    key = jwk.JWKSet.from_json((folder / 'rsa-key.json').read_text())
    rsa = list(key['keys'])[0]
    check(rsa.get('kid') == rsa.thumbprint(), 'kid of the RSA key')
    members = json.loads(v['jwe'])
    check(json.loads(unb64u(members['protected'])) == {'enc': 'A256GCM', 'typ': 'nadi-box'}, 'protected header')
    check([r['header'] for r in members['recipients']] == [{'alg': 'RSA-OAEP-256', 'kid': rsa.thumbprint()}],
          'recipients')
    content = open_jwe(v['jwe'], rsa)
    check(b64u(content) == v['content'], 'content')
    for number, entry in enumerate(json.loads(content)['keys'], 1):
        check(entry['kty'] == 'oct' and entry['epoch'] == number, 'entry')
        check(entry['kid'] == b64u(sha256(b'nadi-key', unb64u(entry['k']))), 'kid of a key')


def check_jws(text, seed, typ):
    """Opened by jwcrypto, and made again from the seed: Ed25519 gives the same signature twice."""
    private = Ed25519PrivateKey.from_private_bytes(unb64u(seed))
    public = raw_public(private)
    token = jws.JWS()
    token.allowed_algs = ALGORITHMS
    token.deserialize(text)
    token.verify(jwk.JWK(kty='OKP', crv='Ed25519', x=b64u(public)))
    header, payload, signature = text.split('.')
    wanted = '{"alg":"EdDSA","kid":"%s","typ":"%s"}' % (kid_of(public), typ)
    check(unb64u(header).decode() == wanted, 'header, byte for byte')
    check(unb64u(signature) == private.sign(f'{header}.{payload}'.encode()), 'signature')
    return json.loads(token.payload), public


def check_event(v):
    payload, public = check_jws(v['jws'], v['seed'], 'nadi-event')
    check(v['kid'] == kid_of(public), 'kid')
    check(list(payload)[:7] == ['type', 'id', 'origin', 'actor', 'device', 'seq', 'time'], 'common members first')
    check(v['leaf'] == b64u(sha256(b'\0', v['jws'].encode())), 'leaf')


def check_founding(v):
    payload, public = check_jws(v['jws'], v['seed'], 'nadi-founding')
    check(payload['name'] == v['name'] and unb64u(payload['sign']) == public, 'signed by the key inside')
    check(len(unb64u(payload['seal'])) == 384 and len(payload['roles']) == 2, 'keys')


def paper_code(data):
    bits = len(data) * 8
    n_digits = -(-bits // 5)
    number = int.from_bytes(data, 'big') << (n_digits * 5 - bits)
    text = ''.join(CROCKFORD[number >> 5 * (n_digits - 1 - i) & 31] for i in range(n_digits)) + CHECK[number % 37]
    return '-'.join(text[i:i + 4] for i in range(0, len(text), 4))


def check_paper_code(v):
    for code in v['codes']:
        check(paper_code(binascii.unhexlify(code['data'])) == code['code'], 'code')


def hkdf(secret, info, length):
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=info).derive(secret)


def check_enrolment(v):
    secret = unb64u(v['secret'])
    check(len(secret) == 10, 'length')
    check(paper_code(secret + sha256(v['network'].encode())[:10]) == v['code'], 'code')
    check(hkdf(secret, b'nadi-enrol-id', 16).hex() == v['mailbox'], 'mailbox')
    key = hkdf(secret, b'nadi-enrol-mac', 32)
    check(b64u(key) == v['mac_key'], 'MAC key')
    for label in ('request', 'reply'):
        message = json.loads(v[label])
        check(message['body'] == v['body'], 'body')
        mac = hmac.digest(key, label.encode() + b'\0' + v['body'].encode(), 'sha256')
        check(message['mac'] == b64u(mac), 'MAC')


def check_http_signature(v):
    """RFC 9421 section 2.5, written out."""
    for request in v['requests']:
        fields = [('@method', request['method']), ('@authority', request['authority']), ('@path', request['path']),
                  ('@query', request['query'])]
        if request['body'] is not None:
            digest = base64.b64encode(sha256(request['body'].encode())).decode()
            check(request['content_digest'] == f'sha-256=:{digest}:', 'digest')
            fields.append(('content-digest', request['content_digest']))
        covered = ' '.join(f'"{name}"' for name, _ in fields)
        nonce = request['signature_input'].split('nonce="')[1].split('"')[0]
        check(len(unb64u(nonce)) == 16, 'nonce')
        inputs, signatures = [], []
        for label in ('device', 'person'):
            if request[label + '_id'] is None:
                continue
            params = (f'({covered});created={request["created"]};nonce="{nonce}";keyid="{request[label + "_id"]}";'
                      'alg="ed25519";tag="nadi"')
            base = '\n'.join([f'"{name}": {value}' for name, value in fields] + [f'"@signature-params": {params}'])
            key = Ed25519PrivateKey.from_private_bytes(unb64u(request[label + '_seed']))
            inputs.append(f'{label}={params}')
            signatures.append(f'{label}=:{base64.b64encode(key.sign(base.encode())).decode()}:')
        check(request['signature_input'] == ', '.join(inputs), 'Signature-Input')
        check(request['signature'] == ', '.join(signatures), 'Signature')


def verifier_key(text, kind):
    name, key_id, data = text.split('+', 2)
    raw = base64.b64decode(data, validate=True)
    check(raw[0] == kind and len(raw) == 33, 'type of a verifier key')
    check(sha256(name.encode(), b'\n', raw)[:4].hex() == key_id, 'id of a verifier key')
    return name, bytes.fromhex(key_id), Ed25519PublicKey.from_public_bytes(raw[1:])


def check_network(v):
    network = json.loads(v['network'])
    check(v['fingerprint'] == b64u(sha256(v['network'].encode())), 'fingerprint')
    check(json.dumps(network, separators=(',', ':')) == v['network'], 'compact')
    check(verifier_key(network['log'], 1)[0] == network['origin'], 'name of the log')
    for validator in network['validators']:
        check(verifier_key(validator['key'], 4)[0] == validator['name'], 'name of a validator')
    check(3 * network['quorum'] > 2 * len(network['validators']), 'quorum')


def checkpoint(note, network):
    """Size and root of a checkpoint that the log signed and a quorum cosigned, and its freshness."""
    text, lines = note.rsplit('\n\n', 1)
    text += '\n'
    origin, size, root = text.splitlines()
    check(origin == network['origin'], 'origin')
    signatures = {}
    for line in lines.splitlines():
        dash, name, value = line.split(' ')
        raw = base64.b64decode(value, validate=True)
        check(dash == '—', 'dash')
        signatures[name, raw[:4]] = raw[4:]
    name, key_id, key = verifier_key(network['log'], 1)
    key.verify(signatures[name, key_id], text.encode())
    times = []
    for validator in network['validators']:
        name, key_id, key = verifier_key(validator['key'], 4)
        if (name, key_id) in signatures:
            raw = signatures[name, key_id]
            time = int.from_bytes(raw[:8], 'big')
            key.verify(raw[8:], f'cosignature/v1\ntime {time}\n{text}'.encode())
            times.append(time)
    check(len(times) >= network['quorum'], 'quorum')
    return int(size), base64.b64decode(root, validate=True), sorted(times, reverse=True)[network['quorum'] - 1]


def inclusion_root(index, size, leaf, proof):
    """RFC 9162 section 2.1.3.2."""
    fn, sn, node = index, size - 1, leaf
    for sibling in proof:
        check(sn > 0, 'proof of the right length')
        if fn % 2 or fn == sn:
            node = sha256(b'\1', sibling, node)
            while fn % 2 == 0 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            node = sha256(b'\1', node, sibling)
        fn, sn = fn >> 1, sn >> 1
    check(sn == 0, 'whole proof')
    return node


def consistency_roots(first, second, root, proof):
    """RFC 9162 section 2.1.4.2: the roots that the proof gives."""
    if first & (first - 1) == 0:
        proof = [root] + proof
    fn, sn = first - 1, second - 1
    while fn % 2:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = proof[0]
    for sibling in proof[1:]:
        if fn % 2 or fn == sn:
            fr, sr = sha256(b'\1', sibling, fr), sha256(b'\1', sibling, sr)
            while fn % 2 == 0 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = sha256(b'\1', sr, sibling)
        fn, sn = fn >> 1, sn >> 1
    check(sn == 0, 'whole proof')
    return fr, sr


def check_receipt(v):
    network = json.loads(v['network'])
    head, note = v['receipt'].split('\n\n', 1)
    version, extra, index, *proof = head.split('\n')
    check(version == 'c2sp.org/tlog-proof@v1', 'version')
    entry = base64.b64decode(extra.removeprefix('extra '), validate=True)
    size, root, freshness = checkpoint(note, network)
    check(freshness == v['freshness'], 'freshness')
    hashes_ = [base64.b64decode(p, validate=True) for p in proof]
    check(inclusion_root(int(index.removeprefix('index ')), size, sha256(b'\0', entry), hashes_) == root, 'inclusion')
    check(json.loads(unb64u(entry.decode().split('.')[1]))['origin'] == network['origin'], 'an event of this log')


def check_stream_page(v):
    network = json.loads(v['network'])
    body = unb64u(v['body'])
    length = struct.unpack('>I', body[:4])[0]
    head, rest = json.loads(body[4:4 + length]), body[4 + length:]
    entries = []
    while rest:
        size = struct.unpack('>H', rest[:2])[0]
        entries.append(rest[2:2 + size])
        rest = rest[2 + size:]
    check(len(entries) == head['count'] and head['stream'] == v['stream'] and head['after'] == 0, 'head')

    evidence = head['evidence']
    size, root, _ = checkpoint(evidence['checkpoint'], network)
    old, new = consistency_roots(v['from'], size, unb64u(v['from_root']),
                                 [unb64u(h) for h in evidence['consistency']])
    check(old == unb64u(v['from_root']) and new == root, 'consistency')
    leaf = sha256(b'\0', evidence['block'].encode())
    check(inclusion_root(size - 1, size, leaf, [unb64u(h) for h in evidence['inclusion']]) == root, 'block leaf')
    block = json.loads(evidence['block'])
    check(block['first'] + block['count'] == size - 1, 'block ends the log')

    # The state holds one key: a proof is its value alone, and the root is its leaf.
    state = unb64u(head['state'])
    check(state[:5] == bytes([1, 2, 0, 0, 40]) and len(state) == 45, 'map proof of one leaf')
    value = state[5:]
    check(sha256(b'\4', sha256(v['stream'].encode()), sha256(value)) == unb64u(block['state']), 'state root')
    chain = sha256(b'\2', v['stream'].encode())
    for entry in entries:
        chain = sha256(b'\3', chain, sha256(b'\0', entry))
    check(value == len(entries).to_bytes(8, 'big') + chain, 'head of the stream')


def main():
    global made
    folder = pathlib.Path(json.load(sys.stdin)['folder'])
    checks = {'record': check_record, 'event': check_event, 'founding': check_founding,
              'paper-code': check_paper_code, 'enrolment': check_enrolment, 'http-signature': check_http_signature,
              'network': check_network, 'receipt': check_receipt, 'stream-page': check_stream_page,
              'box': lambda v: check_box(v, folder)}
    counts = {}
    for name, function in checks.items():
        made = 0
        function(json.loads((folder / f'{name}.json').read_text()))
        counts[name] = made
    json.dump(counts, sys.stdout)


if __name__ == '__main__':
    main()
