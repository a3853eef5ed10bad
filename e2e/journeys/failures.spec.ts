import type { Page } from '@playwright/test'
import { launchBrowser } from '../support/browser'
import { expect, test } from '../support/fixtures'
import { askWho, chat, createWith, greeting, joinByLink, said, say, sayWhenBack } from '../support/steps'

// Whatever keeps somebody from seeing or hearing is named in the room, with its remedy.
test.use({ noise: /WebSocket connection to .* failed|ERR_(CONNECTION_REFUSED|CONNECTION_RESET)/ })

const fakeDevices = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream']

/** A guest in the lobby of a conversation that has just been created. */
async function inLobby(page: Page, appUrl: string, args: string[], act?: (guest: Page) => Promise<unknown>) {
  const id = await createWith(page, { left: '5 min' })
  const browser = await launchBrowser(args)
  const guest = await browser.newPage()
  await act?.(guest)
  await guest.goto(`${appUrl}/rooms/${id}`)
  return { browser, guest, id }
}

/** Reads the problem of that title, and what to do about it. */
async function named(page: Page, title: RegExp | string, remedy: RegExp): Promise<void> {
  await expect(page.getByText(title).first()).toBeVisible({ timeout: 25_000 })
  await expect(page.getByText(remedy).first()).toBeVisible()
}

test('permission denied', async ({ app, page }) => {
  const { browser, guest } = await inLobby(page, app.url, [
    '--use-fake-device-for-media-stream',
    '--deny-permission-prompts',
  ])
  await guest
    .getByRole('button', { name: /microphone and camera/i })
    .first()
    .click()
  await named(guest, /is not allowed to use/, /allow it there/)
  await browser.close()
})

test('no device', async ({ app, page }) => {
  const { browser, guest } = await inLobby(page, app.url, ['--use-fake-ui-for-media-stream'])
  await guest
    .getByRole('button', { name: /microphone and camera/i })
    .first()
    .click()
  await named(guest, /was found/, /Plug one in/)
  await browser.close()
})

test('device busy', async ({ app, page }) => {
  const { browser, guest } = await inLobby(page, app.url, fakeDevices, (guest) =>
    guest.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = async () => {
        throw new DOMException('Could not start audio source', 'NotReadableError')
      }
    }),
  )
  await guest
    .getByRole('button', { name: /microphone and camera/i })
    .first()
    .click()
  await named(guest, /Another program/, /Close it there/)
  await browser.close()
})

test('insecure page', async ({ app, page }) => {
  const { browser, guest, id } = await inLobby(page, app.url, [
    '--host-resolver-rules=MAP talk.test 127.0.0.1',
  ])
  await guest.goto(`http://talk.test:${new URL(app.url).port}/rooms/${id}`)
  await guest
    .getByRole('button', { name: /microphone and camera/i })
    .first()
    .click()
  await named(guest, /address is not secure/, /over https/)
  await browser.close()
})

test('autoplay blocked, until something is pressed', async ({ app, page }) => {
  // Looking into a page counts as a touch for the browser, so its rule is kept here in its place.
  const { browser, guest, id } = await inLobby(page, app.url, fakeDevices, (guest) =>
    guest.addInitScript(() => {
      let touched = false
      window.addEventListener('click', () => {
        touched = true
      })
      const { play } = HTMLMediaElement.prototype
      HTMLMediaElement.prototype.play = function () {
        if (touched || this.muted) return play.call(this)
        return Promise.reject(new DOMException('play() failed', 'NotAllowedError'))
      }
    }),
  )
  await joinByLink(guest, `${app.url}/rooms/${id}`, 'Ben')
  await guest.reload()
  await named(guest, 'The browser holds the sound back', /after you have pressed something/)
  await guest.getByRole('textbox', { name: /^Message to/ }).click()
  await guest.getByRole('button', { name: 'Turn on sound' }).click()
  await expect(guest.getByText('The browser holds the sound back')).toHaveCount(0)
  await browser.close()
})

test('no track from the other side', async ({ app, page }) => {
  const { browser, guest, id } = await inLobby(page, app.url, fakeDevices, (guest) =>
    guest.addInitScript(() => {
      window.RTCPeerConnection = class extends RTCPeerConnection {
        override async setRemoteDescription(description: RTCSessionDescriptionInit) {
          await super.setRemoteDescription(description)
          // Nothing that is offered is taken, so nothing is sent.
          for (const transceiver of this.getTransceivers())
            if (transceiver.direction === 'recvonly') transceiver.direction = 'inactive'
        }
      }
    }),
  )
  await joinByLink(guest, `${app.url}/rooms/${id}`, 'Ben')
  await named(guest, 'No sound and picture from Nathan', /Trying again makes a new one/)
  await askWho(guest)
  await browser.close()
})

