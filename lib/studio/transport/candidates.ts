import type { IceCandidate } from '@/lib/protocol/room'

/**
 * A candidate as browsers are to be told it. Behind a port mapping (Docker, a cloud's NAT) the addresses of this
 * machine's interfaces are of no use outside: there the IPv4 ones become `announcedIp`, the others are left out.
 * @returns null when it is to be left out
 */
export function announced<Candidate extends NonNullable<IceCandidate>>(
  candidate: Candidate,
  announcedIp: string | null,
): Candidate | null {
  const fields = candidate.candidate.split(' ')
  const [address, , type] = [fields[4] ?? '', fields[5], fields[7]]
  if (announcedIp === null || type !== 'host') return candidate
  if (!/^\d+(\.\d+){3}$/.test(address) || address.startsWith('127.')) return null
  fields[4] = announcedIp
  return { ...candidate, candidate: fields.join(' ') }
}

/** An offer without its candidates: they are told one by one. */
export const withoutCandidates = (sdp: string) =>
  sdp.replace(/^a=(candidate:.*|end-of-candidates)\r?\n/gm, '')
