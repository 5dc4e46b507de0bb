import type { FlowModel } from '../model/entities.ts';
import { isTestFile, pathFrom } from './facts/places.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Tests define flows as they need them, variants made by withOptions are meant to share the name, and of branches one is taken. */
export const duplicateFlowName = defineRule({
  id: 'duplicate-flow-name',
  group: 'names',
  summary: 'Two flows have the same name',
  severity: 'warning',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  check({ file, project, report }) {
    if (isTestFile(file.path)) return;
    for (const flow of file.flows) {
      if (flow.name === undefined || flow.base !== undefined || flow.call.conditional === true) continue;
      const others = project.flowsNamed(flow.name).filter((other) => isOther(flow, other));
      const [other] = others;
      if (other === undefined) continue;
      const where = other.file === file ? 'in this file' : `in ${pathFrom(file, other.file)}`;
      report({
        span: flow.nameSpan,
        message: `Another flow ${where} is called '${flow.name}': a server takes both for the same flow, so their runs, deployments and statistics are mixed. Give one of them another name.`,
        related: others.map((same) => ({ path: same.file.path, span: same.nameSpan, message: `Also called '${same.name}'` })),
      });
    }
  },
});

const isOther = (flow: FlowModel, other: FlowModel): boolean =>
  other.call !== flow.call && other.base === undefined && other.call.conditional !== true && !isTestFile(other.file.path);
