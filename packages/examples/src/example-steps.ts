import { createReadStream } from 'node:fs';
import { Refusal } from '@countersign/contracts';
import {
  addErratum,
  createModel,
  deployVersion,
  deprecateVersion,
  drainJobs,
  grantRole,
  ingestOutcomes,
  ingestPredictions,
  markVersion,
  openRequest,
  proposeTier,
  registerVersion,
  rollbackTo,
  storeUpload,
} from '@countersign/governance';
import type { Gate } from '@countersign/lifecycle';
import { consumerSteps } from './example-consumers.ts';
import { exampleLines, exampleManifest } from './example-data.ts';
import { fieldSteps } from './example-fields.ts';
import { exampleGoal } from './example-goals.ts';
import { exampleModels, exampleTiers, referenceField } from './example-models.ts';
import { runSteps } from './example-runs.ts';
import { sensitiveSteps } from './example-sensitive.ts';
import { loadPeople } from './load-people.ts';
import type { Step } from './step.ts';

const register = (model: string, version: string): Step => ({
  name: `register ${model} ${version}`,
  run: async (cast) => {
    const ctx = await cast.as('developer');
    const { manifest, fileAt } = await exampleManifest(model, version);
    for (const file of manifest.files)
      await storeUpload(ctx, { digest: file.sha256, stream: createReadStream(fileAt(file.path)) });
    await registerVersion(ctx, {
      ...manifest,
      requestReview: { comment: `Ready for review: ${manifest.description}` },
    });
    await drainJobs(cast.house);
  },
});

const recorded = (model: string, version: string): Step => ({
  name: `load predictions of ${model} ${version}`,
  run: async (cast) => {
    const ctx = await cast.as('developer');
    await expectAllAccepted(
      await ingestPredictions(
        ctx,
        withReference(model, exampleLines(model, `predictions-${version}.ndjson`)),
      ),
    );
  },
});

const outcomes = (model: string): Step => ({
  name: `load outcomes of ${model}`,
  run: async (cast) => {
    const ctx = await cast.as('developer');
    await expectAllAccepted(
      await ingestOutcomes(ctx, { model }, withReference(model, exampleLines(model, 'actuals.ndjson'))),
    );
  },
});

/** The examples name a case by its day or its application; the portal calls either the business reference. */
async function* withReference(model: string, lines: AsyncIterable<string>): AsyncIterable<string> {
  const field = referenceField[model]!;
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const { [field]: reference, ...rest } = JSON.parse(line) as Record<string, unknown>;
    yield JSON.stringify({ ...rest, businessReference: String(reference) });
  }
}

async function expectAllAccepted(ingested: {
  readonly refused: readonly { readonly line: number; readonly message: string }[];
}): Promise<void> {
  const first = ingested.refused[0];
  if (first) throw new Error(`line ${first.line} of the example data was refused: ${first.message}`);
}

const request = (model: string, version: string, gate: Gate, comment: string): Step => ({
  name: `ask for ${gate} of ${model} ${version}`,
  run: async (cast) => {
    await openRequest(await cast.as('owner'), {
      model,
      version,
      gate,
      comment,
      ...(gate === 'goLive' ? { environment: 'production' } : {}),
      ...(gate === 'approval' ? exampleGoal(model, version) : {}),
    });
    await drainJobs(cast.house);
  },
});

const sign = (model: string, version: string, gate: Gate, address: string, comment: string): Step => ({
  name: `${address} endorses ${gate} of ${model} ${version}`,
  run: async (cast) => {
    const found = await cast.house.db.request.findFirst({
      where: { gate, state: 'open', version: { is: { label: version, model: { is: { key: model } } } } },
      select: { id: true },
    });
    if (!found) throw new Refusal('REQUEST_NONE', `No request for ${gate} of ${model} ${version} is open.`);
    await cast.sign(address, found.id, 'endorse', comment);
  },
});

const deploy = (model: string, version: string, environment: string, role: 'champion' | 'shadow'): Step => ({
  name: `deploy ${model} ${version} as ${role} in ${environment}`,
  run: async (cast) => {
    await deployVersion(await cast.as('operator'), { model, version, environment, role });
  },
});

/** Review, approval and go-live by the people that the model's tier asks for, and the deployment. */
const wholeRoad = (
  model: string,
  version: string,
  people: { reviewers: readonly string[]; approver: string; goLive: string },
): Step[] => [
  register(model, version),
  ...people.reviewers.map((address) =>
    sign(
      model,
      version,
      'review',
      address,
      'Read the notes, the notebook and the evidence; the split is recorded and the hold-out unseen.',
    ),
  ),
  request(model, version, 'approval', 'Reviewed; asking for production use as described in the notes.'),
  sign(
    model,
    version,
    'approval',
    people.approver,
    'Granted for the uses that the purpose names, within the limits of the notes.',
  ),
  request(model, version, 'goLive', 'Parity and robustness are computed by the runtime that will serve.'),
  sign(model, version, 'goLive', people.goLive, 'Consumers were told; the operator watches the first hours.'),
  deploy(model, version, 'production', 'champion'),
];

