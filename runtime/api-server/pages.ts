import { promises, readdirSync, realpathSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { extname, join, sep } from 'node:path';
import { refuseStrangers } from './guard.ts';

/** The folders of Prefect's own page, as its package holds them: today's, and the one that is to follow it. */
export interface PageFolders {
  v1?: string;
  v2?: string;
}

/** What is answered beside the API. */
export interface PageAnswer {
  status: number;
  text: string | Buffer | null;
  headers: Readonly<Record<string, string>>;
}

/** Answers a request that is not for the API. */
export type Pages = (method: string | undefined, url: string, headers: IncomingHttpHeaders) => Promise<PageAnswer>;

/** Where a page stands in the address, as in Prefect. */
const places = { v1: '', v2: '/v2' } as const;

/**
 * Prefect's page, unmodified, as its own server serves it; one sentence of help without it. What can be asked for is the
 * list of the files that are there when the server starts, so that no path leads anywhere else. Nothing here is data: the
 * page asks the API, with the token that its user has typed into its login.
 */
export function createPages(folders: PageFolders, login: boolean): Pages {
  const bundles = bundlesOf(folders);
  const files = new Map(bundles.flatMap(filesBelow));
  const settings = (host: string): string => JSON.stringify(uiSettings(bundles, host, login));
  return async (method, url, headers) => {
    const refused = refuseStrangers(headers, bundles.length > 0);
    if (refused !== undefined) return { ...refused, headers: {} };
    const path = url.split('?', 1)[0] ?? url;
    const isPage = headers.accept?.includes('text/html') === true;
    if (bundles.length === 0 && !(isPage && path === '/')) return missing;
    if (method !== 'GET' && method !== 'HEAD') return { status: 405, text: '{"detail":"Method Not Allowed"}', headers: {} };
    if (bundles.length === 0) return found('.html', welcome);
    if (path === '/ui-settings') return found('.json', settings(headers.host ?? ''));
    const file = files.get(path) ?? (isPage ? indexOf(bundles, path) : undefined);
    return file === undefined ? missing : readFile(file);
  };
}

interface Bundle {
  name: keyof PageFolders;
  folder: string;
  place: string;
}

/** A file, and the place of the page to which it belongs. */
interface PageFile {
  file: string;
  place: string;
}

const bundlesOf = ({ v1, v2 }: PageFolders): Bundle[] => [
  ...(v1 === undefined ? [] : [{ name: 'v1' as const, folder: v1, place: places.v1 }]),
  ...(v2 === undefined ? [] : [{ name: 'v2' as const, folder: v2, place: places.v2 }]),
];

/** What the page asks for first (`UISettings` of Prefect). The API is that of the name by which the page was asked for. */
function uiSettings(bundles: readonly Bundle[], host: string, login: boolean): unknown {
  const base = (name: keyof PageFolders): string | null => (bundles.some((bundle) => bundle.name === name) ? places[name] || '/' : null);
  return {
    api_url: `http://${host}/api`,
    csrf_enabled: false,
    auth: login ? 'BASIC' : null,
    flags: [],
    default_ui: bundles[0]?.name ?? 'v1',
    available_uis: bundles.map(({ name }) => name),
    v1_base_url: base('v1'),
    v2_base_url: base('v2'),
  };
}

/** Every file of a folder by its path in the address, but for what stands behind a link, which could be anywhere. */
function filesBelow({ folder, place }: Bundle): [path: string, file: PageFile][] {
  const root = realpathSync(folder);
  return readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name !== 'index.html')
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => realpathSync(file) === file)
    .map((file) => [place + file.slice(root.length).split(sep).join('/'), { file, place }]);
}

/** The page that draws every address below its place. */
function indexOf(bundles: readonly Bundle[], path: string): PageFile | undefined {
  const bundle = bundles.findLast(({ place }) => path === place || path.startsWith(`${place}/`));
  return bundle === undefined ? undefined : { file: join(bundle.folder, 'index.html'), place: bundle.place };
}

const kinds: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};

/** Where Prefect's own server writes the place of its page, when it is started. */
const placeholder = '/PREFECT_UI_SERVE_BASE_REPLACE_PLACEHOLDER';

async function readFile({ file, place }: PageFile): Promise<PageAnswer> {
  const bytes = await promises.readFile(file);
  const extension = extname(file);
  if (!['.html', '.js', '.css', '.webmanifest'].includes(extension)) return found(extension, bytes);
  return found(extension, bytes.toString('utf8').replaceAll(placeholder, place));
}

/**
 * What a page may do: run its own scripts, and ask this server, nobody else. No other page may hold it in a frame, so that
 * nobody clicks in it without knowing.
 */
const policy = [
  "default-src 'self'",
  // Its graph of a run compiles its shaders' setters.
  "script-src 'self' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const found = (extension: string, text: string | Buffer): PageAnswer => ({
  status: 200,
  text,
  headers: {
    'content-type': kinds[extension] ?? 'application/octet-stream',
    'content-security-policy': policy,
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  },
});

const missing: PageAnswer = { status: 404, text: '{"detail":"Not Found"}', headers: {} };

const welcome = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Millrace</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 40em; margin: 4em auto; padding: 0 1em; color-scheme: light dark }</style></head>
<body>
<h1>This is a Millrace server</h1>
<p>It answers programs at <code>/api</code>, with Prefect's REST API. It shows nothing here by itself.</p>
<ul>
<li>In VS Code: the view <b>Millrace</b> shows its flows, runs, workers and pools.</li>
<li>In a terminal: <code>millrace flow-run ls</code>, <code>millrace --help</code>.</li>
<li>In this browser, with Prefect 3 installed: <code>millrace server start --ui</code> serves Prefect's own page here.</li>
</ul>
</body>
</html>
`;
