import type { CodeAction } from 'vscode-languageserver-types';
import type { Span } from '../model/span.ts';
import { toTask } from './extract-into-task.ts';
import { withRetries } from './retry-when-it-fails.ts';
import { toDeployedFlow } from './run-as-deployed-flow.ts';
import type { View } from './view.ts';

/** Changes of form that the place offers. */
export const refactorings = async (view: View, range: Span): Promise<CodeAction[]> => [
  ...withRetries(view, range),
  ...toDeployedFlow(view, range),
  ...(await toTask(view, range)),
];
