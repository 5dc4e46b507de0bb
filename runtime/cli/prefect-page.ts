import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { PageFolders } from '../api-server/server.ts';
import { MillraceError } from '../core/errors.ts';

/**
 * Finds the page in an environment of Python, or a folder that holds the page itself; without one, in the environment of the
 * `prefect` on the PATH. Throws `not-found` with what to do when there is none.
 */
export function findPrefectPage(where: string | undefined, path: string | undefined): PageFolders {
  if (where === undefined) {
    const environment = environmentOnPath(path ?? '');
    const page = environment === undefined ? undefined : pageOf(environment);
    if (page !== undefined) return page;
    throw new MillraceError(
      'not-found',
      'Prefect\'s page is part of its Python package, and no "prefect" on the PATH has it: install it (pip install prefect), or name its environment or the folder of the page: --ui PATH',
    );
  }
  const folder = resolve(where);
  if (existsSync(join(folder, 'index.html'))) return { v1: folder };
  const page = pageOf(folder);
  if (page !== undefined) return page;
  throw new MillraceError(
    'not-found',
    `${folder} holds no page of Prefect: name an environment of Python with Prefect 3 in it, or a folder with the index.html of its page.`,
  );
}

/** The environment whose `prefect` a shell would start; links, as pipx and uv make them, are followed. */
function environmentOnPath(path: string): string | undefined {
  const program = path
    .split(delimiter)
    .flatMap((folder) => ['prefect', 'prefect.exe'].map((name) => join(folder, name)))
    .find((file) => existsSync(file));
  return program === undefined ? undefined : dirname(dirname(realpathSync(program)));
}

function pageOf(environment: string): PageFolders | undefined {
  for (const packages of packageFolders(environment)) {
    const server = join(packages, 'prefect', 'server');
    const [v1, v2] = [join(server, 'ui'), join(server, 'ui-v2')].map((folder) =>
      existsSync(join(folder, 'index.html')) ? folder : undefined,
    );
    if (v1 === undefined) continue;
    return { v1, ...(v2 === undefined ? {} : { v2 }) };
  }
  return undefined;
}

/** Where an environment keeps its packages: as on Linux and macOS, as Debian does, and as on Windows. */
function packageFolders(environment: string): string[] {
  const library = join(environment, 'lib');
  const versions = existsSync(library) ? readdirSync(library).filter((name) => name.startsWith('python3')) : [];
  return [
    ...versions.flatMap((version) => ['site-packages', 'dist-packages'].map((name) => join(library, version, name))),
    join(environment, 'Lib', 'site-packages'),
  ];
}
