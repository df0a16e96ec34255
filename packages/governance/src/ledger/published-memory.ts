import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readSeen, type SeenCheckpoint } from '@countersign/ledger';
import type pg from 'pg';
import type { Log } from '../log.ts';
import { preparing } from '../prepared.ts';
import type { Tx } from '../tx.ts';

/** That the database is not what was published of it. */
export interface Loss {
  /** `behind`: it has fewer entries; `forked`: it has as many or more, and other ones. */
  readonly kind: 'behind' | 'forked';
  /** The newest checkpoint that was published, as a signed note. */
  readonly note: string;
  readonly published: SeenCheckpoint;
  /** Entries that are numbered in the database. */
  readonly size: number;
}

type Querying = Pick<Tx, 'query'>;

/** A crash costs the memory this much at most, and the disk one small write for it. */
const throttleMs = 1_000;

/**
 * The newest checkpoint that left the house, remembered in a file beside the database: a database that is put back does
 * not put this back. What is published is in the database first, so whatever is remembered and missing there was lost.
 */
export class PublishedMemory {
  #pending: string | null = null;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    readonly options: { readonly file: string; readonly pool: Pick<pg.Pool, 'query'>; readonly log: Log },
  ) {}

  /** A checkpoint was committed and may leave. Costs nothing at the moment; kept within a second. */
  remember(note: string): void {
    this.#pending = note;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.flush().catch((error: unknown) =>
        this.options.log.error({ err: error }, 'the newest checkpoint could not be remembered'),
      );
    }, throttleMs).unref();
  }

  async flush(): Promise<void> {
    const note = this.#pending;
    this.#pending = null;
    if (note !== null) {
      this.#writing = this.#writing.catch(() => {}).then(() => writeWhole(this.options.file, note));
    }
    await this.#writing;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.flush();
  }

  /** Somebody brought a checkpoint that our key signed. Returns whether it shows a loss that was not known here. */
  async learn(note: string): Promise<boolean> {
    const loss = await this.#compare(note);
    if (!loss) return false;
    const known = await this.check();
    if (known && known.published.size >= loss.published.size) return false;
    this.#pending = note;
    await this.flush();
    return true;
  }

  /**
   * Whether the database continues what is remembered; null where it does, where nothing is remembered, or where an
   * administrator let it go on (`ledger_loss`). `by`: whose connection is asked, for whoever holds one already.
   */
  async check(by: Querying = preparing(this.options.pool)): Promise<Loss | null> {
    const note = this.#pending ?? (await this.#read());
    return note === null ? null : this.#compare(note, by);
  }

  async #read(): Promise<string | null> {
    await this.#writing.catch(() => {});
    try {
      return await readFile(this.options.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async #compare(note: string, by: Querying = preparing(this.options.pool)): Promise<Loss | null> {
    const published = readSeen(note);
    const { rows } = await by.query<{ held: boolean; settled: boolean; size: string }>(
      `SELECT EXISTS (SELECT FROM ledger_checkpoint c JOIN ledger_key k ON k.id = c.key_id
           WHERE c.size = $1 AND c.root = $2 AND k.name = $3) AS held,
         EXISTS (SELECT FROM ledger_loss WHERE origin = $3) AS settled,
         (SELECT size FROM ledger_head WHERE id = 1) AS size`,
      [published.size, Buffer.from(published.root), published.origin],
    );
    const { held, settled, size: digits } = rows[0]!;
    if (held || settled) return null;
    const size = Number(digits ?? 0);
    return { kind: size < published.size ? 'behind' : 'forked', note, published, size };
  }
}

/** There whole or not at all, whenever the power goes. */
async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}.new`;
  await rm(aside, { force: true });
  const handle = await open(aside, 'wx', 0o644);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(aside, file);
  if (process.platform === 'win32') return;
  const folder = await open(dirname(file), 'r');
  await folder.sync().finally(() => folder.close());
}
