// What of the platform this worker uses; @cloudflare/workers-types has all of it.
declare module 'cloudflare:workers' {
  export function waitUntil(promise: Promise<unknown>): void
}
