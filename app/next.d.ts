// What Next's own `next-env.d.ts` says, without the types of one build folder.
/// <reference types="next" />
/// <reference types="next/image-types/global" />
