import type { StockPersona } from './persona'
import { host } from './personas/host'
import { interviewer } from './personas/interviewer'
import { languagePartner } from './personas/languagePartner'
import { salesCoach } from './personas/salesCoach'
import { salesDevelopment } from './personas/salesDevelopment'
import { support } from './personas/support'

export type { StockPersona }

/** The persona of a conversation that names only a replica. */
export const defaultPersonaId = host.personaId

/** The personas every installation has, the default first. */
export const stockPersonas: StockPersona[] = [
  host,
  interviewer,
  languagePartner,
  salesCoach,
  salesDevelopment,
  support,
]
