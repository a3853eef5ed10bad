/** What a message does beside asking for facts. */
export type Gesture =
  | 'greeting'
  | 'wellbeing'
  | 'thanks'
  | 'bye'
  | 'who'
  | 'ability'
  | 'human'
  | 'praise'
  | 'apology'
  | 'yes'
  | 'no'
  | 'laugh'
  | 'hearing'
  | 'wait'
  | 'insult'
  | 'joke'
  | 'feeling'
  | 'pleasure'

// Whole messages, in lower case, without punctuation and without the replica's name.
const gestures: [Gesture, RegExp][] = [
  [
    'wellbeing',
    /^(?:and )?(?:how (?:are|r) (?:you|u|things)(?: doing| today| feeling| going)*|how (?:is|s) (?:it|everything|life|your day)(?: going)?(?: today| so far)?|how do you (?:do|feel)|what s? ?up|what is up|whats up|how have you been|are you (?:ok|okay|well|good)|how about (?:you|yourself)|and you|what about you)$/,
  ],
  [
    'greeting',
    /^(?:hi|hello|hey|heya|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|morning|evening|welcome)(?: (?:there|everyone|all|again|you|to you|friend|everybody))*$/,
  ],
  [
    'thanks',
    /^(?:ok |okay |great |perfect |alright |no )*(?:thanks?|thank you|thx|ty|many thanks|thanks a lot|cheers|much appreciated|i appreciate (?:it|that|your help))(?: (?:so|very|much|a lot|a bunch|again|you|for|your|the|help|that|this|everything|all|it|was|is|very|really|helpful|great|useful|kind|of|time|answer|answering|information|info|indeed))*$/,
  ],
  [
    'praise',
    /^(?:that (?:is|s|was) |this (?:is|was) |it (?:is|s) |you are |you re )?(?:so |very |really |pretty )?(?:great|good|nice|cool|awesome|perfect|excellent|amazing|wonderful|brilliant|fantastic|lovely|helpful|useful|interesting|impressive|funny|smart|well done|good job|good to know|sounds good|makes sense|that makes sense|i like that|i see|got it|understood|fair enough|good point)$/,
  ],
  [
    'bye',
    /^(?:ok |okay |alright |well |thanks |thank you )*(?:bye|goodbye|good bye|bye bye|see you|see ya|cya|farewell|good night|talk (?:to you )?(?:later|soon)|have a (?:nice|good|great) (?:day|evening|night|weekend|one)|take care|i (?:have|need|must|ve got) to (?:go|leave)(?: now)?|until next time|that is all|that s all|that will be all|nothing else)(?: (?:then|later|soon|tomorrow|for now|now|again|bye))*$/,
  ],
  [
    'who',
    /^(?:and |so )*(?:who (?:are|r) (?:you|u)|who is this|who am i (?:talking|speaking|chatting) (?:to|with)|(?:what is|what s|whats) your name|tell me (?:about|a bit about|something about|more about) yourself|introduce yourself|what are you|your name|do you have a name|what (?:should|can|do|may) i call you|what is your role|what do you do)(?: (?:exactly|again|please|then|called))*$/,
  ],
  [
    'ability',
    /^(?:and |so |ok )*(?:what (?:can|could|do|are) you (?:do|know|able to do|able to help(?: me)? with|help(?: me)? with|tell me|talk about|do for me|offer|know about|answer)(?: (?:for me|about|here|exactly|today|all))*|(?:how|what) (?:can|could) you help(?: me)?(?: with)?|(?:can|could) you help(?: me)?|help(?: me)?(?: please)?|i need (?:your |some )?help|what can i ask(?: you)?(?: about)?|what (?:should|could|shall) (?:we|i) (?:talk|ask|chat)(?: you)?(?: about)?|what do you know|what are (?:my|the) options|what is this(?: about)?|what are we (?:talking|doing)(?: about)?(?: here)?|what topics(?: do you know)?)$/,
  ],
  [
    'human',
    /^(?:are|r) (?:you|u) (?:an? |really |actually )*(?:human|real|robot|bot|ai|machine|person|computer|alive|real person|artificial intelligence|chatbot|chatgpt|language model)(?: or .*| being)?$/,
  ],
  [
    'apology',
    /^(?:i am |i m |im )?(?:so |very )?(?:sorry|apologies|my bad|excuse me|pardon|oops)(?: (?:about|for) (?:that|this|it))?$/,
  ],
  [
    'yes',
    /^(?:yes|yeah|yep|yup|sure|ok|okay|of course|certainly|absolutely|definitely|right|correct|indeed|exactly|alright|all right|fine|true|agreed|please do|yes please|go ahead)(?: (?:please|sure|yes|ok|thanks|it is|i am|i do))*$/,
  ],
  [
    'no',
    /^(?:no|nope|nah|not really|no way|never mind|nevermind|not now|no thank you|no thanks|not yet|i do not think so|i don t think so|not at all)$/,
  ],
  ['laugh', /^(?:ha(?:ha)+h?|he(?:he)+|lol|lmao|rofl|heh|hah)(?: .{0,20})?$/],
  [
    'hearing',
    /^(?:(?:can|do) you (?:hear|see) me(?: now| ok| okay| well)?|are you (?:there|still there|here|listening)|anyone there|is (?:anyone|anybody|somebody) (?:there|here)|test|testing|testing (?:one two|1 2 3|123)|mic check|one two(?: three)?)$/,
  ],
  [
    'wait',
    /^(?:wait|hold on|one moment|one second|just a (?:second|moment|minute|sec)|give me a (?:second|moment|minute)|hang on|let me think|hm+|um+|uh+|erm|well|so)(?: please)?$/,
  ],
  [
    'insult',
    /^(?:you are |you re |ur )?(?:so |very |really |a |an )*(?:stupid|idiot|dumb|useless|terrible|awful|bad|boring|annoying|shut up|i hate you|rubbish|fuck you|fuck off|this sucks|you suck)$/,
  ],
  [
    'joke',
    /^(?:(?:please |can you |could you )?(?:tell|sing|say|write)(?: me| us)? (?:a|another|some|something) (?:\w+ )?(?:jokes?|songs?|stor(?:y|ies)|poems?|funny|something funny)|make me laugh|do you know (?:any|a) (?:good )?jokes?)$/,
  ],
  [
    'feeling',
    /^(?:i am|i m|im|i feel|not)(?: (?:very|so|really|quite|doing|a bit|a little|just|pretty|too|feeling))* (?:good|fine|well|ok|okay|great|bad|tired|sad|happy|excited|nervous|bored|busy|stressed|lonely|hungry)(?: (?:thanks|thank you|too|today|and you|how are you|how about you))*$/,
  ],
  [
    'pleasure',
    /^(?:it is |it s |it was )?(?:nice|good|great|lovely|pleased|glad|a pleasure|pleasure|happy)(?: to)? (?:to )?(?:meet|meeting|see|seeing|talk to|talking to|talking with) you(?: too| again| as well)?$/,
  ],
]

