import type { Plugin } from 'vite';

/**
 * Layers of CSS rank in the order in which they are first named, and the application's own sheet names them. A feature's
 * sheet that is linked before it would put `components` beneath the reset, and the portal would lose its layout.
 */
export const firstStyle = (): Plugin => ({
  name: 'first-style',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html) {
      const links = html.match(/<link rel="stylesheet"[^>]*>/g) ?? [];
      if (links.length === 1) return;
      throw new Error(
        `index.html links ${links.length} style sheets: ${links.join(' ')}. A module of the first load imports one of its own; import it where the page is loaded lazily, or from app/base.css.`,
      );
    },
  },
});
