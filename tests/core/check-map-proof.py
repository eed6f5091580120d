#!/usr/bin/python3
"""A second implementation of the state map and its proofs, written from the description at the top of
nadi-map-proof.c alone, for a test to compare with.

    check-map-proof.py FILE

FILE has one JSON object a line: "map" (object of key text to hex value), "keys" (asked for), "root", "proof"
(hex), "values" (hex or null, by key), "good". Of a good case root and proof are made again from the map and
must be the same bytes, and the proof must give the values; a bad case must be refused."""

import hashlib
import json
import sys


class Refused(Exception):
    pass


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def path_of(key):
    return sha(key.encode())


def bit(path, depth):
    return path[depth // 8] >> (7 - depth % 8) & 1


def agree(a, b):
    """Leading bits in common."""
    difference = int.from_bytes(a, "big") ^ int.from_bytes(b, "big")
    return 256 - difference.bit_length()


EMPTY = bytes(32)


def leaf_hash(path, value_hash):
    return sha(b"\x04", path, value_hash)


def subtree_hash(leaves, depth):
    """leaves: list of (path, value)"""
    if not leaves:
        return EMPTY
    if len(leaves) == 1:
        return leaf_hash(leaves[0][0], sha(leaves[0][1]))
    sides = [[leaf for leaf in leaves if bit(leaf[0], depth) == side] for side in (0, 1)]
    return sha(b"\x05", *(subtree_hash(side, depth + 1) for side in sides))


def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def prove(leaves, asked):
    ends, siblings = [], []

    def walk(leaves, depth, asked):
        if not leaves:
            ends.append(b"\x00" + varint(depth))
        elif len(leaves) == 1:
            path, value = leaves[0]
            if path in asked:
                ends.append(b"\x02" + varint(depth) + varint(asked.index(path)) + varint(len(value)) + value)
            else:
                ends.append(b"\x01" + varint(depth) + path + sha(value))
        else:
            below = [[leaf for leaf in leaves if bit(leaf[0], depth) == side] for side in (0, 1)]
            wanted = [[path for path in asked if bit(path, depth) == side] for side in (0, 1)]
            for side in (0, 1):
                if wanted[side]:
                    walk(below[side], depth + 1, wanted[side])
            for side in (0, 1):
                if not wanted[side]:
                    siblings.append(subtree_hash(below[side], depth + 1))

    walk(leaves, 0, asked)
    bits = "".join("0" if sibling == EMPTY else "1" for sibling in siblings)
    bits += "0" * (-len(bits) % 8)
    bitmap = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))
    return b"\x01" + b"".join(ends) + bitmap + b"".join(s for s in siblings if s != EMPTY)


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, n):
        if n > len(self.data) - self.at:
            raise Refused("cut short")
        self.at += n
        return self.data[self.at - n:self.at]

    def varint(self):
        number = 0
        for i in range(9):
            byte = self.take(1)[0]
            number |= (byte & 0x7F) << 7 * i
            if byte < 0x80:
                if byte == 0 and i > 0:
                    raise Refused("longer than needed")
                return number
        raise Refused("varint too long")


def read_ends(reader, paths):
    """A list of (depth, first path, kind of subtree, hash), and what was found."""
    ends, found, at = [], {}, 0
    while at < len(paths):
        kind, depth = reader.take(1)[0], reader.varint()
        first = paths[at]
        if depth > 256:
            raise Refused("too deep")
        if at > 0 and depth <= agree(paths[at - 1], first):
            raise Refused("holds the end before it")
        mine = [path for path in paths[at:] if agree(path, first) >= depth]
        at += len(mine)
        if kind == 0:
            ends.append((depth, first, "none", EMPTY))
        elif kind == 1:
            path, value_hash = reader.take(32), reader.take(32)
            if agree(path, first) < depth or path in paths:
                raise Refused("leaf out of place")
            ends.append((depth, first, "one", leaf_hash(path, value_hash)))
        elif kind == 2:
            which = reader.varint()
            value = reader.take(reader.varint())
            if which >= len(mine):
                raise Refused("a key that was not asked for")
            found[mine[which]] = value
            ends.append((depth, first, "one", leaf_hash(mine[which], sha(value))))
        else:
            raise Refused("unknown kind")
    return ends, found


def check(proof, root, keys):
    paths = sorted({path_of(key) for key in keys})
    reader = Reader(proof)
    if reader.take(1) != b"\x01":
        raise Refused("unknown version")
    ends, found = read_ends(reader, paths)

    count = ends[0][0] - 2 * (len(ends) - 1)
    for before, end in zip(ends, ends[1:]):
        count += end[0] - agree(before[1], end[1])
    bitmap = reader.take((count + 7) // 8)
    bits = "".join(format(byte, "08b") for byte in bitmap)
    if "1" in bits[count:]:
        raise Refused("superfluous bits")
    bits = iter(bits[:count])

    def sibling():
        if next(bits) == "0":
            return "none", EMPTY
        value = reader.take(32)
        if value == EMPTY:
            raise Refused("empty sibling written out")
        return "some", value

    def subtree(ends, depth):
        if len(ends) == 1 and ends[0][0] == depth:
            return ends[0][2:]
        sides = [[end for end in ends if bit(end[1], depth) == side] for side in (0, 1)]
        parts = [subtree(side, depth + 1) if side else None for side in sides]
        parts = [part if part else sibling() for part in parts]
        if {parts[0][0], parts[1][0]} in ({"none"}, {"none", "one"}):
            raise Refused("parts one subtree")
        return "some", sha(b"\x05", parts[0][1], parts[1][1])

    got = subtree(ends, 0)[1]
    if reader.at != len(proof):
        raise Refused("superfluous bytes")
    if got != root:
        raise Refused("another root")
    return [found.get(path_of(key)) for key in keys]


def check_case(case):
    proof, root, keys = bytes.fromhex(case["proof"]), bytes.fromhex(case["root"]), case["keys"]
    if not case["good"]:
        try:
            check(proof, root, keys)
        except Refused:
            return
        raise SystemExit("a bad proof was accepted")
    leaves = [(path_of(key), bytes.fromhex(value)) for key, value in case["map"].items()]
    if subtree_hash(leaves, 0) != root:
        raise SystemExit("another root")
    if prove(leaves, sorted({path_of(key) for key in keys})) != proof:
        raise SystemExit("another proof")
    values = [value if value is None else bytes.fromhex(value) for value in case["values"]]
    if check(proof, root, keys) != values:
        raise SystemExit("other values")


def main():
    counts = {True: 0, False: 0}
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            check_case(case)
            counts[case["good"]] += 1
    print(counts[True], counts[False])


if __name__ == "__main__":
    main()
