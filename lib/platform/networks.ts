import { BlockList, isIP } from 'node:net'

/**
 * Whether `address` (IPv4 or IPv6, whole) is one of `allowed`, or lies in one of its networks, as `192.0.2.7` and
 * `2001:db8::/32`. An empty list allows every address; none but an address is in any other.
 */
export function allowsAddress(allowed: string[], address: string): boolean {
  if (allowed.length === 0) return true
  const family = isIP(address)
  if (family === 0) return false
  const list = new BlockList()
  for (const entry of allowed) {
    const [network = '', bits] = entry.split('/')
    const kind = isIP(network) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(network, kind)
    else list.addSubnet(network, Number(bits), kind)
  }
  return list.check(address, family === 6 ? 'ipv6' : 'ipv4')
}
