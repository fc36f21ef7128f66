// The attack list: what people try on verifiers, and the cases and tests that show what happens here. A row names
// cases of `tokens.json`: those that jose, with every option that makes it stricter, refuses as well (`refused`);
// those that it accepts (`ours`); those that must be accepted (`accepted`); and mistakes of the caller (`caller`).
// `tests` are other tests, by file and title.

import * as around from './around.mjs'
import * as claims from './claims.mjs'
import * as form from './form.mjs'
import * as keys from './keys.mjs'

export const attacks = [form, keys, claims, around].flatMap(({ rows }) => rows)
