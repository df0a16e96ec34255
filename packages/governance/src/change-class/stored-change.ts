import type { ChangeJudged, UnjudgedCode, VersionChange } from '@countersign/contracts';

/** SQL of the change class of the revision in force, as JSON, from `version v`; null where none was judged. */
export const changeOf = `(SELECT json_build_object('class', c.class, 'countsAs', c.counts_as, 'reasons', c.reasons, 'allowed', c.allowed,
    'before', (SELECT b.label FROM version b WHERE b.id = c.before_id),
    'varying', coalesce((SELECT to_json(d.names) FROM model_varying d WHERE d.id = c.varying_id), '[]'::json))
  FROM change_class c WHERE c.version_id = v.id AND c.revision = v.revision)`;

type StoredReasons = ChangeJudged['reasons'] & { readonly codes: UnjudgedCode[] };

/** What `changeOf` gives. */
export type StoredChange = Omit<VersionChange, 'reasons' | 'codes'> & { readonly reasons: StoredReasons };

export const toVersionChange = ({ reasons, ...stored }: StoredChange): VersionChange => ({
  ...stored,
  codes:
    stored.class === 'retrain' && stored.countsAs === 'redesign'
      ? [...reasons.codes, 'BEFORE_DOES_NOT_STAND']
      : reasons.codes,
  reasons: { items: reasons.items, total: reasons.total },
});
