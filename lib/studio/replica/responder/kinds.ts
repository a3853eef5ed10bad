import { stemOf, type Token } from './text'

/** What kind of thing an answer must hold. */
export type Kind =
  | 'person'
  | 'date'
  | 'place'
  | 'price'
  | 'number'
  | 'duration'
  | 'frequency'
  | 'reason'
  | 'manner'
  | 'occupation'
  | 'age'
  | 'measure'
  | 'contact'
  | 'phone'
  | 'name'

const asking: [Kind, RegExp][] = [
  [
    'price',
    /\bhow much (?:is|are|was|were|does .* cost|do .* cost|did|would|will|to|for|money|do i (?:pay|owe))\b|\b(?:price|cost|costs|fee|charge for|how expensive)\b/,
  ],
  [
    'duration',
    /\bhow long\b(?! (?:is|are) (?:the|a|an|it|your|his|her) (?:rope|cable|cord|table|bed|car|boat)\b)|\bhow many (?:years|months|weeks|days|hours|minutes|seconds)\b|\bhow quickly\b|\bhow soon\b/,
  ],
  ['frequency', /\bhow (?:often|frequently|regularly)\b/],
  ['age', /\bhow old\b|\bwhat age\b|\bwhat is .* age\b/],
  [
    'phone',
    /\b(?:phone|telephone|mobile|fax) number\b|\bnumber (?:can|do|should|must) i (?:call|ring|dial)\b/,
  ],
  [
    'contact',
    /\b(?:what|which|your|his|her|their) (?:\w+ )?e-?mail(?: address)?\b|\bcontact details\b|\bpostcode\b/,
  ],
  [
    'measure',
    /\bhow (?:heavy|tall|high|wide|deep|far|fast|loud|hot|cold|big|large|thick)\b|\bwhat size\b|\bhow much (?:does|do) .* (?:weigh|hold|contain)\b/,
  ],
  ['number', /\bhow many\b|\bnumber of\b|\bhow much\b/],
  [
    'date',
    /\bwhen\b|\bwhat (?:time|day|date|year|month|days|hours)\b|\b(?:which|in what|on what|what|on which) (?:days?|year|month|date)\b|\buntil when\b|\bsince when\b|\bopening hours\b/,
  ],
  ['name', /\b(?:names?|titles?|called)\b/],
  [
    'place',
    /\bwhere\b|\bwhich (?:city|town|country|place|street|room)\b|\bwhat (?:city|town|country|place|address)\b/,
  ],
  ['occupation', /\bdo(?:es)? .* do(?: for (?:a )?living)?\W*$|\b(?:job|profession|occupation)\b/],
  ['reason', /\bwhy\b|\bhow come\b|\bwhat for\b|\b(?:reason|because)\b/],
  ['person', /\bwho\b|\bwhom\b|\bwhose\b/],
  ['manner', /\bhow (?:do|does|did|can|could|should|would|to|is|are|was)\b/],
]

const numberWord =
  '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|half|dozen|once|twice|several|both|no)'
const amount = `(?:\\d[\\d.,]*|${numberWord})(?:[ -](?:and |a |an )?(?:\\d[\\d.,]*|${numberWord}))*`
const span = '(?:second|minute|hour|day|night|week|month|year|decade|working day|business day)s?'
const weekday = '(?:mon|tues|wednes|thurs|fri|satur|sun)days?'
const month = '(?:january|february|march|april|may|june|july|august|september|october|november|december)'

