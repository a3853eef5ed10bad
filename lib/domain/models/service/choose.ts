import { type ChosenModels, type Models, mapModelSecrets } from '@/lib/domain/models/rules/mind'
import { chosenModels } from '@/lib/domain/models/serialize'
import type { Prisma } from '@/lib/platform/database/generated/client'
import { opened } from './sealing'

/** The models of a conversation, as they are stored with it. */
export const storedChoice = (models: ChosenModels) => models as unknown as Prisma.InputJsonObject

/**
 * The models of a conversation as its provider needs them, secrets in the clear; null: it runs without any.
 * @throws Error in words when a secret cannot be opened any more
 */
export function openedChoice(stored: unknown): Models | null {
  const models = chosenModels(stored)
  if (!models) return null
  const { voiceFallback: _, ...opening } = mapModelSecrets(models, opened)
  return opening
}
