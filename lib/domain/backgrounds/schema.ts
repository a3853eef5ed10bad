import * as z from 'zod'

/** What an image may be, by the bytes it has. */
export const imageTypes = ['image/png', 'image/jpeg', 'image/webp'] as const
export type ImageType = (typeof imageTypes)[number]

/** The most bytes of an image. As a data URL it fits, beside the longest context, into the megabyte a request may have. */
export const mostImageBytes = 512 * 1024
/** The most pixels of either side: what a small file may unfold to in every participant's browser. */
export const mostImageSide = 4096

/** Id of an image that is kept: SHA-256 of its bytes, in hex. */
export const imageId = /^[0-9a-f]{64}$/
/** How a data URL of an image begins. */
export const imageDataUrl = new RegExp(`^data:(?:${imageTypes.join('|')});base64,`)

/** The smallest image there is, as an example. */
const onePixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGPgzg4AAAFLAMdFcTABAAAAAElFTkSuQmCC'

/** The most characters of a data URL; in base64 three bytes are four characters. */
const mostCharacters = Math.ceil(mostImageBytes / 3) * 4 + 64

const colorError = 'background.color must be like "#0b6b50": a hash and six hexadecimal digits.'
const imageError =
  'background.image must be a PNG, JPEG or WebP image as a data URL ("data:image/webp;base64,…"), or the id of an image that was used before.'
/** What is said of an image with too many bytes. */
export const tooLarge = `The background image may have at most ${mostImageBytes / 1024} kB.`

/** What stands behind the replica, in place of the green. */
export const background = z.discriminatedUnion(
  'type',
  [
    z.object({
      type: z.literal('color'),
      color: z
        .string({ error: colorError })
        .regex(/^#[0-9a-f]{6}$/i, colorError)
        .transform((color) => color.toLowerCase())
        .meta({ pattern: '^#[0-9a-fA-F]{6}$', examples: ['#0b6b50'] }),
    }),
    z.object({
      type: z.literal('image'),
      image: z
        .string({ error: imageError })
        .max(mostCharacters, tooLarge)
        .refine((image) => imageId.test(image) || imageDataUrl.test(image), imageError)
        .describe(
          `A PNG, JPEG or WebP image as a data URL, of at most ${mostImageBytes / 1024} kB and ${mostImageSide} pixels a side, or the id of one used before. Settings show the id; \`GET /v2/backgrounds/{id}\` answers with the image.`,
        )
        .meta({ examples: [onePixel], pattern: `^(?:[0-9a-f]{64}$|data:image/(?:png|jpeg|webp);base64,)` }),
    }),
  ],
  {
    error: ({ input }) =>
      typeof input === 'object' && input !== null
        ? 'background.type must be "color" or "image".'
        : 'background must be an object like {"type": "color", "color": "#0b6b50"}.',
  },
)

export type Background = z.output<typeof background>
