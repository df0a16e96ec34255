import { accessReviewRouter } from './access-review.ts';
import { asFoundRouter } from './as-found.ts';
import { asOfRouter } from './as-of.ts';
import { attachmentRouter } from './attachment.ts';
import { changeClassRouter } from './change-class.ts';
import { claimRouter } from './claim.ts';
import { consumerRouter } from './consumer.ts';
import { credentialRouter } from './credential.ts';
import { delegationRouter } from './delegation.ts';
import { deploymentRouter } from './deployment.ts';
import { discussionRouter } from './discussion.ts';
import { entryRouter } from './entry.ts';
import { environmentRouter } from './environment.ts';
import { erasureRouter } from './erasure.ts';
import { evidenceRouter } from './evidence.ts';
import { experimentRouter } from './experiment.ts';
import { findRouter } from './find.ts';
import { findingRouter } from './finding.ts';
import { homeRouter } from './home.ts';
import { importRouter } from './import.ts';
import { inboxRouter } from './inbox.ts';
import { ledgerRouter } from './ledger.ts';
import { lineageRouter } from './lineage.ts';
import { mailRouter } from './mail.ts';
import { mailboxRouter } from './mailbox.ts';
import { modelRouter } from './model.ts';
import { modelFieldRouter } from './model-field.ts';
import { notebookRouter } from './notebook.ts';
import { noticeRouter } from './notice.ts';
import { permitRouter } from './permit.ts';
import { personRouter } from './person.ts';
import { policyRouter } from './policy.ts';
import { predictionRouter } from './prediction.ts';
import { router } from './procedure.ts';
import { recallRouter } from './recall.ts';
import { recordingRouter } from './recording.ts';
import { referenceRouter } from './reference.ts';
import { reportRouter } from './report.ts';
import { requestRouter } from './request.ts';
import { rescoringRouter } from './rescoring.ts';
import { retentionRouter } from './retention.ts';
import { ruleSetRouter } from './rule-set.ts';
import { sampleRouter } from './sample.ts';
import { scheduleRouter } from './schedule.ts';
import { searchRouter } from './search.ts';
import { sensitiveRouter } from './sensitive.ts';
import { serviceAccountRouter } from './service-account.ts';
import { sessionRouter } from './session.ts';
import { settingsRouter } from './settings.ts';
import { signOffRouter } from './sign-off.ts';
import { sittingRouter } from './sitting.ts';
import { subjectFieldRouter } from './subject-field.ts';
import { subscriptionRouter } from './subscription.ts';
import { suggestionRouter } from './suggestion.ts';
import { switchingRouter } from './switching.ts';
import { tierRouter } from './tier.ts';
import { tokenRouter } from './token.ts';
import { versionRouter } from './version.ts';
import { webhookRouter } from './webhook.ts';

export const appRouter = router({
  session: sessionRouter,
  home: homeRouter,
  inbox: inboxRouter,
  claim: claimRouter,
  experiment: experimentRouter,
  import: importRouter,
  find: findRouter,
  search: searchRouter,
  model: modelRouter,
  modelField: modelFieldRouter,
  sensitive: sensitiveRouter,
  asFound: asFoundRouter,
  asOf: asOfRouter,
  lineage: lineageRouter,
  tier: tierRouter,
  recording: recordingRouter,
  subjectField: subjectFieldRouter,
  changeClass: changeClassRouter,
  version: versionRouter,
  erasure: erasureRouter,
  retention: retentionRouter,
  evidence: evidenceRouter,
  request: requestRouter,
  signOff: signOffRouter,
  sitting: sittingRouter,
  suggestion: suggestionRouter,
  discussion: discussionRouter,
  finding: findingRouter,
  reference: referenceRouter,
  attachment: attachmentRouter,
  environment: environmentRouter,
  deployment: deploymentRouter,
  switching: switchingRouter,
  recall: recallRouter,
  notebook: notebookRouter,
  notice: noticeRouter,
  prediction: predictionRouter,
  entry: entryRouter,
  ledger: ledgerRouter,
  report: reportRouter,
  sample: sampleRouter,
  rescoring: rescoringRouter,
  ruleSet: ruleSetRouter,
  schedule: scheduleRouter,
  mail: mailRouter,
  mailbox: mailboxRouter,
  consumer: consumerRouter,
  webhook: webhookRouter,
  permit: permitRouter,
  person: personRouter,
  serviceAccount: serviceAccountRouter,
  accessReview: accessReviewRouter,
  delegation: delegationRouter,
  policy: policyRouter,
  settings: settingsRouter,
  subscription: subscriptionRouter,
  token: tokenRouter,
  credential: credentialRouter,
});
export type AppRouter = typeof appRouter;
