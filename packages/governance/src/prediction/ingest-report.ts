import { type Ingested, Refusal } from '@countersign/contracts';

/** Refused lines that one reply lists; a sender with more of them has another problem than single lines. */
const maxRefused = 1_000;

/** What became of the lines of one ingest. */
export class IngestReport {
  #accepted = 0;
  #existed = 0;
  readonly #refused: Ingested['refused'] = [];
  readonly #existing = new Set<number>();
  readonly #ids: NonNullable<Ingested['ids']> | undefined;

  constructor(withIds: boolean) {
    this.#ids = withIds ? [] : undefined;
  }

  accept(callerId: string, id: string): void {
    this.#accepted += 1;
    this.#ids?.push({ callerId, id });
  }

  exists(line: number, callerId: string, id: string): void {
    this.#existed += 1;
    this.#existing.add(line);
    this.#ids?.push({ callerId, id });
  }

  /** @throws whatever is no refusal, and Refusal BAD_INPUT once there are too many */
  refuse(line: number, error: unknown): void {
    if (!(error instanceof Refusal)) throw error;
    this.#refused.push({ line, code: error.code, message: error.message });
    if (this.#refused.length < maxRefused) return;
    throw new Refusal('BAD_INPUT', `More than ${maxRefused} lines were refused; the rest was not read.`, {
      ...this.result(),
    });
  }

  /** Whether a line was told about already, when its batch is sorted a second time. */
  isSettled(line: number): boolean {
    return this.#existing.has(line) || this.#refused.some((refused) => refused.line === line);
  }

  result(): Ingested {
    const refused = [...this.#refused].sort((a, b) => a.line - b.line);
    return {
      accepted: this.#accepted,
      existed: this.#existed,
      refused,
      ...(this.#ids && { ids: this.#ids }),
    };
  }
}
