// A CommonJS file gets the same types by `require`, which Node 20.19 and later answer with the ES module.
import orgate = require('orgate')
import check = require('orgate/check')
import guard = require('orgate/fetch')
import keySets = require('orgate/keys')
import model = require('orgate/policy')
import sync = require('orgate/sync')

const gate: orgate.Gate = orgate.createGate({ issuer: 'https://tenant.example/oidc' })
const keys: keySets.RemoteKeys = keySets.remoteKeys({ issuer: 'https://tenant.example/oidc' })
const policy: model.Policy = model.createPolicy()
const answer: orgate.Grant = gate.resolve({ organization: 'org_1', roles: [], principal: 'User' })

export = {
  can: check.can(answer, 'invite:users'),
  init: sync.init,
  template: policy.toTemplate(),
  snapshot: keys.export(),
  fetch: guard.protect({ gate, organization: 'org_1', permission: 'invite:users' }, () => new Response()),
}