// {name} and {about} are filled in; lines with an empty {about} are passed over.
const lines: Record<Gesture, string[]> = {
  greeting: [
    'Hello. What would you like to know?',
    'Hi, good to see you. What can I do for you?',
    'Hello there. Ask me anything about {about}.',
  ],
  wellbeing: [
    'I am well, thank you. What is on your mind?',
    'All good here, thanks for asking. What can I do for you?',
    'Very well, thank you. How can I help?',
  ],
  thanks: ['You are welcome.', 'My pleasure. Is there anything else?', 'Glad I could help.'],
  bye: [
    'Goodbye, it was good talking with you.',
    'Take care, and see you soon.',
    'Goodbye. Have a good day.',
  ],
  who: ['I am {name}.'],
  ability: [
    'I can answer questions about {about}.',
    'You can ask me about {about}.',
    'I know about {about}. What would you like to hear?',
  ],
  human: [
    'No, I am a replica: a computer with a face. I answer from what I was given to know.',
    'I am a replica, not a person. I answer from what I was told for this conversation.',
  ],
  praise: ['I am glad to hear that.', 'Good. What else would you like to know?', 'Thank you.'],
  apology: ['No problem at all.', 'That is quite all right.'],
  yes: ['Good. What would you like to know?', 'All right. Go ahead.', 'Fine. What shall we talk about?'],
  no: [
    'All right. I am here if something comes up.',
    'That is fine.',
    'No problem. Tell me when you need something.',
  ],
  laugh: ['I am glad you are amused.', 'It is good to hear you laugh.'],
  hearing: ['Yes, I am here, and I read what you write.', 'I am here. Your message arrived.'],
  wait: ['Take your time.', 'Of course, I will wait.'],
  insult: [
    'I am sorry that I am not of more help. You can ask me about {about}.',
    'I understand. Let us try again: ask me about {about}.',
  ],
  joke: [
    'I am afraid that is not a talent of mine. I can tell you about {about}.',
    'I would only spoil it. Ask me about {about} instead.',
  ],
  feeling: [
    'Thank you for telling me. What can I do for you?',
    'I see. I am here if you want to talk about {about}.',
  ],
  pleasure: ['Nice to meet you too.', 'The pleasure is mine.'],
}

