import { type GraphShape, layOut } from './lay-out.ts';

// Beside the page, which stays fluid while a large graph is laid out.
self.onmessage = ({ data }: MessageEvent<GraphShape>) => {
  const layout = layOut(data);
  self.postMessage(layout, { transfer: [layout.x.buffer, layout.y.buffer] });
};
