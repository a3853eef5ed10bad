// Who may import whom. Each layer names what it may import; anything else of ours is refused. No exception lists.
// Checked by `npm run verify` (scripts/module-rules.mjs), where rules about what is reachable leave types aside.

/** Everything that is ours, as opposed to packages and Node. */
const ours = '^(app|components|lib|messages|e2e|prisma|bench|scripts|server\\.ts|proxy\\.ts)'
const test = '\\.test\\.tsx?$'

const pure = '^lib/domain/(scope\\.ts|errors\\.ts|[^/]+/(schema|lifecycle|rules|serialize)(\\.ts$|/))'
const queries = '^lib/domain/[^/]+/queries(\\.ts$|/)'
const service = '^lib/domain/[^/]+/service(\\.ts$|/)'
const domain = '^lib/domain/'
const platform = '^lib/platform/'
const protocol = '^lib/protocol/'
const access = '^lib/access/'
const client = '^lib/client/'
const face = '^lib/face/'
const port = '^lib/providers/(port|account)\\.ts$'

/** `name` may import the paths in `may`, and no others of ours. Tests beside a file are no part of the product. */
const layer = (name, path, may, pathNot = []) => ({
  name,
  severity: 'error',
  from: { path, pathNot: [test, ...pathNot] },
  to: { path: ours, pathNot: may },
})

const forbidden = (name, from, to) => ({ name, severity: 'error', from, to })

/** Code that runs in browsers; `scripts/module-rules.mjs` adds the files of `app` that say 'use client'. */
const browser = ['^components/', '^lib/client/']

module.exports = {
  forbidden: [
    layer('server-wires-lib', '^server\\.ts$', ['^lib/', '^prisma/seed\\.ts$']),
    layer('app-shows', '^(app/|proxy\\.ts$)', [
      '^app/',
      '^components/',
      '^messages/',
      access,
      face,
      pure,
      queries,
      service,
    ]),
    layer(
      'components-show',
      '^components/',
      ['^components/', client, face, protocol, pure],
      ['^components/ui/'],
    ),
    layer('ui-knows-nothing-of-ours', '^components/ui/', ['^components/ui/']),
    layer('client', client, [client, face, protocol, pure]),
    layer('face', face, [face, protocol]),
    layer('api', '^lib/api/', ['^lib/api/', access, domain, platform, port]),
    layer('access', access, [access, domain, platform]),
    layer('engine', '^lib/engine/', ['^lib/engine/', domain, port, platform]),
    layer('domain', domain, [domain, platform, port, protocol, face]),
    layer('domain-pure', pure, [pure, protocol]),
    layer('domain-queries', queries, [pure, queries, platform, protocol]),
    layer('providers', '^lib/providers/', ['^lib/providers/', platform, protocol]),
    layer('studio', '^lib/studio/', [
      '^lib/studio/',
      face,
      protocol,
      '^lib/platform/(log|env|clock|outbound|outbound-[a-z]+)\\.ts$',
    ]),
    layer('protocol', protocol, [protocol]),
    layer('platform', platform, [platform]),

    forbidden(
      'services-only-in-actions',
      { path: '^(app/|proxy\\.ts$)', pathNot: [test, '(^|/)actions\\.ts$', '^app/api/'] },
      {
        path: service,
      },
    ),
    forbidden(
      'next-auth-only-in-app',
      { path: ours, pathNot: ['^app/', '^lib/access/(next-auth|identity-providers)\\.ts$'] },
      {
        path: ['^lib/access/next-auth\\.ts$', '(^|/)node_modules/next-auth/(index|next/|providers/)'],
      },
    ),
    forbidden(
      'database-only-in-queries-and-services',
      { path: domain, pathNot: [test, queries, service] },
      {
        path: '^lib/platform/database/',
      },
    ),
    forbidden(
      'engine-has-one-door',
      { path: ours, pathNot: ['^lib/engine/', test] },
      {
        path: '^lib/engine/',
        pathNot: '^lib/engine/index\\.ts$',
      },
    ),
    forbidden(
      'no-provider-knows-another',
      { path: '^lib/providers/([^/]+)/' },
      {
        path: '^lib/providers/[^/]+/',
        pathNot: '^lib/providers/$1/',
      },
    ),
    forbidden(
      'nothing-imports-the-tools',
      { path: '^(app/|components/|lib/|proxy\\.ts|server\\.ts)', pathNot: test },
      {
        path: '^(e2e|prisma|bench|scripts)/',
        pathNot: '^prisma/seed\\.ts$',
      },
    ),
    forbidden(
      'seed-only-for-the-server',
      { path: '^(app/|components/|lib/|proxy\\.ts)', pathNot: test },
      {
        path: '^prisma/',
      },
    ),
    forbidden('tests-are-leaves', {}, { path: test }),
    forbidden('no-cycles', {}, { circular: true }),
    forbidden('nothing-unresolved', { path: ours }, { couldNotResolve: true }),

    forbidden(
      'pure-files-reach-no-io',
      { path: [pure, protocol, face], pathNot: test },
      {
        path: [
          '^lib/platform/',
          '^(node:)?(fs|net|http|https|child_process|crypto|dns|os|process|timers)(/|$)',
          '(^|/)node_modules/(pg|@prisma|@napi-rs)/',
        ],
        reachable: true,
      },
    ),
    forbidden(
      'browsers-reach-no-server',
      { path: browser, pathNot: test },
      {
        path: [
          '^lib/(platform|access|api|engine|studio|providers)/',
          queries,
          service,
          '^(node:)?(fs|net|http|https|child_process|dns|os|timers)(/|$)',
        ],
        reachable: true,
      },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'lib/platform/database/generated/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
