import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factsOf } from './extract'
import { limits } from './limits'

const said = (text: string, language = 'english', speaker = 'Ana') =>
  factsOf([{ role: 'user', speaker, text }], language)

describe('what somebody says about themselves in English', () => {
  it.each([
    ['My name is Ana Silva and I live in Rome.', ["Ana's name is Ana Silva.", 'Ana lives in Rome.']],
    ['my name is ana and i live in rome', ["Ana's name is Ana.", 'Ana lives in rome.']],
    ["Hi, I'm from Oslo.", ['Ana is from Oslo.']],
    ["I'm 42.", ['Ana is 42 years old.']],
    ['I am 42 years old', ['Ana is 42 years old.']],
    ["I'm a teacher, and my sister is a nurse.", ['Ana is a teacher.', "Ana's sister is a nurse."]],
    ["I'm Dutch.", ['Ana is Dutch.']],
    ["I'm allergic to nuts.", ['Ana is allergic to nuts.']],
    ["I'm not a vegetarian.", ['Ana is not a vegetarian.']],
    ["I'm going to Paris in June.", ['Ana is going to Paris in June.']],
    ['I am called Sue.', ['Ana is called Sue.']],
    ['Call me Bob.', ['Ana is called Bob.']],
    ['Everyone calls me Bo', ['Ana is called Bo.']],
    ["I like tea, but I don't like coffee.", ['Ana likes tea.', 'Ana does not like coffee.']],
    ['I prefer mornings to evenings.', ['Ana prefers mornings to evenings.']],
    ['I need a ramp for my wheelchair.', ['Ana needs a ramp for their wheelchair.']],
    ['I want to learn Spanish.', ['Ana wants to learn Spanish.']],
    ['I really love hiking!', ['Ana really loves hiking.']],
    ['I never eat meat', ['Ana never eats meat.']],
    [
      'I have two children and my daughter is called Mia',
      ['Ana has two children.', "Ana's daughter is called Mia."],
    ],
    ["I've got a dog", ['Ana has a dog.']],
    ["I've lived in Oslo since 2010.", ['Ana has lived in Oslo since 2010.']],
    ['I study physics, I teach maths', ['Ana studies physics.', 'Ana teaches maths.']],
    ['I come from Ghent', ['Ana comes from Ghent.']],
    ["I work as a nurse at Guy's Hospital.", ["Ana works as a nurse at Guy's Hospital."]],
    ['I do not own a car.', ['Ana does not own a car.']],
    ["I can't eat gluten.", ['Ana cannot eat gluten.']],
    ['I can speak Dutch.', ['Ana can speak Dutch.']],
    ['I was born in 1980.', ['Ana was born in 1980.']],
    ['I grew up in Kent.', ['Ana grew up in Kent.']],
    ['I moved to Berlin last year.', ['Ana moved to Berlin last year.']],
    ['I ordered three chairs on 2 May.', ['Ana ordered three chairs on 2 May.']],
    ['I arrive on 3 May at 10.', ['Ana arrives on 3 May at 10.']],
    ['I will return on Monday.', ['Ana returns on Monday.']],
    ['Well, my birthday is on 3 May.', ["Ana's birthday is on 3 May."]],
    ["My favourite colour's green.", ["Ana's favourite colour is green."]],
    ['My order number is 4711-B.', ["Ana's order number is 4711-B."]],
    ['I like tea when I am ill.', ['Ana said: “I like tea when I am ill.”']],
  ])('%s', (text, facts) => expect(said(text)).toEqual(facts))

  it.each([
    ...['What is my name?', 'Where do I live?', 'I live in Rome, right?'],
    ...[
      'I have a question.',
      'I need help.',
      'I need some more time',
      'I have to go.',
      'I want to know more.',
    ],
    ...[
      "I'm sorry.",
      "I'm fine, thanks.",
      "I'm a bit tired",
      "I'm just trying to log in.",
      "I'm going to call her.",
    ],
    ...['I like it.', 'I live there.', 'I like that.', 'I need something.'],
    ...['I love you.', 'I can hear you.', 'I like your shop.', "I can't hear you"],
    ...[
      'I would like a table.',
      "I'd like tea.",
      'If I lived in Rome, I like to think.',
      'Maybe I live in a dream.',
    ],
    ...['I may move to Rome.', 'I think my car is red.', 'My question is how much it costs.'],
    ...['My microphone is not working.', 'My point is that it is late.', 'I fly a lot.', 'I start now.'],
    ...['The shop opens at nine.', 'Tea is two euros.', 'He lives in Rome.', '', '…', '42'],
  ])('%s is no fact', (text) => expect(said(text)).toEqual([]))

  it('is a fact of whoever said it, once, and of nobody where the replica did', () => {
    const facts = factsOf(
      [
        { role: 'replica', speaker: 'Anna', text: 'I live in a computer. My name is Anna.' },
        { role: 'user', speaker: 'Ana', text: 'I live in Rome.' },
        { role: 'user', speaker: ' Bea\n', text: 'I live in Rome. I am a nurse.' },
        { role: 'user', speaker: '', text: 'I live in Rome!' },
        { role: 'user', speaker: 'Ana', text: 'i live in rome' },
      ],
      'english',
    )
    expect(facts).toEqual([
      'Bea lives in Rome.',
      'Bea is a nurse.',
      'The participant lives in Rome.',
      'Ana lives in rome.',
    ])
  })
})