const ridership = { reviewers: ['reviewer'], approver: 'approver', goLive: 'second-approver' };
const credit = {
  reviewers: ['reviewer', 'second-reviewer'],
  approver: 'approver',
  goLive: 'second-approver',
};

export const exampleSteps: readonly Step[] = [
  { name: 'people', run: ({ house }) => loadPeople(house) },
  {
    name: 'models',
    run: async (cast) => {
      const ctx = await cast.as('owner');
      for (const model of exampleModels) {
        const held = await ctx.db.model.findUnique({ where: { key: model.key }, select: { id: true } });
        if (!held) await createModel(ctx, model);
      }
    },
  },
  ...exampleModels.map(
    ({ key }): Step => ({
      name: `let the consumer see ${key}`,
      run: async (cast) => {
        const { id } = await cast.person('consumer@example.com');
        await grantRole(await cast.as('administrator'), { personId: id, role: 'consumer', modelKey: key });
      },
    }),
  ),
  ...exampleTiers.flatMap(({ model, answers, reason, signer, comment }): Step[] => [
    {
      name: `propose the tier of ${model}`,
      run: async (cast) => {
        await proposeTier(await cast.as('owner'), { model, answers, reason });
      },
    },
    { name: `${signer} signs the tier of ${model}`, run: (cast) => cast.signTier(signer, model, comment) },
  ]),
  ...fieldSteps,
  ...runSteps,
  ...wholeRoad('ridership-demand', '1.0.0', ridership),
  recorded('ridership-demand', '1.0.0'),
  ...wholeRoad('ridership-demand', '1.1.0', ridership),
  recorded('ridership-demand', '1.1.0'),
  {
    name: 'block ridership-demand 1.1.0',
    run: async (cast) => {
      await markVersion(await cast.as('operator'), {
        model: 'ridership-demand',
        version: '1.1.0',
        standing: 'blocked',
        severity: 'high',
        reason:
          'The service sends degrees Celsius into an input of degrees Fahrenheit; every forecast is far too low.',
        replacement: '1.0.0',
      });
    },
  },
  {
    name: 'roll back to ridership-demand 1.0.0',
    run: async (cast) => {
      await rollbackTo(await cast.as('operator'), {
        model: 'ridership-demand',
        version: '1.0.0',
        environment: 'production',
        comment: 'Until the unit of the temperature is fixed.',
      });
    },
  },
  {
    name: 'withdraw ridership-demand 1.1.0',
    run: async (cast) => {
      await deprecateVersion(await cast.as('owner'), {
        model: 'ridership-demand',
        version: '1.1.0',
        reason: 'withdrawn',
        comment: 'The unit of an input was mistaken.',
        successor: '1.0.0',
      });
    },
  },
  ...wholeRoad('ridership-demand', '2.0.0', ridership),
  recorded('ridership-demand', '2.0.0'),
  {
    name: 'advise against ridership-demand 1.0.0',
    run: async (cast) => {
      await markVersion(await cast.as('compliance'), {
        model: 'ridership-demand',
        version: '1.0.0',
        standing: 'advisory',
        severity: 'medium',
        reason:
          'Ridership has grown since its training window ended in 2008: the forecasts are about two thousand entries too low.',
        replacement: '2.0.0',
      });
    },
  },
  {
    name: 'correct the notes of ridership-demand 2.0.0',
    run: async (cast) => {
      await addErratum(await cast.as('developer'), {
        model: 'ridership-demand',
        version: '2.0.0',
        text: 'The hold-out ends on 2016-08-28, the last day of the data, not at the end of August.',
      });
    },
  },
  outcomes('ridership-demand'),
  register('ridership-demand', '2.1.0-rc.1'),
  recorded('ridership-demand', '2.1.0-rc.1'),
  deploy('ridership-demand', '2.1.0-rc.1', 'staging', 'shadow'),
  ...sensitiveSteps,
  ...wholeRoad('credit-risk', '1.0.0', credit),
  recorded('credit-risk', '1.0.0'),
  ...wholeRoad('credit-risk', '1.1.0', credit),
  recorded('credit-risk', '1.1.0'),
  outcomes('credit-risk'),
  register('credit-risk', '2.0.0-rc.1'),
  recorded('credit-risk', '2.0.0-rc.1'),
  sign(
    'credit-risk',
    '2.0.0-rc.1',
    'review',
    'second-reviewer',
    'Adequate on the hold-out; the gain over 1.1.0 is within chance, which the notes say.',
  ),
  ...consumerSteps,
];
