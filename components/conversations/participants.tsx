import { LocalTime } from '@/components/shell/time'
import { Table, Td, Th } from '@/components/ui/table'
import { counted } from '@/lib/client/format'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'

type People = ConversationVerbose['participants']

/** Who is in the room now, in a line or two. */
export function Present({ people, replicaName }: { people: People; replicaName: string }) {
  const here = people.filter((person) => person.left_at === null)
  return (
    <div>
      <h2 className="mb-1 font-semibold">Participants</h2>
      <ul className="flex flex-wrap gap-x-3 gap-y-1">
        <li dir="auto">
          {replicaName} <span className="text-muted">(replica)</span>
        </li>
        {here.map((person) => (
          <li key={person.session_id} dir="auto">
            {person.name}
            {person.reconnecting && <span className="text-warning"> (connection lost, waiting)</span>}
          </li>
        ))}
      </ul>
      {here.length === 0 && (
        <p className="text-muted">
          {people.length === 0
            ? 'Nobody has joined yet.'
            : `${counted(people.length, 'participant')} came and left.`}
        </p>
      )}
    </div>
  )
}

/** Who was in the room and when. */
export function Attendance({ people }: { people: People }) {
  if (people.length === 0) return <p className="text-muted">Nobody joined.</p>
  return (
    <Table label="Who was in the room">
      <thead>
        <tr>
          <Th className="pl-0">Name</Th>
          <Th>Joined</Th>
          <Th className="pr-0">Left</Th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.session_id}>
            <Td className="pl-0">
              <span dir="auto">{person.name}</span>
            </Td>
            <Td>
              <LocalTime at={person.joined_at} />
            </Td>
            <Td className="pr-0">{person.left_at && <LocalTime at={person.left_at} />}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
