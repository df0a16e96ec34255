/** Envelopes of an in-toto statement (in-toto attestation framework, Statement v1). */
export const permitPayloadType = 'application/vnd.in-toto+json';
export const permitPredicate = 'urn:countersign:deployment-permit:v1';
export const revocationsPayloadType = 'application/vnd.countersign.revocations+json';

/** What a permit says: this artifact may be started as this version in this environment, until then. Times are RFC 3339. */
export interface Permit {
  readonly id: string;
  readonly model: string;
  readonly version: string;
  readonly environment: string;
  /** SHA-256 in hex. */
  readonly artifact: string;
  readonly issuedAt: string;
  readonly expiresAt: string;
  /** What was queued before it expired may still be started until then. */
  readonly graceUntil: string;
  /** The newest checkpoint of the ledger when it was issued, a signed note. */
  readonly checkpoint: string;
}

/** Every permit in its time that a block made void. */
export interface Revocations {
  readonly issuedAt: string;
  readonly revoked: readonly { readonly permit: string; readonly at: string }[];
}

/** The in-toto statement of a permit, as JSON. */
export const permitText = ({ id, model, version, artifact, ...rest }: Permit): string =>
  JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: `${model}@${version}`, digest: { sha256: artifact } }],
    predicateType: permitPredicate,
    predicate: { permit: id, model, version, ...rest },
  });

export const revocationsText = ({ issuedAt, revoked }: Revocations): string =>
  JSON.stringify({ v: 1, issuedAt, revoked });

const isText = (value: unknown): value is string => typeof value === 'string';
const isTime = (value: unknown): value is string => isText(value) && !Number.isNaN(Date.parse(value));

/** @throws SyntaxError where the statement is none of a permit */
export function parsePermit(text: string): Permit {
  const statement = JSON.parse(text) as {
    _type?: unknown;
    subject?: { digest?: { sha256?: unknown } }[];
    predicateType?: unknown;
    predicate?: Record<string, unknown>;
  } | null;
  const { permit: id, model, version, environment, checkpoint, ...times } = statement?.predicate ?? {};
  const artifact = statement?.subject?.length === 1 ? statement.subject[0]?.digest?.sha256 : undefined;
  const { issuedAt, expiresAt, graceUntil } = times;
  const isPermit =
    statement?._type === 'https://in-toto.io/Statement/v1' &&
    statement.predicateType === permitPredicate &&
    [id, model, version, environment, checkpoint].every(isText) &&
    [issuedAt, expiresAt, graceUntil].every(isTime) &&
    isText(artifact) &&
    /^[0-9a-f]{64}$/.test(artifact);
  if (!isPermit) throw new SyntaxError('not the statement of a deployment permit');
  return {
    id,
    model,
    version,
    environment,
    artifact,
    issuedAt,
    expiresAt,
    graceUntil,
    checkpoint,
  } as Permit;
}

/** @throws SyntaxError where it is no list of revocations */
export function parseRevocations(text: string): Revocations {
  const list = JSON.parse(text) as { v?: unknown; issuedAt?: unknown; revoked?: unknown } | null;
  const isList =
    list?.v === 1 &&
    isTime(list.issuedAt) &&
    Array.isArray(list.revoked) &&
    list.revoked.every((one) => isText(one?.permit) && isTime(one?.at));
  if (!isList) throw new SyntaxError('not a list of revocations');
  return { issuedAt: list.issuedAt, revoked: list.revoked } as Revocations;
}
