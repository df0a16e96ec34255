import type { Manifest, RegisteredVersion } from '@countersign/contracts';
import { withBase } from '../../app/base-path.ts';
import { type Problem, problemOf, RestRefusal } from '../../app/problem.ts';

const csrf = { 'x-countersign': '1' };

const problemIn = (text: string): Problem => {
  try {
    return problemOf(JSON.parse(text));
  } catch {
    return problemOf(null);
  }
};

/** XMLHttpRequest, because fetch tells nothing about how much was sent. */
function put(url: string, file: File, onProgress: (sent: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    request.setRequestHeader('x-countersign', '1');
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onerror = () => reject(new RestRefusal(problemOf(null)));
    request.onload = () => {
      if (request.status < 300) resolve();
      else reject(new RestRefusal(problemIn(request.responseText)));
    };
    request.send(file);
  });
}

/** Sends a blob unless the server has it. @throws RestRefusal */
export async function upload(sha256: string, file: File, onProgress: (sent: number) => void): Promise<void> {
  const url = withBase(`/api/v1/uploads/${sha256}`);
  const there = await fetch(url, { method: 'HEAD', headers: csrf });
  if (!there.ok) await put(url, file, onProgress);
  onProgress(file.size);
}

/** @throws RestRefusal */
export async function register(manifest: Manifest): Promise<RegisteredVersion> {
  const answer = await fetch(withBase(`/api/v1/models/${encodeURIComponent(manifest.model)}/versions`), {
    method: 'POST',
    headers: { ...csrf, 'content-type': 'application/json' },
    body: JSON.stringify(manifest),
  });
  const text = await answer.text();
  if (!answer.ok) throw new RestRefusal(problemIn(text));
  return JSON.parse(text) as RegisteredVersion;
}
