import { limits, type VersionFile } from '@countersign/contracts';

const text = /\.(txt|csv|tsv|ya?ml|toml|ini|cfg|py|r|jl|sql|sh|js|ts|xml|html|css|ndjson|log)$/i;

/** How a page may show a file; null where it offers the download alone. */
export function previewOf(path: string, size: number): VersionFile['preview'] {
  if (size > limits.document && !/\.ipynb$/i.test(path)) return null;
  if (/\.ipynb$/i.test(path)) return size > limits.notebook ? null : 'notebook';
  if (/\.json$/i.test(path)) return 'json';
  if (/\.(md|markdown)$/i.test(path)) return 'markdown';
  return text.test(path) ? 'text' : null;
}
