// Mixed traffic through two servers while their issuer rotates, fails and recovers; every answer is judged.
import { setTimeout as sleep } from 'node:timers/promises'
import { startIssuer } from '../issuer/issuer.mjs'
import { fetchProblems, within } from './fetches.mjs'
import { CONCURRENCY, Load } from './load.mjs'
import { MemoryWatch } from './memory.mjs'
import { Oracle } from './oracle.mjs'
import { lifetimes, phasesFor } from './phases.mjs'
import { randomFrom } from './random.mjs'
import { startNodeServer, startWorker } from './servers.mjs'
import { Tokens } from './tokens.mjs'
import { kindsFor, trafficFor } from './traffic.mjs'
import { World } from './world.mjs'

/** Milliseconds between two tokens that are minted. */
const MINTING = 70

/** Runs for about that many seconds, perhaps only some phases. Answers figures, and `problems`: empty when everything is as promised. */
export async function soak({ seconds, seed, only }) {
  const phases = phasesFor(seconds, only)
  const issuer = await startIssuer('EC')
  const servers = []
  try {
    const world = new World(issuer)
    await world.prepare(phases)
    const settings = { issuer: issuer.url, lifetimes }
    servers.push(await startNodeServer(settings))
    servers.push(await startWorker(settings))
    const random = randomFrom(seed)
    const tokens = new Tokens(issuer, random)
    await tokens.prepare(servers)
    const oracle = new Oracle(world, lifetimes)
    const loads = servers.map(
      server => new Load({ server, world, oracle, random, next: trafficFor({ tokens, random, server }) }),
    )
    const watches = servers.map(server => new MemoryWatch(server))
    await underLoad({ world, phases, loads, watches, tokens, every: seconds * 30 })
    return figuresOf({ seed, world, servers, loads, watches, tokens })
  } finally {
    await Promise.all(servers.map(server => server.stop()))
    await issuer.stop()
  }
}

async function underLoad({ world, phases, loads, watches, tokens, every }) {
  let working = []
  const ended = new AbortController()
  const minting = mint(tokens, ended.signal)
  try {
    await world.run(phases, () => {
      if (working.length > 0) return
      working = loads.map(load => load.run())
      for (const watch of watches) watch.start(every)
    })
  } finally {
    for (const watch of watches) watch.stop()
    for (const load of loads) load.stop()
    ended.abort()
  }
  await Promise.all([...working, minting])
  // The last answers are judged a moment later.
  await sleep(500)
}

async function mint(tokens, signal) {
  while (!signal.aborted) {
    await tokens.mint()
    await sleep(MINTING)
  }
}

function figuresOf({ seed, world, servers, loads, watches, tokens }) {
  const { log } = world
  const problems = []
  const figures = {
    seed,
    seconds: Math.round((log.at(-1).to - log[0].from) / 1000),
    lifetimes,
    minted: tokens.minted,
    servers: {},
  }
  for (const [index, { name, by }] of servers.entries()) {
    const load = loads[index]
    const watch = watches[index]
    const fetches = world.fetchesBy(by)
    problems.push(...load.mistakes, ...idleness(servers[index], load, log), ...waiting(name, load, log))
    problems.push(...fetchProblems(name, fetches, log, lifetimes), ...watch.problems())
    const names = [...new Set(log.map(phase => phase.name))]
    figures.servers[name] = {
      mistakes: load.mistaken,
      waits: load.waits,
      phases: names.map(phase => ({
        phase,
        ...summary(load.phases.get(phase)),
        fetches: log.filter(entry => entry.name === phase).flatMap(entry => within(fetches, entry)).length,
      })),
      memory: watch.figures(),
    }
  }
  return { ...figures, problems }
}

/** What was not put to the test, although it should have been. */
function idleness(server, { kinds, phases }, log) {
  const problems = []
  const usual = log.some(({ mix }) => mix === undefined)
  for (const kind of kindsFor(server))
    if (usual && !kinds.has(kind)) problems.push(`${server.name}: nothing sent of: ${kind}`)
  for (const [name, { granted }] of phases)
    if (granted === 0) problems.push(`${server.name}, ${name}: nothing granted`)
  const outage = phases.get('down past the hard lifetime')
  if (outage?.unavailable === 0) problems.push(`${server.name}: the hard lifetime did not end`)
  return problems
}

/**
 * The keys at hand are used while others are on their way. A machine that stands still for a second holds up every
 * caller once; a server that waits for each of the fetches in a slow phase holds them up more often.
 */
function waiting(name, { waits }, log) {
  const slow = log.filter(({ fault }) => fault?.kind === 'slow').length
  return waits > 1.5 * CONCURRENCY * slow
    ? [`${name}: callers waited ${waits} times for a key set that was slow`]
    : []
}

function summary({ times, ...counts } = { requests: 0, granted: 0, refused: 0, unavailable: 0, times: [] }) {
  const sorted = times.toSorted((a, b) => a - b)
  const at = share => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10
  return { ...counts, p50: at(0.5), p99: at(0.99) }
}
