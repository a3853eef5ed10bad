import NextAuth from 'next-auth'
import { nextAuthOptions } from '@/lib/access/next-auth'

type Context = { params: Promise<{ nextauth: string[] }> }

/** next-auth with the options of this request. Its log collector, which writes what any visitor sends, is left out. */
async function handler(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params
  if (nextauth[0] === '_log') return new Response(null, { status: 404 })
  return NextAuth(nextAuthOptions(request.headers))(request, context)
}

export { handler as GET, handler as POST }
