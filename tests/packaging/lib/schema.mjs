// JSON Schemas against what the engine says of the same document.
import Ajv from 'ajv/dist/2020.js'

/** A validator of the last schema, which may refer to the others. */
export function validator(...schemas) {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
  })
  const last = schemas.pop()
  for (const schema of schemas) ajv.addSchema(schema)
  return ajv.compile(last)
}

const escaped = name => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** Where an error of a schema is, as the engine points there: to the member that is missing, too many or a second one. */
export function pointersOf({ instancePath, keyword, params, data }) {
  const member = params.missingProperty ?? params.additionalProperty
  if (member !== undefined) return [`${instancePath}/${escaped(member)}`]
  if (keyword === 'uniqueItems') return [params.i, params.j].map(index => `${instancePath}/${index}`)
  if (keyword === 'contains') return data.map((_, index) => `${instancePath}/${index}/indicator`)
  return [instancePath]
}

/** What a schema cannot say: it knows no names, and not who they are for. */
export const beyond = ({ code, pointer }) =>
  [
    ...['UNKNOWN_PERMISSION', 'UNKNOWN_RESOURCE', 'UNKNOWN_ROLE', 'ROLE_TYPE_MISMATCH'],
    ...['MANAGEMENT_PERMISSION', 'DUPLICATE_ID'],
  ].includes(code) ||
  // But of plain strings, it can say that each stands there once.
  (code === 'DUPLICATE_NAME' && !/(permissions|roles|\/resources\/[^/]*)\/\d+$/.test(pointer)) ||
  (code === 'DUPLICATE_NAME' && /(^|\/template)\/(resources\/\d+\/)?permissions\/\d+$/.test(pointer))
