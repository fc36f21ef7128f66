import { cpSync, existsSync, mkdirSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { tools } from './paths.mjs'
import { ask, run, which } from './run.mjs'
import { hasWasmTarget, isNewEnough, remapFlags, target } from './toolchain.mjs'

const toolchain = 'debian-wasm'
const linker = '/usr/bin/rust-lld'
const packages = ['rustc-web', 'cargo-web', 'rust-web-src', 'rust-web-llvm', 'rust-web-clippy', 'rustfmt-web']

/** Installs Debian packages; answers what went wrong, or `undefined`. */
export async function aptInstall(names) {
  if (!which('apt-get')) return 'there is no apt-get here'
  const root = asRoot()
  if (!root) return 'that needs root, or sudo without a password'
  const apt = [...root, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get']
  for (const command of [
    [...apt, 'update', '-q'],
    [...apt, 'install', '-q', '-y', '--no-install-recommends', ...names],
  ]) {
    const { code, output } = await run(command)
    if (code !== 0) return `${command.join(' ')}\n${output}`
  }
}

/**
 * The wasm32 target without rustup's servers: Debian's own compiler, and the standard library built once from its
 * sources. Answers the cargo command to use, or throws with what went wrong.
 */
export async function debianWasmCargo() {
  const linked = Boolean(which('rustup'))
  const cargo = linked ? ['cargo', `+${toolchain}`] : ['/usr/bin/cargo']
  if (linked && !ask(['rustup', 'toolchain', 'list']).includes(toolchain) && existsSync('/usr/bin/rustc'))
    link()
  if (existsSync('/usr/bin/cargo') && existsSync(linker) && isNewEnough(cargo) && hasWasmTarget(cargo))
    return cargo

  await mustInstall(packages)
  // rust-web-llvm brings rust-lld as a link to an lld (`lld-22`, say) that it does not depend on.
  if (!existsSync(linker)) await mustInstall([basename(readlinkSync(linker))])
  if (linked) link()
  if (!hasWasmTarget(cargo)) await installStandardLibrary(cargo)
  if (!hasWasmTarget(cargo)) throw new Error('the standard library was built, but rustc does not find it')
  return cargo
}

async function mustInstall(names) {
  const problem = await aptInstall(names)
  if (problem) throw new Error(problem)
}

function link() {
  ask(['rustup', 'toolchain', 'link', toolchain, '/usr'])
}

async function installStandardLibrary(cargo) {
  const crate = join(tools, 'wasm-std')
  mkdirSync(join(crate, 'src'), { recursive: true })
  writeFileSync(join(crate, 'Cargo.toml'), '[package]\nname = "scratch"\nedition = "2024"\n\n[workspace]\n')
  writeFileSync(join(crate, 'src', 'lib.rs'), '')
  const flags = ['-Cembed-bitcode=yes', ...(await remapFlags(cargo))]
  const { code, output } = await run(
    // panic_unwind and test are for wasm-bindgen-test.
    [...cargo, 'build', '--release', '-Zbuild-std=std,panic_abort,panic_unwind,test', '--target', target],
    {
      cwd: crate,
      // The bitcode is what link-time optimisation reads; build-std needs the unlocked compiler.
      env: {
        RUSTC_BOOTSTRAP: '1',
        CARGO_ENCODED_RUSTFLAGS: flags.join('\x1f'),
        CARGO_TARGET_DIR: join(crate, 'target'),
      },
    },
  )
  if (code !== 0) throw new Error(output)

  const built = join(crate, 'target', target, 'release', 'deps')
  const staged = join(crate, 'lib')
  mkdirSync(staged, { recursive: true })
  for (const name of readdirSync(built)) {
    if (name.endsWith('.rlib') && !name.startsWith('libscratch'))
      cpSync(join(built, name), join(staged, name))
  }
  const home = `/usr/lib/rustlib/${target}`
  for (const command of [
    ['mkdir', '-p', home],
    ['cp', '-r', staged, home],
  ]) {
    const copied = await run([...asRoot(), ...command])
    if (copied.code !== 0) throw new Error(copied.output)
  }
  rmSync(crate, { recursive: true })
}

/** What to put before a command that needs root, or `undefined` when that cannot be had without asking. */
function asRoot() {
  if (process.getuid?.() === 0) return []
  return ask(['sudo', '-n', 'true']) === undefined ? undefined : ['sudo', '-n']
}
