import { advisoryRoutes } from './advisory.ts';
import { asFoundRoutes } from './as-found.ts';
import { asOfRoutes } from './as-of.ts';
import { attachmentRoutes } from './attachment.ts';
import { changeClassRoutes } from './change-class.ts';
import { consumerRoutes } from './consumer.ts';
import { datasetRoutes } from './dataset.ts';
import { deploymentRoutes } from './deployment.ts';
import { discussionRoutes } from './discussion.ts';
import { dossierRoutes } from './dossier.ts';
import { entryRoutes } from './entry.ts';
import { experimentRoutes } from './experiment.ts';
import { fileRoutes } from './file.ts';
import { findingRoutes } from './finding.ts';
import { importRoutes } from './import.ts';
import { legalHoldRoutes } from './legal-hold.ts';
import { lineageRoutes } from './lineage.ts';
import { modelRoutes } from './model.ts';
import { modelFieldRoutes } from './model-field.ts';
import { notebookRoutes } from './notebook.ts';
import { notesRoutes } from './notes.ts';
import { noticeRoutes } from './notice.ts';
import { observedDeploymentRoutes } from './observed-deployment.ts';
import { packRoutes } from './pack.ts';
import { personRoutes } from './person.ts';
import { policyRoutes } from './policy.ts';
import { predictionRoutes } from './prediction.ts';
import { rebuildRoutes } from './rebuild.ts';
import { recallRoutes } from './recall.ts';
import { recordingRoutes } from './recording.ts';
import { referenceRoutes } from './reference.ts';
import { reportRoutes } from './report.ts';
import { requestRoutes } from './request.ts';
import { rescoringRoutes } from './rescoring.ts';
import { resolutionRoutes } from './resolution.ts';
import { retentionRoutes } from './retention.ts';
import type { Route } from './route.ts';
import { ruleSetRoutes } from './rule-set.ts';
import { sampleRoutes } from './sample.ts';
import { searchRoutes } from './search.ts';
import { sensitiveRoutes } from './sensitive.ts';
import { subjectFieldRoutes } from './subject-field.ts';
import { subscriptionRoutes } from './subscription.ts';
import { switchingRoutes } from './switching.ts';
import { tierRoutes } from './tier.ts';
import { uploadRoutes } from './upload.ts';
import { versionRoutes } from './version.ts';

/** Every route of the public API; the document at /api/v1/openapi.json is made of this list. */
export const routes: readonly Route[] = [
  ...modelRoutes,
  ...modelFieldRoutes,
  ...sensitiveRoutes,
  ...tierRoutes,
  ...recordingRoutes,
  ...subjectFieldRoutes,
  ...changeClassRoutes,
  ...legalHoldRoutes,
  ...retentionRoutes,
  ...asFoundRoutes,
  ...policyRoutes,
  ...uploadRoutes,
  ...versionRoutes,
  ...notesRoutes,
  ...datasetRoutes,
  ...notebookRoutes,
  ...dossierRoutes,
  ...discussionRoutes,
  ...findingRoutes,
  ...referenceRoutes,
  ...attachmentRoutes,
  ...fileRoutes,
  ...experimentRoutes,
  ...importRoutes,
  ...requestRoutes,
  ...deploymentRoutes,
  ...switchingRoutes,
  ...observedDeploymentRoutes,
  ...recallRoutes,
  ...noticeRoutes,
  ...advisoryRoutes,
  ...resolutionRoutes,
  ...consumerRoutes,
  ...predictionRoutes,
  ...rescoringRoutes,
  ...entryRoutes,
  ...ruleSetRoutes,
  ...rebuildRoutes,
  ...packRoutes,
  ...reportRoutes,
  ...sampleRoutes,
  ...asOfRoutes,
  ...lineageRoutes,
  ...searchRoutes,
  ...subscriptionRoutes,
  ...personRoutes,
];
