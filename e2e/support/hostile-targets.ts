/** Hosts that lead to this machine or into private networks, in every spelling that parsers have been fooled by. */
const hosts = [
  ...['127.0.0.1', '127.1', '127.0.1', '127.255.255.254', '2130706433', '017700000001', '0177.0.0.1'],
  ...['0x7f000001', '0x7f.1', '0x7f.0x0.0x0.0x1', '0', '0.0.0.0', '0.0.0.1', 'localhost', 'LOCALHOST'],
  ...['localhost.', 'foo.localhost', '127.0.0.1.', '127。0。0。1', '①②⑦.⓪.⓪.①', '%31%32%37.0.0.1'],
  ...['127.0.0.1%00.example.com', 'user@127.0.0.1', 'example.com@127.0.0.1', '10.0.0.1', '10.255.255.255'],
  ...['172.16.0.1', '172.31.255.255', '192.168.0.1', '100.64.0.1', '169.254.0.1', '169.254.169.254'],
  ...['169.254.170.2', '100.100.100.200', '192.0.0.192', '192.0.2.1', '198.18.0.1', '198.51.100.1'],
  ...['203.0.113.1', '192.88.99.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '[::]', '[::1]'],
  ...['[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[0:0:0:0:0:ffff:127.0.0.1]', '[::ffff:7f00:1]'],
  ...['[::ffff:a9fe:a9fe]', '[::ffff:100.64.0.1]', '[::127.0.0.1]', '[::7f00:1]', '[64:ff9b::7f00:1]'],
  ...['[64:ff9b::a9fe:a9fe]', '[64:ff9b:1::7f00:1]', '[2002:7f00:1::]', '[2002:a9fe:a9fe::]', '[2001::1]'],
  ...['[fc00::1]', '[fd00:ec2::254]', '[fe80::1]', '[fe80::1%25eth0]', '[fe81::1]', '[febf::1]'],
  ...['[fec0::1]', '[ff02::1]', '[100::1]', '[2001:db8::1]', '[2001:10::1]', '[5f00::1]'],
  ...['metadata.google.internal', 'metadata', 'router.lan', 'db', 'printer.local', 'a.home.arpa'],
]

/** The same as addresses of the web, on `port`, and what is refused for its port, its scheme or its own sake. */
export const hostileTargets = (port: number): string[] => [
  ...hosts.map((host) => `http://${host}:${port}/hook`),
  `http://127.0.0.1:${port}#@example.com/`,
  `http://127.0.0.1:${port}\\@example.com/`,
  `https://127.0.0.1:${port}/hook`,
  'https://talk.example.org/hook',
  'https://TALK.example.org./hook',
  'https://example.org:22/',
  'https://example.org:25/',
  'https://example.org:5432/',
  'https://example.org:6379/',
  'https://example.org:0/',
  'https://example.org:65536/',
  'https://user:word@example.org/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:70/1',
  'dict://127.0.0.1:11211/stat',
  'ftp://127.0.0.1/',
  'data:text/plain,x',
  'javascript:alert(1)',
  'http://unix:/var/run/docker.sock:/containers',
  'unix:///var/run/docker.sock',
  '//127.0.0.1/',
  'http://',
]

/** Addresses that a hostile name server answers with. */
export const hostileAnswers = [
  ...['127.0.0.1', '0.0.0.0', '10.0.0.1', '172.31.255.255', '192.168.0.1', '100.64.0.1', '169.254.169.254'],
  ...['192.0.0.192', '198.18.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:127.0.0.1'],
  ...['::ffff:7f00:1', '::7f00:1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001::1', 'fc00::1', 'fd00:ec2::254'],
  ...['fe80::1', 'fec0::1', 'ff02::1', '100::1', '5f00::1'],
]
