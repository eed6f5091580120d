"""What the journey brings with it: a patient with a long chart for each appearance, an old program's list, a photo and papers.

Nobody in it exists. What is made in a later run is somebody else again, so that a journey finds every chart as it expects it.
"""
import datetime
import json
import time
import uuid

import gi

gi.require_version('GdkPixbuf', '2.0')
from gi.repository import GdkPixbuf  # noqa: E402 - the version is said first

TERMS = 'http://terminology.hl7.org/CodeSystem/'
LOINC = 'http://loinc.org'
PEOPLE = [('Meera Kulkarni', 'मीरा कुलकर्णी', 'female'), ('Anand Joshi', 'आनंद जोशी', 'male'), ('Kamla Rawat', 'कमला रावत', 'female'),
          ('Suresh Patil', 'सुरेश पाटील', 'male'), ('Farida Khan', 'फ़रीदा ख़ान', 'female'), ('Yusuf Ansari', 'यूसुफ़ अंसारी', 'male')]

# A visit: how many days ago, upper and lower pressure, pulse, weight, glucose, HbA1c, creatinine.
VISITS = [(420, 168, 104, 92, 78.2, 212, 9.1, 1.0), (300, 158, 98, 88, 77.0, 188, 8.4, 1.0), (190, 150, 94, 84, 76.1, 171, 7.9, 1.1),
          (95, 146, 92, 80, 75.4, 158, 7.6, 1.1), (32, 138, 88, 78, 74.8, 149, 7.2, 1.2)]


def day(ago, clock='T10:20:00Z'):
    return (datetime.date.today() - datetime.timedelta(days=ago)).isoformat() + clock


def concept(text, system=None, code=None):
    return {'text': text} | ({'coding': [{'system': system, 'code': code, 'display': text}]} if system else {})


def quantity(value, unit):
    """unit: a code of UCUM."""
    return {'value': value, 'unit': unit, 'system': 'http://unitsofmeasure.org', 'code': unit}


class Chart:
    """One patient's resources, in the order in which they are imported."""

    def __init__(self, name, native, sex, phone, birth, place='Wai'):
        self.patient = str(uuid.uuid4())
        self.resources = []
        self.add('Patient', self.patient, name=[{'use': 'official', 'text': name}, {'text': native}] if native else [{'text': name}], gender=sex,
                 birthDate=birth, telecom=[{'system': 'phone', 'value': phone}],
                 address=[{'line': ['14, Old Market'], 'city': place, 'district': 'Satara', 'state': 'Maharashtra', 'postalCode': '412803', 'country': 'IN'}])

    def add(self, kind, key=None, **members):
        key = key or str(uuid.uuid4())
        self.resources.append({'resourceType': kind, 'id': key, **members})
        return key

    def about(self, encounter=None):
        return {'subject': {'reference': f'Patient/{self.patient}'}} | ({'encounter': {'reference': f'Encounter/{encounter}'}} if encounter else {})

    def add_observation(self, category, code, text, moment, encounter=None, **value):
        self.add('Observation', status='final', category=[concept(category, f'{TERMS}observation-category', category)], code=concept(text, LOINC, code),
                 effectiveDateTime=moment, **self.about(encounter), **value)

    def add_figure(self, category, code, text, moment, encounter, value, unit):
        self.add_observation(category, code, text, moment, encounter, valueQuantity=quantity(value, unit))

    def add_result(self, code, text, moment, encounter, value, unit, most):
        high = {'interpretation': [concept('High', f'{TERMS}v3-ObservationInterpretation', 'H')]} if value > most else {}
        self.add_observation('laboratory', code, text, moment, encounter, valueQuantity=quantity(value, unit), **high)

    def add_pressure(self, moment, encounter, upper, lower):
        parts = [{'code': concept(text, LOINC, code), 'valueQuantity': quantity(value, 'mm[Hg]')}
                 for code, text, value in (('8480-6', 'Systolic blood pressure', upper), ('8462-4', 'Diastolic blood pressure', lower))]
        self.add_observation('vital-signs', '85354-9', 'Blood pressure', moment, encounter, component=parts)

    def add_problem(self, encounter, code, text, since):
        self.add('Condition', clinicalStatus=concept('active', f'{TERMS}condition-clinical', 'active'), onsetDateTime=since,
                 verificationStatus=concept('confirmed', f'{TERMS}condition-ver-status', 'confirmed'),
                 category=[concept('encounter-diagnosis', f'{TERMS}condition-category', 'encounter-diagnosis')],
                 code=concept(text, 'http://hl7.org/fhir/sid/icd-10', code), **self.about(encounter))

    def add_medicine(self, encounter, moment, text, dose):
        self.add('MedicationRequest', status='active', intent='order', medicationCodeableConcept={'text': text}, authoredOn=moment,
                 dosageInstruction=[{'text': dose}], **self.about(encounter))

    def add_allergy(self, substance, reaction):
        self.add('AllergyIntolerance', clinicalStatus=concept('active', f'{TERMS}allergyintolerance-clinical', 'active'),
                 verificationStatus=concept('confirmed', f'{TERMS}allergyintolerance-verification', 'confirmed'), category=['medication'],
                 criticality='high', code={'text': substance}, patient={'reference': f'Patient/{self.patient}'}, recordedDate=day(420),
                 reaction=[{'manifestation': [{'text': reaction}]}])

    def add_visit(self, ago, upper, lower, pulse, weight, glucose, sugar, creatinine):
        moment = day(ago)
        encounter = self.add('Encounter', status='finished', **{'class': {'system': f'{TERMS}v3-ActCode', 'code': 'AMB'}}, **self.about(),
                             period={'start': moment, 'end': day(ago, 'T10:35:00Z')}, reasonCode=[{'text': 'Tired, headache in the morning'}])
        self.add_problem(encounter, 'I10', 'High blood pressure', day(420)[:10])
        self.add_problem(encounter, 'E11.9', 'Type 2 diabetes', day(420)[:10])
        self.add_pressure(moment, encounter, upper, lower)
        for code, text, value, unit in (('8867-4', 'Pulse', pulse, '/min'), ('29463-7', 'Weight', weight, 'kg'), ('2339-0', 'Glucose', glucose, 'mg/dL')):
            self.add_figure('vital-signs', code, text, moment, encounter, value, unit)
        self.add_result('4548-4', 'HbA1c', moment, encounter, sugar, '%', 6.5)
        self.add_result('2160-0', 'Creatinine', moment, encounter, creatinine, 'mg/dL', 1.1)
        self.add_observation('exam', '18776-5', 'Plan of care note', moment, encounter, valueString='Walk half an hour each day; less salt; eyes next time')
        self.add_medicine(encounter, moment, 'Metformin 500 mg tablet', '1-0-1 after food for 90 days')
        self.add_medicine(encounter, moment, 'Ibuprofen 400 mg tablet', '0-0-1 for 60 days')


