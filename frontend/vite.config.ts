import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

// One entry for each kind of page; the templates name the files, so the entries keep their names.
const pages = ['office', 'site', 'screen', 'board', 'chair', 'player', 'replay'];
const input = Object.fromEntries(
  pages
    .map(page => [page, resolve(import.meta.dirname, `src/${page}/main.ts`)] as const)
    .filter(([, file]) => existsSync(file)),
);

export default defineConfig({
  base: './', // whatever path the static files are served under
  publicDir: false,
  css: {
    preprocessorOptions: {
      // Bootstrap 5.3 is written in the older module style of Sass.
      scss: {
        quietDeps: true,
        silenceDeprecations: ['import', 'global-builtin', 'color-functions', 'if-function'],
      },
    },
  },
  build: {
    outDir: '../src/diemcau/web/static/dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // the content policy allows no data: fonts
    modulePreload: false,
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      input,
      checks: { pluginTimings: false },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        assetFileNames: asset =>
          pages.some(page => asset.names.includes(`${page}.css`))
            ? '[name][extname]'
            : 'assets/[name]-[hash][extname]',
      },
    },
  },
});
