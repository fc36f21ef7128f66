// Requests to the Management API, and their answers.

import type { OrgateError } from '../error.js'
import { configurationError } from '../options.js'
import { isWellFormed } from '../organization.js'
import { line, quoted } from '../text/text.js'
import { type Given, isObject } from '../values.js'
import { planError } from './error.js'
import type { Json, PlanResult, PlanStep, RunPlanOptions } from './types.js'

/** An entry of a list. */
export type Entry = Given & { readonly id: string }

/** The most that the Management API gives at a time. */
const PAGE_SIZE = 100
/** As long as the longest list of a tenant that Orgate could read. */
const MAX_PAGES = 1_000
/** The longest answer that is looked at, in characters. */
const MAX_LENGTH = 64 * 1024 * 1024
/** How much of what a server says goes into an error. */
const MAX_QUOTE = 300
/** A shorter one is no secret. */
const MIN_SECRET = 8

export class Client {
  readonly #options: RunPlanOptions
  readonly #base: string
  /** What was done so far: errors tell it. */
  readonly #done: PlanResult

  /** @throws {OrgateError} `CONFIGURATION_INVALID` */
  constructor(options: RunPlanOptions, done: PlanResult) {
    const { fetch, endpoint } = options
    const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
    const isAddress = url && /^https?:$/.test(url.protocol) && !url.username && !url.password
    if (typeof fetch !== 'function') throw invalid('fetch', '`fetch` is not a function')
    if (!url || !isAddress || url.search || url.hash) {
      throw invalid('endpoint', '`endpoint` is not the address of a Management API')
    }
    this.#options = options
    this.#done = done
    this.#base = url.origin + url.pathname.replace(/\/+$/, '')
  }

  /**
   * A whole list.
   *
   * @throws {OrgateError} `PLAN_STEP_FAILED`
   */
  async read(step: PlanStep, path: string): Promise<Entry[]> {
    const entries: Entry[] = []
    for (let page = 1; page <= MAX_PAGES; page++) {
      this.#mayGoOn()
      const { text, total } = await this.#send(step, `${path}?page=${page}&page_size=${PAGE_SIZE}`)
      const list = jsonOf(text)
      if (!Array.isArray(list) || !list.every(isEntry)) throw this.#failed(step, 'the answer is not a list')
      for (const entry of list) entries.push(entry)
      const isLast = list.length !== PAGE_SIZE || entries.length === total
      if (!isLast) continue
      const isWhole = total === undefined || entries.length === total
      if (isWhole && new Set(entries.map(({ id }) => id)).size === entries.length) return entries
      // Pages shifted against each other.
      throw this.#failed(step, 'the list changed while it was read')
    }
    throw this.#failed(step, 'the list is too long')
  }

  /**
   * The `id` of what a write answers, which there must be if it `isNeeded`.
   *
   * @throws {OrgateError} `PLAN_STEP_FAILED`
   */
  async write(
    step: PlanStep,
    path: string,
    body: Json | undefined,
    isNeeded: boolean,
  ): Promise<string | undefined> {
    this.#mayGoOn()
    const { text } = await this.#send(step, path, body)
    const answer = isNeeded ? jsonOf(text) : undefined
    if (isNeeded && !isEntry(answer)) throw this.#failed(step, 'the answer has no id')
    return isEntry(answer) ? answer.id : undefined
  }

  #mayGoOn(): void {
    const { signal } = this.#options
    if (signal?.aborted) throw signal.reason
  }

  /** Waits for an answer no longer than the caller wants. */
  #unlessStopped<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.#options
    if (!signal?.addEventListener) return work
    return new Promise((resolve, reject) => {
      const stop = () => reject(signal.reason)
      signal.addEventListener?.('abort', stop)
      const done = () => signal.removeEventListener?.('abort', stop)
      work.then(resolve, reject).then(done, done)
    })
  }

  async #send(
    step: PlanStep,
    path: string,
    body?: Json,
  ): Promise<{ text: string; total: number | undefined }> {
    const { fetch } = this.#options
    const given = await this.#headers()
    const headers = {
      ...given,
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    }
    let status: number
    let text = ''
    let total: string | null
    let isTooLong: boolean
    try {
      const response = await this.#unlessStopped(
        fetch(this.#base + path, {
          method: step.method,
          headers,
          ...(body !== undefined && { body: JSON.stringify(body) }),
          // The token is for this server and for no other: an answer that leads elsewhere is none. Workers know no `error`.
          redirect: 'manual',
        }),
      )
      status = response.status
      total = response.headers.get('total-number')
      isTooLong = Number(response.headers.get('content-length')) > MAX_LENGTH
      if (!isTooLong) text = await this.#unlessStopped(response.text())
      isTooLong ||= text.length > MAX_LENGTH
    } catch (thrown) {
      this.#mayGoOn()
      // What was thrown may hold the request, and that the token.
      const reason = systemCode(thrown)
      throw this.#failed(step, `there was no answer${reason && ` (${reason})`}`)
    }
    if (status < 200 || status > 299) throw this.#refused(step, status, jsonOf(text), Object.values(given))
    if (isTooLong) throw this.#failed(step, 'the answer is too long')
    return { text, total: total !== null && /^\d+$/.test(total) ? Number(total) : undefined }
  }

  async #headers(): Promise<Record<string, string>> {
    const { headers = {} } = this.#options
    const given = typeof headers === 'function' ? await headers() : headers
    if (typeof given !== 'object' || given === null) throw invalid('headers', 'the headers are not an object')
    const pairs = Symbol.iterator in given ? [...given] : Object.entries(given)
    return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), String(value)]))
  }

  #refused(step: PlanStep, status: number, answer: unknown, headers: readonly string[]): OrgateError {
    const secrets = headers.flatMap(value => value.split(/\s+/)).filter(part => part.length >= MIN_SECRET)
    const quote = (text: unknown) => {
      if (typeof text !== 'string') return undefined
      return line(secrets.reduce((text, secret) => text.replaceAll(secret, '…'), text).slice(0, MAX_QUOTE))
    }
    const { code, message } = isObject(answer)
      ? { code: quote(answer.code), message: quote(answer.message) }
      : {}
    const said = [code, message].filter(Boolean).join(': ')
    return this.#failed(step, `the server answered ${status}${said && `, ${said}`}`, {
      status,
      ...(code && { code }),
      ...(message && { message }),
    })
  }

  #failed({ id }: PlanStep, why: string, details: Given = {}): OrgateError {
    const { read, written, skipped } = this.#done
    const done = { read: [...read], written: [...written], skipped: [...skipped] }
    return planError('PLAN_STEP_FAILED', `the step ${quoted(id)} failed: ${why}`, {
      step: id,
      ...details,
      done,
    })
  }
}

const invalid = (name: string, message: string) =>
  configurationError([{ code: 'OPTION_INVALID', pointer: `/${name}`, message }])

/** An id becomes a part of a path. */
const isEntry = (value: unknown): value is Entry =>
  isObject(value) && isWellFormed(value.id) && !['', '.', '..'].includes(value.id)

/** `ECONNREFUSED` for example. */
function systemCode(thrown: unknown): string {
  const { code, cause } = (thrown ?? {}) as { readonly code?: unknown; readonly cause?: unknown }
  const codes = [code, (cause as { readonly code?: unknown } | undefined)?.code]
  return codes.find((code): code is string => typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code)) ?? ''
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
