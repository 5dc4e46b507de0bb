import { perFile } from './per-file.ts';

/** The names under which a file exports its bindings, by their places. */
export const exportedNames = perFile(({ model }) => {
  const names: (string[] | undefined)[] = [];
  for (const one of model.exports) {
    if ('value' in one && one.value.kind === 'reference') (names[one.value.binding] ??= []).push(one.name);
  }
  return names;
});
