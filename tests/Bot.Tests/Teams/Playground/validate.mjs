// Validates a Teams app manifest against Microsoft's published schema of the version that it names.
// node validate.mjs NODE_MODULES_PARENT MANIFEST.json
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const [modules, file] = process.argv.slice(2);
const require = createRequire(path.join(modules, 'index.js'));
const Ajv = require('ajv-draft-04');
const manifest = JSON.parse(readFileSync(file, 'utf8'));
const schema = JSON.parse(readFileSync(path.join(modules, 'node_modules/@microsoft/app-manifest/build/json-schemas/teams', `v${manifest.manifestVersion}`, 'MicrosoftTeams.schema.json'), 'utf8'));
const check = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
if (check(manifest)) {
  console.log('valid');
} else {
  console.error(JSON.stringify(check.errors, null, 2));
  process.exitCode = 1;
}
