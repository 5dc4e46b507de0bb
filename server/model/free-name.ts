/** A name, or the first one with a number behind it (`loaded2`, with `_` between `loaded_2`), that nothing is called yet. */
export function freeName(wished: string, taken: { has(name: string): boolean }, between = ''): string {
  let name = wished;
  for (let count = 2; taken.has(name); count++) name = `${wished}${between}${count}`;
  return name;
}
