import { limits, Refusal } from '@countersign/contracts';
import type { Tx } from '../tx.ts';
import { headOf, rankOf } from './run-conditions.ts';
import type { WrittenRun } from './write-runs.ts';

interface Text {
  readonly id: string;
  readonly run: string;
  readonly key: string;
  readonly value: string;
}

/** Parameters and tags. @returns for each that was written the run's id @throws Refusal CONFLICT, TOO_LARGE */
export async function writeTexts(
  tx: Tx,
  experimentId: string,
  runs: readonly WrittenRun[],
): Promise<[parameters: string[], tags: string[]]> {
  const parameters = textsOf(runs, ({ logged }) => logged.parameters);
  const tags = textsOf(runs, ({ logged }) => logged.tags);
  await refuseOthers(tx, parameters);
  const written: [string[], string[]] = [
    await write(tx, experimentId, 'param', parameters),
    await write(tx, experimentId, 'tag', tags),
  ];
  await refuseMany(tx, 'param', parameters, limits.runParameters, 'parameters');
  await refuseMany(tx, 'tag', tags, limits.runTags, 'tags');
  return written;
}

const textsOf = (
  runs: readonly WrittenRun[],
  of: (run: WrittenRun) => Readonly<Record<string, string | number | boolean>> | undefined,
): Text[] =>
  runs.flatMap((run) =>
    Object.entries(of(run) ?? {}).map(([key, value]) => ({
      id: run.id,
      run: run.logged.run,
      key,
      value: String(value),
    })),
  );

async function refuseOthers(tx: Tx, texts: readonly Text[]): Promise<void> {
  const { rows } = await tx.query<{ run: string; key: string }>(
    `SELECT n.run, n.key FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS n (id, run, key, value)
     JOIN run_text t ON t.run_id = n.id AND t.kind = 'param' AND t.key = n.key AND t.value <> n.value LIMIT 1`,
    [
      texts.map(({ id }) => id),
      texts.map(({ run }) => run),
      texts.map(({ key }) => key),
      texts.map(({ value }) => value),
    ],
  );
  const first = rows[0];
  if (first)
    throw new Refusal(
      'CONFLICT',
      `The run ${first.run} was logged with another value of ${first.key}: a parameter never changes.`,
      { run: first.run, parameter: first.key },
    );
}

async function write(
  tx: Tx,
  experimentId: string,
  kind: 'param' | 'tag',
  texts: readonly Text[],
): Promise<string[]> {
  if (texts.length === 0) return [];
  const { rows } = await tx.query<{ run_id: string }>(
    `INSERT INTO run_text (run_id, kind, key, experiment_id, value, rank, head)
     SELECT n.id, $1, n.key, $2, n.value, n.rank, n.head FROM unnest($3::uuid[], $4::text[], $5::text[], $6::float8[], $7::text[]) AS n (id, key, value, rank, head)
     ON CONFLICT (run_id, kind, key) ${
       kind === 'param'
         ? 'DO NOTHING'
         : 'DO UPDATE SET value = excluded.value, rank = excluded.rank, head = excluded.head WHERE run_text.value <> excluded.value'
     } RETURNING run_id`,
    [
      kind,
      experimentId,
      texts.map(({ id }) => id),
      texts.map(({ key }) => key),
      texts.map(({ value }) => value),
      texts.map(({ value }) => rankOf(value)),
      texts.map(({ value }) => headOf(value)),
    ],
  );
  return rows.map(({ run_id: id }) => id);
}

async function refuseMany(
  tx: Tx,
  kind: 'param' | 'tag',
  texts: readonly Text[],
  most: number,
  what: string,
): Promise<void> {
  if (texts.length === 0) return;
  const { rowCount } = await tx.query(
    'SELECT FROM run_text WHERE run_id = ANY ($1::uuid[]) AND kind = $2 GROUP BY run_id HAVING count(*) > $3 LIMIT 1',
    [[...new Set(texts.map(({ id }) => id))], kind, most],
  );
  if (rowCount) throw new Refusal('TOO_LARGE', `A run has at most ${most} ${what}.`, { field: 'runs', most });
}
