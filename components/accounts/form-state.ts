/** What a server action says to the form it was posted from. */
export type FormState = {
  /** It was done. */
  done?: boolean
  /** Why it was not, when no single field is to blame. */
  message?: string
  /** What is wrong with a field, by its name. */
  fields?: Record<string, string>
  /** What was typed, for a page that was posted before its script ran. Never a password. */
  values?: Record<string, string>
}

/** A server action behind a form. */
export type FormAction = (previous: FormState, form: FormData) => Promise<FormState>
