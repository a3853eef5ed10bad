import type { Messages, NamespaceKeys, NestedKeyOf, useTranslations } from 'next-intl'

/** What `useTranslations` gives for a part of the catalog, for functions that are handed it. */
export type Translator<Part extends NamespaceKeys<Messages, NestedKeyOf<Messages>>> = ReturnType<
  typeof useTranslations<Part>
>
