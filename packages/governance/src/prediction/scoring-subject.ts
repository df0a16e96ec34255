import type { Decision, Schema } from '@countersign/scoring';
import type { Context } from '../context.ts';
import { readSubjectField, type SubjectFieldInForce } from '../subject-field/subject-field-in-force.ts';

/** What is needed of a version to read and write its predictions. Immutable, so it may be kept. */
export interface ScoringSubject {
  readonly modelId: string;
  readonly modelKey: string;
  readonly versionId: string;
  readonly label: string;
  /** Hex SHA-256, or null for a version without an artifact. */
  readonly artifact: string | null;
  readonly schema: Schema | null;
  readonly decision: Decision | null;
}

export interface SubjectRow {
  readonly model_id: string;
  readonly model_key: string;
  readonly version_id: string;
  readonly label: string;
  readonly artifact_digest: string | null;
  readonly schema: Schema | null;
}

/** Columns of a subject, from `version v JOIN model m`. */
export const subjectColumns =
  'm.id AS model_id, m.key AS model_key, v.id AS version_id, v.label, v.artifact_digest, v.schema';

export const subjectOf = (row: SubjectRow): ScoringSubject => ({
  modelId: row.model_id,
  modelKey: row.model_key,
  versionId: row.version_id,
  label: row.label,
  artifact: row.artifact_digest,
  schema: row.schema,
  decision: row.schema?.decision ?? null,
});

/** Versions that one ingest speaks of, and where their models say whom a prediction is about, looked up once each. */
export class SubjectShelf {
  readonly #known = new Map<string, ScoringSubject | null>();
  readonly #fields = new Map<string, SubjectFieldInForce>();

  constructor(readonly ctx: Pick<Context, 'pool'>) {}

  /** Null where there is no such version. */
  async find(model: string, label: string): Promise<ScoringSubject | null> {
    const key = `${model}/${label}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    // A sender may name any number of versions that do not exist.
    if (this.#known.size >= 1_000) this.#known.clear();
    const found = await this.ctx.pool.query<SubjectRow>(
      `SELECT ${subjectColumns} FROM version v JOIN model m ON m.id = v.model_id WHERE m.key = $1 AND v.label = $2`,
      [model, label],
    );
    const subject = found.rows[0] ? subjectOf(found.rows[0]) : null;
    this.#known.set(key, subject);
    return subject;
  }

  /** As it was read once: the recording transaction finds out where another is in force. */
  async subjectFieldOf(modelId: string): Promise<SubjectFieldInForce> {
    const known = this.#fields.get(modelId);
    if (known) return known;
    const found = await readSubjectField(this.ctx.pool, modelId);
    this.#fields.set(modelId, found);
    return found;
  }
}
