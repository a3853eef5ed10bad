import NextAuth from 'next-auth'
import { nextAuthOptions } from '@/lib/access/next-auth'
import { wayInCookie } from '@/lib/access/way-in'

type Context = { params: Promise<{ nextauth: string[] }> }

/** next-auth with the options of this request. Its log collector, which writes what any visitor sends, is left out. */
async function handler(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params
  if (nextauth[0] === '_log') return new Response(null, { status: 404 })
  const response: Response = await NextAuth(await nextAuthOptions(request.headers))(request, context)
  if (nextauth[0] !== 'callback') return response
  // Whoever comes back has come back for what they went for, once.
  const { name, options } = wayInCookie(request.headers)
  const answer = new Response(response.body, response)
  answer.headers.append(
    'set-cookie',
    `${name}=; Path=${options.path}; Max-Age=0; HttpOnly; SameSite=Lax${options.secure ? '; Secure' : ''}`,
  )
  return answer
}

export { handler as GET, handler as POST }
