import { flow, task } from 'millrace';

const count = task({ name: 'count' }, async ({ text }: { text: string }) => text.split(/\s+/).length);

export const chapter = flow({ name: 'chapter' }, async ({ text }: { text: string }) => count({ text }));

/** A flow called in a flow is a subflow: a run of its own, shown below its parent. */
export const book = flow({ name: 'book' }, async ({ chapters = ['it was a dark night', 'the end'] }: { chapters?: string[] }) => {
  const words = await Promise.all(chapters.map((text) => chapter({ text })));
  return words.reduce((sum, number) => sum + number, 0);
});

if (import.meta.main) process.stdout.write(`${await book({})} words\n`);
