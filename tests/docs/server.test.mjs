// The README's commands in a shell, against the development server as `npm start` runs it.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { after, before, test } from 'node:test'
import { startServer } from '../../dev/server.mjs'
import { which } from '../../scripts/lib/run.mjs'
import { blocks } from './lib/markdown.mjs'

const inREADME = blocks('README.md')
const commands = inREADME.find(({ words }) => words.includes('curl'))
const answer = inREADME.find(({ words }) => words.includes('answer'))
const skip = which('curl') ? false : 'there is no curl'

let server
before(async () => {
  if (!skip) server = await startServer()
})
after(() => server?.stop())

test('the curl commands answer what the README says', { skip }, async () => {
  const script = commands.text.replaceAll('http://localhost:8787', server.url)
  const expected = [...script.matchAll(/# (\d{3})$/gm)].map(([, status]) => Number(status))
  assert.ok(expected.length >= 5)

  const output = await shell(script)
  const statuses = [...output.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status))
  assert.deepEqual(statuses, expected)
  assert.deepEqual(JSON.parse(output.slice(output.lastIndexOf('\r\n\r\n'))), JSON.parse(answer.text))
})

/** Not at once: this process is also the one that answers. */
function shell(script) {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-eu', '-c', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', text => {
      output += text
    })
    child.on('error', reject)
    child.on('close', code =>
      code === 0 ? resolve(output) : reject(new Error(`the commands end with ${code}`)),
    )
  })
}
