import * as z from 'zod'
import { brokenPasswordRules, normalizeEmail } from './rules'

const email = z
  .string({ error: 'Enter your e-mail address.' })
  .transform(normalizeEmail)
  .pipe(
    z
      .string()
      .min(1, 'Enter your e-mail address.')
      .max(254, 'An e-mail address has at most 254 characters.')
      .pipe(z.email('This is not an e-mail address. It looks like name@example.com.')),
  )

const name = z
  .string({ error: 'Enter your name.' })
  .trim()
  .min(1, 'Enter your name.')
  .max(100, 'A name may have at most 100 characters.')
  .refine((value) => !value.includes('\0'), 'The name must not contain the NUL character.')

/** Any text: what a password must be is said where one is chosen, not where one is checked. */
const anyPassword = (error: string) => z.string({ error }).min(1, error).max(1000, error)

/** Who an account is made for by what an identity provider says. */
export const newcomer = z.object({ name, email })

/** What is typed to sign in. */
export const signInRequest = z.object({
  email,
  password: anyPassword('Enter your password.'),
})

/** What is typed to sign up. `invite` is the token of an invitation, where one is needed. */
export const signUpRequest = z
  .object({
    name,
    email,
    password: anyPassword('Choose a password.'),
    invite: z.string().max(100).optional(),
  })
  .superRefine((value, context) => {
    for (const rule of brokenPasswordRules(value.password, value)) {
      context.addIssue({ code: 'custom', path: ['password'], message: rule.refuses })
    }
  })

/** What is typed to change the password of `owner`, who is signed in; to choose the first one there is none to tell. */
export const passwordChange = (owner: { email: string; name: string; hasPassword: boolean }) =>
  z
    .object({
      current: owner.hasPassword
        ? anyPassword('Enter the password you have now.')
        : z.string().max(1000).default(''),
      password: anyPassword('Choose a new password.'),
    })
    .superRefine((value, context) => {
      for (const rule of brokenPasswordRules(value.password, owner)) {
        context.addIssue({ code: 'custom', path: ['password'], message: rule.refuses })
      }
      if (value.password === value.current) {
        context.addIssue({
          code: 'custom',
          path: ['password'],
          message: 'This is the password you have now. Choose another one.',
        })
      }
    })

export type SignInRequest = z.input<typeof signInRequest>
export type SignUpRequest = z.input<typeof signUpRequest>
export type PasswordChange = z.input<ReturnType<typeof passwordChange>>
