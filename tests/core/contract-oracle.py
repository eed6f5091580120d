#!/usr/bin/python3
"""The contract a second time, plainly, from the tables of src/DESIGN.md: does it agree with the C one, event by event?

usage: contract-oracle.py CONTRACT-RANDOM [--seeds N] [--events N]

Runs contract-random for each seed and judges every line of its output again. Agreement: accepted or refused, the
streams in their order, the late flag. TAP, a case per seed."""
import argparse
import copy
import json
import os
import subprocess
import sys

from contract_forms import (DAY, DESK, Refused, is_uuid, need)
from contract_rules_clinic import ClinicRules
from contract_rules_network import NetworkRules

COMMON = ['type', 'id', 'origin', 'actor', 'device', 'seq', 'time']


class State:
    def __init__(self):
        self.net = None
        self.orgs, self.staff, self.devices, self.homes = {}, {}, {}, {}
        self.roles, self.role_kids, self.seals = {}, {}, {}
        self.netkeys, self.netkey_orgs, self.netkey_boxes = {}, set(), {}
        self.numbers, self.patients, self.charts, self.directories = {}, {}, {}, {}
        self.shelves, self.records, self.versions, self.blobs = {}, {}, {}, {}
        self.seq, self.pending, self.waiting = {}, {}, {}


class Judge(NetworkRules, ClinicRules):
    """One event in one block. It works on a copy; the caller keeps it or throws it away."""

    def __init__(self, state, payload, time, height):
        self.s, self.e, self.time, self.height = state, payload, time, height
        self.named = []
        self.streams, self.late, self.wants, self.about, self.old = [], False, None, None, False
        self.actor = payload['actor']
        self.org = self.actor.get('org')
        self.roles = set()

    def stream(self, *names):
        for name in names:
            if name not in self.streams:
                self.streams.append(name)

    def signer(self):
        a = self.actor
        return 'operator' if 'operator' in a else 'patient/' + a['patient'] if 'patient' in a else f"{a['org']}/{a['staff']}"

    def own_blob(self, cid, owner):
        held, waits = self.s.blobs.get(cid, (owner, None))
        need(held == owner or (waits and self.time - self.s.pending[waits][0] > 30 * DAY), 'exists')
        if cid not in self.s.blobs or waits:
            self.s.blobs[cid] = (owner, None)
            self.named.append(cid)

    def require(self, roles):
        need(not roles or 'staff' not in self.actor or self.roles & roles, 'role')

    # who
    def check_signer(self, key, row):
        s, a = self.s, self.actor
        if 'operator' in a:
            need(key == (s.net['operator'] if s.net else self.e.get('operator')), 'signer')
            return
        if 'patient' in a:
            patient = s.patients.get(a['patient'])
            need(patient, 'signer')
            want = patient['sign']
            if want is None:
                need(self.e['type'] == 'patient.update', 'signer')
                want = self.e['sign']
            need(key == want, 'signer')
            self.org = s.homes.get(self.e['device'])
            need(self.org, 'device')
            need(s.orgs[self.org]['active'], 'state')
            self.check_device(row)
            return
        need(self.org in s.orgs, 'signer')
        need(s.orgs[self.org]['active'], 'state')
        person = s.staff.get((self.org, a['staff']))
        need(person and person['sign'] == key, 'signer')
        self.roles = set(person['roles'])
        if person['removed'] is not None:
            need(not person['stolen'] and row.late and self.time - person['removed'] <= 7 * DAY, 'signer')
            self.late = True
            if self.e['type'] == 'access.read':
                need(self.e.get('offline') is True, 'signer')
            else:
                self.old, self.wants = True, 'colleague'
        self.check_device(row)

    def check_device(self, row):
        device = self.s.devices.get((self.org, self.e['device']))
        need(device, 'device')
        if device['removed'] is not None:
            need(not device['stolen'] and row.late and self.time - device['removed'] <= 7 * DAY, 'device')
            self.late = True

    # a second signature
    def approve(self):
        s = self.s
        need(is_uuid(self.e['event']))
        need(self.e['event'] in s.pending, 'unknown')
        since, approvals, event = s.pending[self.e['event']]
        need(self.time - since <= 30 * DAY, 'state')
        scratch = copy.deepcopy(s)
        inner = Judge(scratch, event, self.time, self.height)
        row = TYPES[event['type']]
        if 'patient' in inner.actor:
            inner.org = s.homes[event['device']]
        elif 'staff' in inner.actor:
            need(not s.staff[inner.org, inner.actor['staff']]['stolen'], 'signer')
            inner.late = inner.old = True
            inner.wants, inner.roles = 'colleague', self.roles
        inner.require(row.roles)
        row.judge(inner)
        enough = True
        if inner.wants in ('two', 'quorum'):
            self.require({'administrator'})
            runs = [v['org'] for v in s.net['validators']]
            need(self.org in runs and self.org != inner.about, 'owner')
            need(self.org not in approvals, 'exists')
            voices = approvals + [self.org]
            if inner.wants == 'quorum':
                enough = sum(runs.count(o) for o in voices) >= s.net['quorum']
            else:
                enough = sum(o in runs for o in voices) >= 2
        elif inner.wants == 'registrar':
            self.require(DESK)
            need(s.patients[inner.actor['patient']]['org'] == self.org, 'owner')
        elif inner.wants == 'colleague':
            need(self.org == inner.org, 'owner')
        else:
            raise Refused('state')
        self.stream(*inner.streams)
        if not enough:
            s.pending[self.e['event']] = (since, approvals + [self.org], event)
            return
        self.s = scratch
        self.late = self.late or inner.late
        inner.end_waiting(self.e['event'])

    # what waits: claims are counted by the organisation whose device posted them
    def waiting(self):
        return self.s.waiting.setdefault(self.org if 'patient' in self.actor else self.signer(), [])

    def end_waiting(self, *ended):
        for event in ended or [x for x in self.waiting() if self.time - self.s.pending[x][0] > 30 * DAY]:
            self.waiting().remove(event)
            del self.s.pending[event]
            for cid in [c for c, (_, waits) in self.s.blobs.items() if waits == event]:
                del self.s.blobs[cid]

    def let_wait(self, owned):
        need(self.e['id'] not in self.s.pending, 'exists')
        self.end_waiting()
        need(len(self.waiting()) < 256, 'limit')
        self.s.pending[self.e['id']] = (self.time, [], self.e)
        self.s.blobs.update((cid, (owned[cid][0], self.e['id'])) for cid in self.named)
        self.waiting().append(self.e['id'])


