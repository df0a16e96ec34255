import { parseCheckpoint } from '../checkpoint.ts';
import { openEnvelope, parseEnvelope } from '../envelope.ts';
import { type Ed25519Verify, isSigned, parseNote, type VerifierKey } from '../note.ts';
import {
  type Permit,
  parsePermit,
  parseRevocations,
  permitPayloadType,
  type Revocations,
  revocationsPayloadType,
} from './permit.ts';

/** What a pipeline brings along to hold a permit against. */
export interface PermitGiven {
  /** The envelope as it was handed out. */
  readonly permit: string;
  /** The envelope of the revocation list; null: not asked. */
  readonly revocations: string | null;
  readonly keys: readonly VerifierKey[];
  readonly at: Date;
  /** Where it is about to be started. */
  readonly environment: string;
  /** SHA-256 of what is about to be started. */
  readonly artifact: string;
  /** A revocation list that is older says nothing. In seconds. */
  readonly longestAge: number;
}

export interface PermitVerdict {
  /** `good` also in its grace, which `said` then tells. */
  readonly verdict: 'good' | 'refused';
  /** One sentence for each thing that was found. */
  readonly said: readonly string[];
  /** Null where nothing that can be trusted was read. */
  readonly permit: Permit | null;
}

/** Clocks of pipelines may be this much behind ours. */
const skewMs = 2 * 60_000;

const refused = (said: readonly string[], permit: Permit | null = null): PermitVerdict => ({
  verdict: 'refused',
  said,
  permit,
});

/** Whether a deployment may be started under this permit now; nothing but what was given is asked. */
export async function verifyPermit(given: PermitGiven, verify: Ed25519Verify): Promise<PermitVerdict> {
  const opened = await open(given.permit, permitPayloadType, given.keys, verify, parsePermit);
  if (typeof opened === 'string') return refused([`The permit ${opened}.`]);
  const permit = opened;
  const faults = [...faultsOf(permit, given)];
  if (!(await hasCheckpoint(permit, given.keys, verify)))
    faults.push('Its checkpoint is not signed by the given key.');
  const notes: string[] = [];
  if (given.at.getTime() > Date.parse(permit.expiresAt))
    notes.push(`It expired at ${permit.expiresAt} and is in its grace until ${permit.graceUntil}.`);
  if (given.revocations === null)
    notes.push('No revocation list was given: whether it was revoked is not known.');
  else {
    const list = await open(given.revocations, revocationsPayloadType, given.keys, verify, parseRevocations);
    const fault = typeof list === 'string' ? `The revocation list ${list}.` : revokedIn(list, permit, given);
    if (fault) faults.push(fault);
    else notes.push('It is not revoked.');
  }
  return faults.length > 0 ? refused(faults, permit) : { verdict: 'good', said: notes, permit };
}

async function open<Value extends object>(
  text: string,
  type: string,
  keys: readonly VerifierKey[],
  verify: Ed25519Verify,
  parse: (text: string) => Value,
): Promise<Value | string> {
  try {
    const opened = await openEnvelope(parseEnvelope(text), keys, verify);
    if (!opened) return 'is not signed by the given key';
    if (opened.payloadType !== type) return 'is a statement of another kind';
    return parse(opened.text);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return `cannot be read: ${error.message}`;
    throw error;
  }
}

function* faultsOf(permit: Permit, { at, environment, artifact }: PermitGiven): Generator<string> {
  const now = at.getTime();
  if (permit.environment !== environment)
    yield `It is for the environment ${permit.environment}, not for ${environment}.`;
  if (permit.artifact !== artifact) yield `It is for the artifact ${permit.artifact}, not for ${artifact}.`;
  if (now + skewMs < Date.parse(permit.issuedAt)) yield `It is not valid before ${permit.issuedAt}.`;
  if (now > Date.parse(permit.graceUntil))
    yield `It expired at ${permit.expiresAt}, and its grace ended at ${permit.graceUntil}.`;
}

function revokedIn(list: Revocations, permit: Permit, { at, longestAge }: PermitGiven): string | null {
  const since = list.revoked.find((one) => one.permit === permit.id);
  if (since) return `It was revoked at ${since.at}: the version is blocked. Ask which one to use instead.`;
  const made = Date.parse(list.issuedAt);
  if (made < Date.parse(permit.issuedAt)) return 'The revocation list is older than the permit.';
  if (at.getTime() - made > longestAge * 1_000)
    return `The revocation list is of ${list.issuedAt}, older than ${longestAge} seconds.`;
  return null;
}

/** The key may have been replaced between the checkpoint and the permit: any of the given keys counts. */
async function hasCheckpoint(
  permit: Permit,
  keys: readonly VerifierKey[],
  verify: Ed25519Verify,
): Promise<boolean> {
  try {
    const note = parseNote(permit.checkpoint);
    const { origin } = parseCheckpoint(note.text);
    const own = keys.filter(({ name }) => name === origin);
    return (await Promise.all(own.map((key) => isSigned(note, key, verify)))).includes(true);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
