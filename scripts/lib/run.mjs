import { spawn, spawnSync } from 'node:child_process'
import { root } from './paths.mjs'

/** Whether nobody is watching: what could be let pass on a desk is then an error. */
export const ci = Boolean(process.env.CI) && process.env.CI !== 'false'

const running = new Set()

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    for (const child of running) stop(child)
    process.exit(1)
  })
}

/**
 * Runs a command to its end and answers `{ code, output }`; a command that cannot be started has the code 127.
 * `stream` shows the output as it comes. After `timeout` ms the command and all it started are killed.
 */
export function run([command, ...args], { env = {}, cwd = root, stream = false, timeout = 0 } = {}) {
  return new Promise(resolve => {
    // A group of its own, so that a browser or a server that a test started goes down with it.
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const chunks = []
    const finish = code => {
      clearTimeout(timer)
      running.delete(child)
      resolve({ code, output: Buffer.concat(chunks).toString() })
    }
    const note = text => chunks.push(Buffer.from(text))
    const timer = timeout
      ? setTimeout(() => {
          note(`\nstopped: it ran for more than ${Math.round(timeout / 1000)} s\n`)
          stop(child)
        }, timeout)
      : undefined
    running.add(child)
    for (const pipe of [child.stdout, child.stderr]) {
      pipe.on('data', chunk => {
        chunks.push(chunk)
        if (stream) process.stdout.write(chunk)
      })
    }
    child.on('error', error => {
      note(`${command}: ${error.message}\n`)
      finish(127)
    })
    child.on('close', (code, signal) => finish(signal ? 1 : code))
  })
}

/** What a short command prints, trimmed; `undefined` when it fails or is not there. */
export function ask([command, ...args], options = {}) {
  const { status, stdout } = spawnSync(command, args, { cwd: root, encoding: 'utf8', ...options })
  return status === 0 ? stdout.trim() : undefined
}

/** The path of a command, or `undefined`. */
export const which = command => ask(['sh', '-c', 'command -v "$1"', 'sh', command]) || undefined

function stop(child) {
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}
