/** What a room may use in the frame of another site (the `allow` of an iframe). */
export const frameRights = 'camera; microphone; display-capture; autoplay; fullscreen; screen-wake-lock'
