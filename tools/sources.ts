import { join, relative } from 'node:path';
import type { Node, SourceFile } from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';

/** The folders that are the product; everything else serves them. */
const PRODUCT = /^(runtime|server|client|examples)\//;

/** One parsed file of the repository. */
export interface Source {
  /** Relative to the root, with forward slashes. */
  path: string;
  text: string;
  tree: SourceFile;
}

/** Every TypeScript file of the repository's project, parsed by the compiler itself, in one call to it. */
export function parseSources(root: string): Source[] {
  const api = new API({ cwd: root });
  try {
    const projects = api.updateSnapshot({ openProjects: [join(root, 'tsconfig.json')] }).getProjects();
    return projects.flatMap(({ rootFiles, program }) =>
      rootFiles.toSorted().flatMap((file) => {
        const tree = program.getSourceFile(file);
        return tree === undefined ? [] : { path: relative(root, file).replaceAll('\\', '/'), text: tree.text, tree };
      }),
    );
  } finally {
    api.close();
  }
}

/** Whether a file is part of what is shipped or shown to users, not of the tests and tools around it. */
export const isProduct = ({ path }: Pick<Source, 'path'>): boolean => PRODUCT.test(path);

/** Calls `visit` for a node and everything below it, parents first. */
export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}
