import { type LookupOptions, lookup } from 'node:dns'
import { type AgentOptions, Agent as HttpAgent } from 'node:http'
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

/** Whether a connection to `address` is fine that is made for `host`, the name or address in the URL. */
export type Permits = (target: { host: string; address: string; port: number }) => boolean

/** How names are looked up: as the system does, unless something else is given. */
export type Resolve = (
  name: string,
  options: LookupOptions & { all: true },
  callback: (error: Error | null, addresses: { address: string; family: number }[]) => void,
) => void

/** A host as it is compared: without brackets, without the dot that ends a full name, in small letters. */
export const plainHost = (host: string) =>
  host
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '')
    .toLowerCase()

/** Looks a name up and refuses it when any of its addresses is not permitted. */
function guardedLookup(permits: Permits, port: number, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error || !first) return callback(error ?? new Error(`${hostname} has no address.`), '')
      const host = plainHost(hostname)
      if (!addresses.every(({ address }) => permits({ host, address, port }))) {
        return callback(new PrivateAddressError(`${hostname} is an address in a private network.`), '')
      }
      if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

type Guarding = { permits?: Permits; resolve?: Resolve; keepAlive?: boolean }

/** An idle connection is kept for this long, where any is kept. */
const idleMs = 30_000

/**
 * Agents for requests to addresses that people wrote: every connection goes to the public internet (or where `permits`
 * lets it), to the very address that was looked at.
 */
export function publicAgents({
  permits = ({ address }) => isPublicAddress(address),
  resolve = lookup,
  keepAlive = false,
}: Guarding = {}): { httpAgent: HttpAgent; httpsAgent: HttpsAgent } {
  const options = { permits, resolve, ...(keepAlive && { keepAlive, timeout: idleMs }) }
  return { httpAgent: new PublicHttpAgent(options), httpsAgent: new PublicHttpsAgent(options) }
}

type Guard = { permits: Permits; resolve: Resolve }
type Connection = { host?: string | null; port?: number | string | null }

/** The options of a connection with the look at its address; one that needs no lookup has to pass at once. */
function guarded<Options extends Connection>(options: Options, { permits, resolve }: Guard): Options {
  const host = plainHost(options.host ?? '')
  const port = Number(options.port)
  if (isIP(host) && !permits({ host, address: host, port })) {
    throw new PrivateAddressError(`${host} is an address in a private network.`)
  }
  return { ...options, lookup: guardedLookup(permits, port, resolve) }
}

class PublicHttpAgent extends HttpAgent {
  readonly #guard: Guard
  constructor({ permits, resolve, ...options }: Guard & AgentOptions) {
    super(options)
    this.#guard = { permits, resolve }
  }
  override createConnection(...[options, callback]: Parameters<HttpAgent['createConnection']>) {
    return super.createConnection(guarded(options, this.#guard), callback)
  }
}

class PublicHttpsAgent extends HttpsAgent {
  readonly #guard: Guard
  constructor({ permits, resolve, ...options }: Guard & AgentOptions) {
    super(options)
    this.#guard = { permits, resolve }
  }
  override createConnection(...[options, callback]: Parameters<HttpsAgent['createConnection']>) {
    return super.createConnection(guarded(options, this.#guard), callback)
  }
}
