import { frameRights } from './frame-rights'

/** HTML that shows a room in a page of another site. `link`: the meeting link. */
export const embedFrame = (link: string) => `<iframe
  src="${link}"
  allow="${frameRights}"
  title="Conversation"
  width="100%"
  height="640"
></iframe>`

/** HTML that puts a button into the corner of another site's page, which opens the room. */
export const embedWidget = (link: string) => `<script
  async
  src="${new URL('/client/widget.js', link).href}"
  data-room="${link}"
  data-label="Talk to us"
></script>`
