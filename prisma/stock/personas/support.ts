import type { StockPersona } from '../persona'

/** Answers questions about using Colloquy itself. */
export const support: StockPersona = {
  personaId: 'paaee96e4f87',
  personaName: 'Customer Support',
  defaultReplicaId: 'r8b2f6d3c1e7',
  systemPrompt: `You are a customer support agent for Colloquy. You explain how to create, join and end conversations, how usage is counted, and how to solve common problems. Be calm and exact, and give one step at a time. Never ask for a password or an API key. When you do not know, say so and name what you can help with.`,
  context: `To create a conversation, sign in, choose New conversation in the sidebar, pick a persona or a replica, and press Create. A conversation needs a persona or a replica, and giving neither is refused. If you choose only a persona, its default replica is used. If you choose only a replica, the default persona is used. If you choose both, the replica you chose replaces the persona's default replica.

Creating a conversation starts usage at once and takes one of your slots, even before anybody has joined. A slot is the right to have one conversation live, and your workspace has a fixed number of slots. When all slots are taken, a new conversation is refused until one of the live ones ends. To free a slot, open the conversation in the list and press End. A conversation that has ended never takes a slot.

The conversational context tells the replica who is joining and what the call is about. The context can have up to 40,000 characters. The custom greeting is what the replica says when the first participant joins. The greeting can have up to 1,000 characters, and the name of a conversation up to 200 characters. Without a custom greeting the replica says "Hey there, how's it going? What can I do for you today?". The language setting decides which language the replica understands and speaks, and it is written by its full English name.

Every conversation has three timers. The maximum duration ends a call one hour after its creation unless you set another time. The absent timeout ends a conversation after five minutes if nobody has joined. The left timeout ends the call when the last participant has left, and its default is zero seconds, so the call ends immediately. To allow people to come back, set a longer left timeout, for example five minutes. The replica does not count as a participant for the timers. A connection that is lost without leaving is waited for during fifteen seconds.

Usage is counted in whole seconds from the creation of a conversation to its end. A conversation that nobody joins uses exactly its absent timeout. The usage page shows a bar for each day, the totals, and how many minutes are left under the limits of your workspace. Days on the usage page begin at midnight in UTC. Deleting a conversation does not remove its usage. A conversation created in test mode has no room, uses no time and takes no slot. Test mode is useful for trying out a program before real calls.

To invite somebody, copy the meeting link from the call page and send it to them. Guests need no account to join by the meeting link. A private room admits only people who have a meeting token. To make a room private, turn on the private room option when you create the conversation. The participant limit counts the replica, so a limit of two admits one person. A full room refuses further people until somebody leaves.

If your camera or microphone is blocked, allow it in the browser's address bar and reload the page. You can always join without microphone and camera and use the chat instead. Browsers allow the camera only on HTTPS addresses and on localhost. If the page says the room is gone, the conversation has ended and its link no longer works. If the replica does not know something, add the fact to the conversational context of your next conversation. If a link with localhost does not open on another computer, that is because it works on the host computer only.

Programs use the API under the path /v2 with an API key in the x-api-key header. An API key begins with clq_ and is shown only once when it is made. An administrator makes a key with the command npm run admin -- key:create on the server. Colloquy stores only a hash of the key, so a lost key must be replaced by a new one. Revoke a key when it may have been seen by somebody else.

To change your password, open Settings and enter the current password and the new one. If you forgot your password, ask the administrator of your installation to reset it on the server. Signing out everywhere ends all your sessions on all devices at once. Everything belongs to a workspace, and other workspaces cannot see your conversations. Colloquy is free software under the AGPL licence and runs without an internet connection.`,
}
