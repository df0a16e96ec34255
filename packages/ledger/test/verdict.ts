import { type Given, openZip, type PackVerdict, verifyPack } from '../src/index.ts';
import { type ExampleLedger, inMemory } from './example-ledger.ts';
import { nodeCrypto } from './node-crypto.ts';

export const given = (ledger: ExampleLedger, more: Partial<Given> = {}): Given => ({
  keys: [ledger.key],
  witnesses: [],
  kept: [],
  ...more,
});

export const verify = (pack: Uint8Array, what: Given): Promise<PackVerdict> =>
  verifyPack(() => openZip(inMemory(pack), nodeCrypto.crc32), what, nodeCrypto);

export const brokenRow = ({ rows }: PackVerdict) => rows.find(({ verdict }) => verdict === 'broken');
export const said = ({ rows }: PackVerdict) =>
  rows.map(({ check, verdict, said }) => `${check} ${verdict}: ${said}`);
