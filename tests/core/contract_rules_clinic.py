"""Patients, shelves, records and reads, judged a second time. For contract-oracle.py."""
from contract_forms import (DAY, MEMBER_KINDS, is_cid, is_hash, is_int, is_list, is_uuid, need, role_keys_of, rsa_kid, writers)


class ClinicRules:
    # patients
    def number_reserve(self):
        need(is_list(self.e['tags'], is_hash, 64))
        self.need_member()
        reserved = sum(held == (self.org, None) for held in self.s.numbers.values())
        need(reserved + len(self.e['tags']) <= 1024, 'limit')
        for tag in self.e['tags']:
            need(tag not in self.s.numbers, 'exists')
            self.s.numbers[tag] = (self.org, None)
        self.stream('o:' + self.org)

    def vault(self, patient):
        cid = self.e['vault']
        need(cid is None or is_cid(cid))
        if cid is not None:
            self.own_blob(cid, ('patient', patient))

    def need_member(self):
        need(self.s.orgs[self.org]['kind'] in MEMBER_KINDS, 'role')

    def patient_register(self):
        e, s = self.e, self.s
        self.need_member()
        need(is_uuid(e['patient']) and is_hash(e['number']) and is_hash(e['label']))
        need((e['sign'] is None and e['seal'] is None) or (is_hash(e['sign']) and rsa_kid(e['seal'])))
        need(e['patient'] not in s.patients, 'exists')
        org, patient = s.numbers.get(e['number'], (self.org, None))
        need(patient is None, 'exists')
        need(org == self.org, 'owner')
        s.numbers[e['number']] = (org, e['patient'])
        self.vault(e['patient'])
        s.patients[e['patient']] = {'org': self.org, 'sign': e['sign'], 'seal': e['seal']}
        self.stream('p:' + e['patient'], 'o:' + self.org)

    def patient_update(self):
        e, s = self.e, self.s
        need(is_uuid(e['patient']))
        need(e['patient'] == self.actor['patient'], 'owner')
        need(e['patient'] in s.patients, 'unknown')
        self.stream('p:' + e['patient'])
        registrar, chart = s.patients[e['patient']]['org'], s.charts.get(e['patient'], [])
        self.stream('o:' + registrar, *('o:' + owner for _, _, owner in chart))
        if s.patients[e['patient']]['sign'] is None:
            need(any(x[1:] == ('identity', registrar) for x in chart), 'unknown')
            self.wants = 'registrar'
        need(is_hash(e['sign']) and rsa_kid(e['seal']))
        self.vault(e['patient'])
        s.patients[e['patient']].update(sign=e['sign'], seal=e['seal'])

    def opening(self, org, section):
        return [r for r in role_keys_of(self.s.orgs[org]['kind']) if r == 'clinical' or 'reception' in writers(section)]

    def shelf_key(self):
        e, s = self.e, self.s
        need(is_uuid(e['shelf']) and (e['patient'] is None or is_uuid(e['patient'])) and is_int(e['epoch'], 1))
        need(is_hash(e['kid']) and is_cid(e['box']) and is_list(e['recipients'], is_hash, 64))
        section = e['section']
        need(section == 'directory' if e['patient'] is None else section in ('identity', 'emergency') or is_hash(section))
        self.require(writers(section))
        if e['patient'] is not None:
            self.need_member()
        seal = None
        if e['patient'] is not None:
            need(e['patient'] in s.patients, 'unknown')
            if s.patients[e['patient']]['seal'] is not None:
                seal = rsa_kid(s.patients[e['patient']]['seal'])
        self.stream('h:' + e['shelf'])
        if e['patient'] is not None:
            self.stream('p:' + e['patient'])
        self.stream('o:' + self.org)
        shelf = s.shelves.get(e['shelf'])
        need(shelf is not None or e['epoch'] == 1, 'epoch')
        if shelf is not None:
            need(shelf['owner'] == self.org, 'owner')
            need(shelf['patient'] == e['patient'] and shelf['section'] == section, 'state')
        opened = {}
        for kid in e['recipients']:
            if kid == seal:
                opened['patient'] = True
                continue
            need(kid in s.role_kids, 'recipient')
            org, role, epoch = s.role_kids[kid]
            need(org == self.org and (role == 'clinical' or 'reception' in writers(section)), 'recipient')
            need(self.old or s.roles[org, role][0] == epoch, 'recipient')
            opened[role] = epoch
        if shelf is not None and e['epoch'] <= shelf['epoch']:
            need(shelf['kids'][e['epoch']] == e['kid'], 'exists')
            self.own_blob(e['box'], ('shelf', e['shelf']))
            return
        if shelf is None:
            if e['patient'] is None:
                need(self.org not in s.directories, 'exists')
                s.directories[self.org] = e['shelf']
            else:
                chart = s.charts.setdefault(e['patient'], [])
                need(not any(x[1:] == (section, self.org) for x in chart), 'exists')
                need(sum(x[2] == self.org for x in chart) < 16, 'limit')
                chart.append((e['shelf'], section, self.org))
            shelf = {'owner': self.org, 'patient': e['patient'], 'section': section, 'epoch': 0, 'kids': {}}
        need(e['epoch'] == shelf['epoch'] + 1, 'epoch')
        need(shelf['kids'].get(shelf['epoch']) != e['kid'], 'exists')
        need(seal is None or opened.get('patient'), 'recipient')
        need(all(role in opened for role in self.opening(self.org, section)), 'recipient')
        self.own_blob(e['box'], ('shelf', e['shelf']))
        shelf.update(epoch=e['epoch'], since=self.time, opened={r: x for r, x in opened.items() if r != 'patient'})
        shelf['kids'][e['epoch']] = e['kid']
        s.shelves[e['shelf']] = shelf

    # records and reads
    def own_shelf(self, identifier):
        shelf = self.s.shelves.get(identifier)
        need(shelf, 'unknown')
        need(shelf['owner'] == self.org, 'owner')
        self.require(writers(shelf['section']))
        self.stream('h:' + identifier)
        if shelf['patient'] is not None:
            self.stream('p:' + shelf['patient'])
        self.stream('o:' + shelf['owner'])
        return shelf

    def check_epoch(self, shelf, epoch):
        if self.old and epoch <= shelf['epoch']:
            return
        need(epoch == shelf['epoch'] and self.time - shelf['since'] < 365 * DAY, 'epoch')
        for role in self.opening(shelf['owner'], shelf['section']):
            need(self.s.roles[shelf['owner'], role][0] == shelf['opened'].get(role), 'epoch')

    def take_version(self):
        e = self.e
        need(is_uuid(e['shelf']) and is_int(e['epoch'], 1) and is_uuid(e['record']) and is_uuid(e['version']))
        need(e['date'] is None or is_int(e['date'], -62091, 120529))
        need(is_list(e['cids'], is_cid, 128) and is_hash(e['commitment']))
        self.check_epoch(self.own_shelf(e['shelf']), e['epoch'])
        need(e['version'] not in self.s.versions, 'exists')
        for cid in e['cids']:
            self.own_blob(cid, ('shelf', e['shelf']))

    def record_add(self):
        e, s = self.e, self.s
        self.take_version()
        need(e['record'] not in s.records, 'exists')
        s.records[e['record']] = {'shelf': e['shelf'], 'heads': {e['version']}}
        s.versions[e['version']] = [e['shelf'], e['record'], 'current']

    def record_amend(self):
        e, s = self.e, self.s
        need(is_list(e['replaces'], is_uuid, 16))
        self.take_version()
        record = s.records.get(e['record'])
        need(record, 'unknown')
        need(record['shelf'] == e['shelf'], 'owner')
        for version in e['replaces']:
            need(version in s.versions and s.versions[version][1] == e['record'], 'unknown')
            need(s.versions[version][2] != 'retracted', 'state')
            s.versions[version][2] = 'replaced'
            record['heads'].discard(version)
        need(len(record['heads']) < 16, 'limit')
        record['heads'].add(e['version'])
        s.versions[e['version']] = [e['shelf'], e['record'], 'current']

    def load_version(self):
        version = self.s.versions.get(self.e['version'])
        need(version, 'unknown')
        need(version[0] == self.e['shelf'], 'owner')
        return version

    def record_reseal(self):
        e = self.e
        need(is_uuid(e['shelf']) and is_int(e['epoch'], 1) and is_uuid(e['version']) and is_list(e['cids'], is_cid, 128))
        self.check_epoch(self.own_shelf(e['shelf']), e['epoch'])
        need(self.load_version()[2] != 'retracted', 'state')
        for cid in e['cids']:
            self.own_blob(cid, ('shelf', e['shelf']))

    def record_retract(self):
        e = self.e
        need(is_uuid(e['shelf']) and is_uuid(e['version']))
        self.own_shelf(e['shelf'])
        version = self.load_version()
        need(version[2] == 'current', 'state')
        version[2] = 'retracted'
        self.s.records[version[1]]['heads'].discard(e['version'])

    def access_read(self):
        e, patient = self.e, self.actor.get('patient')
        need(is_list(e['shelves'], is_uuid, 64) and isinstance(e['offline'], bool) and isinstance(e['purpose'], str))
        need(e['purpose'] in (('PATRQT',) if patient else ('CAREMGT', 'HPAYMT', 'PUBHLTH', 'PATRQT')))
        for identifier in e['shelves']:
            if patient is None:
                self.own_shelf(identifier)
                continue
            shelf = self.s.shelves.get(identifier)
            need(shelf, 'unknown')
            need(shelf['patient'] == patient, 'owner')
            self.stream('h:' + identifier, 'p:' + patient, 'o:' + shelf['owner'])
        self.late = self.late or e['offline']
