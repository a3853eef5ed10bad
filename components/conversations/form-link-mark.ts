/** What stands before the packed form in the part of an address that no server gets. */
export const formLinkMark = '#form='

/** Whether the fragment of an address says that it holds a form. */
export const isFormLink = (fragment: string) => fragment.startsWith(formLinkMark)
