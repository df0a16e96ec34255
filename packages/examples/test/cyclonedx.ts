import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

const library = path.dirname(
  createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json'),
);
const schema = (name: string) => JSON.parse(readFileSync(path.join(library, 'res/schema', name), 'utf8'));

/** Made once: the schema is long. */
let validate: ValidateFunction | undefined;

function compile(): ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  formats.default(ajv);
  // As the schema names its neighbours: beside itself.
  for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs']) {
    const file = `${name}.SNAPSHOT.schema.json`;
    const { $id: _, ...neighbour } = schema(file);
    ajv.addSchema(neighbour, `http://cyclonedx.org/schema/${file}`);
  }
  return ajv.compile(schema('bom-1.6.SNAPSHOT.schema.json'));
}

/** What the published schema of CycloneDX 1.6 has against a document; empty where nothing. */
export function cyclonedxFaults(document: unknown): string[] {
  validate ??= compile();
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
