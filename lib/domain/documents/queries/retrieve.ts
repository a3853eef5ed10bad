import { askedWords } from '@/lib/platform/reading/words'
import { registry } from '@/lib/platform/registry'
import { configurationOf } from '../rules/language'
import { limits } from '../rules/limits'
import {
  type Candidate,
  meantBy,
  mostMatches,
  mostWithNeighbours,
  type Ranked,
  rankedBy,
  type Strategy,
  searchFor,
  strategyOf,
  type Term,
  withNeighbours,
  withoutRepetitions,
} from '../rules/retrieval'

/** A document whose passages are looked through. */
export type Searched = { id: string; name: string; language: string | null; passages: number }

/** The most different words of a question that count. */
const mostTerms = 32

/**
 * The passages of some documents that speak of a question, the best first, as the strategy has it. Any text is a
 * question: what has no word that tells anything retrieves nothing.
 */
export async function retrieve(
  documents: Searched[],
  question: string,
  strategy: Strategy,
): Promise<(Ranked & { documentName: string })[]> {
  const words = askedWords(question.slice(0, limits.question))
  if (words === '' || documents.length === 0) return []
  const { passages, isThorough } = strategyOf[strategy]
  const parts = await Promise.all(
    byConfiguration(documents).map((part) => (isThorough ? thorough : quick)(part, words, strategy)),
  )
  // What stands in documents of several languages is compared by its score.
  const ranked = parts.flat().sort((one, other) => other.score - one.score)
  const found =
    strategy === 'quality'
      ? withoutRepetitions(
          withNeighbours(ranked, await neighboursOf(ranked.slice(0, mostWithNeighbours))),
          passages,
        )
      : ranked.slice(0, passages)
  const names = new Map(documents.map(({ id, name }) => [id, name]))
  return found.map((each) => ({ ...each, documentName: names.get(each.documentId) ?? '' }))
}

type Part = { configuration: string; ids: string[]; total: number }

/** A word has other forms in other languages, so each is asked for by its own. */
function byConfiguration(documents: Searched[]): Part[] {
  const parts = new Map<string, Part>()
  for (const { id, language, passages } of documents) {
    const configuration = configurationOf(language)
    const part = parts.get(configuration) ?? { configuration, ids: [], total: 0 }
    part.ids.push(id)
    part.total += passages
    parts.set(configuration, part)
  }
  return [...parts.values()]
}

type Found = Omit<Candidate, 'lexemes'>

/** The words of a question (`$2`: of what configuration) as they are indexed, and in how many passages each stands. */
const countedWords = `
  asked as materialized (
    select a.lexeme, coalesce(sum(w.passages), 0)::int as passages
    from (select lexeme from unnest(to_tsvector($2::regconfig, $3)) limit ${mostTerms}) a
      left join document_words w on w.document_id = any($1) and w.lexeme = a.lexeme
    group by a.lexeme)`

/** The passages that match `q` of `query`, by their rank, as many as `most` says; of very many matches some. */
const matching = (most: string) => `
  matching as (
    select p.document_id, p.number, ts_rank(p.search, q, 1)::float8 as rank
    from query, lateral (
      select document_id, number, search from passages
      where search @@ q and document_id = any($1) limit ${mostMatches}) p
    order by rank desc, p.document_id, p.number limit ${most})`

// Statements have names, so that a connection plans each once: planning takes as long as running them.

const quickly = {
  name: 'retrieve-quickly',
  text: `
    with ${countedWords},
    counted as (
      select lexeme, row_number() over rarest = 1 or sum(passages) over rarest <= ${mostMatches} as rare
      from asked where passages > 0 window rarest as (order by passages, lexeme)),
    query as (
      select concat_ws(' | ', string_agg(quote_literal(lexeme), ' | ') filter (where rare),
        string_agg(quote_literal(lexeme), ' & ') filter (where not rare))::tsquery as q
      from counted),
    ${matching('$4')}
    select p.document_id as "documentId", p.number, p.place, p.text, m.rank
    from matching m join passages p using (document_id, number)
    order by m.rank desc, p.document_id, p.number`,
}

/**
 * By PostgreSQL's rank alone, of passages that have one of the rarer words of the question, or all the others. What is
 * rare is decided here as `searchFor` does.
 */