test('what is written while the room is being joined is sent once it is', async ({ page, app, browser }) => {
  const id = await createWith(page, { left: '5 min' })
  const guest = await (await browser.newContext()).newPage()
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  await guest.routeWebSocket(/\/rooms\/.*\/socket/, (ours) => {
    const studio = ours.connectToServer()
    ours.onMessage(async (frame) => {
      await opened
      studio.send(frame)
    })
  })
  await joinByLink(guest, `${app.url}/rooms/${id}`, 'Gus')
  await say(guest, 'Good morning')
  await expect(chat(guest).getByText('Sending…')).toBeVisible()
  open()
  await expect(chat(guest).getByText('Sending…')).toHaveCount(0)
  await expect(said(guest).filter({ hasText: 'Good morning' })).toHaveCount(1)
  await guest.context().close()
})

test('no way for media: the chat goes on', async ({ app, page }) => {
  const { browser, guest, id } = await inLobby(page, app.url, fakeDevices, (guest) =>
    guest.addInitScript(() => {
      const Native = window.RTCPeerConnection
      window.RTCPeerConnection = class extends Native {
        constructor(configuration?: RTCConfiguration) {
          super({ ...configuration, iceTransportPolicy: 'relay' })
        }
      }
    }),
  )
  await joinByLink(guest, `${app.url}/rooms/${id}`, 'Ben')
  await named(guest, 'Sound and picture could not connect', /keeps trying, and the chat goes on/)
  await expect(chat(guest).getByText(greeting)).toBeVisible()
  await askWho(guest)
  await browser.close()
})

test('no WebRTC in the browser: the chat goes on', async ({ app, page }) => {
  const { browser, guest, id } = await inLobby(page, app.url, fakeDevices, (guest) =>
    guest.addInitScript(() => {
      Reflect.deleteProperty(window, 'RTCPeerConnection')
    }),
  )
  await joinByLink(guest, `${app.url}/rooms/${id}`, 'Ben')
  await named(guest, 'This browser cannot do video calls', /another browser/)
  await expect(chat(guest).getByText(greeting)).toBeVisible()
  await browser.close()
})

test('the connection lost, and the server starting again', async ({ app, page }) => {
  const { browser, guest, id } = await inLobby(page, app.url, fakeDevices)
  await joinByLink(guest, `${app.url}/rooms/${id}`, 'Ben')
  await expect(chat(guest).getByText(greeting)).toBeVisible()
  await guest.context().setOffline(true)
  await named(guest, 'The connection to the room was lost.', /your place, the chat/)
  await guest.context().setOffline(false)
  await expect(guest.getByText('The connection to the room was lost.')).toHaveCount(0, { timeout: 20_000 })

  await app.terminate()
  await named(guest, 'The server is starting again.', /your place, the chat/)
  await app.restart()
  // On a slow machine the notice says next that the server has not come back yet: gone is only what lets one speak.
  await sayWhenBack(guest, 'Still here')
  await expect(guest.getByText('The server is starting again.')).toHaveCount(0)
  await browser.close()
})

test('gone, full and not allowed have pages of their own', async ({ app, page, browser }) => {
  const guest = await (await browser.newContext()).newPage()
  await guest.goto(`${app.url}/rooms/c000000000000000`)
  await expect(guest.getByRole('heading', { name: 'There is no conversation at this link' })).toBeVisible()

  await page.getByLabel('Participant limit').fill('2')
  await page.getByRole('button', { name: 'Create conversation' }).click()
  await page.waitForURL(/\/conversations\/c[0-9a-f]{15}$/)
  const full = page.url().split('/').at(-1)
  await joinByLink(guest, `${app.url}/rooms/${full}`, 'Ben')
  const other = await guest.context().newPage()
  // The page is drawn from what the room has reported, which comes a moment after Ben sees himself in it.
  await expect(async () => {
    await other.goto(`${app.url}/rooms/${full}`)
    await expect(other.getByRole('heading', { name: 'This conversation is full' })).toBeVisible({
      timeout: 2_000,
    })
  }).toPass({ timeout: 15_000 })

  await page.goto('/conversations/new')
  await page.getByRole('switch', { name: /Private room/ }).click()
  await page.getByRole('button', { name: 'Create conversation' }).click()
  await page.waitForURL(/\/conversations\/c[0-9a-f]{15}$/)
  await other.goto(`${app.url}/rooms/${page.url().split('/').at(-1)}`)
  await expect(other.getByRole('heading', { name: 'This conversation is private' })).toBeVisible()
  await guest.context().close()
})
