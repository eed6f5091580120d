#!/usr/bin/python3
"""Makes a record whose one ciphertext opens, with good tags, under two shelf keys.

AES-GCM commits to no key: a tag is a polynomial in the block cipher's hash key, so one free ciphertext block makes it
come out the same under two of them. Here the wrapped content key and the content are both made that way.
"""
import base64
import hashlib
import json
import os
import sys

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

REDUCTION = 0xE1000000000000000000000000000000


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def block(key, data):
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return encryptor.update(data)


def multiply(x, y):
    """SP 800-38D section 6.3."""
    z = 0
    for i in range(127, -1, -1):
        if x >> i & 1:
            z ^= y
        y = y >> 1 ^ (REDUCTION if y & 1 else 0)
    return z


def power(x, n):
    result = 1 << 127
    while n:
        if n & 1:
            result = multiply(result, x)
        x = multiply(x, x)
        n >>= 1
    return result


def inverse(x):
    return power(x, 2**128 - 2)


def blocks(data):
    return [int.from_bytes(data[i:i + 16].ljust(16, b'\0'), 'big') for i in range(0, len(data), 16)]


def mask(key, nonce):
    return int.from_bytes(block(key, nonce + b'\0\0\0\1'), 'big')


def ghash(h, aad, ciphertext):
    lengths = (len(aad) * 8) << 64 | len(ciphertext) * 8
    result = 0
    for value in blocks(aad) + blocks(ciphertext) + [lengths]:
        result = multiply(result ^ value, h)
    return result


def collide(key1, key2, nonce, aad, ciphertext):
    """Sets the last block of ciphertext so that both keys give the same tag."""
    h1, h2 = (int.from_bytes(block(k, bytes(16)), 'big') for k in (key1, key2))
    draft = ciphertext[:-16] + bytes(16)
    difference = (ghash(h1, aad, draft) ^ mask(key1, nonce)) ^ (ghash(h2, aad, draft) ^ mask(key2, nonce))
    # The last block is multiplied by h squared.
    last = multiply(difference, inverse(multiply(h1, h1) ^ multiply(h2, h2)))
    done = draft[:-16] + last.to_bytes(16, 'big')
    tag = (ghash(h1, aad, done) ^ mask(key1, nonce)).to_bytes(16, 'big')
    for key in (key1, key2):
        AESGCM(key).decrypt(nonce, done + tag, aad)
    return done, tag


def main():
    request = json.load(sys.stdin)
    key1, key2 = os.urandom(32), os.urandom(32)
    iv, nonce = os.urandom(12), os.urandom(12)
    wrapped, wrap_tag = collide(key1, key2, iv, b'', os.urandom(32))
    content1, content2 = (AESGCM(k).decrypt(iv, wrapped + wrap_tag, b'') for k in (key1, key2))

    protected = b64(json.dumps(request['header']).encode())
    text = b'{"resource":"%s","salt":"%s"}' % (b'true', b64(os.urandom(32)).encode())
    start = AESGCM(content1).encrypt(nonce, text, None)[:-16]
    start += bytes(-len(start) % 16) + bytes(16)
    ciphertext, tag = collide(content1, content2, nonce, protected.encode(), start)
    answer = {'keys': [b64(key1), b64(key2)], 'plaintexts': [], 'jwe': []}
    for key, content in ((key1, content1), (key2, content2)):
        kid = b64(hashlib.sha256(b'nadi-key' + key).digest())
        answer['plaintexts'].append(b64(AESGCM(content).decrypt(nonce, ciphertext + tag, protected.encode())))
        answer['jwe'].append(json.dumps({
            'protected': protected,
            'recipients': [{'header': {'alg': 'A256GCMKW', 'kid': kid, 'iv': b64(iv), 'tag': b64(wrap_tag)},
                            'encrypted_key': b64(wrapped)}],
            'iv': b64(nonce), 'ciphertext': b64(ciphertext), 'tag': b64(tag)}))
    json.dump(answer, sys.stdout)


if __name__ == '__main__':
    main()
