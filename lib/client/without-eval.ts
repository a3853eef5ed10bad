import * as z from 'zod'

// Zod tries `new Function` when its first schema is made, which our policy forbids and reports. Whatever a browser
// loads first imports this before any schema.
z.config({ jitless: true })
