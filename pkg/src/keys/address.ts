/**
 * What is wrong with an address that keys are to be fetched from, if anything. Over http anyone on the way could put
 * keys of their own there, so that is for this machine only.
 */
export function addressProblem(address: string | URL, allowHttp = false): string | undefined {
  if (!URL.canParse(address)) return `\`${address}\` is no http(s) address`
  const { protocol, hostname, username, password } = new URL(address)
  if (username || password) return 'its address holds a user name or a password'
  if (protocol === 'https:') return undefined
  if (protocol !== 'http:') return `\`${address}\` is no http(s) address`
  if (allowHttp || isLoopback(hostname)) return undefined
  return `\`${address}\` is not https, and not on this machine: \`remoteKeys\` of \`orgate/keys\` has \`allowHttp\``
}

/** RFC 6761 section 6.3, RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3; as the URL standard writes hosts. */
function isLoopback(hostname: string): boolean {
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
}
