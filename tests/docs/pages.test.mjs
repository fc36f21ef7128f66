// Pages, subpaths, codes and links hold together.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import { createGate } from 'orgate'
import { readGrant } from 'orgate/check'
import { createPolicy } from 'orgate/policy'
import { at, readJson } from '../../scripts/lib/paths.mjs'
import { anchors, blocks, codeRows, links, pages, read } from './lib/markdown.mjs'

/** Pages about what is not one subpath. */
const topics = [
  ...['attacks', 'crate', 'differences', 'errors', 'hacking', 'model', 'profiles', 'verification'],
]

test('each public subpath has its page, and each page is of a subpath or a known topic', () => {
  const subpaths = Object.keys(readJson(at('pkg', 'package.json')).exports)
  const files = subpaths.filter(subpath => /\.wasm$|package\.json$/.test(subpath))
  const named = subpaths
    .filter(subpath => !files.includes(subpath))
    .map(subpath => (subpath === '.' ? 'orgate' : subpath.slice(2).replace('.schema.json', '')))
  const found = pages.filter(page => page.startsWith('docs/')).map(page => page.slice(5, -3))
  assert.deepEqual(found.toSorted(), [...new Set([...named, ...topics])].toSorted())
  for (const file of files.filter(file => file.endsWith('.wasm'))) {
    assert.ok(
      found.some(page => read(`docs/${page}.md`).includes(`orgate${file.slice(1)}`)),
      file,
    )
  }
})

test('docs/errors.md has every code with its status, once', () => {
  const rows = codeRows('docs/errors.md').map(([code, status]) => ({ code, status: Number(status) }))
  const byCode = (a, b) => a.code.localeCompare(b.code)
  assert.deepEqual(rows.sort(byCode), readJson(at('tests', 'corpus', 'codes.json')).sort(byCode))
})

test('the codes of problems are those of the source', () => {
  const rust = readFileSync(at('src', 'problem.rs'), 'utf8')
  const variants = /pub enum ProblemCode \{([^}]+)\}/.exec(rust)?.[1].match(/^ {4}\w+(?=,)/gm) ?? []
  const ofDocuments = variants.map(name =>
    name
      .trim()
      .replace(/(?<=.)[A-Z]/g, '_$&')
      .toUpperCase(),
  )
  const options = readFileSync(at('pkg', 'src', 'options.ts'), 'utf8')
  const ofOptions = [...options.matchAll(/add\(\s*'([A-Z_]+)'/g)].map(([, code]) => code)
  assert.ok(ofDocuments.length > 10 && ofOptions.length > 5)

  const documented = ['orgate', 'policy', 'template', 'verification'].flatMap(page =>
    codeRows(`docs/${page}.md`).map(([code]) => code),
  )
  const unique = list => [...new Set(list)].sort()
  assert.deepEqual(unique(documented), unique([...ofDocuments, ...ofOptions]))
})

test('the README names the steps of verification with codes that exist', () => {
  const codes = readJson(at('tests', 'corpus', 'codes.json')).map(({ code }) => code)
  const steps = /## What is verified[\s\S]*?(?=\n## )/.exec(read('README.md'))?.[0] ?? ''
  const named = [...steps.matchAll(/`([A-Z]+_[A-Z_]+)`/g)].map(([, code]) => code)
  assert.ok(named.length >= 17)
  for (const code of named) assert.ok(codes.includes(code), code)
})

test('links lead somewhere', () => {
  for (const page of pages) {
    for (const link of links(page)) {
      const [path, anchor] = link.split('#')
      const target = path ? normalize(join(dirname(page), path)) : page
      assert.ok(existsSync(at(target)), `${page}: ${link}`)
      if (anchor) assert.ok(anchors(target).includes(anchor), `${page}: ${link}`)
    }
  }
})

test('the JSON of the pages is what the package takes', () => {
  const marked = word => pages.flatMap(blocks).filter(({ words }) => words.includes(word))
  for (const { text } of marked('template')) {
    const gate = createGate({ issuer: 'https://tenant.logto.app/oidc', template: JSON.parse(text) })
    assert.deepEqual(gate.warnings, [])
  }
  for (const { text } of marked('grant')) {
    const grant = JSON.parse(text)
    assert.deepEqual(readGrant(grant, { now: grant.issuedAt * 1000 }).toJSON(), grant)
  }
  for (const { text } of marked('policy')) {
    assert.deepEqual(createPolicy(text).warnings, [])
  }
  for (const word of ['template', 'grant', 'policy']) assert.equal(marked(word).length, 1)
})

test("the crate's example is the one that `cargo test` runs", () => {
  const [rust] = blocks('docs/crate.md').filter(({ language }) => language === 'rust')
  const lines = readFileSync(at('src', 'lib.rs'), 'utf8')
    .split('\n')
    .filter(line => line.startsWith('//!'))
    .map(line => line.slice(4))
  const [start, end] = lines.flatMap((line, index) => (line === '```' ? [index] : []))
  const example = lines
    .slice(start + 1, end)
    .filter(line => !line.startsWith('# Ok'))
    .map(line => line.replace(/^# /, ''))
  assert.equal(rust.text.trimEnd(), example.join('\n'))
})
