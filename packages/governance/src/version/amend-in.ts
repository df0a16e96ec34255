import { type AmendVersion, Refusal } from '@countersign/contracts';
import type { JsonValue } from '@countersign/ledger';
import { afterAmendment } from '@countersign/lifecycle';
import { uuidv7 } from 'uuidv7';
import type { Job, Tx } from '../change.ts';
import { settleChange } from '../change-class/settle-change.ts';
import type { Context } from '../context.ts';
import { refuseContradicted } from '../dataset/examine-datasets.ts';
import { carryFindings, examinationJobs } from '../dataset/examine-revision.ts';
import { type RegisteredFile, RegisteredFiles } from '../dataset/registered-files.ts';
import { amendedEvidenceJobs } from '../evidence/start-evidence.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import type { LoadedVersion } from '../lifecycle/load-version.ts';
import { moveVersion, type VersionEvent, writeConsequences } from '../lifecycle/move-version.ts';
import { refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';
import { amendedLists } from './amended-lists.ts';
import { type Dossier, type DossierFile, presentationDigest, substanceDigest } from './dossier-digest.ts';
import { refuseManyClaims } from './refuse-many-claims.ts';
import { responsibleFor } from './register-authors.ts';

/** What an amendment starts from. */
export interface Current {
  readonly dossier: Dossier;
  readonly release_notes: string;
  readonly description: string;
  readonly files: readonly DossierFile[];
}

export async function readCurrent(tx: Tx, { row }: LoadedVersion): Promise<Current> {
  const found = await tx.query<Current>(
    `SELECT r.dossier, r.release_notes, r.description,
       (SELECT json_agg(json_build_object('path', f.path, 'kind', f.kind, 'sha256', f.digest, 'size', f.size)) FROM version_file f WHERE f.version_id = r.version_id) AS files
     FROM revision r WHERE r.version_id = $1 AND r.revision = $2`,
    [row.id, row.revision],
  );
  return found.rows[0]!;
}

const asRegistered = (files: readonly DossierFile[]): RegisteredFile[] =>
  files.map(({ path, sha256: digest, size }) => ({ path, digest, size }));

export type Amendment = Pick<
  AmendVersion,
  'expectedRevision' | 'releaseNotes' | 'description' | 'metrics' | 'datasets'
>;

/**
 * Amends a version that is loaded and locked: rows, consequences, events and jobs of one new revision. `more` adds events of
 * its own to it. @throws Refusal STALE where the revision was another, BAD_INPUT where nothing changes, TOO_LARGE
 */
export async function amendIn(
  tx: Tx,
  ctx: Context,
  loaded: LoadedVersion,
  input: Amendment,
  more: (revision: number) => readonly VersionEvent[] = () => [],
): Promise<{
  result: { revision: number; stage: LoadedVersion['row']['stage'] };
  events: [LedgerEventInput, ...LedgerEventInput[]];
  jobs: Job[];
}> {
  const changes = amendedLists(input);
  refuseManyClaims(input.releaseNotes ?? '');
  const { row } = loaded;
  const current = await readCurrent(tx, loaded);
  const dossier: Dossier = { ...current.dossier, ...changes };
  const prose = {
    releaseNotes: input.releaseNotes ?? current.release_notes,
    description: input.description ?? current.description,
    files: current.files,
  };
  const substance = substanceDigest({
    model: row.model_key,
    label: row.label,
    files: current.files,
    dossier,
  });
  const presentation = presentationDigest(prose);
  const kind = substance !== row.substance ? 'substance' : 'presentation';
  await refuseUnlessAllowed(tx, ctx, loaded, {
    type: kind === 'substance' ? 'amend-substance' : 'amend-presentation',
  });
  if (row.revision !== input.expectedRevision) {
    throw new Refusal(
      'STALE',
      `The version is at revision ${row.revision} by now. Read it and amend again.`,
      { revision: row.revision },
    );
  }
  if (substance === row.substance && presentation === row.presentation)
    throw new Refusal('BAD_INPUT', 'Nothing would change.', {});
  if (changes.datasets)
    await refuseContradicted(changes.datasets, new RegisteredFiles(asRegistered(current.files), ctx.blobs));
  const revision = row.revision + 1;
  const amended = {
    ...loaded,
    state: kind === 'substance' ? { ...loaded.state, presentation } : loaded.state,
  };
  const after = afterAmendment(amended.state, {
    kind,
    digest: kind === 'substance' ? substance : presentation,
    personId: ctx.actor.id,
  });
  const consequent = await writeConsequences(
    tx,
    amended,
    after,
    kind === 'substance' ? 'substance-amended' : 'prose-amended',
  );
  await tx.query(
    `INSERT INTO revision (version_id, revision, kind, substance, presentation, dossier, release_notes, description, person_id, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      row.id,
      revision,
      kind,
      substance,
      presentation,
      JSON.stringify(dossier),
      prose.releaseNotes,
      prose.description,
      ctx.actor.id,
      tx.at,
    ],
  );
  if (kind === 'substance') await addAmender(tx, ctx, row.id);
  const carried =
    changes.datasets === undefined && (await carryFindings(tx, { versionId: row.id, revision }));
  const changeClass = await settleChange(tx, row.id, revision);
  const events = await moveVersion(
    tx,
    loaded,
    after,
    [
      {
        event: 'version.amended',
        data: {
          kind,
          revision,
          substance,
          presentation,
          amended: Object.keys(changes).sort() as JsonValue,
          ...(changeClass && { changeClass }),
        },
        records: { releaseNotes: prose.releaseNotes, description: prose.description },
      },
      ...consequent,
      ...more(revision),
    ],
    { revision, substance, presentation, description: prose.description },
  );
  const examined = carried ? [] : examinationJobs(dossier.datasets ?? [], { versionId: row.id, revision });
  return {
    result: { revision, stage: after.stage },
    events,
    jobs: [...(await amendedEvidenceJobs(tx, loaded)), ...examined],
  };
}

async function addAmender(tx: Tx, { actor }: Context, versionId: string): Promise<void> {
  const responsible = actor.kind === 'person' ? await responsibleFor(tx, actor.responsibleId) : null;
  const amenders = [
    actor.kind === 'person' ? { id: actor.id, email: actor.email } : { id: null, email: actor.id },
    ...(responsible ? [responsible] : []),
  ];
  for (const { id, email } of amenders)
    await tx.query(
      `INSERT INTO version_author (id, version_id, email, person_id, parts, basis, added_at) VALUES ($1, $2, $3, $4, $5, 'amender', $6)
       ON CONFLICT (version_id, email) DO NOTHING`,
      [uuidv7(), versionId, email, id, ['substance'], tx.at],
    );
}
