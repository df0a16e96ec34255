import { inventoryTemplate } from '@countersign/contracts';
import { connect, operands, readArguments } from './arguments.ts';
import { check } from './check.ts';
import { CommandFailure, usageFailure } from './command-failure.ts';
import { compareLedger } from './compare-ledger.ts';
import { consume, declarationName } from './consume.ts';
import { exportFile } from './export/export-file.ts';
import { importInventory } from './import-inventory.ts';
import { readGiven } from './pack/read-given.ts';
import { replayPack } from './pack/replay-pack.ts';
import { verify } from './pack/verify.ts';
import { permit } from './permit/permit.ts';
import { predict } from './predict.ts';
import { createPrinter } from './printer.ts';
import { register } from './register/register.ts';
import { replay } from './replay.ts';
import { status } from './status.ts';
import { witness } from './witness/witness.ts';

export const usage = `countersign: registers, asks and reproduces from pipelines

  countersign register FOLDER            register the version that FOLDER/manifest.json describes
  countersign status MODEL [VERSION]     where versions stand
  countersign check MODEL [VERSION] [--environment production]
                                         whether it may be used, before a pipeline does
  countersign permit get MODEL VERSION [--environment production] [--artifact FILE|--digest SHA256]
                                         a signed permit to start it there, for a pipeline to keep
  countersign permit verify PERMIT.json --key KEY --environment NAME --artifact FILE|--digest SHA256
                     [--revocations FILE [--longest-age 600]]
                                         whether it may be started now: asks nobody. Exit code 0 yes, 1 no
  countersign permit revocations         the signed list of permits that a block made void
  countersign consume [FILE]             declare what a repository uses, as its countersign.json says
  countersign import INVENTORY.csv       a dry run: what would enter as found, or every problem with its line
  countersign import INVENTORY.csv --comment WHY    keeps it for two people to sign; --template prints a file to fill in
  countersign predict MODEL --inputs FILE|- [--environment production] [--consumer NAME] [--idempotency-key KEY]
                     [--caller-id ID] [--business-reference REFERENCE] [--subject-file FILE]
  countersign replay ID                  execute a prediction again and compare it bit for bit
  countersign replay [ID] --pack PACK --key KEY     the same from an evidence pack alone, without the portal
  countersign verify PACK --key KEY      check an evidence pack, a ZIP or a folder, against the ledger's key
                     [--checkpoint KEPT]… [--witness KEY]…
                     [--url URL]         where the ledger is served: asked for one tile where a pack lacks it for KEPT
  countersign export FILE.zip|.pdf|.csv|.json    make a report and save it; .zip is its evidence pack
                     [--kind record] [--model MODEL [--version LABEL]] [--prediction ID]
                     [--from DAY --to DAY] [--zone ZONE] [--as-of DAY]
  countersign export FILE.zip --entries FIRST-LAST[,…]    an evidence pack of these entries alone
  countersign ledger rebuild --compare   derive the state from the entries alone and name every difference with the tables:
                                         exit code 0 the same, 1 differs, 2 cannot tell
  countersign witness URL KEY [URL KEY]… --name NAME [--folder FOLDER] [--every SECONDS] [--listen PORT] [--once]
                                         follow the ledgers of portals, cosign them, refuse and report forks
  countersign witness key --name NAME    the witness's own verifier key, made at the first run

  --url URL          the portal (or COUNTERSIGN_URL; http://localhost:4600)
  --token TOKEN      an API token (or --token-file FILE, or COUNTERSIGN_TOKEN)
  --json             the whole reply as JSON

Exit codes: 0 done, 1 refused, 2 used wrongly or not reachable; of check 0 usable, 1 advisory or deprecated, 2 blocked or not known; of verify 0 sound, 1 broken, 2 cannot tell;
of witness 0 followed and cosigned, 1 a ledger refused, 2 not reachable or the cosignature not taken.
`;

export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly out: (text: string) => void;
  readonly aside: (text: string) => void;
}

/** Runs one command and returns its exit code. */
export async function runCommand(given: readonly string[], around: Surroundings): Promise<0 | 1 | 2> {
  try {
    const parsed = readArguments(given);
    if (parsed.values.help || parsed.command === undefined) {
      around.out(usage);
      return parsed.values.help ? 0 : 2;
    }
    const printer = createPrinter(parsed.values.json ?? false, around.out, around.aside);
    switch (parsed.command) {
      case 'register': {
        const [folder] = operands(parsed, 'FOLDER');
        await register(connect(parsed, around.environment), folder!, printer);
        return 0;
      }
      case 'consume': {
        const [file] = operands(parsed, '[FILE]');
        await consume(connect(parsed, around.environment), file ?? declarationName, printer);
        return 0;
      }
      case 'import': {
        if (parsed.values.template) {
          around.out(inventoryTemplate);
          return 0;
        }
        const [file] = operands(parsed, 'INVENTORY.csv');
        const { comment } = parsed.values;
        const connection = connect(parsed, around.environment);
        return (await importInventory(connection, { file: file!, comment }, printer)) ? 0 : 1;
      }
      case 'replay': {
        if (parsed.values.pack !== undefined) {
          const [id] = operands(parsed, '[ID]');
          return await replayPack(parsed.values.pack, id, readGiven(parsed.values), printer);
        }
        const [id] = operands(parsed, 'ID');
        await replay(connect(parsed, around.environment), id!, printer);
        return 0;
      }
      case 'export': {
        const [file] = operands(parsed, 'FILE');
        await exportFile(connect(parsed, around.environment), file!, parsed.values, printer);
        return 0;
      }
      case 'verify': {
        const [pack] = operands(parsed, 'PACK');
        return await verify(pack!, readGiven(parsed.values), printer);
      }
      case 'witness':
        return await witness(parsed.operands, parsed.values, printer);
      case 'status': {
        const [model, version] = operands(parsed, 'MODEL', '[VERSION]');
        await status(connect(parsed, around.environment), model!, version, printer);
        return 0;
      }
      case 'check': {
        const [model, version] = operands(parsed, 'MODEL', '[VERSION]');
        const environment = parsed.values.environment ?? 'production';
        return await check(
          connect(parsed, around.environment),
          { model: model!, version, environment },
          printer,
        );
      }
      case 'permit':
        return await permit(parsed, around.environment, printer);
      case 'predict': {
        const [model] = operands(parsed, 'MODEL');
        const { inputs, environment, consumer, 'idempotency-key': idempotencyKey } = parsed.values;
        const { 'caller-id': callerId, 'business-reference': businessReference } = parsed.values;
        if (inputs === undefined)
          throw usageFailure('countersign predict takes --inputs FILE, or - for standard input.');
        const asked = {
          model: model!,
          inputs,
          environment: environment ?? 'production',
          consumer,
          idempotencyKey,
          callerId,
          businessReference,
          subjectFile: parsed.values['subject-file'],
        };
        await predict(connect(parsed, around.environment), asked, printer);
        return 0;
      }
      case 'ledger': {
        const [act] = operands(parsed, 'rebuild --compare');
        if (act !== 'rebuild' || !parsed.values.compare)
          throw usageFailure('countersign ledger takes rebuild --compare.');
        return (await compareLedger(connect(parsed, around.environment), printer)) ? 0 : 1;
      }
      default:
        throw usageFailure(`There is no command ${parsed.command}.`);
    }
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    around.aside(`${error.message}\n`);
    return error.exitCode;
  }
}
