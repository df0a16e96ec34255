import {
  cosign,
  type FollowProblem,
  isBy,
  isSigned,
  judgeCheckpoint,
  keyText,
  noteText,
  type SeenCheckpoint,
  type VerifierKey,
} from '@countersign/ledger';
import { nodeCrypto } from '../pack/node-crypto.ts';
import type { KeptLog } from './kept-log.ts';
import { type PortalLedger, Unreachable } from './portal-ledger.ts';
import type { WitnessKey } from './witness-key.ts';

/** What one look at a portal came to. */
export type Look =
  /** The ledger continues what was kept. `notTaken`: why the portal did not take the cosignature. */
  | {
      readonly outcome: 'followed';
      readonly size: number;
      readonly grewBy: number;
      readonly notTaken: string | null;
    }
  | {
      readonly outcome: 'refused';
      readonly problem: FollowProblem | 'not-handed-over';
      readonly sentence: string;
      /** Folder with both signed notes. */
      readonly evidence: string;
    }
  | { readonly outcome: 'unreachable'; readonly sentence: string };

const means = (portal: PortalLedger) => ({
  readTile: portal.tile,
  verify: nodeCrypto.ed25519Verify,
  sha256: nodeCrypto.sha256,
});

/** One look: what the portal publishes is checked against what was kept, kept itself, cosigned and given back. */
export async function followPortal(
  portal: PortalLedger,
  log: KeptLog,
  witness: WitnessKey,
  clock: () => Date,
): Promise<Look> {
  try {
    const before = log.latest;
    const offered = await portal.checkpoint();
    const refused = await follow(portal, log, witness, offered, clock);
    if (refused) {
      // A portal that lost entries learns from its witnesses that it had published more.
      if (refused.outcome === 'refused' && log.latest) await portal.give(noteText(log.latest.note));
      return refused;
    }
    const kept = log.latest!;
    const cosigned = await withCosignature(kept, witness, clock);
    const notTaken = await portal.give(noteText(cosigned.note));
    return { outcome: 'followed', size: kept.size, grewBy: kept.size - (before?.size ?? 0), notTaken };
  } catch (error) {
    if (error instanceof Unreachable) return { outcome: 'unreachable', sentence: error.message };
    throw error;
  }
}

async function follow(
  portal: PortalLedger,
  log: KeptLog,
  witness: WitnessKey,
  offered: string,
  clock: () => Date,
): Promise<Look | null> {
  for (;;) {
    const kept = log.latest;
    const { key } = log;
    const { problem, seen } = await judgeCheckpoint(offered, { key, kept }, means(portal));
    if (problem === null) {
      if (kept?.size !== seen.size) await log.keep(await withCosignature(seen, witness, clock), key);
      return null;
    }
    if (problem !== 'unsigned') return refuse(log, problem, seen, offered);
    if (await isBefore(seen, log)) return refuse(log, 'rolled-back', seen, offered);
    const next = await handedOver(portal, log, witness, clock);
    if (next === 'none') return refuse(log, 'unsigned', seen, offered);
    if (next) return next;
  }
}

/** Whether it is what the ledger was before it handed over to the key that is trusted now. */
async function isBefore(seen: SeenCheckpoint, log: KeptLog): Promise<boolean> {
  if (!log.latest || seen.size >= log.latest.size) return false;
  for (const key of log.earlierKeys)
    if (await isSigned(seen.note, key, nodeCrypto.ed25519Verify)) return true;
  return false;
}

/**
 * The ledger changed its key: the first checkpoint of the next key is signed by the one before it as well, and is
 * looked at like any other. Null once the next key is trusted.
 */
async function handedOver(
  portal: PortalLedger,
  log: KeptLog,
  witness: WitnessKey,
  clock: () => Date,
): Promise<Look | 'none' | null> {
  const oldestFirst = (await portal.keys()).reverse();
  const at = oldestFirst.findIndex(({ key }) => keyText(key) === keyText(log.key));
  const next = at === -1 ? undefined : oldestFirst[at + 1];
  if (!next || next.since === null || next.key.name !== log.origin) return 'none';
  const offered = await portal.checkpoint(next.since);
  const { problem, seen } = await judgeCheckpoint(offered, { key: log.key, kept: log.latest }, means(portal));
  if (problem !== null)
    return refuse(log, problem === 'unsigned' ? 'not-handed-over' : problem, seen, offered);
  if (!(await isSigned(seen.note, next.key, nodeCrypto.ed25519Verify)))
    return refuse(log, 'not-handed-over', seen, offered);
  await log.keep(await withCosignature(seen, witness, clock), next.key);
  return null;
}

async function withCosignature(
  seen: SeenCheckpoint,
  { key, sign }: WitnessKey,
  clock: () => Date,
): Promise<SeenCheckpoint> {
  const others = seen.note.signatures.filter((signature) => !isBy(signature, key));
  const own = await cosign(seen.note.text, key, Math.floor(clock().getTime() / 1_000), sign);
  return { ...seen, note: { ...seen.note, signatures: [...others, own] } };
}

const sentences: Record<FollowProblem | 'not-handed-over', string> = {
  unreadable: 'What it serves as its checkpoint is none.',
  'other-origin':
    'Its checkpoint is of another ledger. Where a database was restored behind what it had published, the portal goes on under a new origin: follow that one by its own key, and keep this one’s checkpoints as evidence of what was lost.',
  unsigned: 'Its checkpoint is not signed by the key that is trusted, nor by one that it was handed over to.',
  'rolled-back': 'It has fewer entries than it had signed before: entries were taken back.',
  forked: 'It has other entries than it had signed before: the ledger was rewritten.',
  inconsistent:
    'Its tiles do not make the root that it signed, so nothing proves that it continues what it signed before.',
  'not-handed-over': 'It changed its key, and the first checkpoint of the next key is not signed by both.',
};

const standing = (seen: SeenCheckpoint | null): string => (seen ? `${seen.size} entries` : 'nothing yet');

async function refuse(
  log: KeptLog,
  problem: FollowProblem | 'not-handed-over',
  seen: SeenCheckpoint | null,
  offered: string,
): Promise<Look> {
  const kept = log.latest;
  const sentence = `${sentences[problem]} Kept: ${standing(kept)}; offered: ${seen ? `${seen.origin}, ${standing(seen)}` : 'no checkpoint'}.`;
  const evidence = await log.keepEvidence(
    problem,
    offered,
    `${log.origin}\n${problem}\n\n${sentence}\n\nTrusted key: ${keyText(log.key as VerifierKey)}\n\nThe files kept and offered beside this one are signed notes (c2sp.org/signed-note): both signatures can be\nchecked with this key, by anybody and without this program.\n`,
  );
  return { outcome: 'refused', problem, sentence, evidence };
}
