// Makes cases of claim profiles.
import { grant, refused, tokenCase } from './build.mjs'
import { text } from './sign.mjs'

export const wrongKind = refused('AUDIENCE_KIND_MISMATCH')
export const wrongOrganization = refused('ORGANIZATION_MISMATCH')
export const wrongType = refused('TOKEN_TYPE_MISMATCH')
export const wrongIssuer = refused('ISSUER_MISMATCH')

/** The claims with the member at `path` replaced; `undefined` leaves it out. */
export const put = (claims, [name, ...path], value) => ({
  ...claims,
  [name]: path.length > 0 ? put(claims[name], path, value) : value,
})

/** Makes cases of one provider. What is not said is as in its good token. */
export function makerOf(profile, base) {
  const granted = changes =>
    grant({ issuer: base.issuer, subject: base.claims.sub, permissions: base.permissions, ...changes })
  const one = (name, expect = granted(), { claims = base.claims, header = {}, options = {}, ...rest } = {}) =>
    tokenCase(`${profile}: ${name}`, {
      token: { key: 'rs256', header: { typ: base.typ, ...header }, claims: text(claims) },
      options: {
        issuer: base.issuer,
        profile,
        ...(base.audience && { audience: base.audience }),
        ...options,
      },
      expect,
      ...rest,
    })
  /** A case that differs in claims, by name. */
  const having = (name, changes, expect, more) =>
    one(name, expect, { claims: { ...base.claims, ...changes }, ...more })
  return { one, having, granted }
}
