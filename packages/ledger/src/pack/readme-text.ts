import type { Checkpoint } from '../checkpoint.ts';
import { checkScript, replayScript } from './readme-scripts.ts';

/** README.txt of a pack: how a stranger checks it with tools that everybody has. */
export const readmeText = ({ origin, size }: Checkpoint): string => `EVIDENCE PACK
Ledger ${origin}, ${size} entries.

This folder proves what it says to whoever has the ledger's public key. The key is
not in here: get it from somebody you trust, and compare it with what you were told
before. It is one line, NAME+ID+KEY. A checkpoint that you kept from earlier shows,
beside that, that nothing was rewritten since.

WHAT IS HERE
  SHA256SUMS                    every other file
  checkpoint                    size and root of the ledger, signed (C2SP signed-note)
  contents.json                 what travels, and what was left out
  tile/, tile/entries/          hashes and entries of the ledger (C2SP tlog-tiles)
  entries/N.json                entry N, its canonical bytes (RFC 8785)
  proofs/N.tlog-proof           that entry N is in the ledger (C2SP tlog-proof)
  checkpoints/, consistency/    earlier checkpoints, and that this ledger continues them
  blobs/sha256/                 records, models, inputs and outputs by their digest
  predictions/                  recorded predictions, with what executing them needs
  report.*                      the report, if there is one

WITH THE COMMAND LINE
  countersign verify FOLDER --key 'NAME+ID+KEY' --checkpoint KEPT

WITH sha256sum AND openssl ALONE
  Save the script between the lines as check.sh, outside of this folder, then:
    sh check.sh FOLDER 'NAME+ID+KEY'
  It checks every file, the signature under the checkpoint, and the proof of each
  entry that has a file of its own.
-----8<----- check.sh
${checkScript}-----8<-----

WITH onnxruntime-web ALONE
  Each prediction names its model, runtime and tensors. Unpacked tensors are, all
  integers little-endian: "CSTT" 01, number of tensors (4 bytes), then for each its
  name (length in 4 bytes, UTF-8), its type in 1 byte (1 float32, 2 float64, 3 int64,
  4 int32, 5 bool, 6 string), its rank and dimensions (4 bytes each), length of the
  data (4 bytes) and the data; a text is its length and its UTF-8.
  Save the script as replay.mjs, then, with the version that the run's runtime names:
    npm install onnxruntime-web@VERSION && node replay.mjs FOLDER
-----8<----- replay.mjs
${replayScript}-----8<-----
`;
