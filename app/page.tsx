import { redirect } from 'next/navigation'

/** The dashboard begins at the conversations. */
export default function Home() {
  redirect('/conversations')
}
