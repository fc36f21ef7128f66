// The tables of a tenant, as far as the tests go. There is one tenant only, so its id is in no key. Users and
// applications have no table: any id is one.

const id = ['id']
const to = (table, column) => ({ columns: [column], table, on: id })
const isOfType = (table, column, type) => (row, database) =>
  // An id that is not there is left to the foreign key.
  (database.find(table, { id: row[column] })?.type ?? type) === type

const members = column => ({
  unique: [['organizationId', column]],
  references: [to('organizations', 'organizationId')],
})
const memberRoles = (table, column, type) => {
  const member = ['organizationId', column]
  return {
    unique: [['organizationId', 'organizationRoleId', column]],
    references: [to('organizationRoles', 'organizationRoleId'), { columns: member, table, on: member }],
    check: isOfType('organizationRoles', 'organizationRoleId', type),
  }
}
const assignments = (column, type) => ({
  unique: [[column, 'roleId']],
  references: [to('roles', 'roleId')],
  check: isOfType('roles', 'roleId', type),
})

export const schema = {
  organizationScopes: { unique: [id, ['name']] },
  organizationRoles: { unique: [id, ['name']] },
  resources: { unique: [id, ['indicator']] },
  scopes: { unique: [id, ['resourceId', 'name']], references: [to('resources', 'resourceId')] },
  roles: { unique: [id, ['name']] },
  organizations: { unique: [id] },
  rolesScopes: {
    unique: [['roleId', 'scopeId']],
    references: [to('roles', 'roleId'), to('scopes', 'scopeId')],
  },
  organizationRoleScopes: {
    unique: [['organizationRoleId', 'organizationScopeId']],
    references: [
      to('organizationRoles', 'organizationRoleId'),
      to('organizationScopes', 'organizationScopeId'),
    ],
  },
  organizationRoleResourceScopes: {
    unique: [['organizationRoleId', 'scopeId']],
    references: [to('organizationRoles', 'organizationRoleId'), to('scopes', 'scopeId')],
  },
  organizationUsers: members('userId'),
  organizationApplications: members('applicationId'),
  organizationUserRoles: memberRoles('organizationUsers', 'userId', 'User'),
  organizationApplicationRoles: memberRoles('organizationApplications', 'applicationId', 'MachineToMachine'),
  usersRoles: assignments('userId', 'User'),
  applicationsRoles: assignments('applicationId', 'MachineToMachine'),
}
