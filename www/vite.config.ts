import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// `npm start` serves the production build. For work on the playground itself: `npm start` in one terminal,
// `npm run dev -w www` in another; the issuer and the worker are then reached through the proxy.
const local = 'http://localhost:8787'

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../.build/www',
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy of the server allows no `data:` fonts.
    assetsInlineLimit: 0,
    // The engines travel inside the scripts, as base64: the gate and the policy in the page, the policy in its worker.
    chunkSizeWarningLimit: 1500,
  },
  worker: { format: 'es' },
  server: { proxy: { '/oidc': local, '/worker': local } },
})
