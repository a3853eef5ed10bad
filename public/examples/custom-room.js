import { joinRoom } from '/client/room.js'

const by = (id) => document.getElementById(id)
const elements = new Map()

by('join').onsubmit = (event) => {
  event.preventDefault()
  const room = joinRoom({ url: new FormData(by('join')).get('url'), name: 'Custom' })

  const tell = () => {
    const names = room.participants.map(({ name }) => name)
    by('status').textContent = `${room.status.phase}: ${names.join(', ')}`
  }
  const changes = ['joined', 'reconnecting', 'rejoined', 'participant-joined', 'participant-left']
  for (const name of [...changes, 'left', 'refused', 'ended', 'replaced']) room.on(name, tell)

  room.on('track-started', ({ track, local }) => {
    const element = document.createElement(track.kind)
    element.srcObject = new MediaStream([track])
    element.muted = local
    element.autoplay = true
    elements.set(track, element)
    by('people').append(element)
  })
  room.on('track-stopped', ({ track }) => elements.get(track)?.remove())
  room.on('spoken', ({ text }) => by('caption').replaceChildren(text ?? ''))

  by('chat').onsubmit = (event) => {
    event.preventDefault()
    room.sendAppMessage({
      message_type: 'conversation',
      event_type: 'conversation.respond',
      conversation_id: room.room.conversation_id,
      properties: { text: new FormData(by('chat')).get('text') },
    })
    by('chat').reset()
  }
  by('microphone').onclick = () => room.setMicrophone(!room.localTracks.audio)
  by('camera').onclick = () => room.setCamera(!room.localTracks.video)
  by('leave').onclick = () => room.leave()
}
