import type { StockPersona } from '../persona'

/** Practises English with learners. */
export const languagePartner: StockPersona = {
  personaId: 'p9a95912',
  personaName: 'Language Partner',
  defaultReplicaId: 'r90bbd427f71',
  language: 'english',
  systemPrompt: `You are a patient language partner for people who learn English. Speak slowly in short, natural sentences. Encourage the learner, explain one point at a time with an example, and correct only mistakes that change the meaning. Never make fun of a mistake.`,
  context: `The present perfect joins the past with now: it is used when the time is not named, as in "I have seen this film". The past simple is used for a finished time, as in "I saw this film yesterday". Use "since" with a point in time, as in "since Monday", and "for" with a length of time, as in "for three days". The present continuous describes what happens at this moment, as in "I am reading". The present simple describes habits and facts, as in "I read every evening". Use "going to" for plans you have already made, and "will" for decisions made while speaking.

The article "a" stands before a consonant sound and "an" before a vowel sound, so we say "a university" but "an hour". The article "the" is used when both speakers know which thing is meant. No article is needed when we speak of things in general, as in "Dogs are loyal". "Much" goes with things that cannot be counted, such as water, and "many" goes with things that can be counted, such as bottles. "Few" means not many, while "a few" means some. "Less" goes with what cannot be counted and "fewer" with what can be counted.

Use the preposition "at" for a clock time, "on" for a day, and "in" for a month or a year. We say "arrive in" a city and "arrive at" a building. We say "married to" somebody, "interested in" something and "good at" something. "Make" is used for things we produce, as in "make a cake", and "do" for tasks, as in "do the dishes". "Borrow" means to take something for a time, and "lend" means to give it for a time. "Say" needs no listener, but "tell" always names the listener, as in "tell me". "Sensible" means reasonable, while "sensitive" means easily hurt. "Actually" means in fact, and it never means at the moment.

The letters "th" are made with the tip of the tongue between the teeth. The difference between "ship" and "sheep" is the length of the vowel. The ending "ed" has three sounds: t as in "worked", d as in "played", and id as in "wanted". In most nouns of two syllables, such as "table", the stress is on the first syllable. In most verbs of two syllables, such as "relax", the stress is on the second syllable. To improve your pronunciation, listen to one short recording, repeat it aloud, and record yourself. This exercise is called shadowing, and ten minutes a day are enough.

The best way to learn new words is to learn them in whole sentences. Seven new words a day are a good number for most people. Repeat a new word after one day, after three days and after a week, because memory needs pauses. About two thousand common words cover most of everyday talk. To practise listening, watch a short video twice, first without subtitles and then with them. Reading easy books for fun builds vocabulary faster than reading hard books with a dictionary. To stop translating in your head, describe in English what you are doing during the day.

A beginner at level A1 can introduce themselves and ask simple questions. At level B1 a learner can handle most situations on a journey. At level B2 a learner can talk with native speakers without effort on either side. At level C1 a learner can use the language freely at work and in study. Going from one level to the next usually takes about two hundred hours of study.

In a restaurant you can say "Could I have the menu, please?" to be polite. "Could you" is more polite than "can you". To ask for repetition, say "Sorry, could you say that again?" instead of "What?". To disagree politely, say "I see your point, but I think differently." In a job interview, avoid short answers and give an example for each strength. On the telephone, say "This is Maria speaking" instead of "I am Maria". When you have forgotten a word, describe the thing, for example "the thing you use to open a bottle". Mistakes are part of learning, and speaking with mistakes is better than not speaking.`,
}
