import { defineConfig } from 'vite'
import { precompress } from './build/precompress.ts'

const folder = 'dist.next'

export default defineConfig({
  base: '/static/',
  plugins: [precompress(folder)],
  build: {
    manifest: 'manifest.json',
    outDir: folder,
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: 'chrome107', // old web views in phones: light-dark() and nesting are rewritten
    assetsInlineLimit: 0, // the content policy allows no data: in styles
    rolldownOptions: {
      checks: { eval: false, pluginTimings: false }, // htmx holds an eval; allowEval turns it off
      input: {
        main: 'src/main.ts',
        map: 'src/map.ts',
        design: 'src/design.ts',
        passkey: 'src/passkey.ts',
        push: 'src/push.ts',
        worker: 'src/worker.ts',
      },
      output: {
        entryFileNames: (chunk) =>
          chunk.name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js',
      },
    },
  },
})
