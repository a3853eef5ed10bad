import type { FromParticipant, FromStudio } from '@/lib/protocol/room'

/** What browsers and this side say to each other to make a media connection. */
export type SignalIn = Extract<FromParticipant, { type: 'answer' | 'candidate' }>
export type SignalOut = Extract<FromStudio, { type: 'offer' | 'candidate' }>

/** A picture: four bytes a pixel, red, green, blue, alpha. Width and height are even. */
export type Frame = { width: number; height: number; data: Uint8ClampedArray }

/** One participant's media connection, as the room that carries it is told of it. */
export type PeerEvents = {
  signal(signal: SignalOut): void
  /** Media flows and messages can be sent. */
  connected(): void
  /** An app-message in JSON, as it came over the data channel. */
  message(text: string): void
  /** It is over and not by our wish. A new `join` starts another. */
  failed(): void
}

/** The media of one room: everybody gets the replica's tracks and those of all others. */
export type MediaRoom = {
  /** Starts a media connection for a participant; an earlier one of theirs is dropped. */
  join(sessionId: string, events: PeerEvents): void
  signal(sessionId: string, signal: SignalIn): void
  /** What a participant says they send: it is forwarded from then on. */
  setSending(sessionId: string, sending: { audio: boolean; video: boolean; screen: boolean }): void
  leave(sessionId: string): void
  /** The replica's next picture. */
  publishVideo(frame: Frame): void
  /** The replica's next 10 ms: 480 samples. */
  publishAudio(samples: Int16Array): void
  /** Each 10 ms of each microphone that is on: 480 samples. */
  onAudio(listener: (sessionId: string, samples: Int16Array) => void): void
  /** Sends JSON over the data channel. Returns false when there is none that is open. */
  sendMessage(sessionId: string, text: string): boolean
  /** How many receive media now. */
  watchers(): number
  close(): void
}

/** Carries media between browsers and the rooms of this process. */
export type Transport = {
  /** With `audioOnly` the replica has no video track. */
  openRoom(options: { replicaSessionId: string; audioOnly: boolean }): MediaRoom
}
