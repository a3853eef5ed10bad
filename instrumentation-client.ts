// Next runs this before the script of any page. Zod tries `new Function` when its first schema is made, which our
// policy forbids and browsers report; its settings are this object, which it takes over where there is one. Asking zod
// itself would bring 5 kB of it to pages without a form. The journey of pages finds out when this no longer holds.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })

export {}