const showing: Record<Kind, RegExp> = {
  person:
    /(?<!^)(?<![.!?] )\b\p{Lu}\p{Ll}+\b|\b(?:dr|mr|mrs|ms|prof)\b\.?|\b(?:he|she|we|they|team|staff|people|person|somebody|everyone|anyone|adults?|children|members?|owners?|admins?|users?|customers?|participants?|creators?)\b/u,
  date: new RegExp(
    `\\b(?:1[0-9]|20)\\d\\d\\b|\\b${weekday}\\b|\\b${month}\\b|\\b\\d{1,2}(?::\\d\\d)? ?(?:am|pm|a\\.m|p\\.m|o'clock)|\\b\\d{1,2}:\\d\\d\\b|\\bo'clock\\b|\\b(?:at|by|from|until|till|between) (?:\\d{1,2}|${numberWord})\\b|\\b(?:noon|midnight|morning|evening|afternoon|night|today|tomorrow|yesterday|weekdays?|weekends?|daily|holidays?|public holidays)\\b|\\b(?:when|while|as soon as|until|after|before|once|during|within|every)\\b|\\b${amount} ${span} (?:ago|later|before|after)`,
    'iu',
  ),
  place:
    /\b(?:in|at|from|near|to|of|outside|around)(?: the)? (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December)\p{Lu}|\b(?:under|behind|beside|across|above|below|between|inside|outside|opposite|next to|in front|at the|in the|in a|on the|on a|near|upstairs|downstairs|online|street|road|avenue|square|floor|building)\b/u,
  price: new RegExp(
    `[$€£¥]\\s?\\d|\\d\\s?[$€£¥kKmM]\\b|\\b${amount} (?:thousand |million |billion )?(?:dollars?|euros?|pounds?|cents?|pence|francs?|crowns?|yen|rupees?|eur|usd|gbp|chf)\\b|\\bfree\\b|\\bno (?:charge|fee|cost)\\b|\\bper cent\\b|\\d ?%|\\bcosts? nothing\\b`,
    'iu',
  ),
  number: new RegExp(`\\b${amount}\\b`, 'iu'),
  duration: new RegExp(
    `\\b${amount}[ -](?:full |whole |working |business |calendar |academic )?${span}\\b|\\bhalf an hour\\b|\\ban? (?:full |whole )?${span}\\b|\\b\\d+ ?(?:h|min|s)\\b`,
    'iu',
  ),
  frequency: new RegExp(
    `\\b(?:every|each|per)\\b|\\b(?:once|twice|times)\\b|\\b(?:daily|weekly|monthly|yearly|annually|always|never|often|rarely|sometimes|usually|regularly)\\b|\\ba (?:day|week|month|year)\\b|\\bon ${weekday}`,
    'iu',
  ),
  reason:
    /\b(?:because|since|so that|so|due to|in order|therefore|reason|to avoid|otherwise|as a result|thanks to|means|for fear|that is why)\b|,? as (?:he|she|it|they|we|you)\b|\bto (?:\p{Ll}{3,})\b/iu,
  manner:
    /\bby\b|\bwith\b|\bthrough\b|\bvia\b|\bthen\b|[:;]|^(?:\p{Lu}\p{Ll}+)\b|\bto\b|\bwhen\b|\b(?:press|click|choose|open|ask|write|use|take|turn|say)\b/u,
  occupation:
    /\b(?:is|was|as|are|were|became|be|'s)(?: an?| the)? (?:\p{L}+ ){0,2}\p{L}+|\bworks?\b|\bworked\b|\bjob\b|\bcareer\b/iu,
  age: new RegExp(`\\b(?:1[0-9]|20)\\d\\d\\b|\\b${amount}[ -]years?[ -]old\\b|\\baged?\\b|\\bborn\\b`, 'iu'),
  measure: new RegExp(
    `\\b${amount} ?(?:thousand |million |billion )?(?:kilo\\p{L}*|milli\\p{L}*|centi\\p{L}*|gram\\p{L}*|met(?:re|er)s?|lit(?:re|er)s?|kg|g|cm|mm|km|m|ml|l|inch\\p{L}*|feet|foot|miles?|pounds?|ounces?|degrees?|decibels?|db|watts?|square|characters?|gb|mb|mbit\\p{L}*|euros?|dollars?|people|percent|per cent)\\b|[$€£]\\d|\\d ?[%°]`,
    'iu',
  ),
  name: /(?<!^)(?<![.!?] )\b\p{Lu}\p{L}+|["“]/u,
  contact: /[\w.+-]+@[\w-]+\.\w+|\+?\d[\d ()-]{5,}\d|\bhttps?:/u,
  phone: /\+?\d[\d ()/-]{4,}\d|\b(?:call|dial|ring|phone|extension|number) (?:\p{L}+ ){0,2}\d{4,}/u,
}

/** What kind of answer a question asks for; null when its words alone must tell. Its first question word decides. */
export function kindAsked(question: string): Kind | null {
  const plain = question
    .toLowerCase()
    .replace(/’/g, "'")
    .replace(/\b(what|where|when|who|how|why)'s\b/g, '$1 is')
  const opening = plain.search(/\b(?:what|which|who|whom|whose|when|where|why|how)\b/)
  for (const [kind, pattern] of asking) {
    const hit = pattern.exec(plain)
    // "What do I bring when I come?" does not ask for a date.
    const later = hit && opening >= 0 && hit.index > opening && /^(?:wh|how)/.test(hit[0])
    if (hit && !later) return kind
  }
  return null
}

/** True when the sentence holds a thing of this kind. */
const showsKind = (sentence: string, kind: Kind) => showing[kind].test(sentence)

const lasting = new RegExp(
  `\\b(?:takes?|took|lasts?|lasted|for|covers?|covered|spent|spends?|needs?|of|within|to)(?: (?:about|around|up to|at least|at most|only))* ${amount}[ -](?:full |working |business )?${span}\\b(?! (?:before|after|ago|early|late))`,
  'iu',
)

// Sentences that tell what to do: "To leave, press …", "If it rings, answer …", "Press the …".
const telling =
  /^(?:to|if|when) [^,]+, \p{Ll}|\bbest (?:way|method)\b|\bby \p{Ll}+ing\b|^(?!\p{L}+ing\b|(?:the|an?|this|that|these|those|it|he|she|they|we|you|i|in|on|at|for|most|some|all|many|no|every|each|your|our|his|her|its|their|my|there)\b)\p{Lu}\p{Ll}+ (?:the|an?|your|it|them|out|down|up|in|on|off|one|two|three|four|five|six|what|who|which)\b/iu

const figure = new RegExp(`^(?:${amount})$`, 'i')

/** True when a figure stands right before one of the stems: "nine rooms" for "how many rooms". */
export function counts(tokens: Token[], stems: ReadonlyMap<string, number>): boolean {
  return tokens.some(
    (token, place) =>
      stems.has(token.stem) &&
      tokens.slice(Math.max(0, place - 2), place).some((before) => figure.test(before.word)),
  )
}

/** How well a sentence suits the kind of answer wanted: 0 not at all, 1 it may, more when it is said outright. */
export function fitOf(sentence: string, kind: Kind | null): number {
  if (!kind) return 1
  if (!showsKind(sentence, kind))
    return kind === 'manner' ? 0.9 : kind === 'person' ? 0.55 : isExact(kind) ? 0 : 0.33
  if (kind === 'person')
    return /\p{Ll} (?:(?:Dr|Mr|Mrs|Ms|Prof)\.? )?\p{Lu}\p{Ll}|^(?:Dr|Mr|Mrs|Ms|Prof)\b/u.test(sentence)
      ? 1.2
      : 0.9
  if (kind === 'manner') return telling.test(sentence) ? 1.2 : 1.05
  return kind === 'duration' && lasting.test(sentence) ? 1.3 : 1.15
}

/** Kinds whose answer is a figure: a sentence without one cannot be the answer. */
const isExact = (kind: Kind) =>
  ['price', 'number', 'duration', 'age', 'measure', 'contact', 'frequency', 'date', 'name', 'phone'].includes(
    kind,
  )

const kindWords: Partial<Record<Kind, string>> = {
  price: 'much price cost costs fee expensive money',
  duration: 'long quickly soon',
  frequency: 'often frequently regularly times',
  age: 'old age',
  measure: 'big large wide deep far size',
  number: 'many number much amount',
  date: 'time day date year month days hours',
  name: 'name title called',
  place: 'place',
  occupation: 'do job living profession occupation',
  reason: 'reason come',
}

/** True when a word of the question only says which kind of answer is wanted ("long" in "how long"). */
export function namesKind(token: Token, kind: Kind | null): boolean {
  if (!kind) return false
  return (kindWords[kind] ?? '').split(' ').some((word) => stemOf(word) === token.stem)
}

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const months = 'january february march april may june july august september october november december'.split(
  ' ',
)

/** The weekdays and months a sentence speaks of without naming them: "Monday to Friday", "weekdays", "May to July". */
export function impliedDates(sentence: string): string[] {
  const plain = sentence.toLowerCase()
  const implied = new Set([...between(plain, days), ...between(plain, months)])
  if (/\bweekdays?\b|\bworking days\b/.test(plain)) for (const day of days.slice(0, 5)) implied.add(day)
  if (/\bweekends?\b/.test(plain)) for (const day of days.slice(5)) implied.add(day)
  if (/\b(?:every day|daily|seven days a week)\b/.test(plain)) for (const day of days) implied.add(day)
  return [...implied].map(stemOf)
}

function between(plain: string, names: string[]): string[] {
  const inside: string[] = []
  const name = `(${names.join('|')})s?`
  const middle =
    '(?: \\d+(?:st|nd|rd|th)?)?\\s*(?:to|through|until|till|and|[-–—])\\s*(?:the \\w+ of |the \\w+ |\\d+(?:st|nd|rd|th)? (?:of )?)?'
  for (const [whole, from = '', to = ''] of plain.matchAll(
    new RegExp(`\\b${name}${middle}${name}\\b`, 'g'),
  )) {
    // "Tuesdays and Thursdays" names two days; "between May and July" means all of them.
    if (/\band\b/.test(whole) && !plain.includes(`between ${whole}`)) continue
    const first = names.indexOf(from)
    const count = ((names.indexOf(to) - first + names.length) % names.length) + 1
    for (let step = 0; step < count; step++) inside.push(names[(first + step) % names.length] ?? '')
  }
  return inside
}
