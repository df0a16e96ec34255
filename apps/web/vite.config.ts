import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { compressAssets } from './compress-assets.ts';
import { firstStyle } from './first-style.ts';

const api = process.env.COUNTERSIGN_API ?? 'http://localhost:4600';

export default defineConfig({
  // Files name each other relatively; the page itself gets its addresses from the server, which knows its path.
  base: './',
  plugins: [react(), tailwindcss(), firstStyle(), compressAssets()],
  // Workspace packages are bundled from their sources, so that what is not used falls away.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    target: 'es2022',
    // The content-security policy allows neither data: fonts nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    port: 4601,
    proxy: Object.fromEntries(
      ['/api', '/ledger', '/healthz'].map((path) => [path, { target: api, headers: { origin: api } }]),
    ),
  },
});
