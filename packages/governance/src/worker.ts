import { EventEmitter } from 'node:events';
import {
  type Job,
  parseCronItems,
  type Runner,
  run,
  runOnce,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import { runAgreementJob } from './agreement/run-agreement-job.ts';
import { runGoldenScoring } from './agreement/run-golden-scoring.ts';
import { sweepBlobs } from './blob/sweep-blobs.ts';
import { countTraffic } from './consumer/count-traffic.ts';
import type { House } from './context.ts';
import { examineRevision } from './dataset/examine-revision.ts';
import { fillFindings, queueFilling } from './dataset/fill-findings.ts';
import { lapseExpedited } from './deployment/lapse-expedited.ts';
import { runEvidenceJob } from './evidence/run-evidence-job.ts';
import { settleAuthorFound } from './lifecycle/settle-author-found.ts';
import { deliverMail } from './mail/deliver-mail.ts';
import { mailCheckpoints } from './mailbox/mail-checkpoints.ts';
import { runClaimCheck } from './note-claim/run-claim-check.ts';
import { followNotices } from './notice/follow-notices.ts';
import { type RaiseJob, runRaiseJob } from './notice/run-raise-job.ts';
import { type SendJob, sendNotices } from './notice/send-notices.ts';
import { pausing } from './pausing.ts';
import { followRecalls, provePlaces } from './recall/prove-places.ts';
import { runCountJob } from './recall/run-count-job.ts';
import { runReportJob } from './report/run-report-job.ts';
import { runRescoringJob } from './rescoring/run-rescoring-job.ts';
import { sweepRetention } from './retention/sweep-retention.ts';
import { expireRoles } from './role/expire-roles.ts';
import { runSampleJob } from './sample/run-sample-job.ts';
import { runSchedules } from './schedule/run-schedules.ts';
import { startSealing } from './sealing/start-sealing.ts';
import { startSearch } from './search/start-search.ts';
import { startFollowing } from './subscription/start-following.ts';
import { sweepOperational } from './sweep-operational.ts';
import { startWebhooks } from './webhook/start-webhooks.ts';
import { whyDropMail } from './why-drop-mail.ts';
import { workerLogger } from './worker-logger.ts';
import { WorkerPresence } from './worker-presence.ts';

/** Whether nothing is tried after this. */
const isLast = ({ attempts, max_attempts: most }: Job): boolean => attempts >= most;

/** Every job by its name. Each runs at least once and carries ids alone. */
const tasksOf = (house: House): TaskList => ({
  'evidence.run': async (payload, { job }) =>
    runEvidenceJob(house, { ...(payload as { runId: string }), isLast: isLast(job) }),
  'agreement.measure': async (payload, { job }) =>
    runAgreementJob(house, { ...(payload as { runId: string }), isLast: isLast(job) }),
  'claims.check': async (payload, { job }) =>
    runClaimCheck(house, { ...(payload as { runId: string }), isLast: isLast(job) }),
  'golden.score': async (payload, { job }) =>
    runGoldenScoring(house, { ...(payload as { id: string }), isLast: isLast(job) }),
  'dataset.examine': async (payload) =>
    examineRevision(house, payload as { versionId: string; revision: number }),
  'dataset.fill': async (payload, { abortSignal }) =>
    fillFindings(house, payload as { after?: string }, () => abortSignal?.aborted ?? false),
  'deployment.lapse': async () => {
    await lapseExpedited(house);
  },
  'blob.sweep': async () => {
    await sweepBlobs(house);
  },
  'version.author-found': async (payload) =>
    settleAuthorFound(house, payload as { versionId: string; personId: string }),
  'report.make': async (payload, { job, abortSignal }) =>
    runReportJob(house, { ...(payload as { reportId: string }), isLast: isLast(job) }, abortSignal),
  'sample.pull': async (payload, { job, abortSignal }) =>
    runSampleJob(house, { ...(payload as { sampleId: string }), isLast: isLast(job) }, abortSignal),
  'rescoring.run': async (payload, { job, abortSignal }) =>
    runRescoringJob(house, { ...(payload as { rescoringId: string }), isLast: isLast(job) }, abortSignal),
  'mail.deliver': async (payload, { job }) =>
    deliverMail(house, { ...(payload as { mailId: string }), isLast: isLast(job) }, whyDropMail),
  'notice.send': async (payload, { abortSignal }) =>
    sendNotices(house, payload as SendJob, () => abortSignal?.aborted ?? false),
  'notice.follow': async () => followNotices(house),
  'notice.raise': async (payload) => runRaiseJob(house, payload as RaiseJob),
  'report.schedule': async () => runSchedules(house),
  'checkpoint.mail': async () => mailCheckpoints(house),
  'traffic.count': async (_, { abortSignal }) => {
    await countTraffic(house, () => abortSignal?.aborted ?? false);
  },
  'role.expire': async () => expireRoles(house),
  'recall.probe': async (payload) => {
    await provePlaces(house, payload as { recallId: string });
  },
  'recall.follow': async () => followRecalls(house),
  'recall.count': async (payload, { abortSignal }) =>
    runCountJob(house, payload as { recallId: string }, abortSignal),
  'retention.sweep': async (_, { abortSignal }) => {
    await sweepRetention(house, () => abortSignal?.aborted ?? false);
  },
  'operational.sweep': async () => sweepOperational(house),
});

const restartMs = 1_000;
const mailsAtOnce = 2;

/** Given as items, because crontab's text form takes no dots in names. */
const schedule = parseCronItems([
  { task: 'deployment.lapse', match: '* * * * *' },
  { task: 'role.expire', match: '* * * * *' },
  { task: 'traffic.count', match: '* * * * *' },
  { task: 'recall.follow', match: '* * * * *' },
  { task: 'checkpoint.mail', match: '* * * * *' },
  { task: 'notice.follow', match: '* * * * *' },
  { task: 'report.schedule', match: '* * * * *' },
  { task: 'blob.sweep', match: '17 3 * * *' },
  { task: 'retention.sweep', match: '41 * * * *' },
  { task: 'operational.sweep', match: '*/10 * * * *' },
]);

/** Jobs that one runner takes, and how many at once. */
interface Work {
  readonly tasks: TaskList;
  readonly concurrency: number;
  readonly schedule: typeof schedule;
}

/**
 * Mail has a runner of its own: a mail server that takes its time, or does not answer, holds up no other job. So has what tells consumers
 * of a recall: nobody waits for reports, evidence or a re-scoring of hours to read “do not use”.
 */
function worksOf(house: House, concurrency: number): readonly Work[] {
  const {
    'mail.deliver': deliver,
    'notice.raise': raise,
    'notice.send': send,
    'recall.probe': probe,
    ...tasks
  } = tasksOf(house);
  const telling = { 'notice.raise': raise!, 'notice.send': send!, 'recall.probe': probe! };
  return [
    { tasks, concurrency, schedule },
    { tasks: { 'mail.deliver': deliver! }, concurrency: mailsAtOnce, schedule: parseCronItems([]) },
    { tasks: telling, concurrency: 1, schedule: parseCronItems([]) },
  ];
}

/**
 * Works off jobs until `stop`. The queue gives up for good when its connection is lost at the wrong moment: it is begun anew
 * then. What it had under way is done again by whoever sees that its worker is gone.
 */
async function keepWorking(
  house: House,
  { tasks, concurrency, schedule }: Work,
  presence: WorkerPresence,
): Promise<Pick<Runner, 'stop'>> {
  const { pause, wake } = pausing();
  let isOpen = true;
  const begin = (): Promise<Runner> => {
    const events: WorkerEvents = new EventEmitter();
    events.on('worker:create', ({ worker }) => presence.add(worker.workerId));
    events.on('worker:stop', ({ worker }) => presence.remove(worker.workerId));
    return run({
      events,
      pgPool: house.pool,
      taskList: tasks,
      parsedCronItems: schedule,
      concurrency,
      noHandleSignals: true,
      logger: workerLogger(house),
    });
  };
  let runner: Runner | null = await begin();
  const follow = async () => {
    while (isOpen) {
      try {
        runner ??= await begin();
        if (!isOpen) await runner.stop();
        await runner.promise;
      } catch (error) {
        house.log.warn({ err: error }, 'jobs are not worked off; it is begun anew');
      }
      runner = null;
      if (isOpen) await pause(restartMs);
    }
  };
  const followed = follow();
  return {
    async stop() {
      isOpen = false;
      wake();
      await runner?.stop().catch(() => {});
      await followed;
    },
  };
}

/** Starts working off jobs, sealing what was recorded, sending webhooks, telling people what they follow and keeping what is found by words up to date, until `stop`. Several workers may run against one database. */
export async function startWorker(
  house: House,
  options: { readonly concurrency?: number } = {},
): Promise<Pick<Runner, 'stop'>> {
  const presence = new WorkerPresence(house);
  const working = await Promise.all(
    worksOf(house, options.concurrency ?? 2).map((work) => keepWorking(house, work, presence)),
  );
  await queueFilling(house);
  const sealing = startSealing(house);
  const webhooks = startWebhooks(house);
  const following = startFollowing(house);
  const search = startSearch(house);
  return {
    async stop() {
      await Promise.all([sealing.stop(), webhooks.stop(), following.stop(), search.stop()]);
      await Promise.all(working.map((one) => one.stop()));
      await presence.stop();
    },
  };
}

/** Works off what waits now, in this process, and returns. */
export async function drainJobs(house: House): Promise<void> {
  await runOnce({
    pgPool: house.pool,
    taskList: tasksOf(house),
    noHandleSignals: true,
    logger: workerLogger(house),
  });
}
