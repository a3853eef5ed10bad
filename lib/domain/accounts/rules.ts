/** What a password is judged with beside itself. */
export type PasswordOwner = { email: string; name: string }

/** One thing a password must be. */
export type PasswordRule = {
  id: 'length' | 'longest' | 'personal' | 'common'
  /** The rule as an error. */
  refuses: string
  holds(password: string, owner: PasswordOwner): boolean
}

/** Characters. Length protects; rules about digits and signs do not (NIST SP 800-63B 3.1.1.2). */
export const passwordLength = { least: 10, most: 200 }

/** The `passwordrules` attribute that password managers read when they make one. */
export const passwordRulesAttribute = `minlength: ${passwordLength.least}; maxlength: ${passwordLength.most};`

/** What is said of a widespread password. */
export const guessedFirst = 'This password is one of those that are guessed first. Choose another one.'

/** The most widespread passwords that are long enough, for the page to tell while they are typed; the service knows more. */
const common = new Set([
  '1234567890',
  '12345678910',
  '123456789a',
  '0123456789',
  '0987654321',
  '9876543210',
  '1q2w3e4r5t',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  'qwertyuiop',
  'qwerty12345',
  'qwerty123456',
  'asdfghjkl;',
  'asdfghjkl1',
  'password12',
  'password123',
  'password1234',
  'passw0rd123',
  'p@ssw0rd123',
  'administrator',
  'admin12345',
  'changeme123',
  'letmein123',
  'letmein1234',
  'welcome123',
  'welcome1234',
  'iloveyou12',
  'iloveyou123',
  'sunshine123',
  'princess123',
  'football123',
  'baseball123',
  'superman123',
  'abcdefghij',
  'abcdefghijk',
  'abcd1234567',
  'abc123456789',
  'correcthorsebatterystaple',
  'correct horse battery staple',
])

/** Every rule, in the order they are shown. */
export const passwordRules: readonly PasswordRule[] = [
  {
    id: 'length',
    refuses: `The password needs at least ${passwordLength.least} characters.`,
    holds: (password) => characters(password) >= passwordLength.least,
  },
  {
    id: 'longest',
    refuses: `The password may have at most ${passwordLength.most} characters.`,
    holds: (password) => characters(password) <= passwordLength.most,
  },
  {
    id: 'personal',
    refuses: 'The password must not contain your name or e-mail address.',
    holds: (password, owner) => {
      const folded = fold(password)
      return !personalWords(owner).some((word) => folded.includes(word))
    },
  },
  {
    id: 'common',
    refuses: guessedFirst,
    holds: (password) => !isCommon(password),
  },
]

/** The rules that `password` breaks; an empty list when it is fine. */
export function brokenPasswordRules(password: string, owner: PasswordOwner): PasswordRule[] {
  return passwordRules.filter((rule) => !rule.holds(password, owner))
}

/** A password as it is hashed: the same characters however a keyboard composes them. */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC')
}

/** An e-mail address as it is stored and compared. */
export function normalizeEmail(email: string): string {
  return email.trim().normalize('NFKC').toLowerCase()
}

function characters(password: string): number {
  return [...normalizePassword(password)].length
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

/** A password as lists of widespread ones have it. */
export const foldPassword = (password: string): string => fold(password).trim()

/** Short words are left out: they stand inside too many others. */
function personalWords({ email, name }: PasswordOwner): string[] {
  const local = fold(email).split('@')[0] ?? ''
  return [local.trim(), ...fold(name).split(/\s+/)].filter((word) => word.length >= 4)
}

/** From the list, one or two characters over and over, or a run such as abcdefghij. */
function isCommon(password: string): boolean {
  const folded = foldPassword(password)
  const points = [...folded].map((character) => character.codePointAt(0) ?? 0)
  const steps = new Set(points.slice(1).map((point, index) => point - (points[index] ?? 0)))
  const isRun = points.length > 1 && steps.size === 1 && [...steps].every((step) => Math.abs(step) === 1)
  return common.has(folded) || (points.length > 0 && new Set(points).size <= 2) || isRun
}

const minute = 60_000
const day = 24 * 60 * minute

/** A session ends this long after it was last used, and in any case this long after signing in. */
export const sessionLife = { idle: 30 * day, whole: 365 * day }

/** How often the last use of a session or key is written down. */
export const touchEvery = minute

/** When a session that is used at `now` ends if it is not used again. */
export function sessionEnd(createdAt: Date, now: Date): Date {
  return new Date(Math.min(now.getTime() + sessionLife.idle, createdAt.getTime() + sessionLife.whole))
}

/** How long an invitation to sign up is good for, in milliseconds. */
export const invitationLife = 7 * day

/** Where a request comes from: the client's address and how its browser describes itself. */
export type Visitor = { address: string; userAgent: string }

/** How often something may be tried; `window` in milliseconds. */
export const attempts = {
  signInAccount: { limit: 10, window: 15 * minute },
  signInAddress: { limit: 50, window: 15 * minute },
  signUpAddress: { limit: 100, window: 60 * minute },
  passwordChange: { limit: 10, window: 15 * minute },
} as const

/** "in 1 minute", "in 12 minutes": how long `now` is before `at`, rounded up. */
export function inMinutes(at: Date, now: Date): string {
  const minutes = Math.max(1, Math.ceil((at.getTime() - now.getTime()) / minute))
  return minutes === 1 ? 'in 1 minute' : `in ${minutes} minutes`
}

const browsers: [RegExp, string][] = [
  [/Edg(A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

/** A browser's description of itself in two words: "Firefox on Linux". */
export function describeBrowser(userAgent: string): string {
  const nameIn = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent))?.[1]
  const system = nameIn(systems)
  return `${nameIn(browsers) ?? 'A program'}${system ? ` on ${system}` : ''}`
}
