import { get as getHttp } from 'node:http'
import { get as getHttps } from 'node:https'
import { expect, it } from 'vitest'
import { isPublicAddress, publicAgents } from './outbound'

const inside = [
  ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '0.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255'],
  ...['192.168.1.1', '100.64.0.1', '100.100.100.200', '169.254.169.254', '169.254.170.2', '192.0.0.192'],
  ...['192.0.2.1', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.9', '192.88.99.1', '224.0.0.1'],
  ...['240.0.0.1', '255.255.255.255', '::', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::ffff:7f00:1'],
  ...['0:0:0:0:0:ffff:127.0.0.1', '::ffff:a9fe:a9fe', '::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::7f00:1'],
  ...['64:ff9b:1::7f00:1', '2002:7f00:1::', '2002:a9fe:a9fe::', '2001::1', 'fc00::1', 'fd00:ec2::254'],
  ...['fe80::1', 'fe80::1%eth0', 'fe81::1', 'febf::1', 'fec0::1', 'ff02::1', '100::1', '2001:db8::1'],
  ...['2001:10::1', '5f00::1', '3fff::1', '', 'localhost', '127.1', '2130706433', '0x7f.1'],
]
it.each(inside)('holds %j for private', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

const outside = ['1.1.1.1', '8.8.8.8', '172.15.255.255', '172.32.0.1', '100.128.0.1', '2606:4700::1111']
it.each(outside)('holds %s for public', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

const { httpAgent, httpsAgent } = publicAgents()

it.each(['http://127.0.0.1:9/', 'http://[::1]:9/', 'http://2130706433:9/'])(
  'does not connect to %s',
  (url) => {
    expect(() => getHttp(url, { agent: httpAgent })).toThrow('private network')
  },
)

it('does not connect to a name that leads inside', async () => {
  const failure = new Promise((resolve) =>
    getHttps('https://localhost:9/', { agent: httpsAgent }).on('error', resolve),
  )
  expect(await failure).toMatchObject({ name: 'PrivateAddressError' })
})
