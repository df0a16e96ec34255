import type * as c from '@countersign/contracts';
import type { Context } from '@countersign/governance';
import * as governance from '@countersign/governance';

type UseCase<Input, Output> = (ctx: Context, input: Input) => Promise<Output>;

/** A use case that is looked up when it is called. */
const late =
  <Input, Output>(name: string): UseCase<Input, Output> =>
  (ctx, input) => {
    const found = (governance as unknown as Record<string, UseCase<Input, Output> | undefined>)[name];
    if (!found) throw new Error(`governance does not export ${name}`);
    return found(ctx, input);
  };

export const readHome = late<undefined, c.Home>('readHome');
export const listInbox = late<c.Page, c.PageOf<c.InboxItem>>('listInbox');
export const findAnything = late<{ q: string }, c.Found>('findAnything');
export const listModels = late<c.Page & { search?: string | undefined }, c.PageOf<c.ModelRow>>('listModels');
export const readModel = late<{ model: string }, c.ModelPage>('readModel');
export const listVersions = late<c.Page & { model: string }, c.PageOf<c.VersionRow>>('listVersions');
export const createModel = late<c.CreateModel, { id: string; key: string }>('createModel');
export const readVersion = late<c.VersionAddress, c.VersionPage>('readVersion');
export const readReleaseNotes = late<c.VersionAddress, c.ReleaseNotes>('readReleaseNotes');
export const listFiles = late<c.VersionAddress, c.VersionFile[]>('listFiles');
export const amendVersion = late<
  c.AmendVersion,
  { revision: number; stage: c.VersionRow['stage']; receipt: c.Receipt }
>('amendVersion');
export const addErratum = late<c.AddErratum, c.Receipt>('addErratum');
export const deprecateVersion = late<c.DeprecateVersion, c.Receipt>('deprecateVersion');
export const listEvidence = late<c.VersionAddress, c.EvidenceList>('listEvidence');
export const readEvidence = late<{ evidenceId: string; onlyFailed?: boolean | undefined }, c.EvidenceDetail>(
  'readEvidence',
);
export const openEvidence = late<{ evidenceId: string }, { openedAt: string }>('openEvidence');
export const runEvidence = late<
  c.VersionAddress & { kind: 'golden-set-parity' | 'robustness-run' },
  c.EvidenceRun
>('runEvidence');
export const openRequest = late<c.OpenRequest, { requestId: string; receipt: c.Receipt }>('openRequest');
export const withdrawRequest = late<c.WithdrawRequest, c.Receipt>('withdrawRequest');
export const readSigningSubject = late<{ requestId: string }, c.SigningSubject>('readSigningSubject');
export const reauthenticate = late<c.Reauthenticate, c.SignGrant>('reauthenticate');
export const signOff = late<c.Sign, c.SignedOff>('signOff');
export const withdrawSignOff = late<c.WithdrawSignOff, c.Receipt>('withdrawSignOff');
export const reEndorse = late<c.ReEndorse, c.SignedOff>('reEndorse');
export const listSignOffs = late<c.VersionAddress, c.SignOffRow[]>('listSignOffs');
export const listEnvironments = late<undefined, c.EnvironmentRow[]>('listEnvironments');
export const makeEnvironment = late<
  { key: string; production: boolean; requiredStage: 'registered' | 'reviewed' | 'approved' },
  c.EnvironmentRow
>('makeEnvironment');
export const listDeployments = late<
  c.Page & {
    model?: string | undefined;
    version?: string | undefined;
    environment?: string | undefined;
    state?: 'serving' | 'suspended' | 'ended' | undefined;
  },
  c.PageOf<c.DeploymentRow>
>('listDeployments');
export const readBoards = late<{ model: string }, c.EnvironmentBoard[]>('readBoards');
export const deployVersion = late<c.Deploy, c.Deployed>('deployVersion');
export const promoteVersion = late<c.InEnvironment, c.Deployed>('promoteVersion');
export const stopVersion = late<c.InEnvironment, c.Deployed>('stopVersion');
export const rollbackTo = late<c.InEnvironment, c.Deployed>('rollbackTo');
export const resumeDeployment = late<c.ResumeDeployment, c.Deployed>('resumeDeployment');
export const deployExpedited = late<c.DeployExpedited, c.Deployed>('deployExpedited');
export const readBlastRadius = late<c.VersionAddress, c.BlastRadius>('readBlastRadius');
export const markVersion = late<c.MarkVersion, c.Marked>('markVersion');
export const liftStanding = late<c.LiftStanding, { lifted: boolean; receipt: c.Receipt }>('liftStanding');
export const listRecalls = late<c.Page & { open?: boolean | undefined }, c.PageOf<c.RecallRow>>(
  'listRecalls',
);
export const readPrediction = late<{ id: string }, c.PredictionPage>('readPrediction');
export const listPredictions = late<
  c.Page & { model?: string | undefined; version?: string | undefined },
  c.PageOf<c.PredictionRow>
>('listPredictions');
export const replayPrediction = late<{ id: string }, c.ReplayResult>('replayPrediction');
export const listEntries = late<c.EntryFilter, c.PageOf<c.EntryRow>>('listEntries');
export const readEntry = late<{ id: string }, c.EntryDetail>('readEntry');
export const listPeople = late<c.Page, c.PageOf<c.PersonRow>>('listPeople');
export const addPerson = late<c.AddPerson, c.PersonRow>('addPerson');
export const grantRole = late<c.ChangeRole, c.Receipt>('grantRole');
export const revokeRole = late<c.ChangeRole, c.Receipt>('revokeRole');
export const listPolicies = late<undefined, c.PolicyBody[]>('listPolicies');