async function quick({ configuration, ids }: Part, words: string, strategy: Strategy): Promise<Ranked[]> {
  const values = [ids, configuration, words, strategyOf[strategy].candidates]
  const { rows } = await registry().pool.query<Found>({ ...quickly, values })
  return rows.map((row) => ({ ...row, lexemes: [], score: row.rank }))
}

/** By how much of the question passages cover, weighed by how rare its words are. */
async function thorough(part: Part, words: string, strategy: Strategy): Promise<Ranked[]> {
  const terms = await termsOf(part, words)
  if (terms.every(({ passages }) => passages === 0)) return []
  const candidates = await candidatesFor(part, terms, strategyOf[strategy].candidates)
  return rankedBy(candidates, terms, part.total)
}

/** Words that begin as one that stands nowhere may be meant by it; of one of three letters that tells nothing. */
const wordsAsked = {
  name: 'words-asked',
  text: `
    with ${countedWords},
    unknown as (
      select lexeme, left(lexeme, greatest(3, length(lexeme) / 2)) as beginning
      from asked where passages = 0 and length(lexeme) > 3)
    select lexeme, passages, null as asked from asked
    union all
    select w.lexeme, sum(w.passages)::int, u.lexeme
    from unknown u join document_words w on w.document_id = any($1)
      and w.lexeme >= u.beginning and w.lexeme < u.beginning || chr(1114111)
    group by w.lexeme, u.lexeme`,
}

/** The words of a question as they are indexed, and those that may be meant by what stands nowhere. */
async function termsOf({ configuration, ids }: Part, words: string): Promise<Term[]> {
  type Row = { lexeme: string; passages: number; asked: string | null }
  const values = [ids, configuration, words]
  const { rows } = await registry().pool.query<Row>({ ...wordsAsked, values })
  const asked = rows.filter((row) => row.asked === null)
  const meant = asked.flatMap(({ lexeme }) =>
    meantBy(
      lexeme,
      rows.filter((row) => row.asked === lexeme),
    ),
  )
  return [...asked.map(({ lexeme, passages }) => ({ lexeme, passages, weight: 1 })), ...meant]
}

const thoroughly = {
  name: 'retrieve-thoroughly',
  text: `
    with query as (select $2::tsquery as q),
    terms as materialized (
      select place, quote_literal(lexeme)::tsquery as term
      from unnest($3::text[]) with ordinality as each (lexeme, place)),
    ${matching('$4')}
    select p.document_id as "documentId", p.number, p.place, p.text, m.rank, (
      select string_agg((p.search @@ term)::int::text, '' order by terms.place) from terms) as has
    from matching m join passages p using (document_id, number)`,
}

/** Passages that are found by terms, and which of them they have. */
async function candidatesFor({ ids }: Part, terms: Term[], most: number): Promise<Candidate[]> {
  const lexemes = terms.map(({ lexeme }) => lexeme)
  const values = [ids, searchFor(terms), lexemes, most]
  const { rows } = await registry().pool.query<Found & { has: string }>({ ...thoroughly, values })
  return rows.map(({ has, ...row }) => ({ ...row, lexemes: lexemes.filter((_, at) => has[at] === '1') }))
}

const neighbours = {
  name: 'neighbours',
  text: `
    select p.document_id as "documentId", p.number, p.place, p.text, wanted.score
    from unnest($1::text[], $2::int[], $3::float8[]) as wanted (document_id, number, score)
      join passages p using (document_id, number)`,
}

/** The passages right before and after some, each standing for the best one it belongs to. */
async function neighboursOf(passages: Ranked[]): Promise<Ranked[]> {
  if (passages.length === 0) return []
  const wanted = passages.flatMap(({ documentId, number, score }) =>
    [number - 1, number + 1].map((at) => ({ documentId, number: at, score })),
  )
  const values = [
    wanted.map(({ documentId }) => documentId),
    wanted.map(({ number }) => number),
    wanted.map(({ score }) => score),
  ]
  const { rows } = await registry().pool.query<Omit<Ranked, 'rank' | 'lexemes'>>({ ...neighbours, values })
  return rows.map((row) => ({ ...row, rank: 0, lexemes: [] }))
}
