/** Checks a pack by `sha256sum` and `openssl` (3.0 or newer) in a POSIX shell. */
export const checkScript = String.raw`#!/bin/sh
# sh check.sh FOLDER 'NAME+ID+KEY'
set -eu
cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sha256sum --quiet --strict -c SHA256SUMS
listed=$(wc -l < SHA256SUMS)
found=$(find . -type f ! -path ./SHA256SUMS | wc -l)
[ "$listed" -eq "$found" ] || { echo "there are files that SHA256SUMS does not name"; exit 1; }
echo "files: $found, as SHA256SUMS says"

# The key: one byte of its kind, then 32 bytes; openssl wants them behind a fixed head.
name=$(printf %s "$2" | cut -d+ -f1)
coded=$(printf %s "$2" | cut -d+ -f3-)
{ printf '\060\052\060\005\006\003\053\145\160\003\041\000'
  printf '%s\n' "$coded" | openssl base64 -d -A | tail -c 32; } > "$work/key"
# The signed text is the first three lines; its signature follows four bytes of the key's id.
head -n 3 checkpoint > "$work/text"
[ "$(head -n 1 checkpoint)" = "$name" ] || { echo "the checkpoint is of another ledger"; exit 1; }
grep -F -e "— $name " checkpoint | head -n 1 | sed 's/.* //' | openssl base64 -d -A | tail -c +5 > "$work/signature"
openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key" -rawin -in "$work/text" -sigfile "$work/signature" > /dev/null ||
  { echo "the signature under the checkpoint does not hold"; exit 1; }
size=$(sed -n 2p checkpoint)
sed -n 3p checkpoint | openssl base64 -d -A > "$work/root"
echo "checkpoint: $size entries, signed by $name"

node() { { printf '\001'; cat "$1" "$2"; } | openssl dgst -sha256 -binary > "$work/next"; mv "$work/next" "$work/hash"; }
proven=0
for file in entries/*.json; do
  [ -e "$file" ] || break
  index=$(basename "$file" .json)
  { printf '\000'; cat "$file"; } | openssl dgst -sha256 -binary > "$work/hash"
  # RFC 9162, section 2.1.3.2.
  at=$index
  last=$((size - 1))
  sed -n '/^index /,/^$/p' "proofs/$index.tlog-proof" | sed '1d;$d' > "$work/proof"
  while read -r sibling; do
    printf %s "$sibling" | openssl base64 -d -A > "$work/sibling"
    [ "$last" -gt 0 ] || { echo "the proof of entry $index is too long"; exit 1; }
    if [ $((at % 2)) -eq 1 ] || [ "$at" -eq "$last" ]; then
      node "$work/sibling" "$work/hash"
      while [ $((at % 2)) -eq 0 ] && [ "$at" -gt 0 ]; do at=$((at / 2)); last=$((last / 2)); done
    else
      node "$work/hash" "$work/sibling"
    fi
    at=$((at / 2))
    last=$((last / 2))
  done < "$work/proof"
  [ "$last" -eq 0 ] && cmp -s "$work/hash" "$work/root" ||
    { echo "entry $index is not in the ledger"; exit 1; }
  proven=$((proven + 1))
done
echo "entries: $proven, each proven to be in the ledger"
`;

/** Executes the predictions of a pack by plain onnxruntime-web and compares the bytes of the answers. */
export const replayScript = `// node replay.mjs FOLDER
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web';

ort.env.wasm.numThreads = 1;
const folder = process.argv[2];
const blob = (digest) => {
  const bytes = readFileSync(join(folder, 'blobs/sha256', digest));
  if (createHash('sha256').update(bytes).digest('hex') !== digest) throw new Error(digest + ' is broken');
  return bytes;
};
const kinds = ['', 'float32', 'float64', 'int64', 'int32', 'bool', 'string'];
const arrays = { float32: Float32Array, float64: Float64Array, int64: BigInt64Array, int32: Int32Array, bool: Uint8Array };

function unpack(bytes) {
  let at = 5;
  const number = () => bytes.readUInt32LE((at += 4) - 4);
  const piece = (length) => bytes.subarray(at, (at += length));
  return Array.from({ length: number() }, () => {
    const name = piece(number()).toString('utf8');
    const dtype = kinds[piece(1)[0]];
    const shape = Array.from({ length: number() }, number);
    return { name, dtype, shape, data: piece(number()) };
  });
}

function texts(data) {
  const found = [];
  for (let at = 0; at < data.length; ) {
    const end = at + 4 + data.readUInt32LE(at);
    found.push(data.subarray(at + 4, end).toString('utf8'));
    at = end;
  }
  return found;
}

const tensorOf = ({ dtype, shape, data }) =>
  new ort.Tensor(
    dtype,
    dtype === 'string' ? texts(data) : new arrays[dtype](new Uint8Array(data).buffer),
    shape,
  );

// A model is opened once, however many predictions it made.
const sessions = new Map();
const sessionOf = ({ artifact, runtime: { graphOptimizationLevel, executionMode } }) => {
  const options = { graphOptimizationLevel, executionMode };
  const key = JSON.stringify([artifact, options]);
  if (!sessions.has(key)) sessions.set(key, ort.InferenceSession.create(blob(artifact), options));
  return sessions.get(key);
};

let differing = 0;
const folderOf = join(folder, 'predictions');
for (const file of readdirSync(folderOf)) {
  const { id, row, run } = JSON.parse(readFileSync(join(folderOf, file), 'utf8'));
  const session = await sessionOf(run);
  const feeds = Object.fromEntries(unpack(blob(run.inputs)).map((input) => [input.name, tensorOf(input)]));
  const recorded = unpack(blob(run.outputs));
  const again = await session.run(feeds, recorded.map(({ name }) => name));
  const same = recorded.every(({ name, dtype, shape, data }) => {
    const { data: values } = again[name];
    const rows = shape[0];
    if (dtype === 'string') return texts(data)[row] === values[row];
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    const width = data.length / rows;
    return bytes.subarray(row * width, (row + 1) * width).equals(data.subarray(row * width, (row + 1) * width));
  });
  if (!same) differing += 1;
  console.log((same ? 'identical ' : 'DIFFERS   ') + id);
}
process.exit(differing === 0 ? 0 : 1);
`;
