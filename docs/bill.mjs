// Computes the usage of a Colloquy workspace again, from when conversations began and ended, and knows nothing else of
// Colloquy: see bill.md. Reads the log of `GET /v2/usage/log` from a pipe, or with `--compare` asks the API for log and
// usage and says where they differ. Prints CSV: day, id, seconds, conversations. Exits with 1 where something differs.
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'

const { values: asked } = parseArgs({
  options: {
    by: { type: 'string', default: 'key' }, // persona, replica, creator or key
    until: { type: 'string' }, // what still runs counts up to here; without it, it does not count
    from: { type: 'string', default: '0000-00-00' }, // the days to print, both included
    to: { type: 'string', default: '9999-99-99' },
    compare: { type: 'boolean', default: false },
  },
})
const field = { persona: 'persona_id', replica: 'replica_id', creator: 'creator_id', key: 'api_key_id' }[
  asked.by
]
if (!field) throw new Error('--by takes persona, replica, creator or key.')

/** Seconds and conversations by `day id`. */
const used = new Map()

/** UTC days since 1970. */
const dayOf = (milliseconds) => Math.floor(milliseconds / 86_400_000)

function add(day, id, seconds, conversations) {
  const place = `${new Date(day * 86_400_000).toISOString().slice(0, 10)} ${id}`
  const before = used.get(place) ?? { seconds: 0, conversations: 0 }
  used.set(place, { seconds: before.seconds + seconds, conversations: before.conversations + conversations })
}

/** Every second that was begun counts, on the UTC day in which it begins; the conversation on the day of its first. */
function count(began, ended, id) {
  let day = dayOf(began.getTime())
  let seconds = 0
  let conversations = 1
  for (let second = began.getTime(); second < ended.getTime(); second += 1000) {
    if (dayOf(second) !== day) {
      add(day, id, seconds, conversations)
      day = dayOf(second)
      seconds = 0
      conversations = 0
    }
    seconds++
  }
  add(day, id, seconds, conversations)
}

/** Reads a log, a line of JSON for each event; what is live counts up to `until`. */
async function readLog(lines, until) {
  const live = new Map()
  for await (const line of lines) {
    const event = JSON.parse(line)
    if (event.event === 'began') live.set(event.conversation_id, event)
    else {
      const began = live.get(event.conversation_id)
      live.delete(event.conversation_id)
      // A test uses nothing, and what failed to start never was.
      if (event.cause === 'test_mode' || event.cause === 'start_failed') continue
      count(new Date(began.at), new Date(event.at), began[field])
    }
  }
  if (until) for (const began of live.values()) count(new Date(began.at), until, began[field])
}

const linesOf = (input) => createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })

async function ask(path) {
  const { COLLOQUY_URL = 'http://localhost:3000', COLLOQUY_API_KEY = '' } = process.env
  const answer = await fetch(`${COLLOQUY_URL}/v2${path}`, { headers: { 'x-api-key': COLLOQUY_API_KEY } })
  if (!answer.ok) throw new Error(`${path} is answered ${answer.status}: ${await answer.text()}`)
  return answer
}

let told
if (asked.compare) {
  const period = `from=${asked.from}&to=${asked.to}`
  told = await (await ask(`/usage?${period}&group_by=${asked.by}`)).json()
  const { body } = await ask(`/usage/log?${period}`)
  await readLog(linesOf(Readable.fromWeb(body)), new Date(told.as_of))
} else await readLog(linesOf(process.stdin), asked.until && new Date(asked.until))

const within = [...used].filter(([place]) => place >= asked.from && place.slice(0, 10) <= asked.to).sort()
console.log('day,id,seconds,conversations')
for (const [place, { seconds, conversations }] of within)
  console.log(`${place.slice(0, 10)},${place.slice(11)},${seconds},${conversations}`)

for (const { day, conversations, groups } of told?.days ?? []) {
  const those = within.filter(([place]) => place.startsWith(day))
  const sum = those.reduce((total, [, amount]) => total + amount.conversations, 0)
  const mine = those
    .filter(([, { seconds }]) => seconds > 0)
    .map(([place, { seconds }]) => [place.slice(11), seconds])
  const same = JSON.stringify(Object.entries(groups).sort()) === JSON.stringify(mine.sort())
  if (same && sum === conversations) continue
  console.error(`${day} differs: ${JSON.stringify({ conversations, groups })} is told`)
  process.exitCode = 1
}
