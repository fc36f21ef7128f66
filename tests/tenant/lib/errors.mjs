// Refusals: the codes, statuses and messages of Logto; only `organization.role_names_not_found` and
// `request.invalid_input` have words of ours.

const refusals = {
  'auth.authorization_header_missing': [401, 'Authorization header is missing.'],
  'auth.authorization_token_type_not_supported': [401, 'Authorization type is not supported.'],
  'auth.unauthorized': [401, 'Unauthorized. Please check credentials and its scope.'],
  'entity.db_constraint_violated': [422, 'Database constraint violated.'],
  'entity.invalid_input': [422, 'Invalid input. Value list must not be empty.'],
  'entity.not_exists': [404, 'The {{name}} does not exist.'],
  'entity.not_exists_with_id': [404, 'The {{name}} with ID `{{id}}` does not exist.'],
  'entity.not_found': [404, 'The resource does not exist.'],
  'entity.relation_foreign_key_not_found': [
    422,
    'Cannot find one or more foreign keys. Please check the input and ensure that all referenced entities exist.',
  ],
  'entity.unique_integrity_violation': [
    422,
    'The entity already exists. Please check the input and try again.',
  ],
  'guard.invalid_input': [400, 'The request {{type}} is invalid.'],
  'guard.invalid_pagination': [400, 'The request pagination value is invalid.'],
  'organization.require_membership': [422, 'The user must be a member of the organization to proceed.'],
  'organization.role_names_not_found': [422, 'Invalid role names: {{names}}.'],
  'request.invalid_input': [400, 'Input is invalid. {{details}}'],
  'resource.cannot_delete_management_api': [400, 'Cannot delete Logto management API.'],
  'resource.cannot_modify_management_api': [400, 'Cannot modify Logto management API.'],
  'resource.resource_identifier_in_use': [422, 'The API identifier {{indicator}} is already in use'],
  'role.application_exists': [422, 'The application id {{applicationId}} is already been added to this role'],
  'role.management_api_scopes_not_assignable_to_user_role': [
    400,
    'Cannot assign management API scopes to a user role.',
  ],
  'role.name_in_use': [422, 'This role name {{name}} is already in use'],
  'role.scope_exists': [422, 'The scope id {{scopeId}} has already been added to this role'],
  'role.user_exists': [422, 'The user id {{userId}} is already been added to this role'],
  'scope.name_exists': [422, 'The scope name {{name}} is already in use'],
  'scope.name_with_space': [400, 'The name of the scope cannot contain any spaces.'],
}

/** A refusal with a code. `values` fill its message, `rest` are further members of the body. */
export class Refusal extends Error {
  constructor(code, values = {}, rest = {}) {
    const [status, message] = refusals[code]
    super(message.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]))
    this.status = status
    this.body = { code, message: this.message, ...rest }
  }
}

/** A refusal without a code: a body that cannot be read, or a failure of the server. */
export class PlainRefusal extends Error {
  constructor(status, message) {
    super(message)
    this.status = status
    this.body = { message }
  }
}

/** What the routes of organizations and their template make of a broken constraint. */
const ofOrganizations = {
  unique: () => new Refusal('entity.unique_integrity_violation'),
  'foreign key': () => new Refusal('entity.relation_foreign_key_not_found'),
  check: () => new Refusal('entity.db_constraint_violated'),
}

/** What all other routes make of it: they look before they write, and what they overlooked is a failure. */
const elsewhere = {
  unique: () => new PlainRefusal(500, 'Internal server error.'),
  'foreign key': () => Object.assign(ofOrganizations['foreign key'](), { status: 404 }),
  check: ofOrganizations.check,
}

export const refusalOf = ({ kind }, path) =>
  (path.startsWith('/organization') ? ofOrganizations : elsewhere)[kind]()
