// What a user writes once to have permission names known everywhere.
declare module 'orgate/check' {
  interface Register {
    permission: 'invite:users' | 'remove:users'
  }
}

export {}
