// What each code means and what to do, by the sections of docs/errors.md. `node scripts/errors.mjs` writes the page.

export const sections = {
  token: {
    TOKEN_MISSING: ['there is no token', 'send `Authorization: Bearer …`'],
    TOKEN_MALFORMED: [
      'not a signed JWT in compact form, or its JSON or claims break a rule; `details.reason` says which',
      'an opaque token? Request the token with `organization_id`, with a `resource`, or with both',
    ],
    TOKEN_TOO_LARGE: ['over 16,384 bytes', 'request fewer scopes'],
    ALGORITHM_NOT_ALLOWED: [
      '`alg` is not allowed, or not for this issuer',
      "compare `details.allowed` with the issuer's keys",
    ],
    TOKEN_TYPE_MISMATCH: [
      "`typ` is not that of the tokens asked for, by the issuer's profile: `at+jwt` for access tokens of Logto, `JWT` for ID tokens; or a claim has a value that the profile refuses",
      'call the method for this kind of token, or send the other token; see [profiles](profiles.md#what-a-refusal-means)',
    ],
    ISSUER_MISMATCH: [
      "`iss` is none of the gate's issuers",
      'compare `details.actual` with `issuer`, to the letter; a custom domain has an issuer of its own',
    ],
    KEY_UNKNOWN: [
      "the key set has no usable key of the token's `kid`, or the token names none",
      'look at the warnings of the key set; was the key rotated away?',
    ],
    KEY_ALGORITHM_MISMATCH: [
      'the key of that `kid` is for another algorithm',
      'the token was altered, or the issuer is broken',
    ],
    SIGNATURE_INVALID: ['the signature does not verify', 'the token was altered, or is of another key set'],
    TOKEN_EXPIRED: ['at or after `exp`', 'get a new token'],
    TOKEN_NOT_YET_VALID: ['`iat` or `nbf` lies more than 60 seconds ahead', 'set the clock of the server'],
    NONCE_MISMATCH: [
      'the `nonce` of the ID token is not the one that the sign-in began with',
      'begin the sign-in again; compare with the `nonce` of this session',
    ],
  },
  audience: {
    AUDIENCE_KIND_MISMATCH: [
      "the token is for another kind of thing: an API or a client where an organization is asked for, an organization where an API is; or `aud` is not as the issuer's `audience` says",
      'call the method for this kind of token, or request the other token; see [profiles](profiles.md#what-a-refusal-means)',
    ],
    ORGANIZATION_MISMATCH: [
      'the token is for another organization, for one where none is asked for, or for none where one is; or the subject of an identity is not in that organization',
      'request a token of the organization of the request',
    ],
    RESOURCE_MISMATCH: [
      'the API token is for another API resource or, of Logto, for several',
      'request a token with the `resource` of this API; compare the indicators to the letter',
    ],
    CLIENT_MISMATCH: [
      'the ID token was issued to another client: `clientId` is not in `aud`, or `azp` is another, or missing beside several audiences',
      'compare `clientId` with the application that signs in',
    ],
    PERMISSION_NOT_GRANTED: [
      'the grant does not hold the permission',
      '`gate.explain` says which roles grant it',
    ],
    PERMISSION_UNKNOWN: ['there is no such permission', 'correct the name; `gate.explain` gives the nearest'],
    ROLE_UNKNOWN: ['there is no role of that name', 'correct `roles`, or update the template'],
    ROLE_TYPE_MISMATCH: [
      'a `User` role for an application, or the reverse',
      'give the roles of this subject',
    ],
    GRANT_EXPIRED: ['the token that the grant came from has expired', 'get a new grant'],
    NOT_A_MEMBER: [
      'the principal is not in the organization',
      'add the member, or ask about another organization',
    ],
  },
  model: {
    ORGANIZATION_UNKNOWN: ['there is no organization of that id', 'create it, or correct the id'],
    PRINCIPAL_UNKNOWN: [
      'there is no user, or no application, of that id',
      'create it, or correct the id; the two have ids of their own',
    ],
    NAME_TAKEN: [
      'another permission, role or API resource has that name or indicator',
      'choose another, or update that one',
    ],
    ID_TAKEN: ['another user, application or organization has that id', 'choose another'],
    VERSION_UNKNOWN: ['a history has no version of that name', 'look at `history.versions`'],
    VERSION_CONFLICT: [
      'the template is not the one that an edit was made for; the message names both',
      'look at what changed, and make the edit for that',
    ],
    PLAN_CONFLICT: [
      'the tenant is not as a plan expects; `details.conflicts` has all that is missing',
      'export the tenant, and plan again',
    ],
    CHANGES_CONFLICT: [
      'the policy is not as the changes expect',
      'undo later changes first; read the policy again',
    ],
    NAME_INVALID: [
      'a name that is empty, too long or has white space, or a description that is too long',
      'correct it',
    ],
    ID_INVALID: ['an id that is empty, too long, or has white space or control characters', 'correct it'],
    INDICATOR_INVALID: ['a resource indicator that is no absolute URI, or has a fragment', 'correct it'],
    INDICATOR_IMMUTABLE: ['a resource indicator stays as it is', 'create another API resource'],
    ROLE_TYPE_IMMUTABLE: ["a role's type stays as it is", 'create another role'],
    ROLE_LEVEL_MISMATCH: ['a global role holds API resource permissions only', 'name the `resource`'],
    MANAGEMENT_PERMISSION: [
      'only `MachineToMachine` roles hold permissions of a management API',
      'use such a role',
    ],
    DEFAULT_ROLE_NOT_ALLOWED: [
      'only a global role of type `User` can be a default role',
      'leave `isDefault` out',
    ],
    LIMIT_EXCEEDED: [
      'more of something than the bound, or over 2,000,000 changes in one transaction',
      'take it in parts',
    ],
  },
  neither: {
    ORGANIZATION_REQUIRED: ['the caller named no organization', 'name it; `anyOrganization` if any will do'],
    OPERATION_INVALID: [
      'operations or changes that cannot be read; every problem is in `details.problems`',
      'correct them',
    ],
    PLAN_INVALID: [
      'what is to be run is no plan; `details.pointer` says where',
      'run what `policy.plan` made',
    ],
    PLAN_STEP_FAILED: [
      'a request of a plan was not answered well; `details` has the step and what was done',
      'mend the cause, and run the plan again',
    ],
    KEYS_UNAVAILABLE: [
      'the key set cannot be had or read, or was never set',
      'try again; look at `cause`; in `orgate/sync`, call `setKeys`',
    ],
  },
  program: {
    CONFIGURATION_INVALID: [
      'options, a template or a key set that cannot be used, or a call of the wrong form: no `resource`, no `clientId`, `roles` without an organization',
      'read `details.problems`, where there are any',
    ],
    ROLES_REQUIRED: ["the mode `template` needs the subject's roles", 'give `roles`, or use `intersection`'],
    TEMPLATE_REQUIRED: ['the question needs a template, and there is none', 'give the gate a template'],
    RESOURCE_UNKNOWN: [
      'the template has no API resource of that indicator',
      'correct the indicator, or update the template',
    ],
    GRANT_INVALID: ['this is no grant JSON', 'send `JSON.stringify(grant)`, unchanged'],
    GRANT_VERSION_UNSUPPORTED: ['grant JSON of another version', 'update `orgate` on the side that reads'],
    POLICY_DISPOSED: ['the policy was disposed of', 'keep it for as long as it is used'],
    ENGINE_UNAVAILABLE: [
      'WebAssembly or WebCrypto is not there, or cannot start',
      'the message says what helps',
    ],
  },
}
