/** A refusal or failure as the pages print it. */
export interface Problem {
  /** Closed codes of the contracts, or `UNREACHABLE` where no answer came at all. */
  code: string;
  message: string;
  requestId: string | null;
  detail: Readonly<Record<string, unknown>>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function fromRecord(found: Record<string, unknown>): Problem | null {
  if (typeof found.code !== 'string' || typeof found.message !== 'string') return null;
  return {
    code: found.code,
    message: found.message,
    requestId: typeof found.requestId === 'string' ? found.requestId : null,
    detail: isRecord(found.detail) ? found.detail : {},
  };
}

/** REST answers `{error: {…}}`; tRPC carries the same under `data.countersign`. */
export function problemOf(error: unknown): Problem {
  if (isRecord(error)) {
    const data = isRecord(error.data) && isRecord(error.data.countersign) ? error.data.countersign : null;
    const found = (data && fromRecord(data)) ?? (isRecord(error.error) ? fromRecord(error.error) : null);
    if (found) return found;
    if (isRecord(error.problem)) {
      const carried = fromRecord(error.problem);
      if (carried) return carried;
    }
    const status = isRecord(error.data) && typeof error.data.code === 'string' ? error.data.code : null;
    if (status)
      return { code: status, message: String(error.message ?? status), requestId: null, detail: {} };
  }
  return {
    code: 'UNREACHABLE',
    message: 'The server did not answer. Nothing was changed; check the connection and try again.',
    requestId: null,
    detail: {},
  };
}

/** Thrown by calls of the REST interface. */
export class RestRefusal extends Error {
  override readonly name = 'RestRefusal';
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}
