import type { Texts } from '@trine/domain';

/** The texts of a request, and nothing else of it. */
export function textsOf({ category, reference, description, metadata }: Texts): Texts {
  return {
    ...(category === undefined ? {} : { category }),
    ...(reference === undefined ? {} : { reference }),
    ...(description === undefined ? {} : { description }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}
