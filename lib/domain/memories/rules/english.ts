/**
 * What people say about themselves in English, as facts about them. Only clauses of a known form count, so that little is
 * taken that is no fact; a form that cannot be told of a third person soundly is quoted.
 */

const opening =
  /^(?:(?:hi|hello|hey|well|so|ok|okay|yes|yeah|yep|no|nope|and|but|oh|also|actually|basically|anyway|right|sure|sorry|thanks|thank you|by the way|you know|i mean|first of all|um+|uh+|er+m?)\b[\s,.!–—-]*)+/iu
/** Of a sentence with one of these nobody can say whether it is so. */
const uncertain =
  /\b(?:if|unless|suppose|imagine|pretend|would|might|(?:i|he|she|it|we|they) may|wish|maybe|perhaps|probably|possibly|could|should|i'd)\b/iu
/** About the one who is spoken to, or a call that goes badly. */
const toOther = /\b(?:you|your|yours|yourself|you're|you've)\b/iu
/** Where one clause about oneself ends and another begins. */
const betweenClauses =
  /(?:\s*[,;]\s*|\s+)(?:(?:and|but|so|plus)\s+)(?=(?:i|i'm|im|i've|my)\b)|\s*[,;]\s*(?=(?:i|i'm|i've|my)\b)/iu
/** A second subject: the clause around it is told as it was said. */
const embedded = /\b(?:i|i'm|i've|i'll|we|we're|we've|us)\b/iu

const adverbs =
  '((?:also|really|always|usually|often|mostly|mainly|currently|now|still|only|never|normally|sometimes|absolutely|particularly|especially|originally|recently|just|even|already)\\s+)*'
const vague =
  /^(?:it|this|that|these|those|them|him|her|one|some|more|any|so|not|what|how|something|anything|nothing|everything|nobody|everybody|(?:here|there)$)(?![\p{L}])/iu
const errands =
  /^(?:to (?:know|ask|hear|talk|speak|see|say|tell|go|leave|think|check|be|understand|start|begin|stop|continue|try|make sure|find|do|get|have|come|hear|look)\b|(?:(?:a|an|some|one|a little|another|more|no|any|quick) )*(?:help|questions?|problems?|ideas?|moments?|minutes?|seconds?|time|look|point|feeling|doubts?|requests?|clue|feelings|trouble)\b)/iu
const passing =
  /^(?:an? (?:bit|little|lot|while|moment|few|couple|hurry|loss|mess|fool|big fan|fan)\b|the (?:one|same|first|only)\b)/iu

/** Verbs of what lasts, and how they are in the third person. */
const lasting = new Map([
  ...'live work like love hate dislike enjoy prefer need want speak own drive play run manage lead collect use eat drink wear smoke travel sell build sing paint grow rent share support cook read ride swim walk code program volunteer commute keep breed attend'
    .split(' ')
    .map((verb) => [verb, `${verb}s`] as const),
  ['have', 'has'],
  ['go', 'goes'],
  ['teach', 'teaches'],
  ['study', 'studies'],
  ['learn', 'learns'],
  ['come', 'comes'],
  ['suffer', 'suffers'],
  ['write', 'writes'],
] as const)
/** Only with these words after them. */
const needing: Record<string, RegExp> = {
  come: /^from\b/iu,
  suffer: /^from\b/iu,
  go: /^to (?:the |an? )?(?:school|university|college|church|work|gym|mosque|synagogue|temple|kindergarten|class)\b/iu,
  keep: /^(?:an? |my |some |\d+ )?(?:bees|hens|chickens|cats?|dogs?|birds?|fish|horses?|diary|kosher|halal)\b/iu,
}
const dated =
  /\d|\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|september|october|november|december|tomorrow|next (?:week|month|year|spring|summer|autumn|fall|winter))\b/iu
/** Verbs of plans, which count with a date. */
const planned = new Map(
  Object.entries({
    arrive: 'arrives',
    leave: 'leaves',
    fly: 'flies',
    start: 'starts',
    finish: 'finishes',
    return: 'returns',
    move: 'moves',
    retire: 'retires',
    graduate: 'graduates',
    marry: 'marries',
    meet: 'meets',
  }),
)
const past =
  'grew up|moved|worked|lived|studied|graduated|retired|married|got married|got divorced|ordered|bought|booked|paid|started|finished|joined|founded|sold|visited|travelled|traveled|lost|broke|won|wrote|built|used to|had|arrived|returned|signed|cancelled|canceled|received|spent|quit|adopted|learned|learnt|taught|played'
/** What somebody is for longer than a moment. */
const state =
  /^(?:not (?=an? |married|from|religious|vegetarian|vegan))?(?:(?:also|now|still|originally|currently|recently|happily|newly|half|part|severely|very|really) )*(?:from|allergic|intolerant|lactose|married|single|divorced|widowed|engaged|pregnant|retired|unemployed|self-employed|vegetarian|vegan|diabetic|asthmatic|deaf|blind|colou?r-?blind|left-handed|right-handed|dyslexic|autistic|religious|born|based|called|named|interested in|responsible for|in charge of|working (?:as|at|for|in|on)|studying|learning|living|planning|training|moving to|fluent in|good at|bad at|new to|afraid of|scared of|terrified of|fond of|proud of|employed|enrolled|an? |the |my )/iu
/** A journey, not an errand: the place has a name. */
const journey = /^going to \p{Lu}/u
const proper = /^\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+){0,2}$/u
const moods =
  /^(?:sorry|fine|good|great|ok|okay|happy|sad|here|back|ready|sure|glad|afraid|done|late|busy|tired|hungry|well|alright|right|listening|home|new|old|curious|confused|lost|not)$/iu

