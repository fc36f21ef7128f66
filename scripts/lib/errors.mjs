// The tables of docs/errors.md: codes and statuses as the source has them, with what they mean.

import { readFileSync } from 'node:fs'
import { codes } from '../../tests/corpus/generate/codes.mjs'
import { sections } from './error-meanings.mjs'
import { markdownTable } from './generated.mjs'
import { at } from './paths.mjs'

/** `{ code, status }` of every code of the crate, in its order. */
export function codesOfCrate(source = readFileSync(at('src', 'error.rs'), 'utf8')) {
  const [, list = ''] = /^codes! \{\n([\s\S]*?)^\}/m.exec(source) ?? []
  const found = [...list.matchAll(/^ {4}\w+ = "([A-Z_]+)", (\d{3});$/gm)]
  return found.map(([, code, status]) => ({ code, status: Number(status) }))
}

/** The names that `OrgateError` can have in JavaScript. */
export function namesOfPackage(source = readFileSync(at('pkg', 'src', 'error.ts'), 'utf8')) {
  const [, union = ''] = /export type OrgateErrorCode =\n([\s\S]*?)\n\n/.exec(source) ?? []
  return [...union.matchAll(/\| '([A-Z_]+)'/g)].map(([, code]) => code)
}

/** Every code with its status. The corpus holds those of JavaScript alone, and its cases are what the engines say. */
export function allCodes() {
  const ofCrate = codesOfCrate()
  const known = new Set(ofCrate.map(({ code }) => code))
  const own = namesOfPackage().filter(name => !known.has(name))
  const statusOf = name => {
    const found = codes.find(({ code }) => code === name)
    if (!found) throw new Error(`${name} has no status in tests/corpus/generate/codes.mjs`)
    return found.status
  }
  return {
    all: [...ofCrate, ...own.map(code => ({ code, status: statusOf(code) }))],
    own,
  }
}

/** What is wrong with the meanings: a code without one, with two, or one that there is not. */
export function flaws(all, described = sections) {
  const named = Object.values(described).flatMap(Object.keys)
  return [
    ...all.filter(({ code }) => !named.includes(code)).map(({ code }) => `${code} has no meaning`),
    ...named.filter((code, index) => named.indexOf(code) < index).map(code => `${code} has two meanings`),
    ...named.filter(name => !all.some(({ code }) => code === name)).map(name => `there is no ${name}`),
  ]
}

/** The parts of docs/errors.md by name. */
export function errorParts() {
  const { all, own } = allCodes()
  const wrong = flaws(all)
  if (wrong.length > 0) throw new Error(`scripts/lib/error-meanings.mjs: ${wrong.join('; ')}`)
  const statuses = new Map(all.map(({ code, status }) => [code, status]))
  const tables = Object.entries(sections).map(([name, described]) => [
    `codes: ${name}`,
    markdownTable([
      ['code', 'status', 'meaning', 'what to do'],
      ...Object.entries(described).map(([code, [meaning, remedy]]) => [
        `\`${code}\``,
        statuses.get(code),
        meaning,
        remedy,
      ]),
    ]),
  ])
  const names = own.map(code => `\`${code}\``)
  const list = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  return { ...Object.fromEntries(tables), 'codes: JavaScript': `${list}.` }
}