/** Lower case, punctuation and emoji gone, single spaces: the form in which gestures are recognised. */
export const plainOf = (message: string) =>
  message
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()

/** The gesture that the whole message is; null when it is something else. */
export function gestureOf(message: string, names: string[]): Gesture | null {
  const called = names.map(plainOf).filter((name) => name !== '')
  let plain = ` ${plainOf(message)} `
  for (const name of called) plain = plain.replace(` ${name} `, ' ')
  const bare = plain.trim()
  return (
    gestures.find(([, pattern]) => pattern.test(bare))?.[0] ??
    (bare === '' && called.length > 0 ? 'greeting' : null)
  )
}

const openers =
  /^\s*((?:hi|hello|hey|good (?:morning|afternoon|evening|day)|thanks|thank you|thx|ok(?:ay)?|great|perfect|alright|all right|i see|well|cool|nice|sorry|excuse me|yes|yeah|no|please|so|um+|hm+|oh)(?: (?:there|again|very much|so much|a lot))?)(?:\s*[,.!;:–-]+\s*|\s+)(?=\S)/i

/** A message without the courtesies before its question ("Hi there, when do you open?"). */
export function withoutCourtesies(message: string, names: string[]): string {
  const called = names
    .filter((name) => name !== '')
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  let rest = message
  for (let round = 0; round < 4; round++) {
    rest = rest.replace(openers, '')
    if (called.length > 0)
      rest = rest.replace(new RegExp(`^\\s*(?:${called.join('|')})\\s*[,.!]\\s*`, 'iu'), '')
  }
  return rest
    .replace(/[,\s]+(?:please|thanks|thank you)\s*([?.!]*)\s*$/i, '$1')
    .replace(/^(?:can|could|would|will) you (?:please )?(?:tell|explain to) me (?:about )?/i, '')
    .replace(
      /^(?:do you know|i (?:would like|want|d like|'d like) to know|i was wondering|i wonder|tell me) (?=wh|how|if)/i,
      '',
    )
}

/** One of a gesture's lines; the same `turn` always gives the same one. */
export function lineFor(gesture: Gesture, turn: number, fill: { name: string; about: string }): string {
  const fitting = lines[gesture].filter((line) => fill.about !== '' || !line.includes('{about}'))
  const line = fitting[turn % Math.max(1, fitting.length)] ?? 'I am here. What would you like to talk about?'
  return line.replace('{name}', fill.name).replace('{about}', fill.about)
}
