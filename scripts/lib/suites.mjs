// What `npm test` runs, in this order.

import { existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { chromedriver, chromium } from './chromium.mjs'
import { buildChecks, cargoTests, nodeTests, one, typeTests } from './counts.mjs'
import { at, bin, filesUnder } from './paths.mjs'
import { ask } from './run.mjs'
import { requireToolchain, target, toolPath } from './toolchain.mjs'

const wasmTests = ['--no-default-features', '--features', 'wasm,gate,signatures,policy', '--test', 'wasm']

/**
 * A suite has steps; a step has a `command`, how its output is counted (`count`, one check when not given) and
 * perhaps why it cannot run here (`missing`). `needsBuild`: it tests the built package.
 */
export function suites() {
  const { cargo, wasmCargo, targetDir } = requireToolchain()
  const wasm = { CARGO_TARGET_DIR: at(targetDir) }
  const node = (title, files, rest = {}) => nodeStep(title, files.filter(isTest), rest)

  return [
    {
      name: 'format',
      steps: [
        { title: 'cargo fmt', command: [...cargo, 'fmt', '--check'], missing: without(cargo, 'fmt') },
        {
          title: 'cargo fmt, fuzz',
          command: [...cargo, 'fmt', '--check', '--manifest-path', at('fuzz', 'Cargo.toml')],
          missing: without(cargo, 'fmt'),
        },
        { title: 'biome', command: [bin('biome'), 'ci', '--colors=off', '.'] },
      ],
    },
    {
      name: 'lint',
      steps: [
        clippy('clippy', cargo, ['--all-targets']),
        clippy('clippy, issuer', cargo, ['--all-targets', '--features', 'issuer']),
        clippy(
          'clippy, core for wasm32',
          wasmCargo,
          ['--target', target, '--no-default-features', '--features', 'wasm,gate'],
          wasm,
        ),
        clippy(
          'clippy, policy for wasm32',
          wasmCargo,
          ['--target', target, '--no-default-features', '--features', 'wasm,policy'],
          wasm,
        ),
        clippy('clippy, sync for wasm32', wasmCargo, ['--target', target, '--lib', ...wasmTests], wasm),
      ],
    },
    {
      name: 'rust',
      steps: [
        {
          title: 'cargo test',
          command: [...cargo, 'test', '--features', 'issuer', '--no-fail-fast'],
          count: cargoTests,
        },
      ],
    },
    {
      name: 'wasm-node',
      steps: [wasmStep('wasm-bindgen-test in Node', wasmCargo, wasm)],
    },
    {
      name: 'wasm-chromium',
      steps: [
        {
          ...wasmStep('wasm-bindgen-test in Chromium', wasmCargo, {
            ...wasm,
            WASM_BINDGEN_USE_BROWSER: '1',
            CHROMEDRIVER: chromedriver() ?? '',
          }),
          missing: chromium() && chromedriver() ? undefined : 'there is no Chromium with its ChromeDriver',
        },
      ],
    },
    { name: 'scripts', steps: [node('the scripts themselves', filesUnder('scripts'))] },
    {
      name: 'build',
      steps: [
        {
          title: 'the package',
          command: [process.execPath, at('scripts', 'build.mjs')],
          count: buildChecks,
          show: true,
          builds: true,
        },
      ],
    },
    {
      name: 'types',
      needsBuild: true,
      steps: [...typeSteps(), ...['www', 'examples/worker'].filter(hasTsconfig).map(compileStep)],
    },
    {
      name: 'runtimes',
      needsBuild: true,
      steps: [
        node('tests/runtimes', filesIn('tests/runtimes')),
        node('tests/differential', filesIn('tests/differential')),
      ],
    },
    {
      name: 'soak',
      needsBuild: true,
      steps: [node('tests/issuer', filesIn('tests/issuer')), node('tests/soak', filesIn('tests/soak'))],
    },
    {
      name: 'tenant',
      needsBuild: true,
      steps: [node('tests/tenant', filesIn('tests/tenant'))],
    },
    {
      name: 'fuzz',
      needsBuild: true,
      steps: [node('tests/fuzz', filesIn('tests/fuzz'))],
    },
    {
      name: 'packaging',
      needsBuild: true,
      steps: [
        node('tests/packaging', filesIn('tests/packaging')),
        { title: 'publint', command: [bin('publint'), 'run', 'pkg', '--strict'] },
        {
          title: 'types as they resolve',
          // The wasm files are exported for bundlers and have no types to look at.
          command: [
            ...[bin('attw'), '--pack', 'pkg', '--profile', 'esm-only', '--no-emoji', '--no-color'],
            ...['--exclude-entrypoints', 'orgate.wasm', 'orgate-sync.wasm', 'orgate-policy.wasm'],
          ],
        },
      ],
    },
    {
      name: 'docs',
      needsBuild: true,
      steps: [node('tests/docs', filesIn('tests/docs'))],
    },
    {
      name: 'playground',
      needsBuild: true,
      steps: [
        node('www/tests', filesIn('www/tests'), {
          missing: chromium() ? undefined : 'there is no Chromium',
        }),
      ],
    },
  ]
}

const isTest = path => path.endsWith('.test.mjs')

/** Only the folder itself, as the shell's `folder/*`. */
const filesIn = folder => filesUnder(folder, path => !path.slice(folder.length + 1).includes('/'))

const hasTsconfig = folder => existsSync(at(folder, 'tsconfig.json'))

const without = (cargo, command) =>
  ask([...cargo, command, '--version']) === undefined ? `there is no cargo ${command}` : undefined

function clippy(title, cargo, flags, env) {
  const command = [...cargo, 'clippy', ...flags, '--', '-D', 'warnings']
  return { title, command, env, missing: without(cargo, 'clippy') }
}

function wasmStep(title, cargo, env) {
  return {
    title,
    command: [...cargo, 'test', '--target', target, ...wasmTests],
    count: cargoTests,
    env: {
      ...env,
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: toolPath('wasm-bindgen-test-runner'),
      // Seconds; signatures are slow where nothing is optimised.
      WASM_BINDGEN_TEST_TIMEOUT: '300',
    },
  }
}

function nodeStep(title, files, rest) {
  const command = [process.execPath, '--test', '--test-reporter=spec', ...files]
  return { title, command: files.length > 0 ? command : undefined, count: nodeTests, ...rest }
}

/** One for each folder with settings of its own; a file that several of them compile is a test in each. */
function typeSteps() {
  const files = filesUnder('tests/types', path => /\.[cm]?ts$/.test(path))
  const projects = filesUnder('tests/types', path => basename(path) === 'tsconfig.json').map(dirname)
  if (projects.length === 0) return [{ title: 'tests/types' }]
  return projects.map(folder => {
    const own = files.filter(path => dirname(path) === folder)
    return {
      title: folder,
      command: [bin('tsc'), '-p', folder, '--noEmit', '--pretty', 'false'],
      count: typeTests(own.length > 0 ? own : files.filter(path => dirname(path) === dirname(folder))),
    }
  })
}

function compileStep(folder) {
  return {
    title: `tsc -p ${folder}`,
    command: [bin('tsc'), '-p', folder, '--noEmit', '--pretty', 'false'],
    count: one,
  }
}
