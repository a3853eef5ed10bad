import { once } from 'node:events'
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { handClock } from '@/e2e/support/hand-clock'
import { sendWhole } from './whole-page'

const open: { close(): void }[] = []
afterEach(() => {
  for (const each of open.splice(0)) each.close()
})

/** Asks a server that answers by `answer`; the pieces in which the body came, as they come. */
async function pieces(answer: (response: ServerResponse) => void) {
  const clock = handClock()
  const server = createServer((_request, response) => {
    sendWhole(response, clock)
    answer(response)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  open.push({
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  })
  const { port } = server.address() as AddressInfo
  const request = get({ host: '127.0.0.1', port })
  const got: string[] = []
  const response = (await once(request, 'response').then(([first]) => first)) as IncomingMessage
  response.on('data', (chunk: Buffer) => got.push(chunk.toString()))
  return { clock, got, response, over: once(response, 'end') }
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 30))

/** Writes in pieces that a connection sends one by one. */
async function inPieces(response: ServerResponse, type: string | null): Promise<void> {
  if (type !== null) response.setHeader('content-type', type)
  for (const piece of ['<p>', 'é', '</p>']) {
    expect(response.write(piece)).toBe(true)
    await soon()
  }
  response.end('<!-- -->')
}

describe('an answer that is written in pieces', () => {
  it('is sent in one, where it is a page', async () => {
    const { got, over } = await pieces((response) => void inPieces(response, 'text/html; charset=utf-8'))
    await over
    expect(got).toEqual(['<p>é</p><!-- -->'])
  })

  it('is sent as it is written, where it is something else', async () => {
    const { got, over } = await pieces((response) => void inPieces(response, 'text/x-component'))
    await over
    expect(got.length).toBeGreaterThan(1)
    expect(got.join('')).toBe('<p>é</p><!-- -->')
  })

  it('is sent in one though its head went ahead, as compression sends it', async () => {
    const { got, over } = await pieces((response) => {
      response.setHeader('content-type', 'text/html')
      response.writeHead(200)
      response.flushHeaders()
      void inPieces(response, null)
    })
    await over
    expect(got).toEqual(['<p>é</p><!-- -->'])
  })

  it('goes on as it is written once it is not waited for any more', async () => {
    let goOn = () => {}
    const clock = handClock()
    const server = createServer((_request, response) => {
      sendWhole(response, clock)
      response.setHeader('content-type', 'text/html')
      response.write('one ')
      response.write(Buffer.from('two '))
      goOn = () => {
        clock.advance(100)
        response.write('three ', () => response.end())
      }
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    open.push({ close: () => server.close() })
    const { port } = server.address() as AddressInfo
    const request = get({ host: '127.0.0.1', port })
    await soon()
    goOn()
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    const chunks: Buffer[] = []
    for await (const chunk of response) chunks.push(chunk)
    expect(Buffer.concat(chunks).toString()).toBe('one two three ')
  })

  it('without a body has none, and its writer hears that it is over', async () => {
    let heard = false
    const { got, response, over } = await pieces((answer) => {
      answer.statusCode = 307
      answer.end(() => {
        heard = true
      })
    })
    await over
    expect([response.statusCode, got, heard]).toEqual([307, [], true])
  })
})
