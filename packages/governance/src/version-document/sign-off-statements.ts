import { signOffPredicateType } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { readProofFile } from '../ledger/read-proof.ts';
import type { VersionFacts } from './gather-facts.ts';

/** What was signed, letter by letter, by the id of its sign-off. */
async function recordsOf(ctx: Context, versionId: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await ctx.pool.query<{ id: string; record: string }>(
    'SELECT id, record FROM sign_off WHERE version_id = $1',
    [versionId],
  );
  return new Map(rows.map(({ id, record }) => [id, record]));
}

/**
 * Each sign-off as an in-toto statement (Statement v1) over the artifact's digest and the dossier's, one JSON a line. The
 * signature within is the signer's own, over `record`; the proof places the entry in the ledger. There is no envelope:
 * nobody but the signer could sign one, and they signed the record.
 */
export async function signOffStatements(ctx: Context, { page, signOffs }: VersionFacts): Promise<string> {
  const { version, artifact } = page;
  const records = await recordsOf(ctx, version.id);
  const lines: string[] = [];
  for (const row of signOffs) {
    const name = `${version.model.key}/${version.label}`;
    const statement = {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [
        ...(artifact ? [{ name: `${name}/${artifact.path}`, digest: { sha256: artifact.digest } }] : []),
        { name: `${name}#substance`, digest: { sha256: row.substance } },
        { name: `${name}#presentation`, digest: { sha256: row.presentation } },
      ],
      predicateType: signOffPredicateType,
      predicate: {
        signOff: row.id,
        gate: row.gate,
        environment: row.environment,
        decision: row.decision,
        meaning: row.meaning,
        state: row.state,
        stateReason: row.stateReason,
        signer: { id: row.person.id, name: row.person.name, role: row.role },
        deputyFor: row.deputyFor,
        incident: row.incident,
        signedAt: row.at,
        revision: row.revision,
        assurance: row.assurance,
        record: records.get(row.id) ?? null,
        recordDigest: { sha256: row.recordDigest },
        signature: { algorithm: 'ed25519', value: row.signature, publicKey: row.publicKey },
        ledger: row.number === null ? null : await ledgerPlace(ctx, row.number),
      },
    };
    lines.push(JSON.stringify(statement));
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** Number of the entry, and its proof as C2SP tlog-proof. */
const ledgerPlace = async (ctx: Context, number: number) => ({
  entry: number,
  proof: await readProofFile(ctx, { number }),
});
