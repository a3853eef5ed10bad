import { redirect } from 'next/navigation'

/** The address people know from elsewhere. */
export default function Create() {
  redirect('/conversations/new')
}
