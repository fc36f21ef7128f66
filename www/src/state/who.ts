import type { JsonWebKeySet } from 'orgate'
import { useState } from 'react'
import { subjectById } from '../lib/cast'
import { type Tamper, tamper } from '../lib/token'
import { Refused } from './failure'
import { type Issuer, type Loaded, useIssuer, useSampleToken } from './issuer'

/** What the person chose: a sample subject, or a token of their own. */
export interface Who {
  source: 'sample' | 'pasted'
  subject: string
  organization: string
  tamper: Tamper
  rolesKnown: boolean
  turn: number
  pasted: Pasted
}

export interface Pasted {
  token: string
  keySet: string
  issuer: string
  organization: string
  /** Space separated; empty means that they are not known. */
  roles: string
}

/** What the gate is asked, whoever it was that chose. */
export interface Question {
  token: string
  issuer: string
  keys: JsonWebKeySet
  organization: string
  roles?: readonly string[]
}

const start: Who = {
  source: 'sample',
  subject: 'ada',
  organization: 'acme',
  tamper: 'none',
  rolesKnown: true,
  turn: 0,
  pasted: { token: '', keySet: '', issuer: '', organization: '', roles: '' },
}

export function useWho() {
  const [who, setWho] = useState(start)
  const issuer = useIssuer()
  const { subject, organization, turn } = who
  const token = useSampleToken({ subject, organization, expired: who.tamper === 'expired', turn })
  const question = who.source === 'sample' ? sampleQuestion(who, issuer, token) : pastedQuestion(who.pasted)

  const change = (part: Partial<Who>) => setWho(before => ({ ...before, ...part }))
  const paste = (part: Partial<Pasted>) =>
    setWho(before => ({ ...before, pasted: { ...before.pasted, ...part } }))
  /** Starts from what is on the screen, so that there is something to change. */
  const pasteOwn = () => {
    const untouched = Object.values(who.pasted).every(value => value === '')
    if (!untouched || question.state !== 'ready') return change({ source: 'pasted' })
    const { token, issuer, keys, organization, roles } = question.value
    const keySet = JSON.stringify(keys, null, 2)
    change({
      source: 'pasted',
      pasted: { token, keySet, issuer, organization, roles: roles?.join(' ') ?? '' },
    })
  }
  return { who, question, change, paste, pasteOwn }
}

function sampleQuestion(who: Who, issuer: Loaded<Issuer>, token: Loaded<string>): Loaded<Question> {
  if (issuer.state !== 'ready') return issuer
  if (token.state !== 'ready') return token
  const roles = who.rolesKnown ? subjectById(who.subject)?.memberships[who.organization] : undefined
  const value: Question = {
    ...issuer.value,
    token: tamper(token.value, who.tamper),
    organization: who.tamper === 'elsewhere' ? otherThan(who.organization) : who.organization,
    ...(roles ? { roles } : {}),
  }
  return { state: 'ready', value }
}

function pastedQuestion({ token, keySet, issuer, organization, roles }: Pasted): Loaded<Question> {
  try {
    const known = roles.split(/[\s,]+/).filter(Boolean)
    const value: Question = {
      token: token.trim(),
      issuer: issuer.trim(),
      keys: readKeySet(keySet),
      organization: organization.trim(),
      ...(known.length > 0 ? { roles: known } : {}),
    }
    return { state: 'ready', value }
  } catch (error) {
    if (error instanceof Refused) return { state: 'failed', failure: error.failure }
    throw error
  }
}

function readKeySet(text: string): JsonWebKeySet {
  try {
    return JSON.parse(text) as JsonWebKeySet
  } catch {
    const message =
      text.trim() === '' ? 'Paste the key set (JWKS) of the issuer.' : 'The key set is not JSON.'
    throw new Refused({ code: 'No key set', message })
  }
}

const otherThan = (organization: string): string => (organization === 'acme' ? 'globex' : 'acme')
