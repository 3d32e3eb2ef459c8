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

/** Puts the texts into a document. One by one: all entries pass here, and V8 copies what is spread in slow code. */
export function keepTexts(document: TextFields, { category, reference, description, metadata }: Texts): void {
  if (category !== undefined) document.category = category;
  if (reference !== undefined) document.reference = reference;
  if (description !== undefined) document.description = description;
  if (metadata !== undefined) document.metadata = JSON.stringify(metadata);
}

/** Puts the texts into a response. */
export function readTexts(
  response: Writable<Texts>,
  { category, reference, description, metadata }: TextFields,
): void {
  if (category !== undefined) response.category = category;
  if (reference !== undefined) response.reference = reference;
  if (description !== undefined) response.description = description;
  if (metadata !== undefined) response.metadata = JSON.parse(metadata) as Record<string, string>;
}

export type Writable<T> = { -readonly [K in keyof T]: T[K] };
