"""Networks, organisations, staff, devices and role keys, judged a second time. For contract-oracle.py."""
import base64
import hashlib
import json

from contract_forms import (DAY, MEMBER_KINDS, ROLES, Refused, holders, is_cid, is_hash, is_int, is_list, is_name,
                            is_uuid, need, role_keys_of, rsa_kid, unbase64url)


class NetworkRules:
    # network
    def validators(self, net):
        e = self.e
        need(isinstance(e['validators'], list) and 1 <= len(e['validators']) <= 32)
        seen = set()
        for v in e['validators']:
            need(isinstance(v, dict) and set(v) == {'name', 'key', 'org'} and is_name(v['name']) and is_uuid(v['org']))
            need(isinstance(v['key'], str) and v['key'].startswith(v['name'] + '+'))
            need(v['name'] not in seen and v['key'].split('+', 2)[-1] not in seen)
            seen |= {v['name'], v['key'].split('+', 2)[-1]}
        n = len(e['validators'])
        need(is_int(e['quorum'], n * 2 // 3 + 1, n) and is_hash(e['anchor']))
        net.update(validators=e['validators'], quorum=e['quorum'])

    def network_genesis(self):
        e = self.e
        net = {'origin': e['origin'], 'operator': e['operator']}
        need(is_hash(e['operator']) and isinstance(e['log'], str))
        self.validators(net)
        net['founders'] = {f['org']: f['digest'] for f in e['founders']}
        self.s.net = net
        self.stream('n')

    def network_update(self):
        self.validators(self.s.net)
        for v in self.s.net['validators']:
            need(v['org'] in self.s.orgs, 'unknown')
            need(self.s.orgs[v['org']]['active'], 'state')
        self.wants = 'quorum'
        self.stream('n')

    def network_key(self):
        e, s = self.e, self.s
        need(e['purpose'] in ('matching', 'number') and is_int(e['epoch'], 1) and is_hash(e['kid']) and is_cid(e['box']))
        need(is_list(e['recipients'], is_hash, 64))
        now = s.netkeys.get(e['purpose'])
        if now is None:
            need(self.org in s.net['founders'], 'owner')
            need(e['epoch'] == 1, 'epoch')
        else:
            need((e['purpose'], self.org) in s.netkey_orgs, 'owner')
            if e['epoch'] == now[0]:
                need(e['kid'] == now[1], 'exists')
            else:
                need(e['epoch'] == now[0] + 1 and e['purpose'] != 'number', 'epoch')
                need(e['kid'] != now[1], 'exists')
                need(self.time - now[2] >= 30 * DAY, 'state')
        self.stream('n')
        given = set()
        for kid in e['recipients']:
            need(kid in s.role_kids, 'recipient')
            org, role, epoch = s.role_kids[kid]
            need(s.roles[org, role][0] == epoch and s.orgs[org]['kind'] in MEMBER_KINDS and s.orgs[org]['active'], 'recipient')
            s.netkey_orgs.add((e['purpose'], org))
            given.add((e['purpose'], e['epoch'], kid))
            self.stream('o:' + org)
        need(given - s.netkey_boxes.keys(), 'exists')
        s.netkey_boxes.update(dict.fromkeys(given - s.netkey_boxes.keys(), e['box']))
        self.own_blob(e['box'], ('org', self.org))
        if now is None or e['epoch'] != now[0]:
            s.netkeys[e['purpose']] = (e['epoch'], e['kid'], self.time)

    # organisations
    def org_admit(self):
        e, s = self.e, self.s
        need(is_uuid(e['org']) and isinstance(e['founding'], str))
        try:
            statement = json.loads(unbase64url(e['founding'].split('.')[1]))
        except (ValueError, IndexError):
            raise Refused('form')
        need(statement['org'] == e['org'])
        if self.height == 0:
            need(e['org'] in s.net['founders'], 'unknown')
            digest = hashlib.sha256(e['founding'].encode()).digest()
            need(base64.urlsafe_b64encode(digest).decode().rstrip('=') == s.net['founders'][e['org']], 'owner')
        else:
            self.wants, self.about = 'two', e['org']
        need(e['org'] not in s.orgs, 'exists')
        s.orgs[e['org']] = {'active': True, 'kind': statement['kind'], 'administrators': 0}
        self.new_staff(e['org'], statement['staff'], statement['sign'], statement['seal'], statement['staff_roles'])
        self.new_device(e['org'], statement['device'])
        for role in statement['roles']:
            need(rsa_kid(role['key']) not in s.role_kids, 'exists')
            self.own_blob(role['box'], ('org', e['org']))
            s.roles[e['org'], role['role']] = (1, rsa_kid(role['key']))
            s.role_kids[rsa_kid(role['key'])] = (e['org'], role['role'], 1)
        self.stream('n', 'o:' + e['org'])

    def org_update(self):
        need(is_name(self.e['name']) and (self.e['profile'] is None or is_cid(self.e['profile'])))
        if self.e['profile'] is not None:
            self.own_blob(self.e['profile'], ('org', self.org))
        self.stream('n', 'o:' + self.org)

    def org_suspend(self):
        e = self.e
        need(is_uuid(e['org']) and isinstance(e['suspended'], bool))
        need(e['org'] in self.s.orgs, 'unknown')
        need(self.s.orgs[e['org']]['active'] == e['suspended'], 'state')
        self.s.orgs[e['org']]['active'] = not e['suspended']
        self.wants, self.about = 'two', e['org']
        self.stream('n', 'o:' + e['org'])

    # staff and devices
    def new_staff(self, org, staff, sign, seal, roles):
        s = self.s
        need((org, staff) not in s.staff, 'exists')
        need((org, rsa_kid(seal)) not in s.seals, 'exists')
        s.seals[org, rsa_kid(seal)] = staff
        s.staff[org, staff] = {'sign': sign, 'seal': seal, 'roles': list(roles), 'name': None, 'removed': None, 'stolen': False}
        s.orgs[org]['administrators'] += 'administrator' in roles

    def staff_form(self):
        e = self.e
        need(is_uuid(e['staff']) and is_name(e['name']) and is_hash(e['sign']) and rsa_kid(e['seal']))
        need(is_list(e['roles'], lambda r: isinstance(r, str), 6) and set(e['roles']) <= ROLES)

    def staff_admit(self):
        e = self.e
        self.staff_form()
        self.new_staff(self.org, e['staff'], e['sign'], e['seal'], e['roles'])
        self.s.staff[self.org, e['staff']]['name'] = e['name']
        self.stream('o:' + self.org)

    def staff_update(self):
        e, s = self.e, self.s
        self.staff_form()
        person = s.staff.get((self.org, e['staff']))
        need(person, 'unknown')
        if 'administrator' not in self.roles:
            need(e['staff'] == self.actor['staff'], 'role')
            need(e['name'] == person['name'] and e['roles'] == person['roles'], 'role')
        need(person['removed'] is None, 'state')
        self.change_administrators(('administrator' in e['roles']) - ('administrator' in person['roles']))
        if e['seal'] != person['seal']:
            del s.seals[self.org, rsa_kid(person['seal'])]
            need((self.org, rsa_kid(e['seal'])) not in s.seals, 'exists')
            s.seals[self.org, rsa_kid(e['seal'])] = e['staff']
        person.update(sign=e['sign'], seal=e['seal'], roles=e['roles'], name=e['name'])
        self.stream('o:' + self.org)

    def change_administrators(self, by):
        if by:
            self.s.orgs[self.org]['administrators'] += by
            need(self.s.orgs[self.org]['administrators'] >= 1, 'state')

    def mark_removed(self, thing):
        stolen = self.e['compromised']
        need(stolen is None or is_int(stolen, 0, self.time))
        need(thing['removed'] is None or (stolen is not None and not thing['stolen']), 'state')
        if thing['removed'] is None:
            thing['removed'] = self.time
        thing['stolen'] = stolen is not None

    def staff_remove(self):
        need(is_uuid(self.e['staff']))
        person = self.s.staff.get((self.org, self.e['staff']))
        need(person, 'unknown')
        was_active = person['removed'] is None
        self.mark_removed(person)
        if was_active:
            self.change_administrators(-('administrator' in person['roles']))
            del self.s.seals[self.org, rsa_kid(person['seal'])]
        self.stream('o:' + self.org)

    def new_device(self, org, device):
        need(device not in self.s.homes, 'exists')
        self.s.homes[device] = org
        self.s.devices[org, device] = {'removed': None, 'stolen': False}

    def device_form(self):
        need(is_uuid(self.e['subject']) and is_hash(self.e['key']) and self.e['kind'] in ('workstation', 'kiosk', 'server'))

    def device_admit(self):
        self.device_form()
        self.new_device(self.org, self.e['subject'])
        self.stream('o:' + self.org)

    def device_update(self):
        self.device_form()
        device = self.s.devices.get((self.org, self.e['subject']))
        need(device, 'unknown')
        need(device['removed'] is None, 'state')
        self.stream('o:' + self.org)

    def device_remove(self):
        need(is_uuid(self.e['subject']))
        device = self.s.devices.get((self.org, self.e['subject']))
        need(device, 'unknown')
        self.mark_removed(device)
        self.stream('o:' + self.org)

    def role_key(self):
        e, s = self.e, self.s
        need(e['role'] in role_keys_of(s.orgs[self.org]['kind']) and is_int(e['epoch'], 1) and is_cid(e['box']))
        need(rsa_kid(e['key']) is not None and rsa_kid(e['key']) == e['kid'] and is_list(e['recipients'], is_hash, 64))
        self.require(holders(e['role']) | {'administrator'})
        for kid in e['recipients']:
            staff = s.seals.get((self.org, kid))
            need(staff, 'recipient')
            need(set(s.staff[self.org, staff]['roles']) & (holders(e['role']) | {'administrator'}), 'recipient')
        self.stream('o:' + self.org)
        epoch, kid = s.roles[self.org, e['role']]
        if e['epoch'] == epoch:
            need(kid == e['kid'], 'exists')
        else:
            need(e['epoch'] == epoch + 1, 'epoch')
            need(e['kid'] not in s.role_kids, 'exists')
            s.roles[self.org, e['role']] = (e['epoch'], e['kid'])
            s.role_kids[e['kid']] = (self.org, e['role'], e['epoch'])
        self.own_blob(e['box'], ('org', self.org))
