import { readSeen, toBase64 } from '@countersign/ledger';
import type { Mail } from '../mail/send-mail.ts';

export interface CheckpointToMail {
  /** Address of the portal, without a trailing slash. */
  readonly url: string;
  /** The newest checkpoint with the cosignatures that it has, as a signed note. */
  readonly note: string;
  /** Witnesses that cosigned it. */
  readonly witnesses: number;
  /** The key that signed it, as a C2SP verifier key. */
  readonly verifier: string;
  /** Where that key replaced another since the last mail: the first checkpoint under it, which both keys signed. */
  readonly handover: string | null;
  /** Day of the mail, `2026-11-21`, UTC. */
  readonly day: string;
}

const counted = (size: number) => (size === 1 ? 'one entry' : `${size.toLocaleString('en')} entries`);

/** A checkpoint as a mail: to the letter in the text and as a file, and how to use it. */
export function checkpointMail({
  url,
  note,
  witnesses,
  verifier,
  handover,
  day,
}: CheckpointToMail): Omit<Mail, 'to'> {
  const seen = readSeen(note);
  const file = `checkpoint-${seen.size}.txt`;
  return {
    kind: 'checkpoint',
    subject: handover
      ? `Key of the ledger replaced; checkpoint of ${day}: ${counted(seen.size)}, ${seen.origin}`
      : `Checkpoint of ${day}: ${counted(seen.size)}, ${seen.origin}`,
    parts: [
      `The ledger ${seen.origin} of the portal at ${url} has ${counted(seen.size)}. Its root is ${toBase64(seen.root)}; the ledger signed it${witnesses === 0 ? '' : witnesses === 1 ? ', and a witness cosigned it' : `, and ${witnesses} witnesses cosigned it`}:`,
      { code: note },
      ...(handover
        ? [
            `The key that signs the ledger was replaced since the last mail. The file ${handoverFile(handover)} is the first checkpoint under the new key; the key before it signed it too, so whoever trusts that one can go on to this:`,
            { code: verifier },
          ]
        : []),
      'Keep this mail where nobody who runs the portal can change it. Whoever holds one earlier checkpoint can prove later that no entry before it was altered, removed or reordered.',
      `To use it, save ${file} and hand it to the verifier together with any evidence pack that is newer. KEY is the key of the ledger that you were given, not one out of the pack:`,
      { code: `countersign verify pack.zip --key KEY --checkpoint ${file}` },
      'Exit code 0: the pack is sound and continues what you kept. 1: it is broken or the ledger was rewritten. 2: it cannot tell.',
      'Such a mail comes every day, also where nothing happened. One that stays away is a reason to ask. An administrator or compliance officer of the portal ends them.',
      { label: 'The ledger in the portal', link: `${url}/audit/ledger` },
    ],
    attachments: [
      { fileName: file, text: note },
      ...(handover ? [{ fileName: handoverFile(handover), text: handover }] : []),
    ],
  };
}

const handoverFile = (note: string): string => `handover-${readSeen(note).size}.txt`;