def make_chart(person, phone, birth):
    chart = Chart(*person, phone, birth)
    chart.add_allergy('Penicillin', 'Rash and swollen lips')
    for visit in VISITS:
        chart.add_visit(*visit)
    chart.add('Immunization', status='completed', vaccineCode={'text': 'Influenza'}, patient={'reference': f'Patient/{chart.patient}'},
              occurrenceDateTime=day(190)[:10], primarySource=True, lotNumber='F2207')
    return chart


def make_old_list(count, phone):
    """What another program knew: patients with a few figures each, and some that can't be taken."""
    resources = []
    for index in range(count):
        chart = Chart(f'Old list {index + 1}', None, 'unknown', str(phone + index), f'{1950 + index % 60}-0{1 + index % 9}-11', 'Phaltan')
        for ago in (700, 500, 300):
            chart.add_pressure(day(ago), None, 120 + index % 40, 70 + index % 20)
            chart.add_figure('vital-signs', '29463-7', 'Weight', day(ago), None, 48 + index % 40, 'kg')
        resources += chart.resources
    nobody = {'subject': {'reference': f'Patient/{uuid.uuid4()}'}}
    resources += [{'resourceType': 'Claim', 'id': str(uuid.uuid4()), 'status': 'active'},
                  {'resourceType': 'Observation', 'id': str(uuid.uuid4()), 'status': 'final', 'code': {'text': 'Weight'}, **nobody}]
    return resources


def write_bundle(path, resources):
    path.write_text(json.dumps({'resourceType': 'Bundle', 'type': 'collection', 'entry': [{'resource': resource} for resource in resources]}))
    return path


# Pictures and papers -----------------------------------------------------------------------------------------------

FACE = '''<svg xmlns="http://www.w3.org/2000/svg" width="480" height="600"><rect width="480" height="600" fill="#9db8c9"/>
<path d="M40 600q20-190 200-190t200 190z" fill="#7a3b5d"/><circle cx="240" cy="250" r="130" fill="#a9714b"/>
<path d="M105 240q0-160 135-160t135 160q-40-90-135-90t-135 90z" fill="#2b211d"/><circle cx="195" cy="255" r="11" fill="#2b211d"/>
<circle cx="285" cy="255" r="11" fill="#2b211d"/><path d="M190 315q50 38 100 0" fill="none" stroke="#5a2d20" stroke-width="8"/></svg>'''

