import { describe, expect, it } from 'vitest';
import { manifestFromFolder, parseFolderManifest } from './folder-manifest.ts';

const folder = {
  model: 'credit-risk',
  version: '1.0.0',
  authors: [{ email: 'dora@example.org', part: 'training' }],
  files: [
    { path: 'model.onnx', kind: 'artifact' },
    { path: 'data/golden.json', kind: 'golden-set' },
  ],
  parametersFile: 'params.json',
  releaseNotesFile: 'notes.md',
};
const texts: Record<string, string> = {
  'params.json': '{"seed": 7}',
  'notes.md': '# New',
  'list.json': '[1]',
};
const readText = async (path: string) => texts[path] ?? '';
const fileFacts = async (path: string) => ({ sha256: 'a'.repeat(64), size: path.length });
const complete = (fields: object) =>
  manifestFromFolder(parseFolderManifest(JSON.stringify({ ...folder, ...fields })), readText, fileFacts);

describe('a folder with a manifest', () => {
  it('is completed by digests, sizes and the texts of its files', async () => {
    expect(await complete({})).toEqual({
      model: 'credit-risk',
      version: '1.0.0',
      description: '',
      authors: folder.authors,
      files: [
        { path: 'model.onnx', kind: 'artifact', sha256: 'a'.repeat(64), size: 10 },
        { path: 'data/golden.json', kind: 'golden-set', sha256: 'a'.repeat(64), size: 16 },
      ],
      parameters: { seed: 7 },
      metrics: [],
      datasets: [],
      buildEnvironment: {},
      releaseNotes: '# New',
    });
  });

  it.each([
    ['a misspelt field', { realeaseNotes: '' }, 'unknown field realeaseNotes'],
    ['a path that leaves the folder', { files: [{ path: '../x', kind: 'artifact' }] }, 'files.0.path'],
    ['a hidden way up', { files: [{ path: 'a/../../x', kind: 'artifact' }] }, 'files.0.path'],
    ['an absolute path', { files: [{ path: '/etc/passwd', kind: 'artifact' }] }, 'files.0.path'],
    ['an unknown kind', { files: [{ path: 'x', kind: 'model' }] }, 'must be one of artifact'],
    ['no file', { files: [] }, 'files'],
    ['the same file twice', { files: [folder.files[0], folder.files[0]] }, 'twice'],
    ['parameters in two places', { parameters: {} }, 'both parameters and parametersFile'],
    ['parameters that are a list', { parametersFile: 'list.json' }, 'does not hold a JSON object'],
    ['parameters that are no JSON', { parametersFile: 'notes.md' }, 'notes.md is not JSON'],
  ])('is refused for %s', async (_name, fields, sentence) => {
    await expect(async () => complete(fields)).rejects.toThrow(sentence);
  });

  it('is refused where the manifest is no JSON', () => {
    expect(() => parseFolderManifest('model: x')).toThrow('manifest.json is not JSON');
  });
});
