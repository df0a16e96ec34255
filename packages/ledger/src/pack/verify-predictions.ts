import { fromBase64, hashBytes, type Sha256, toHex } from '../bytes.ts';
import { type JsonValue, rfc8785 } from '../canonical-json.ts';
import { verifyInclusion } from '../proof.ts';
import type { CheckedFiles } from './checked-files.ts';
import { counted, type Findings, reading } from './findings.ts';
import { leafOf } from './leaf.ts';
import type { PackContents } from './pack-contents.ts';
import { PackFault } from './pack-fault.ts';
import { parsePackPath } from './pack-path.ts';
import {
  blobsOf,
  type PackedPrediction,
  type PredictionSeal,
  parsePackedPrediction,
} from './packed-prediction.ts';
import type { Travelling } from './verify-entries.ts';
import type { BlobCheck } from './verify-records.ts';

/** Predictions: what they cite travels, and each that was sealed is in the batch whose root the ledger holds. */
export class PredictionCheck {
  readonly #roots = new Map<number, Uint8Array>();

  constructor(readonly checked: CheckedFiles) {}

  /** Roots of batches, from the entries that hold them. */
  visit({ number, event, read }: Travelling): void {
    if (event !== 'predictions.sealed') return;
    const { data } = read();
    if (typeof data.root !== 'string') return;
    const root = /^[0-9a-f]{64}$/.test(data.root)
      ? Uint8Array.from(data.root.match(/../g)!, (pair) => Number.parseInt(pair, 16))
      : null;
    if (root) this.#roots.set(number, root);
  }

  /** @throws PackFault */
  async run(contents: PackContents, blobs: BlobCheck, findings: Findings): Promise<void> {
    let [count, sealed] = [0, 0];
    for (const path of this.checked.sums.keys()) {
      const named = parsePackPath(path);
      if (named?.kind !== 'prediction') continue;
      count += 1;
      const text = await this.checked.text(path);
      const prediction = await reading('predictions', path, () => parsePackedPrediction(text));
      if (prediction.id !== named.id) throw new PackFault('predictions', path, 'It is another prediction.');
      for (const digest of blobsOf(prediction)) blobs.cite(digest, `Prediction ${prediction.id}`);
      if (!prediction.sealed) continue;
      await this.#verifySeal(prediction, prediction.sealed, path);
      sealed += 1;
    }
    if (count !== contents.predictions)
      throw new PackFault('predictions', 'contents.json', 'It counts other predictions than there are.');
    if (count === 0) return;
    if (sealed > 0)
      findings.say(
        'predictions',
        'sound',
        `${counted(sealed, 'prediction')}, proven to be in sealed batches`,
      );
    if (count > sealed)
      findings.say(
        'predictions',
        'note',
        `${counted(count - sealed, 'prediction')} without a sealed batch: their files are whole, and no entry vouches for them`,
      );
  }

  async #verifySeal(
    prediction: PackedPrediction,
    { entry, record, index, size, proof }: PredictionSeal,
    path: string,
  ): Promise<void> {
    const { sha256 } = this.checked.crypto;
    const root = this.#roots.get(entry);
    if (!root) throw new PackFault('predictions', path, `Entry ${entry}, which sealed it, does not travel.`);
    const hashes = await reading('predictions', path, () => proof.map(fromBase64));
    const leaf = leafOf(new TextEncoder().encode(record), sha256);
    if (
      hashes.some((hash) => hash.length !== hashBytes) ||
      !verifyInclusion({ index, size }, leaf, hashes, root, sha256)
    )
      throw new PackFault('predictions', path, `It is not in the batch that entry ${entry} sealed.`);
    const said = await reading('predictions', path, () => JSON.parse(record) as { [name: string]: unknown });
    if (!agrees(said, prediction, sha256))
      throw new PackFault('predictions', path, 'What was sealed is not what the file says.');
  }
}

/** Whether the sealed record says of this prediction what its file says; what is no id or digest in it is there as a digest. */
function agrees(
  said: { readonly [name: string]: unknown },
  { id, row, model, version, mode, basis, consumer, answeredAt, recordedAt, decision, run }: PackedPrediction,
  sha256: Sha256,
): boolean {
  const digestOf = (value: JsonValue) => toHex(sha256(new TextEncoder().encode(rfc8785(value))));
  const stated = {
    id,
    row,
    mode,
    basis,
    consumer,
    answeredAt,
    recordedAt,
    model: model.id,
    version: version.id,
  };
  const executed = {
    run: run.id,
    rows: run.rows,
    artifact: run.artifact,
    runtime: digestOf(run.runtime),
    parameters: digestOf(run.parameters),
    inputs: run.inputs,
    outputs: run.outputs,
  };
  // Of a subject the decision's digest is salted by a key that does not travel; outputs and rule give the decision again.
  const decided = said.salted === true ? {} : { decision: decision === null ? null : digestOf(decision) };
  return Object.entries({ kind: 'prediction', ...stated, ...executed, ...decided }).every(
    ([name, value]) => said[name] === value,
  );
}
