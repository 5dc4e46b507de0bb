import type { FlowModel } from '../model/entities.ts';
import { capitalized, isExported, titleOf } from './facts/names.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Factories, whose flow is returned and exported somewhere else, are left alone. */
export const nestedFlowNotDeployable = defineRule({
  id: 'nested-flow-not-deployable',
  group: 'names',
  summary: 'A flow that is defined inside a function is deployed',
  severity: 'error',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    for (const { flow, source, entrypoint, nameSpan, span } of file.deployments) {
      if (source !== 'deploy' || flow === undefined || entrypoint !== undefined) continue;
      if (flow.call.function < 0 || isExported(flow) || isReturned(flow)) continue;
      report({
        span: nameSpan.start >= span.start ? nameSpan : span,
        message: `${capitalized(titleOf(flow))} exists only while the function around it runs: a worker that imports the file does not find it, so every run of this deployment fails. Move the flow to the top level of the file${file.model.language === 'python' ? '' : ' and export it'}.`,
        related: [{ path: flow.file.path, span: flow.call.calleeSpan, message: 'Defined here, inside a function' }],
      });
    }
  },
});

function isReturned({ file, call, binding }: FlowModel): boolean {
  if (call.usage.as !== 'variable' && call.usage.as !== 'discarded' && call.usage.as !== 'member') return true;
  const returns = file.model.functions[call.function]?.returns ?? [];
  return returns.some((value) => {
    if (value.kind === 'literal') return false;
    if (value.kind === 'reference') return file.model.bindings[value.binding]?.name === binding;
    return !file.deployments.some(({ span }) => span.start === value.span.start && span.end === value.span.end);
  });
}