type Form = { pattern: RegExp; tell: (found: string[], who: string) => string | null }

const rest = '(.+)'
const verbOf = (text = '') => text.toLowerCase()
const withAdverb = (adverb: string | undefined, verb: string) =>
  `${adverb ? `${adverb.toLowerCase()}` : ''}${verb}`
const isEmpty = (object: string) => vague.test(object) || errands.test(object)

/** The forms of clauses, each with how it is told. `found` has the groups of the pattern. */
const forms: Form[] = [
  {
    pattern:
      /^(?:(?:i'm|im|i am) called|(?:(?:my )?friends|people|everybody|everyone|they)(?: all)? calls? me) (.+)$/iu,
    tell: ([name = ''], who) => (proper.test(titled(name)) ? `${who} is called ${titled(name)}` : null),
  },
  {
    pattern: /^(?:(?:[Pp]lease|[Jj]ust) )?[Cc]all me (\p{Lu}.*)$/u,
    tell: ([name = ''], who) => (proper.test(name) ? `${who} is called ${name}` : null),
  },
  {
    pattern:
      /^my ((?:[\p{L}\d'-]+ ){0,4}?[\p{L}\d-]+)(?:'s| (is|are|was|were|has|have|lives?|works?|likes?|loves?|hates?|needs?|prefers?|wants?|speaks?|starts?|ends?|begins?|arrives?|leaves?)) (.+)$/iu,
    tell: ([what = '', verb = 'is', value = ''], who) => tellOwn(who, what, verb.toLowerCase(), value),
  },
  {
    pattern: new RegExp(`^(?:i'm|im|i am) ${rest}$`, 'iu'),
    tell: ([what = ''], who) => tellBeing(who, what),
  },
  {
    pattern:
      /^i was ((?:born|raised|diagnosed|educated|trained|adopted|married|divorced|promoted|hired|fired|an? ).*)$/iu,
    tell: ([what = ''], who) => (passing.test(what) ? null : `${who} was ${what}`),
  },
  {
    pattern:
      /^i(?:'ve| have|ve) ((?:(?:also|never|always|already|just|recently) )*(?:lived|worked|studied|played|been (?:an? |in |to |living|working|married|learning|playing|studying|diagnosed|vegetarian|vegan)|moved|owned|had|ordered|bought|booked).*)$/iu,
    tell: ([what = ''], who) => `${who} has ${what}`,
  },
  {
    pattern: /^i(?:'ve| have|ve) got (.+)$/iu,
    tell: ([what = ''], who) => (isEmpty(what) ? null : `${who} has ${what}`),
  },
  {
    pattern: new RegExp(`^i (?:do not|don't|dont) (${[...lasting.keys()].join('|')}) ${rest}$`, 'iu'),
    tell: ([verb = '', object = ''], who) =>
      isEmpty(object) || isShort(verb, object) ? null : `${who} does not ${verbOf(verb)} ${object}`,
  },
  {
    pattern:
      /^i (?:cannot|can't|cant|can not) ((?:eat|drink|drive|swim|walk|read|have|tolerate|take|use|fly|ride|cook|stand) .+|drive|swim|walk|read|cook|fly)$/iu,
    tell: ([what = ''], who) => (isEmpty(what.replace(/^\S+ ?/, '')) ? null : `${who} cannot ${what}`),
  },
  {
    pattern:
      /^i can ((?:speak|play|drive|cook|code|read|ride|sing|type|write) .+|drive|swim|cook|sing|code)$/iu,
    tell: ([what = ''], who) => (isEmpty(what.replace(/^\S+ ?/, '')) ? null : `${who} can ${what}`),
  },
  {
    pattern: new RegExp(`^i ${adverbs}(${[...lasting.keys()].join('|')}) ${rest}$`, 'iu'),
    tell([adverb, verb = '', object = ''], who) {
      const told = lasting.get(verbOf(verb))
      return isEmpty(object) || isShort(verb, object)
        ? null
        : `${who} ${withAdverb(adverb, told ?? verb)} ${object}`
    },
  },
  {
    pattern: new RegExp(
      `^i(?:'ll| will| am going to|'m going to)? (${[...planned.keys()].join('|')}) ${rest}$`,
      'iu',
    ),
    tell: ([verb = '', object = ''], who) =>
      dated.test(object) ? `${who} ${planned.get(verbOf(verb))} ${object}` : null,
  },
  {
    pattern: new RegExp(`^i ${adverbs}(${past}) ${rest}$`, 'iu'),
    tell: ([adverb, verb = '', object = ''], who) =>
      isEmpty(object) ? null : `${who} ${withAdverb(adverb, verbOf(verb))} ${object}`,
  },
]

/** A verb that is a fact with certain words only, and without them here. */
function isShort(verb: string, object: string): boolean {
  const needed = needing[verbOf(verb)]
  return needed !== undefined && !needed.test(object)
}

/** Heads of what is somebody's for the length of a call, or only a way of speaking. */
const noPossessions =
  /(?:^|\s)(?:questions?|point|guess|answer|apologies|bad|idea|thoughts?|feeling|hope|understanding|microphone|mic|camera|webcam|sound|audio|video|screen|connection|internet|wi-?fi|headphones|speakers|pleasure|goodness|god|best|turn|mistake|voice|favou?rite|i)$/iu

function tellOwn(who: string, what: string, verb: string, value: string): string | null {
  if (noPossessions.test(what) || vague.test(value)) return null
  const told = /(?:^|\s)name$/iu.test(what) ? titled(value) : value
  return `${who}'s ${what} ${verb} ${told}`
}

function tellBeing(who: string, what: string): string | null {
  const years = /^(\d{1,3})(?: years old| years of age)?$/iu.exec(what)
  if (years) return `${who} is ${years[1]} years old`
  if (passing.test(what) || moods.test(what)) return null
  if (proper.test(what))
    return what.toLocaleLowerCase() === who.toLocaleLowerCase() ? null : `${who} is ${what}`
  return state.test(what) || journey.test(what) ? `${who} is ${what}` : null
}

/** A name as names are written: recognised speech is all in small letters. */
const titled = (name: string) =>
  /\p{Lu}/u.test(name) ? name : name.replace(/(?<![\p{L}'])\p{Ll}/gu, (letter) => letter.toUpperCase())

const them: Record<string, string> = {
  my: 'their',
  mine: 'theirs',
  me: 'them',
  myself: 'themselves',
  our: 'their',
  ours: 'theirs',
}

/** The facts about `who` in a sentence of theirs; none for a question, a supposition, or what is said to another. */
export function englishFacts(sentence: string, who: string): string[] {
  const plain = sentence.replaceAll('’', "'").replace(/\s+/g, ' ').trim().replace(opening, '')
  if (plain.endsWith('?') || uncertain.test(plain) || toOther.test(plain)) return []
  return plain.split(betweenClauses).flatMap((part) => {
    const clause = part
      .replace(opening, '')
      .replace(/[\s.!…,;:–—-]+$/u, '')
      .trim()
    const fact = factIn(clause, who)
    return fact ? [fact] : []
  })
}

function factIn(clause: string, who: string): string | null {
  for (const { pattern, tell } of forms) {
    const found = pattern.exec(clause)
    if (!found) continue
    const told = tell(found.slice(1), who)
    if (told === null) continue
    const said = found.at(-1) ?? ''
    if (embedded.test(said))
      return `${who} said: “${clause.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())}.”`
    const start = told.startsWith(`${who} `) ? who.length : 0
    return `${who}${inThird(told.slice(start > 0 ? start : who.length))}.`
  }
  return null
}

/** Words of a first person as those of a third. */
const inThird = (text: string) =>
  text.replace(
    /(?<![\p{L}'])(?:my|mine|me|myself|our|ours)(?![\p{L}'])/giu,
    (word) => them[word.toLowerCase()] ?? word,
  )
