import type { ReportLine } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { listSignatures, type SignatureChoice, type SignatureManifest } from '../sign-off/list-signatures.ts';
import { column, listed, mostListed, type PlannedSection } from './report-plan.ts';

/** Every signature with what its signer was shown as signing, in the order in which they were given. */
export async function signaturesSection(ctx: Context, choice: SignatureChoice): Promise<PlannedSection> {
  const manifests = await listSignatures(ctx, choice, mostListed + 1);
  return listed(
    {
      key: 'signatures',
      title: 'Signatures',
      form: 'signatures',
      note: 'In the order given. Names, meanings and reasons are printed as they were signed; each signature was verified when this report was made.',
      columns: [
        column('entry', 'Entry', 'entry'),
        column('person', 'Name'),
        column('role', 'Role'),
        column('deputyFor', 'Deputy for'),
        column('model', 'Model', 'code'),
        column('version', 'Version', 'code'),
        column('gate', 'Gate'),
        column('environment', 'Environment'),
        column('incident', 'Incident'),
        column('decision', 'Decision'),
        column('meaning', 'Meaning'),
        column('reason', 'Reason'),
        column('at', 'When', 'instant'),
        column('assurance', 'Assurance', 'code'),
        column('policy', 'Policy'),
        column('revision', 'Revision', 'count'),
        column('state', 'State'),
        column('valid', 'Verified', 'flag'),
        column('substance', 'Substance, SHA-256', 'digest'),
        column('presentation', 'Presentation, SHA-256', 'digest'),
        column('record', 'Signed record, SHA-256', 'digest'),
        column('signature', 'Signature, SHA-256', 'digest'),
      ],
    },
    manifests.map(lineOf),
  );
}

const lineOf = ({ record, ...manifest }: SignatureManifest): ReportLine => ({
  entry: manifest.number,
  person: record.signer.name,
  role: record.signer.role,
  deputyFor: manifest.deputyFor,
  model: record.model.key,
  version: record.version.label,
  gate: record.gate,
  environment: manifest.environment,
  incident: record.incident,
  decision: record.decision,
  meaning: record.meaning,
  reason: record.comment,
  at: record.at,
  assurance: record.assurance,
  policy: `${record.policy.id}, version ${record.policy.number}`,
  revision: record.revision,
  state: manifest.state,
  valid: manifest.valid,
  substance: record.substance,
  presentation: record.presentation,
  record: manifest.recordDigest,
  signature: manifest.signatureDigest,
});
