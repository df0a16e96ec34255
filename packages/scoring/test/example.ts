import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ArtifactFile, type InputRow, parseSchema, type Schema } from '../src/index.ts';

export interface RecordedPrediction {
  inputs: InputRow;
  outputs: Record<string, unknown>;
}

export interface Example {
  artifact: ArtifactFile;
  model: Buffer;
  schema: Schema;
  schemaJson: Record<string, unknown>;
  golden: { rows: { id: string | number; inputs: InputRow; expected: unknown }[]; runtime: object };
  robustness: { cases: { name: string; inputs: InputRow; expected: Record<string, unknown> }[] };
  predictions: RecordedPrediction[];
}

/** The schema of some JSON that is known to be one. */
export function schemaOf(json: unknown): Schema {
  const parsed = parseSchema(json);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.schema;
}

/** One of the example versions kept in test/fixtures. */
export function readExample(name: 'credit-risk-1.1.0' | 'ridership-demand-2.1.0-rc.1'): Example {
  const folder = fileURLToPath(new URL(`./fixtures/${name}/`, import.meta.url));
  const json = (file: string) => JSON.parse(readFileSync(`${folder}${file}.json.txt`, 'utf8'));
  const model = readFileSync(`${folder}model.onnx`);
  const schemaJson: Record<string, unknown> = json('schema');
  return {
    artifact: { sha256: createHash('sha256').update(model).digest('hex'), path: `${folder}model.onnx` },
    model,
    schema: schemaOf(schemaJson),
    schemaJson,
    golden: json('golden'),
    robustness: json('robustness'),
    predictions: readFileSync(`${folder}predictions.ndjson`, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line): RecordedPrediction => JSON.parse(line)),
  };
}
