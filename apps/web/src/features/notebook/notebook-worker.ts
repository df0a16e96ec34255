import { readNotebook } from './read-notebook.ts';

// Twenty megabytes are read and taken apart beside the page, which stays fluid.
self.onmessage = async ({ data: url }: MessageEvent<string>) => {
  try {
    const answer = await fetch(url, { headers: { accept: 'text/plain' } });
    if (answer.ok) self.postMessage({ notebook: readNotebook(await answer.text()) });
    else self.postMessage({ refusal: await answer.json().catch(() => null) });
  } catch (error) {
    self.postMessage({ failure: String(error) });
  }
};
