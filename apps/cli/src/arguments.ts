import { readFileSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { usageFailure } from './command-failure.ts';
import { Connection } from './connection.ts';

const options = {
  url: { type: 'string' },
  token: { type: 'string' },
  'token-file': { type: 'string' },
  json: { type: 'boolean' },
  compare: { type: 'boolean' },
  environment: { type: 'string' },
  inputs: { type: 'string' },
  consumer: { type: 'string' },
  comment: { type: 'string' },
  template: { type: 'boolean' },
  'idempotency-key': { type: 'string' },
  'caller-id': { type: 'string' },
  'business-reference': { type: 'string' },
  'subject-file': { type: 'string' },
  key: { type: 'string', multiple: true },
  checkpoint: { type: 'string', multiple: true },
  witness: { type: 'string', multiple: true },
  pack: { type: 'string' },
  folder: { type: 'string' },
  kind: { type: 'string' },
  model: { type: 'string' },
  version: { type: 'string' },
  prediction: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  zone: { type: 'string' },
  'as-of': { type: 'string' },
  entries: { type: 'string' },
  name: { type: 'string' },
  once: { type: 'boolean' },
  every: { type: 'string' },
  listen: { type: 'string' },
  artifact: { type: 'string' },
  digest: { type: 'string' },
  revocations: { type: 'string' },
  'longest-age': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options'];

type ValueOf<Option> = Option extends { multiple: true }
  ? string[]
  : Option extends { type: 'string' }
    ? string
    : boolean;

export interface Arguments {
  readonly command: string | undefined;
  readonly operands: readonly string[];
  readonly values: {
    -readonly [Name in keyof typeof options]?: ValueOf<(typeof options)[Name]> | undefined;
  };
}

/** @throws CommandFailure for an option that does not exist */
export function readArguments(given: readonly string[]): Arguments {
  try {
    const { positionals, values } = parseArgs({ args: [...given], options, allowPositionals: true });
    const [command, ...operands] = positionals;
    return { command, operands, values };
  } catch (error) {
    throw usageFailure((error as Error).message);
  }
}

/** Where to, and as whom: options first, then the environment. @throws CommandFailure without a token */
export function connect({ values }: Arguments, environment: NodeJS.ProcessEnv): Connection {
  const url = values.url ?? environment.COUNTERSIGN_URL ?? 'http://localhost:4600';
  if (!URL.canParse(url)) throw usageFailure(`${url} is not an address.`);
  const token =
    values.token ?? (values['token-file'] ? readToken(values['token-file']) : environment.COUNTERSIGN_TOKEN);
  if (!token) throw usageFailure('An API token is needed: --token, --token-file or COUNTERSIGN_TOKEN.');
  // What is no token is not repeated in a message: it may be one that was pasted badly, into a log that many read.
  if (!/^cs_[A-Za-z0-9_-]+$/.test(token))
    throw usageFailure('What was given as the API token is none: it starts with cs_ and is one word.');
  const { origin, pathname } = new URL(url);
  return new Connection({ url: origin + pathname.replace(/\/+$/, ''), token });
}

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw usageFailure(`The token file cannot be read: ${(error as Error).message}`);
  }
}

/** Exactly these operands. @throws CommandFailure */
export function operands(given: Arguments, ...names: readonly string[]): string[] {
  const needed = names.filter((name) => !name.startsWith('['));
  if (given.operands.length < needed.length || given.operands.length > names.length) {
    throw usageFailure(`countersign ${given.command} takes ${names.join(' ')}.`);
  }
  return [...given.operands];
}
