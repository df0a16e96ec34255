import { isInWindows } from '../authority/audit-window.ts';
import type { Scope } from '../authority/read-scope.ts';

/** Models of which somebody may see what was known at a moment; null for all of them. An auditor of a period asks within it. */
export function openModels({ models, windows }: Scope, moment: Date): readonly string[] | null {
  if (windows === null) return models;
  const isOpen = (modelId: string) => isInWindows(windows, { modelId, at: moment });
  // A model that no role names is open where a role for all of them is.
  if (isOpen('')) return null;
  return windows.flatMap(({ modelId }) => (modelId !== null && isOpen(modelId) ? [modelId] : []));
}
