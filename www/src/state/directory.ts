import { useEffect, useState } from 'react'
import type { Size } from '../lib/directory'
import type { Answers, Asked, Question, Told } from '../lib/directory-protocol'
import { type Failure, failureOf, Refused } from './failure'
import type { Loaded } from './issuer'

/**
 * The worker with the sample organizations, started when it is first asked. For others there is another one: what the
 * engine of the last one took, only its end gives back, and nobody waits for what is no longer asked.
 */
class Directory {
  #worker: Worker | undefined
  #size: Size | undefined
  #asked = 0
  readonly #waiting = new Map<number, (told: Told) => void>()

  async ask<Q extends Question>(question: Q): Promise<Answers[Q['ask']]> {
    this.#asked += 1
    const asked: Asked = { ...(question as Question), id: this.#asked }
    const told = await new Promise<Told>(resolve => {
      const worker = this.#workerFor(question.size)
      this.#waiting.set(asked.id, resolve)
      worker.postMessage(asked)
    })
    if ('failure' in told) throw new Refused(told.failure)
    return told.answer as Answers[Q['ask']]
  }

  #workerFor(size: Size): Worker {
    if (this.#worker && this.#size === size) return this.#worker
    this.#worker?.terminate()
    this.#fail({ code: 'WORKER_REPLACED', message: 'other organizations were chosen' })
    const worker = new Worker(new URL('./directory.worker.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<Told>) => this.#tell(data))
    worker.addEventListener('error', ({ message }) => {
      if (this.#worker !== worker) return
      this.#worker = undefined
      this.#fail({ code: 'WORKER_FAILED', message: message || 'the worker did not start' })
    })
    this.#worker = worker
    this.#size = size
    return worker
  }

  #fail(failure: Failure): void {
    for (const id of [...this.#waiting.keys()]) this.#tell({ id, failure })
  }

  #tell(told: Told): void {
    this.#waiting.get(told.id)?.(told)
    this.#waiting.delete(told.id)
  }
}

export const directory = new Directory()

/** What a worker answers, as it was last asked. The answer before stays until then, marked by `pending`. */
export function useAnswer<Q extends Question>(
  question: Q | undefined,
): { answer: Loaded<Answers[Q['ask']]>; pending: boolean } {
  const key = JSON.stringify(question)
  const [settled, setSettled] = useState<{ key: string | undefined; answer: Loaded<Answers[Q['ask']]> }>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the question by value
  useEffect(() => {
    if (!question) return
    let current = true
    const set = (answer: Loaded<Answers[Q['ask']]>) => current && setSettled({ key, answer })
    directory.ask(question).then(
      value => set({ state: 'ready', value }),
      error => set({ state: 'failed', failure: failureOf(error) }),
    )
    return () => {
      current = false
    }
  }, [key])
  return { answer: settled?.answer ?? { state: 'waiting' }, pending: settled?.key !== key }
}

/** The sample organizations are made when the page has nothing else to do. */
export function useIdle(): boolean {
  const [idle, setIdle] = useState(false)
  useEffect(() => {
    // Safari has none.
    if (typeof requestIdleCallback !== 'function') {
      const timer = setTimeout(() => setIdle(true), 300)
      return () => clearTimeout(timer)
    }
    const handle = requestIdleCallback(() => setIdle(true), { timeout: 2000 })
    return () => cancelIdleCallback(handle)
  }, [])
  return idle
}
