import { redirect } from 'next/navigation'
import { developerPlaces } from '@/components/shell/developer-places'

export default function DevelopersPage() {
  redirect(developerPlaces[0].href)
}
