import { describe, expect, it } from 'vitest';
import { readFolder } from './read-folder.ts';

const file = (text: string, name: string) => {
  const made = new File([text], name);
  // jsdom's File does not read itself.
  const bytes = new TextEncoder().encode(text);
  return Object.assign(made, {
    text: async () => text,
    arrayBuffer: async () => bytes.buffer as ArrayBuffer,
  });
};

const manifest = (over: object = {}) =>
  JSON.stringify({
    model: 'credit-risk',
    version: '1.0.0',
    authors: [{ email: 'dora@example.org', part: 'training' }],
    files: [{ path: 'model.onnx', kind: 'artifact' }],
    ...over,
  });

const folder = (files: Record<string, string>) =>
  new Map(Object.entries(files).map(([path, text]) => [path, file(text, path)]));

describe('a chosen folder', () => {
  it('is hashed in the browser and completed into a manifest', async () => {
    const hashed: string[] = [];
    const reading = await readFolder(folder({ 'manifest.json': manifest(), 'model.onnx': 'abc' }), (path) =>
      hashed.push(path),
    );
    expect(hashed).toEqual(['model.onnx']);
    expect(reading.ok && reading.folder.manifest.files).toEqual([
      {
        path: 'model.onnx',
        kind: 'artifact',
        // The test vector of FIPS 180-4 for "abc".
        sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
        size: 3,
      },
    ]);
  });

  it.each([
    ['without a manifest', { 'model.onnx': 'abc' }, 'manifest.json'],
    ['with a file too few', { 'manifest.json': manifest() }, 'model.onnx'],
    ['with a manifest that is no JSON', { 'manifest.json': '{' }, 'manifest.json'],
    [
      'with a misspelt field',
      { 'manifest.json': manifest({ realeaseNotes: 'x' }), 'model.onnx': 'abc' },
      'manifest.json, (the whole)',
    ],
    [
      'with notes named that are not there',
      { 'manifest.json': manifest({ releaseNotesFile: 'notes.md' }), 'model.onnx': 'abc' },
      'notes.md',
    ],
  ])('%s is refused, and says at which file', async (_name, files, path) => {
    const reading = await readFolder(folder(files as Record<string, string>), () => {});
    expect(reading.ok).toBe(false);
    expect(!reading.ok && reading.problems.map((problem) => problem.path)).toEqual([path]);
  });
});
