import { describe, expect, it } from 'vitest'
import { announced, sharpFromTheStart, withoutCandidates } from './candidates'

const host = (address: string, type = 'host') => ({
  candidate: `candidate:1 1 udp 2122194687 ${address} 40000 typ ${type} generation 0 ufrag M5jj`,
  sdpMid: '0',
})

describe('candidates', () => {
  it('stay as they are where this machine is reached by its own addresses', () => {
    for (const candidate of [host('192.0.2.2'), host('127.0.0.1'), host('::1'), host('203.0.113.9', 'srflx')])
      expect(announced(candidate, null)).toBe(candidate)
  })

  it('tell the announced address in place of this machine’s, and leave out what cannot be mapped', () => {
    expect(announced(host('172.17.0.2'), '203.0.113.7')).toEqual(host('203.0.113.7'))
    expect(announced(host('127.0.0.1'), '203.0.113.7')).toBeNull()
    expect(announced(host('fd00::2'), '203.0.113.7')).toBeNull()
    expect(announced(host('198.51.100.1', 'relay'), '203.0.113.7')).toEqual(host('198.51.100.1', 'relay'))
  })

  it('are no part of an offer', () => {
    const sdp =
      'v=0\r\na=mid:0\r\na=candidate:1 1 udp 1 192.0.2.2 4 typ host\r\na=end-of-candidates\r\na=rtcp-mux\r\n'
    expect(withoutCandidates(sdp)).toBe('v=0\r\na=mid:0\r\na=rtcp-mux\r\n')
  })
})

describe('an answer', () => {
  it('asks for a sharp picture, for each VP8 in it and nothing else', () => {
    const lines = [
      'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
      'a=rtpmap:96 VP8/90000',
      'a=rtcp-fb:96 nack',
      'a=rtpmap:97 rtx/90000',
      'a=fmtp:97 apt=96',
      'm=video 9 UDP/TLS/RTP/SAVPF 98',
      'a=rtpmap:98 VP8/90000',
      'a=fmtp:98 max-fr=30',
      '',
    ]
    expect(sharpFromTheStart(lines.join('\r\n')).split('\r\n')).toEqual([
      'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
      'a=rtpmap:96 VP8/90000',
      'a=fmtp:96 x-google-start-bitrate=1500',
      'a=rtcp-fb:96 nack',
      'a=rtpmap:97 rtx/90000',
      'a=fmtp:97 apt=96',
      'm=video 9 UDP/TLS/RTP/SAVPF 98',
      'a=rtpmap:98 VP8/90000',
      'a=fmtp:98 max-fr=30;x-google-start-bitrate=1500',
      '',
    ])
  })
})
