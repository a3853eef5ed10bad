import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { isPublicAddress, type Permits, plainHost } from './outbound'

/** A private target that the operator allows, on one port or (null) on those of the web. */
export type AllowedTarget = { host: string | BlockList; port: number | null }

const wrong = (entry: string) =>
  new Error(
    `"${entry}" is not a target. Write names, addresses or networks, with or without a port: ` +
      'receiver, receiver:8080, 10.0.0.7, [fd00::7]:8080, 10.1.0.0/16',
  )

/**
 * Reads a list such as "receiver:8080, 10.1.0.0/16".
 * @throws Error in words for an entry that is none
 */
export function readAllowedTargets(list: string): AllowedTarget[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)
    .map(readEntry)
}

function readEntry(entry: string): AllowedTarget {
  const [, bracketed, bare, bits, port] =
    /^(?:\[([^\]]+)\]|([^[\]/]*?))(?:\/(\d{1,3}))?(?::(\d{1,5}))?$/.exec(
      isIP(entry) === 6 ? `[${entry}]` : entry,
    ) ?? []
  const [address, network] = v6Network(entry) ?? [bracketed ?? bare ?? '', bits]
  const host = plainHost(address)
  const family = isIP(host) === 6 ? 'ipv6' : 'ipv4'
  const most = family === 'ipv6' ? 128 : 32
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) throw wrong(entry)
  if (isIP(host)) {
    const prefix = network === undefined ? most : Number(network)
    if (prefix > most) throw wrong(entry)
    const addresses = new BlockList()
    addresses.addSubnet(host, prefix, family)
    return { host: addresses, port: port ? Number(port) : null }
  }
  // What ends in a number is an address that was written wrong, not a name.
  const isName = /^(?:[a-z0-9_-]+\.)*[a-z0-9_-]*[a-z_-][a-z0-9_-]*$/.test(host)
  if (!isName || network !== undefined || bracketed !== undefined) throw wrong(entry)
  return { host, port: port ? Number(port) : null }
}

/** `fd00::/8`, which needs no brackets. */
function v6Network(entry: string): [string, string] | null {
  const [address = '', bits, more] = entry.split('/')
  return isIP(address) === 6 && bits && more === undefined && /^\d{1,3}$/.test(bits) ? [address, bits] : null
}

/** This machine alone, as a list. */
export const loopback = 'localhost, 127.0.0.0/8, ::1'
/** What development allows unless told otherwise. */
export const loopbackTargets = readAllowedTargets(loopback)

/**
 * Ports that no web server answers at: those that browsers refuse (WHATWG Fetch, "bad port"), and databases, caches and
 * the like, which a request could be smuggled into.
 */
const otherServices = new Set([
  ...[0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103],
  ...[
    104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514,
  ],
  ...[515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723],
  ...[2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080],
  ...[445, 1433, 1521, 2375, 2376, 2379, 2380, 3306, 3389, 5432, 5672, 5900, 6379, 6380, 6432, 9042, 9092],
  ...[10250, 11211, 27017, 27018, 27019],
])

/** Names that lead into a network of somebody's own, wherever they are looked up (RFC 6761, RFC 8375, RFC 9476). */
const innerName =
  /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|private|lan|corp|home|home\.arpa)$/

/** Which addresses that people wrote this server sends requests to. */
export type TargetPolicy = {
  /** What is decided about an address once its name is looked up. */
  permits: Permits
  /** Why nothing is ever sent to `url`, in words; null when it depends on where its name leads, or is fine. */
  refusal(url: string): string | null
}

type Settings = {
  allowed: AllowedTarget[]
  /** Our own address, where it is known. */
  appUrl: string | undefined
  /** An address under which this machine is reached that is none of its own. */
  announcedIp: string | null | undefined
  /** Name of the setting that `allowed` comes from. */
  setting: 'OUTBOUND_ALLOW' | 'MODEL_PRIVATE_HOSTS'
}

/** The policy of an installation with these settings. */
export function targetPolicy({ allowed, appUrl, announcedIp, setting }: Settings): TargetPolicy {
  const howToAllow = `Whoever runs this installation can allow it by the setting ${setting}.`
  const ownHost = appUrl && plainHost(new URL(appUrl).hostname)

  const names = ({ host: entry, port: only }: AllowedTarget, host: string, address: string, port: number) => {
    if (only === null ? otherServices.has(port) : only !== port) return false
    if (typeof entry === 'string') return entry === host
    const family = isIP(address)
    return family !== 0 && entry.check(address, family === 6 ? 'ipv6' : 'ipv4')
  }
  const isAllowed = (host: string, address: string, port: number) =>
    allowed.some((entry) => names(entry, host, address, port))
  const isOwnAddress = (address: string) =>
    address === announcedIp ||
    Object.values(networkInterfaces()).some((each) => each?.some((own) => own.address === address))
  const permits: Permits = ({ host, address, port }) =>
    isAllowed(host, address, port) || (isPublicAddress(address) && !isOwnAddress(address))

  return {
    permits,
    refusal(text) {
      const url = URL.canParse(text) ? new URL(text) : null
      if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
        return 'This is not an address that begins with https:// or http://.'
      }
      if (url.username || url.password) {
        const instead =
          setting === 'OUTBOUND_ALLOW' ? 'requests are signed instead' : 'write it as the API key or a header'
        return `This address contains a name or a password before the @. Leave it out; ${instead}.`
      }
      const host = plainHost(url.hostname)
      const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
      if (isAllowed(host, host, port)) return null
      if (otherServices.has(port)) return `Port ${port} is not one that web servers answer at.`
      if (host === ownHost) return `${host} is this installation itself. ${howToAllow}`
      const inside = isIP(host)
        ? !permits({ host, address: host, port })
        : !host.includes('.') || innerName.test(host)
      return inside ? `${host} is in a private network. ${howToAllow}` : null
    },
  }
}
