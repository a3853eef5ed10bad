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

/** Kilobits a second that a picture begins with; without being told, the library begins blurred and takes a second to dare more. */
const startBitrate = 1500

/** A browser's answer, asking for pictures that are sharp from the first one: libwebrtc takes the wish from there. */
export function sharpFromTheStart(sdp: string): string {
  const wish = `x-google-start-bitrate=${startBitrate}`
  return sdp.replace(/^a=rtpmap:(\d+) VP8\/90000\r?\n(?:a=(?!rtpmap).*\r?\n)*/gm, (lines, type) => {
    const parameters = new RegExp(`^a=fmtp:${type} .*`, 'm')
    return parameters.test(lines)
      ? lines.replace(parameters, (line: string) => `${line};${wish}`)
      : lines.replace(/\r?\n/, `\r\na=fmtp:${type} ${wish}\r\n`)
  })
}

/** An offer without its candidates: they are told one by one. */
export const withoutCandidates = (sdp: string) =>
  sdp.replace(/^a=(candidate:.*|end-of-candidates)\r?\n/gm, '')