class Row:
    def __init__(self, judge, signers, roles, late, members):
        self.judge, self.signers, self.roles, self.late = judge, signers, roles, late
        self.members = set(COMMON + members.split())


ADMIN = {'administrator'}
TYPES = {
    'network.genesis': Row(Judge.network_genesis, 'o', None, False, 'operator log validators quorum anchor founders'),
    'network.update': Row(Judge.network_update, 'o', None, False, 'validators quorum anchor'),
    'network.key': Row(Judge.network_key, 's', DESK, False, 'purpose epoch kid box recipients'),
    'org.admit': Row(Judge.org_admit, 'o', None, False, 'org founding'),
    'org.update': Row(Judge.org_update, 's', ADMIN, False, 'name profile'),
    'org.suspend': Row(Judge.org_suspend, 'o', None, False, 'org suspended'),
    'approve': Row(Judge.approve, 's', None, False, 'event'),
    'role.key': Row(Judge.role_key, 's', None, False, 'role epoch key kid box recipients'),
    'staff.admit': Row(Judge.staff_admit, 's', ADMIN, False, 'staff name sign seal roles'),
    'staff.update': Row(Judge.staff_update, 's', None, False, 'staff name sign seal roles'),
    'staff.remove': Row(Judge.staff_remove, 's', ADMIN, False, 'staff compromised'),
    'device.admit': Row(Judge.device_admit, 's', ADMIN, False, 'subject key kind'),
    'device.update': Row(Judge.device_update, 's', ADMIN, False, 'subject key kind'),
    'device.remove': Row(Judge.device_remove, 's', ADMIN, False, 'subject compromised'),
    'number.reserve': Row(Judge.number_reserve, 's', DESK, False, 'tags'),
    'patient.register': Row(Judge.patient_register, 's', DESK, True, 'patient number label sign seal vault'),
    'patient.update': Row(Judge.patient_update, 'p', None, False, 'patient sign seal vault'),
    'shelf.key': Row(Judge.shelf_key, 's', None, True, 'shelf patient section epoch kid box recipients'),
    'record.add': Row(Judge.record_add, 's', None, True, 'shelf epoch record version date cids commitment'),
    'record.amend': Row(Judge.record_amend, 's', None, True, 'shelf epoch record version date cids commitment replaces'),
    'record.reseal': Row(Judge.record_reseal, 's', None, False, 'shelf epoch version cids'),
    'record.retract': Row(Judge.record_retract, 's', None, True, 'shelf version'),
    'access.read': Row(Judge.access_read, 'sp', None, True, 'shelves purpose offline'),
}


