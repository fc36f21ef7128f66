// A small policy document, and bad ones that are made of it.
import { orders, placed } from './build.mjs'

export const bad = (name, document, ...problems) => ({
  name: `a bad document: ${name}`,
  document,
  problems: placed(problems),
})
export const badText = (name, text, ...problems) => ({
  name: `a bad document: ${name}`,
  text,
  problems: placed(problems),
})

export const template = (more = {}) => ({
  v: 1,
  permissions: ['a', 'b'],
  roles: [
    { name: 'r', permissions: ['a'] },
    { name: 'm', type: 'MachineToMachine', permissions: [] },
  ],
  ...more,
})
export const document = (more = {}) => ({ v: 1, template: template(), ...more })
export const withResource = more =>
  document({ template: template({ resources: [{ indicator: orders, permissions: ['x'] }] }), ...more })
export const globalRole = (more = {}) => ({ name: 'g', ...more })
export const organization = (more = {}) => ({ id: 'o', name: 'O', ...more })
