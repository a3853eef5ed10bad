import { Agent, get } from 'node:http'

/** What is asked for: one address, over so many connections that are kept, for so long. */
export type Load = { url: string; headers: Record<string, string>; connections: number; ms: number }
/** Answers a second, and milliseconds until an answer was whole. */
export type Rate = { perSecond: number; p50: number; p99: number }

const agent = new Agent({ keepAlive: true })

const ask = ({ url, headers }: Load) =>
  new Promise<void>((resolve, reject) => {
    get(url, { agent, headers }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url} answered ${answer.statusCode}.`))
      answer.resume().on('end', resolve)
    }).on('error', reject)
  })

async function measure(load: Load): Promise<Rate> {
  const times: number[] = []
  const began = performance.now()
  const asker = async () => {
    while (performance.now() - began < load.ms) {
      const asked = performance.now()
      await ask(load)
      times.push(performance.now() - asked)
    }
  }
  await Promise.all(Array.from({ length: load.connections }, asker))
  const perSecond = times.length / ((performance.now() - began) / 1000)
  times.sort((a, b) => a - b)
  const percentile = (part: number) => times[Math.floor(times.length * part)] ?? Number.NaN
  return { perSecond, p50: percentile(0.5), p99: percentile(0.99) }
}

// A process of its own, so that asking takes nothing from answering but the machine.
process.on('message', async (load: Load) => process.send?.(await measure(load)))
process.on('disconnect', () => process.exit(0))
