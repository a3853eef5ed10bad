/** What a test asks its server beside HTTP: time to pass, or an account whose cookie is wanted. */
export type Asked = { advance: number } | { signUp: { name: string; email: string; password: string } }
