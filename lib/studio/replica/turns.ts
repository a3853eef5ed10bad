import type { Clock } from '@/lib/platform/clock'
import type { FromParticipant } from '@/lib/protocol/room'
import type { ReportedTurn } from '@/lib/protocol/studio'

export type Turn = Omit<ReportedTurn, 'age'> & {
  /** When what was asked had ended; the stages count from here. */
  at: Date
}
type Stage = keyof Turn['stages']
type Measured = Omit<Extract<FromParticipant, { type: 'heard' }>, 'type'>

/** Turns whose participants may still tell when they heard the answer. */
const mostKept = 20

/** How long each turn took, as it becomes known. */
export type Turns = {
  begin(turn: Pick<Turn, 'turn' | 'inferenceId' | 'kind' | 'sessionId' | 'at'>): void
  /** A stage was reached, now or at an instant. Only the first time counts. */
  reached(inferenceId: string, stage: Stage, at?: Date): void
  /** What the model was given. */
  saw(inferenceId: string, model: string, prompt: NonNullable<Turn['prompt']>): void
  /** Why the model did not answer, in words. */
  failed(inferenceId: string, problem: string): void
  /** What a participant measured of an answer. Whoever did not ask, or not so, has no say; nonsense is ignored. */
  heard(sessionId: string, measured: Measured): void
}

/** No turns yet. What is known of one is told with the first words of its answer, with their first sound, and when more is known. */
export function createTurns({ clock, told }: { clock: Clock; told(turn: Turn): void }): Turns {
  const kept = new Map<string, Turn>()

  function change(inferenceId: string, next: (turn: Turn) => Partial<Turn> | null, tells: boolean): void {
    const turn = kept.get(inferenceId)
    const changes = turn && next(turn)
    if (!changes) return
    const changed = { ...turn, ...changes, revision: turn.revision + (tells ? 1 : 0) }
    kept.set(inferenceId, changed)
    if (tells) told(changed)
  }

  return {
    begin(beginning) {
      kept.set(beginning.inferenceId, {
        ...beginning,
        revision: 0,
        stages: { endpoint: null, transcription: null, thinking: null, voice: null, sending: null },
        heard: null,
        model: null,
        problem: null,
        prompt: null,
      })
      for (const id of [...kept.keys()].slice(0, -mostKept)) kept.delete(id)
    },
    reached(inferenceId, stage, at = clock.now()) {
      change(
        inferenceId,
        ({ at: from, stages }) =>
          stages[stage] === null
            ? { stages: { ...stages, [stage]: Math.max(0, at.getTime() - from.getTime()) } }
            : null,
        stage === 'thinking' || stage === 'sending',
      )
    },
    saw: (inferenceId, model, prompt) => change(inferenceId, () => ({ model, prompt }), false),
    failed: (inferenceId, problem) => change(inferenceId, () => ({ problem }), true),
    heard(sessionId, { inference_id, latency_ms: latency, from }) {
      const isSense = Number.isFinite(latency) && latency >= 0 && latency <= 60_000
      change(
        inference_id,
        (turn) =>
          isSense && turn.sessionId === sessionId && turn.kind === from && turn.heard === null
            ? { heard: latency }
            : null,
        true,
      )
    },
  }
}
