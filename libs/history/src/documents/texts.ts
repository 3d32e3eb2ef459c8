import type { EntryPosted } from '@trine/contracts';

/** What the caller said about a movement, kept exactly as given; a text that was not given is absent. */
export type Texts = Pick<EntryPosted, 'category' | 'reference' | 'description' | 'metadata'>;

/** As kept: metadata is JSON text, because callers' keys ("$a", "a.b", "__proto__") are no safe field names. */
export interface TextFields {
  category?: string;
  reference?: string;
  description?: string;
  metadata?: string;
}

export const textFields = { category: String, reference: String, description: String, metadata: String };

export function keepTexts({ category, reference, description, metadata }: Texts): TextFields {
  return {
    ...(category !== undefined && { category }),
    ...(reference !== undefined && { reference }),
    ...(description !== undefined && { description }),
    ...(metadata !== undefined && { metadata: JSON.stringify(metadata) }),
  };
}

export function readTexts({ category, reference, description, metadata }: TextFields): Texts {
  return {
    ...(category !== undefined && { category }),
    ...(reference !== undefined && { reference }),
    ...(description !== undefined && { description }),
    ...(metadata !== undefined && { metadata: JSON.parse(metadata) as Record<string, string> }),
  };
}
