import { type LookupOptions, lookup } from 'node:dns'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Networks of IPv4 that are no part of the public internet, by IANA's registry of special purposes. */
const reserved4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
/** Of IPv6 only 2000::/3 is public, without these: tunnels to IPv4, documentation, and other special purposes. */
const reserved6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

function listOf(networks: string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    list.addSubnet(address, Number(bits), family)
  }
  return list
}

const blocked4 = listOf(reserved4, 'ipv4')
const blocked6 = listOf(reserved6, 'ipv6')
const global6 = listOf(['2000::/3'], 'ipv6')

/** Whether an IP address belongs to the public internet; false for what is no IP address. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !blocked4.check(address, 'ipv4')
    case 6:
      return global6.check(address, 'ipv6') && !blocked6.check(address, 'ipv6')
    default:
      return false
  }
}

/** Somebody asked this server to reach into a private network. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError'
}

/** Resolves a name as the system does, and refuses it when any of its addresses is private. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  const all: LookupOptions & { all: true } = { ...options, all: true }
  lookup(hostname, all, (error, addresses) => {
    const [first] = addresses ?? []
    if (error || !first) return callback(error ?? new Error(`${hostname} has no address.`), '')
    if (!addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(new PrivateAddressError(`${hostname} is an address in a private network.`), '')
    }
    if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}

/**
 * Agents for requests to addresses that people wrote: every connection goes to the public internet, to the very
 * address that was looked at.
 */
export function publicAgents(): { httpAgent: HttpAgent; httpsAgent: HttpsAgent } {
  const options = { lookup: publicLookup }
  return { httpAgent: new PublicHttpAgent(options), httpsAgent: new PublicHttpsAgent(options) }
}

/** An address that needs no lookup has to pass as well. */
function checkLiteral(options: { host?: string | null }): void {
  const host = options.host?.replace(/^\[|\]$/g, '') ?? ''
  if (isIP(host) && !isPublicAddress(host)) {
    throw new PrivateAddressError(`${host} is an address in a private network.`)
  }
}

class PublicHttpAgent extends HttpAgent {
  override createConnection(...[options, callback]: Parameters<HttpAgent['createConnection']>) {
    checkLiteral(options)
    return super.createConnection(options, callback)
  }
}

class PublicHttpsAgent extends HttpsAgent {
  override createConnection(...[options, callback]: Parameters<HttpsAgent['createConnection']>) {
    checkLiteral(options)
    return super.createConnection(options, callback)
  }
}
