import type { RegisteredVersion } from '@countersign/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Problem, problemOf } from '../../app/problem.ts';
import { type FileProblem, filesByPath, type ReadFolder, readFolder } from './read-folder.ts';
import { register, upload } from './send-version.ts';

export type Step =
  | { at: 'choose' }
  | { at: 'reading'; hashed: number; files: number }
  | { at: 'wrong'; problems: readonly FileProblem[] }
  | { at: 'ready'; folder: ReadFolder }
  | { at: 'sending'; folder: ReadFolder; sent: ReadonlyMap<string, number> }
  | { at: 'refused'; folder: ReadFolder; path: string | null; problem: Problem }
  | { at: 'done'; answer: RegisteredVersion };

const pathOf = ({ manifest }: ReadFolder, sha256: string): string =>
  manifest.files.find((file) => file.sha256 === sha256)?.path ?? sha256;

/** From a chosen folder to a registered version; every blob is sent before the version is, so nothing is half there. */
export function useRegistration(model: string) {
  const [step, setStep] = useState<Step>({ at: 'choose' });
  const client = useQueryClient();

  const choose = async (chosen: FileList): Promise<void> => {
    const files = filesByPath(chosen);
    let hashed = 0;
    setStep({ at: 'reading', hashed, files: files.size });
    const reading = await readFolder(files, () => {
      hashed += 1;
      setStep({ at: 'reading', hashed, files: files.size });
    });
    if (!reading.ok) setStep({ at: 'wrong', problems: reading.problems });
    else if (reading.folder.manifest.model !== model) {
      const message = `names the model ${reading.folder.manifest.model}; this page registers to ${model}`;
      setStep({ at: 'wrong', problems: [{ path: 'manifest.json, model', message }] });
    } else setStep({ at: 'ready', folder: reading.folder });
  };

  const send = async (folder: ReadFolder): Promise<void> => {
    const sent = new Map<string, number>();
    const show = () => setStep({ at: 'sending', folder, sent: new Map(sent) });
    let current: string | null = null;
    show();
    try {
      for (const [sha256, file] of folder.blobs) {
        current = pathOf(folder, sha256);
        await upload(sha256, file, (bytes) => {
          sent.set(sha256, bytes);
          show();
        });
      }
      current = null;
      const answer = await register(folder.manifest);
      await client.invalidateQueries();
      setStep({ at: 'done', answer });
    } catch (error) {
      setStep({ at: 'refused', folder, path: current, problem: problemOf(error) });
    }
  };

  return { step, choose, send };
}
