/**
 * How statements about oneself are recognised in languages whose grammar we do not know: by the words they are made with.
 * `not` are words that make of the same form something that passes, such as a question that one has.
 */
type Marks = { says: RegExp; not?: RegExp }

/** A word or words of a language, whole. */
const words = (list: string) => new RegExp(`(?<![\\p{L}\\p{M}])(?:${list})(?![\\p{L}\\p{M}])`, 'iu')

export const firstPerson: Record<string, Marks> = {
  german: {
    says: words(
      'ich (?:bin|war|heiße|heisse|habe|hab|wohne|lebe|arbeite|komme aus|stamme aus|mag|liebe|hasse|bevorzuge|brauche|studiere|lerne|spreche|esse|trinke|fahre|spiele|besitze|ziehe)|(?:wohne|lebe|arbeite|habe|bin) ich|mein(?:e|en)? [\\p{L}-]+ (?:ist|sind|heißt|heisst|war|hat|lautet)|mir (?:gefällt|gefallen|schmeckt)',
    ),
    not: words('Fragen?|Problem|Moment|froh|bereit|gespannt|mir nicht sicher|sicher|fertig'),
  },
  french: {
    says: words(
      "je m'appelle|je (?:suis|vis|travaille|préfère|parle|viens de|mange|bois|joue|déteste|déménage)|j'(?:ai|habite|aime|adore|étudie|apprends)|je n'(?:aime|ai) pas|je ne (?:mange|bois|parle|suis) pas|(?:mon|ma|mes) [\\p{L}-]+ (?:est|sont|s'appelle)",
    ),
    not: words('question|questions|désolée?|prête?|sûre?|besoin de savoir|problème'),
  },
  spanish: {
    says: words(
      'me llamo|soy|tengo|vivo|trabajo|me (?:gusta|gustan|encanta|encantan)|prefiero|necesito|hablo|estudio|nací|odio|como carne|no como|mis? [\\p{L}-]+ (?:es|son|se llama)',
    ),
    not: words('preguntas?|dudas?|problema|un momento|saber'),
  },
  portuguese: {
    says: words(
      '(?:me chamo|chamo-me)|sou|tenho|moro|vivo|trabalho|gosto|adoro|prefiro|preciso|falo|estudo|nasci|odeio|(?:meus?|minhas?) [\\p{L}-]+ (?:é|são|se chama)',
    ),
    not: words('perguntas?|dúvidas?|problema|saber'),
  },
  italian: {
    says: words(
      'mi chiamo|sono|ho|abito|vivo|lavoro|mi (?:piace|piacciono)|preferisco|parlo|studio|odio|non mangio|(?:il mio|la mia|i miei|le mie) [\\p{L}-]+ (?:è|sono|si chiama)',
    ),
    not: words('domand[ae]|problema|pront[oa]|sicur[oa]|capito|content[oa]|bisogno di sapere'),
  },
  dutch: {
    says: words(
      'ik (?:ben|was|heet|heb|woon|leef|werk|kom uit|houd? van|haat|studeer|leer|spreek|eet|drink|speel|verhuis)|mijn [\\p{L}-]+ (?:is|zijn|heet|heten|was)',
    ),
    not: words('vraag|vragen|probleem|klaar|benieuwd|zeker'),
  },
  swedish: {
    says: words(
      'jag (?:heter|är|bor|arbetar|jobbar|gillar|älskar|hatar|har|kommer från|talar|pratar|studerar|äter|dricker|föredrar)|(?:min|mitt|mina) [\\p{L}-]+ (?:är|heter)',
    ),
    not: words('frågor|fråga|problem|redo|säker|klar'),
  },
  danish: {
    says: words(
      'jeg (?:hedder|er|bor|arbejder|elsker|hader|har|kommer fra|taler|studerer|spiser|drikker|foretrækker|kan lide)|(?:min|mit|mine) [\\p{L}-]+ (?:er|hedder)',
    ),
    not: words('spørgsmål|problem|klar|sikker'),
  },
  norwegian: {
    says: words(
      'jeg (?:heter|er|bor|arbeider|jobber|liker|elsker|hater|har|kommer fra|snakker|studerer|spiser|drikker|foretrekker)|(?:min|mitt|mine) [\\p{L}-]+ (?:er|heter)',
    ),
    not: words('spørsmål|problem|klar|sikker'),
  },
  polish: {
    says: words(
      'nazywam się|mam na imię|jestem|mieszkam|pracuję|lubię|kocham|wolę|mam|mówię po|uczę się|studiuję|nie jem|(?:mój|moja|moje) [\\p{L}-]+ (?:to|jest|ma na imię|nazywa się)',
    ),
    not: words('pytani[ea]|problem|gotow[ya]|pew(?:ien|na)'),
  },
  russian: {
    says: words(
      'меня зовут|я (?:живу|работаю|люблю|не люблю|учусь|говорю по|из|родился|родилась|предпочитаю|не ем|переехал|переехала)|мне (?:нравится|нравятся|\\d{1,3} (?:лет|год|года))|у меня|(?:мой|моя|моё|мое|мои) [\\p{L}-]+ (?:—|-|зовут|живёт|живет|работает)',
    ),
    not: words('вопросы?|проблема'),
  },
  ukrainian: {
    says: words(
      "мене звати|я (?:живу|працюю|люблю|не люблю|навчаюся|розмовляю|з|народився|народилася|не їм)|мені (?:подобається|подобаються|\\d{1,3} (?:років|рік|роки))|у мене|(?:мій|моя|моє|мої) [\\p{L}'-]+ (?:—|-|звати)",
    ),
    not: words('питання|проблема'),
  },
  turkish: {
    says: words(
      'adım|ismim|yaşıyorum|oturuyorum|çalışıyorum|seviyorum|sevmiyorum|tercih ediyorum|tercih ederim|konuşuyorum|okuyorum|\\d{1,3} yaşındayım|evliyim|bekarım|benim [\\p{L}]+',
    ),
    not: words('sorum|soru'),
  },
  arabic: {
    says: words('اسمي|أنا|أعيش|أسكن|أعمل|أحب|لا أحب|أفضل|عندي|لدي|أدرس|أتكلم|عمري'),
    not: words('سؤال|أسئلة|مشكلة'),
  },
  hindi: {
    says: /मेरा नाम|मेरी उम्र|(?<![\p{L}\p{M}])मैं .*(?:हूँ|हूं)|मुझे .*पसंद|मेरे पास|मेर[ाीे] .+ (?:है|हैं)/u,
    not: /सवाल|प्रश्न/u,
  },
  japanese: {
    says: /(?:私|わたし|僕|ぼく|俺|おれ)(?:は|の|が)|と申します|が(?:大)?好きです|が嫌いです|に住んでいます|で働いています|の出身です|歳です/u,
    not: /質問/u,
  },
  chinese: {
    says: /我(?:叫|姓|是|住|喜欢|喜歡|不喜欢|不喜歡|爱|愛|有|在.{1,12}(?:工作|上班|住)|来自|來自|今年)|我的.{1,12}(?:是|叫)/u,
    not: /问题|問題/u,
  },
  korean: {
    says: /(?:저는|제가|나는|내가|난|전) .+|(?:제|내) [\p{L}]+(?:은|는|이|가) .+/u,
    not: /질문|문제/u,
  },
}
