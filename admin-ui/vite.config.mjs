import { defineConfig } from 'vite';

/** Where the hub of `npm run ui` listens; pages are served by vite with reload, the API by that hub. */
const HUB = process.env.KUNCI_URL ?? 'http://localhost:3000';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    chunkSizeWarningLimit: 600,
  },
  server: {
    // Pages begin with the same words, so the whole name or the slash is needed.
    proxy: { '/api/': HUB, '/health/live': HUB, '/health/ready': HUB, '/webhook/': HUB },
  },
});
