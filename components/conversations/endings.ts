type Ended = { end_cause: string | null; test_mode: boolean }

const causes: Record<string, { short: string; long: string }> = {
  requested: { short: 'On request', long: 'It was ended on request, from the dashboard or over the API.' },
  max_duration: { short: 'Max duration', long: 'It reached its longest duration.' },
  minutes: {
    short: 'Minutes used up',
    long: "The workspace's minutes, or its budget, for this month were used up.",
  },
  absent: { short: 'Nobody joined', long: 'Nobody joined before the time for that was over.' },
  left: { short: 'Everybody left', long: 'The last participant left and did not come back in time.' },
  start_failed: {
    short: 'Could not start',
    long: 'The room could not be opened. It used nothing you could see.',
  },
  room_lost: { short: 'Room lost', long: 'The room crashed again and again and could not be kept open.' },
  host_lost: { short: 'Server lost', long: 'The server that held the room went away and did not come back.' },
  test_mode: { short: 'Test mode', long: 'It was a test: no room, no usage, no slot.' },
}

const unknown = { short: 'Ended', long: 'It ended for a reason this page does not know.' }

/** How a conversation ended: a few words for a table, a sentence for its page. */
export const endInWords = ({ end_cause }: Ended) => causes[end_cause ?? ''] ?? unknown
