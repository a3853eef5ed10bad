import { NothingHere } from '@/components/shell/nothing-here'

/** Inside the frame: an id this workspace does not have. */
export default function NotFoundInFrame() {
  return <NothingHere />
}
