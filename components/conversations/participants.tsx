import { useTranslations } from 'next-intl'
import { LocalTime } from '@/components/shell/time'
import { Table, Td, Th } from '@/components/ui/table'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'

type People = ConversationVerbose['participants']

/** Who is in the room now, in a line or two. */
export function Present({ people, replicaName }: { people: People; replicaName: string }) {
  const t = useTranslations('conversations.participants')
  const here = people.filter((person) => person.left_at === null)
  return (
    <div>
      <h2 className="mb-1 font-semibold">{t('participants')}</h2>
      <ul className="flex flex-wrap gap-x-3 gap-y-1">
        <li dir="auto">
          {replicaName} <span className="text-muted">{t('replica')}</span>
        </li>
        {here.map((person) => (
          <li key={person.session_id} dir="auto">
            {person.name}
            {person.reconnecting && <span className="text-warning"> {t('connectionLostWaiting')}</span>}
          </li>
        ))}
      </ul>
      {here.length === 0 && (
        <p className="text-muted">
          {people.length === 0 ? t('nobodyHasJoinedYet') : t('cameAndLeft', { count: people.length })}
        </p>
      )}
    </div>
  )
}

/** Who was in the room and when. */
export function Attendance({ people }: { people: People }) {
  const t = useTranslations('conversations.participants')
  if (people.length === 0) return <p className="text-muted">{t('nobodyJoined')}</p>
  return (
    <Table label={t('whoWasInTheRoom')}>
      <thead>
        <tr>
          <Th className="pl-0">{t('name')}</Th>
          <Th>{t('joined')}</Th>
          <Th className="pr-0">{t('left')}</Th>
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