CHEST = '''<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1000"><rect width="900" height="1000" fill="#0b0c0d"/>
<g fill="#2a2d30"><ellipse cx="300" cy="520" rx="165" ry="330"/><ellipse cx="600" cy="520" rx="165" ry="330"/></g>
<rect x="420" y="90" width="60" height="840" rx="24" fill="#b9bec2"/><ellipse cx="500" cy="640" rx="120" ry="150" fill="#8d9297"/>
<g fill="none" stroke="#9aa0a5" stroke-width="14">
<path d="M430 230Q230 190 140 380M430 320Q220 290 130 490M430 410Q220 390 130 600M430 500Q230 490 140 700M430 590Q250 590 160 790"/>
<path d="M470 230Q670 190 760 380M470 320Q680 290 770 490M470 410Q680 390 770 600M470 500Q670 490 760 700M470 590Q650 590 740 790"/></g>
<text x="60" y="90" fill="#e8e8e8" font-size="48" font-family="sans-serif">R</text></svg>'''

ECG = '''<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="420"><defs><pattern id="g" width="20" height="20" patternUnits="userSpaceOnUse">
<path d="M20 0H0V20" fill="none" stroke="#f2b8b8"/></pattern></defs><rect width="1200" height="420" fill="#fff7f5"/><rect width="1200" height="420" fill="url(#g)"/>
<path d="M0 230%s" fill="none" stroke="#1c1c1c" stroke-width="3"/></svg>''' % ('h40q15-30 30 0h20l8 14 12-150 14 190 10-54h20q24-52 48 0h38' * 5)


def write_picture(path, drawing):
    """path: its ending says which kind of picture."""
    loader = GdkPixbuf.PixbufLoader.new_with_type('svg')
    loader.write(drawing.encode())
    loader.close()
    loader.get_pixbuf().savev(str(path), 'jpeg' if path.suffix == '.jpg' else 'png', [], [])
    return path


def write_pdf(path, title, lines):
    """Two pages of text: a letter as another hospital would send it."""
    objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[4 0 R 6 0 R]/Count 2>>', '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>']
    for number, part in ((1, lines[:len(lines) // 2]), (2, lines[len(lines) // 2:])):
        text = f'BT /F 20 Tf 60 770 Td ({title}, {number} of 2) Tj /F 12 Tf 0 -20 Td ' + ' '.join(f'0 -20 Td ({line}) Tj' for line in part) + ' ET'
        objects += [f'<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {len(objects) + 2} 0 R>>',
                    f'<</Length {len(text)}>>stream\n{text}\nendstream']
    data, places = '%PDF-1.4\n', []
    for index, body in enumerate(objects):
        places.append(len(data))
        data += f'{index + 1} 0 obj\n{body}\nendobj\n'
    table = ''.join(f'{place:010} 00000 n \n' for place in places)
    path.write_text(f'{data}xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF\n')
    return path


class Material:
    """folder: where the files lie; it may not be there yet."""

    def __init__(self, folder, charts):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.begin = int(time.time()) % 10**6 * 1000                 # telephones from here on are nobody's
        self.photo = write_picture(folder / 'photo.jpg', FACE)
        self.xray = write_picture(folder / 'chest-x-ray.jpg', CHEST)
        self.ecg = write_picture(folder / 'ecg.png', ECG)
        self.letter = write_pdf(folder / 'letter.pdf', 'Letter of discharge', [
            'Admitted with fever and cough, discharged after four days.', 'Chest clear at discharge, saturation 97 % on air.',
            'Blood pressure was high on three days: 158/98, 150/94, 148/92.', 'Please look at it again within two weeks.',
            'Metformin was continued, amlodipine 5 mg was begun.', 'Allergic to penicillin: rash and swollen lips.',
            'Eyes and feet are due for their yearly examination.', 'With regards from the ward.'])
        self.patients = self.bring_patients(charts)
        self.mother = next(patient for patient, person in zip(self.patients, PEOPLE) if person[2] == 'female')

    def make_phone(self, index):
        return f'9{self.begin + index:09}'

    def bring_patients(self, charts):
        """As nadictl finds them; one for each appearance."""
        made = [make_chart(person, self.make_phone(index), f'19{58 + 4 * index}-0{3 + index}-1{index}') for index, person in enumerate(PEOPLE)]
        charts.ask('import', str(write_bundle(self.folder / 'charts.json', [resource for chart in made for resource in chart.resources])))
        return [charts.ask('patient', 'find', self.make_phone(index))[0] for index in range(len(made))]

    def write_old_list(self, index, count=60):
        """Another one for each appearance."""
        return write_bundle(self.folder / f'old-list-{index}.json', make_old_list(count, 7 * 10**9 + self.begin + index * count))
