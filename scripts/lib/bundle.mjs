import { join, relative } from 'node:path'
import { build } from 'esbuild'
import { at, dist, readJson, root } from './paths.mjs'

/** The JavaScript entries of the package, by its exports: `{ name, condition, path }`, the path from dist. */
export function entries() {
  const { name, exports } = readJson(at('pkg', 'package.json'))
  return Object.entries(exports)
    .filter(([, conditions]) => typeof conditions === 'object')
    .flatMap(([subpath, { types, ...conditions }]) =>
      Object.entries(conditions).map(([condition, path]) => ({
        name: name + subpath.slice(1),
        condition,
        path: relative('dist', path),
      })),
    )
}

/** Bundles a file of dist as an application would: its minified `text`, and the `inputs` from the root. */
export async function bundle(path, options = {}) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(dist, path)],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    metafile: true,
    write: false,
    logLevel: 'silent',
    ...options,
  })
  return { text: outputFiles[0].text, inputs: Object.keys(metafile.inputs) }
}
