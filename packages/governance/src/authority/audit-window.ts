/** Which records are open to an auditor: of one model or all, made within a period or at any time. */
export interface AuditWindow {
  readonly modelId: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
}

/** Whether a record is in one of the windows; without windows all are. */
export const isInWindows = (
  windows: readonly AuditWindow[] | null,
  record: { readonly modelId: string; readonly at: Date },
): boolean =>
  windows === null ||
  windows.some(
    ({ modelId, from, to }) =>
      (modelId === null || modelId === record.modelId) &&
      (from === null || from <= record.at) &&
      (to === null || record.at < to),
  );

/** The same as an SQL condition over columns; `bind` takes a value and returns its parameter. */
export function windowsSql(
  windows: readonly AuditWindow[] | null,
  column: { readonly model: string; readonly at: string },
  bind: (value: unknown) => string,
): string {
  if (windows === null) return 'true';
  const models = bind(windows.map(({ modelId }) => modelId));
  const from = bind(windows.map((window) => window.from));
  const to = bind(windows.map((window) => window.to));
  return `EXISTS (SELECT FROM unnest(${models}::uuid[], ${from}::timestamptz[], ${to}::timestamptz[]) AS w (model_id, since, until)
    WHERE (w.model_id IS NULL OR w.model_id = ${column.model}) AND (w.since IS NULL OR w.since <= ${column.at})
      AND (w.until IS NULL OR ${column.at} < w.until))`;
}