describe('other languages', () => {
  it.each([
    ['german', 'Ich wohne in Rom und bin Lehrerin.'],
    ['german', 'Mein Hund heißt Rex.'],
    ['french', "Je m'appelle Ana et j'habite à Paris."],
    ['french', 'J’ai deux enfants.'],
    ['spanish', 'Me llamo Ana.'],
    ['spanish', 'Vivo en Madrid.'],
    ['portuguese', 'Moro em Lisboa.'],
    ['italian', 'Mi chiamo Ana.'],
    ['dutch', 'Ik woon in Gent.'],
    ['swedish', 'Jag bor i Lund.'],
    ['danish', 'Jeg hedder Ana.'],
    ['norwegian', 'Jeg heter Ana.'],
    ['polish', 'Mieszkam w Krakowie.'],
    ['russian', 'Меня зовут Анна.'],
    ['ukrainian', 'Я живу у Львові.'],
    ['turkish', "İzmir'de yaşıyorum."],
    ['arabic', 'أعيش في القاهرة.'],
    ['hindi', 'मेरा नाम अना है।'],
    ['japanese', '私は東京に住んでいます。'],
    ['chinese', '我住在上海。'],
    ['korean', '저는 서울에 살아요.'],
  ])('%s: %s is kept as it was said', (language, text) => {
    expect(said(text, language)).toEqual([`Ana: ${text}`])
    expect(said(text, 'multilingual').length).toBeLessThanOrEqual(1)
  })

  it.each([
    ['german', 'Wo wohne ich?'],
    ['german', 'Ich habe eine Frage.'],
    ['german', 'Das Wetter ist schön.'],
    ['french', "J'ai une question."],
    ['spanish', 'Tengo una pregunta.'],
    ['chinese', '你好。'],
    ['japanese', '質問があります。'],
    ['greek', 'Μένω στην Αθήνα.'],
  ])('%s: %s is no fact', (language, text) => expect(said(text, language)).toEqual([]))

  it('are known where another is the usual one', () => {
    expect(said('Ich wohne in Rom und arbeite als Lehrerin in einer kleinen Schule.')).toHaveLength(1)
    expect(said('I live in Rome and I work there as a teacher of music.', 'german')).toEqual([
      'Ana lives in Rome.',
      'Ana works there as a teacher of music.',
    ])
  })
})

it('makes of any text short facts that are not too many', () => {
  const words = fc.constantFrom(
    ...[
      'I',
      "I'm",
      'my',
      'live',
      'in',
      'Rome',
      'name',
      'is',
      'a',
      'like',
      'and',
      '.',
      ',',
      '?',
      '“',
      "'",
      'you',
      '42',
    ],
    ...['ich', 'wohne', '我', '😀', '\u0000', '\n'],
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.array(words, { maxLength: 60 }).map((list) => list.join(' ')),
  )
  const lines = fc.array(
    fc.record({ role: fc.constant('user' as const), speaker: fc.string({ maxLength: 80 }), text: texts }),
    { maxLength: 80 },
  )
  fc.assert(
    fc.property(lines, fc.constantFrom('english', 'german', 'multilingual'), (given, language) => {
      const facts = factsOf(given, language)
      expect(facts.length).toBeLessThanOrEqual(limits.found)
      for (const fact of facts) expect(fact.length).toBeLessThanOrEqual(limits.fact)
      expect(factsOf(given, language)).toEqual(facts)
    }),
  )
})

it('is quick with a text that was made to be slow', () => {
  const began = performance.now()
  said(`I ${'really '.repeat(40)}x. my ${'a-b '.repeat(60)}. ${'and I '.repeat(2000)}`)
  said('I am '.repeat(20_000))
  expect(performance.now() - began).toBeLessThan(2000)
})
