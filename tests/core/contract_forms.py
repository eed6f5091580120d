"""What the members of events look like: forms, kids and roles, as src/DESIGN.md says. For contract-oracle.py."""
import base64
import hashlib
import re

DAY = 86400 * 1000
UUID = re.compile(r'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')
CID = re.compile(r'^bafkrei[a-z2-7]{52}$')
MEMBER_KINDS = ('hospital', 'clinic', 'laboratory', 'pharmacy')
CLINICAL, DESK = {'doctor', 'nurse'}, {'doctor', 'nurse', 'reception'}
ROLES = {'administrator', 'doctor', 'nurse', 'reception', 'auditor', 'machine'}


class Refused(Exception):
    pass


def need(condition, why='form'):
    if not condition:
        raise Refused(why)


def unbase64url(text):
    return base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))


def is_hash(value):
    if not isinstance(value, str) or not re.fullmatch(r'[A-Za-z0-9_-]{43}', value):
        return False
    return base64.urlsafe_b64encode(unbase64url(value)).decode().rstrip('=') == value


def is_uuid(value):
    return isinstance(value, str) and bool(UUID.match(value))


def is_cid(value):
    return isinstance(value, str) and bool(CID.match(value))


def is_int(value, low, high=2**31 - 1):
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def is_name(value):
    return isinstance(value, str) and 1 <= len(value.encode()) <= 200 and not re.search('[\x00-\x1f\x7f-\x9f]', value)


def is_list(value, test, most):
    return (isinstance(value, list) and 1 <= len(value) <= most and all(test(v) for v in value)
            and len(set(value)) == len(value))


def rsa_kid(modulus):
    if not isinstance(modulus, str) or not re.fullmatch(r'[A-Za-z0-9_-]{512}', modulus):
        return None
    raw = unbase64url(modulus)
    if not raw[0] & 0x80 or not raw[-1] & 1:
        return None
    text = '{"e":"AQAB","kty":"RSA","n":"%s"}' % modulus
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip('=')


def role_keys_of(kind):
    return ('clinical', 'front-desk') if kind in MEMBER_KINDS else ('office',)


def holders(role):
    return CLINICAL if role == 'clinical' else DESK


def writers(section):
    return DESK if section in ('identity', 'directory') else CLINICAL
