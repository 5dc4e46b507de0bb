import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/**
 * The page of a webview: its own program and style sheet, and no other may run; and the texts in the editor's language. Images
 * of artifacts are shown from the web.
 */
export function webviewHtml(webview: vscode.Webview, extensionUri: vscode.Uri, name: string, title: string): string {
  const nonce = randomBytes(16).toString('base64url');
  const file = (path: string): string => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist/webviews', path)).toString();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}; font-src ${webview.cspSource}; img-src https: data:; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<link rel="stylesheet" href="${file(`${name}.css`)}">
<title>${attribute(title)}</title>
</head>
<body><main id="app" data-texts="${attribute(JSON.stringify(vscode.l10n.bundle ?? {}))}"></main><script nonce="${nonce}" src="${file(`${name}.js`)}"></script></body>
</html>`;
}

const attribute = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** What a webview of ours may load: its bundles. */
export const webviewOptions = (extensionUri: vscode.Uri): vscode.WebviewOptions & vscode.WebviewPanelOptions => ({
  enableScripts: true,
  localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist/webviews')],
  enableFindWidget: true,
});
