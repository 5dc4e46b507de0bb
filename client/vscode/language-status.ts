import * as vscode from 'vscode';
import { flowLanguages } from '../contributes.ts';
import type { Disposable, Event } from '../emitter.ts';
import type { LanguageStatus } from '../lsp/language-server.ts';

/** The files that the language server reads. */
const selector: vscode.DocumentSelector = [...flowLanguages, { language: 'yaml', pattern: '**/prefect.yaml' }];

/** Shows beside the language of a file how the language server is; its command starts it again. */
export function showLanguageStatus(language: {
  readonly status: LanguageStatus;
  readonly onDidChangeStatus: Event<LanguageStatus>;
}): Disposable {
  const { l10n } = vscode;
  const item = vscode.languages.createLanguageStatusItem('millrace.language', selector);
  item.name = l10n.t('Millrace Language Server');
  const update = (status: LanguageStatus): void => {
    item.busy = status.kind === 'reading';
    item.severity = status.kind === 'stopped' ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    item.text = textOf(status);
    item.detail = status.kind === 'stopped' ? status.reason : '';
    item.command = { command: 'millrace.restartLanguageServer', title: status.kind === 'stopped' ? l10n.t('Start') : l10n.t('Restart') };
  };
  update(language.status);
  return vscode.Disposable.from(item, language.onDidChangeStatus(update));
}

function textOf(status: LanguageStatus): string {
  const { l10n } = vscode;
  if (status.kind === 'ready') return status.flows === 1 ? l10n.t('Millrace: 1 flow') : l10n.t('Millrace: {0} flows', status.flows);
  if (status.kind === 'reading') return l10n.t('Millrace: reading the folders');
  return status.kind === 'off' ? l10n.t('Millrace: no checks') : l10n.t('Millrace: checks have stopped');
}
