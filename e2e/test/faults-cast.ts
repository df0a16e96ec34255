import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  type InboxItem,
  type Manifest,
  manifestFromFolder,
  type PageOf,
  parseFolderManifest,
} from '@countersign/contracts';
import { Caller, demand } from './faults-caller.ts';
import type { FaultyPortal } from './faults-portal.ts';

const example = new URL('../../packages/examples/data/ridership-demand/', import.meta.url);
const artifact = new URL('versions/2.1.0-rc.1/', example);
const password = 'a password for the faults';
const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const description = Buffer.from('a model of a vendor, described');
export const describedFile = {
  path: 'model.md',
  kind: 'documentation' as const,
  sha256: sha256(description),
  size: description.length,
};

/** A version without an artifact: nothing is computed for it while writers are at work. */
export const tinyManifest = (model: string, version: string): Manifest => ({
  model,
  version,
  description: '',
  releaseNotes: '',
  authors: [],
  parameters: {},
  metrics: [],
  datasets: [],
  buildEnvironment: {},
  requestReview: { comment: 'Please review.' },
  files: [describedFile],
});

/** An auditor is let in until a day. */
const endOf = (role: string) =>
  role === 'auditor' ? { endsAt: new Date(Date.now() + 86_400_000).toISOString() } : {};

/** Everybody and everything that the load needs. */
export interface Cast {
  /** Makes models, registers, deploys, asks. */
  readonly developer: Caller;
  /** Sees everything, changes nothing. */
  readonly auditor: Caller;
  readonly reviewers: readonly { readonly caller: Caller; readonly password: string }[];
  /** Models that versions are registered in meanwhile. */
  readonly shelves: readonly string[];
  /** Open requests for review that stay open: every reviewer asks for changes to them again and again. */
  readonly requestIds: readonly string[];
  readonly served: { readonly model: string; readonly inputs: Readonly<Record<string, unknown>> };
}

export async function engageCast(portal: FaultyPortal, reviewers: number): Promise<Cast> {
  const administrator = new Caller(portal.url);
  const token = await portal.setUpToken();
  await administrator.enter('session.setUp', { token, name: 'Ada', email: 'ada@example.org', password });
  const engage = async (name: string, roles: readonly string[]) => {
    const person = { name, email: `${name}@example.org` };
    const invited = demand(
      await administrator.change<{ personId: string; url: string }>('person.invite', person),
    );
    const { personId, url } = invited;
    const secret = new URL(url).hash.slice(1);
    demand(await administrator.change('session.acceptLink', { secret, password }));
    for (const role of roles)
      demand(await administrator.change('person.grantRole', { personId, role, ...endOf(role) }));
    const caller = new Caller(portal.url);
    await caller.enter('session.signIn', { email: person.email, password });
    return caller;
  };
  const developer = await engage('developer', ['developer', 'owner', 'operator']);
  const auditor = await engage('auditor', ['auditor']);
  const signing = [];
  for (let n = 0; n < reviewers; n += 1)
    signing.push({ caller: await engage(`reviewer-${n}`, ['reviewer']), password });

  demand(await developer.rest('PUT', `/uploads/${describedFile.sha256}`, description));
  const shelves = ['shelf-0', 'shelf-1', 'shelf-2', 'shelf-3'];
  for (const key of [...shelves, 'signed']) await makeModel(developer, key);
  for (let n = 0; n < 6; n += 1)
    demand(await developer.rest('POST', '/models/signed/versions', tinyManifest('signed', `1.0.${n}`)));
  const inbox = demand(await signing[0]!.caller.ask<PageOf<InboxItem>>('inbox.list', {}));
  return {
    developer,
    auditor,
    reviewers: signing,
    shelves,
    requestIds: inbox.items.map(({ requestId }) => requestId),
    served: await serve(developer),
  };
}

export const makeModel = async (developer: Caller, key: string) =>
  demand(
    await developer.rest('POST', '/models', { key, name: key, purpose: 'kept through faults', tier: 'high' }),
  );

/** Registers the real model once more; its evidence is computed by a job. @returns the version */
export async function registerReal(developer: Caller, version: string): Promise<Manifest> {
  const manifest = { ...(await realManifest()), version, requestReview: { comment: 'Please review.' } };
  demand(await developer.rest('POST', `/models/${manifest.model}/versions`, manifest));
  return manifest;
}

const bytes = (path: string) => readFile(new URL(path, artifact));

const realManifest = async (): Promise<Manifest> =>
  manifestFromFolder(
    parseFolderManifest((await bytes('manifest.json')).toString()),
    async (path) => (await bytes(path)).toString(),
    async (path) => ({ sha256: sha256(await bytes(path)), size: (await bytes(path)).length }),
  );

/** A real model, on trial in staging, with one row to ask it about. */
async function serve(developer: Caller): Promise<Cast['served']> {
  const manifest = await realManifest();
  const { model, version } = manifest;
  await makeModel(developer, model);
  for (const file of manifest.files)
    demand(await developer.rest('PUT', `/uploads/${file.sha256}`, await bytes(file.path)));
  demand(await developer.rest('POST', `/models/${model}/versions`, manifest));
  demand(
    await developer.rest('POST', `/models/${model}/deployments`, {
      version,
      environment: 'staging',
      role: 'champion',
    }),
  );
  const recorded = await readFile(new URL('predictions-2.0.0.ndjson', example), 'utf8');
  const { inputs } = JSON.parse(recorded.slice(0, recorded.indexOf('\n'))) as {
    inputs: Cast['served']['inputs'];
  };
  return { model, inputs };
}