def judge(state, line):
    """The new state, the streams and the late flag; or Refused."""
    event = line['payload']
    row = TYPES.get(event['type'])
    need(row and set(event) == row.members)
    kind = 'o' if 'operator' in event['actor'] else 'p' if 'patient' in event['actor'] else 's'
    need(kind in row.signers, 'role')
    work = copy.deepcopy(state)
    call = Judge(work, event, line['time'], line['height'])
    if work.net is None:
        need(event['type'] == 'network.genesis' and line['height'] == 0, 'origin')
    else:
        need(event['origin'] == work.net['origin'], 'origin')
        need(event['type'] != 'network.genesis', 'exists')
    call.check_signer(line['key'], row)
    place = (call.signer(), event['device'])
    need(event['seq'] > work.seq.get(place, 0), 'seq')
    call.require(row.roles)
    row.judge(call)
    work = call.s
    if call.wants:
        owned, work = work.blobs, copy.deepcopy(state)
        call.s = work
        call.let_wait(owned)
    work.seq[place] = event['seq']
    return work, call.streams, call.late


def check(lines, accepted, refused):
    """None, or what the two disagree about."""
    state = State()
    for number, text in enumerate(lines):
        line = json.loads(text)
        try:
            state, streams, late = judge(state, line)
            mine, word = True, ''
        except Refused as refusal:
            mine, word, streams, late = False, str(refusal), [], False
        what = f"event {number}, {line['payload']['type']}"
        if mine != line['accepted']:
            return f"{what}: contract {line['word'] or 'accepts'}, oracle {word or 'accepts'}"
        if mine and (streams != line['streams'] or late != line['late']):
            return f"{what}: streams {line['streams']} and {streams}, late {line['late']} and {late}"
        counts = accepted if mine else refused
        key = line['payload']['type'] if mine else line['word']
        counts[key] = counts.get(key, 0) + 1
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('program')
    parser.add_argument('--seeds', type=int, default=200 if os.environ.get('NADI_FULL') else 16)
    parser.add_argument('--events', type=int, default=500)
    arguments = parser.parse_args()
    accepted, refused, failures = {}, {}, 0
    print(f'1..{arguments.seeds + 1}')
    for seed in range(1, arguments.seeds + 1):
        run = subprocess.run([arguments.program, str(seed), str(arguments.events)], stdout=subprocess.PIPE, check=True)
        wrong = check(run.stdout.decode().splitlines(), accepted, refused)
        failures += wrong is not None
        print(f"{'ok' if wrong is None else 'not ok'} {seed} seed {seed}")
        if wrong:
            print(f'# {wrong}')
    # A run in which some type is never accepted, or some reason never given, proves less than it seems to.
    unseen = sorted(set(TYPES) - set(accepted))
    words = {'form', 'origin', 'signer', 'device', 'seq', 'role', 'owner', 'unknown', 'exists', 'epoch', 'recipient', 'state'}
    unseen += sorted(words - set(refused))
    failures += bool(unseen)
    print(f"{'not ok' if unseen else 'ok'} {arguments.seeds + 1} every type accepted, every reason given")
    print(f'# {sum(accepted.values())} accepted, {sum(refused.values())} refused; not seen: {unseen}')
    print(f'# {accepted} {refused}')
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
