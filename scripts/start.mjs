// npm start: set up, build, serve. Only Node's own modules until the set-up has run.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const DEFAULT_PORT = 8787
const TRIES = 20

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

let running // the script at work, or the server
let stopping = false
listenForTheEnd()

function listenForTheEnd() {
  for (const signal of SIGNALS) {
    // Miniflare has handlers of its own, which would end the process before the server has closed.
    process.removeAllListeners(signal)
    process.on(signal, () => stop(signal))
  }
}

// npm runs this in a shell, and a signal sent to npm alone ends only the shell.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid
  setInterval(() => process.ppid === parent || stop('SIGTERM'), 500).unref()
}

async function stop(signal) {
  if (stopping) return
  stopping = true
  await running?.stop(signal)
  process.exit(0)
}

try {
  await script('setup.mjs')
  await script('build.mjs')
  if (!stopping) {
    const server = serve()
    running = {
      stop: () =>
        server.then(
          ({ stop }) => stop(),
          () => {},
        ),
    }
    const { url } = await server
    listenForTheEnd()
    announce(url)
  }
} catch (error) {
  if (!stopping) {
    console.error(`\n${error.message}`)
    process.exitCode = 1
  }
}

function script(name) {
  if (stopping) return
  return new Promise((resolve, reject) => {
    const path = fileURLToPath(new URL(name, import.meta.url))
    const child = spawn(process.execPath, [path], { stdio: 'inherit' })
    const ended = new Promise(done => child.once('exit', done))
    running = {
      stop: signal => {
        child.kill(signal)
        return ended
      },
    }
    child.once('error', reject)
    child.once('exit', code => {
      running = undefined
      if (code === 0) resolve()
      else reject(new Error(`scripts/${name} ended with ${code}`))
    })
  })
}

/** PORT is taken at its word; without it, the first free port from 8787 on. */
async function serve() {
  const { startServer } = await import('../dev/server.mjs')
  const asked = process.env.PORT
  if (asked !== undefined && asked !== '') {
    const port = Number(asked)
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT is not a port: ${asked}`)
    return startServer({ port }).catch(error => {
      if (error.code !== 'EADDRINUSE') throw error
      throw new Error(
        `Port ${port} is in use. Stop what uses it, or choose another: PORT=${port + 1} npm start`,
      )
    })
  }
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + TRIES; port++) {
    try {
      return await startServer({ port })
    } catch (error) {
      if (error.code !== 'EADDRINUSE') throw error
      console.log(`Port ${port} is in use, trying ${port + 1}.`)
    }
  }
  throw new Error(`No free port from ${DEFAULT_PORT} to ${DEFAULT_PORT + TRIES - 1}: PORT=… npm start`)
}

function announce(url) {
  if (stopping) return
  console.log(`
Orgate is running.

  Playground   ${url}/
  Issuer       ${url}/oidc   (jwks, token; for development only)
  Worker       ${url}/worker (in workerd)

Try it in another terminal. Ada is an admin of acme, Ben a member:

  ADA=$(curl -s ${url}/oidc/token -d subject=ada -d organization_id=acme | sed -n 's/.*"access_token": "\\(.*\\)".*/\\1/p')
  BEN=$(curl -s ${url}/oidc/token -d subject=ben -d organization_id=acme | sed -n 's/.*"access_token": "\\(.*\\)".*/\\1/p')

  curl -si ${url}/worker/orgs/acme/reports -H "authorization: Bearer $ADA"               # 200
  curl -si ${url}/worker/orgs/acme/reports                                               # 401, no token
  curl -si -X DELETE ${url}/worker/orgs/acme/users/cleo -H "authorization: Bearer $BEN"  # 403, not granted

Ctrl+C stops everything.
`)
}
