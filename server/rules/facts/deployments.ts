import type { DeploymentModel, LinkedCall, LinkedFile, Located, ProjectModel } from '../../model/entities.ts';
import type { LiteralValue, ObjectValue, Value } from '../../model/value.ts';
import { perFile } from '../../model/per-file.ts';
import { callsOf } from './callees.ts';
import { memberOf } from '../../model/object-members.ts';

/** A call that starts runs of a deployment by its name. */
export interface DeploymentRun {
  readonly linked: LinkedCall;
  /** `flow/deployment`, where it is written. */
  readonly name: Located<LiteralValue> | undefined;
  readonly options: Located<ObjectValue> | undefined;
  /** Whether all options are known: none are given, or the object is in sight. */
  readonly isKnown: boolean;
}

/** Every call of runDeployment in a file. */
export const deploymentRuns = perFile((file): readonly DeploymentRun[] =>
  callsOf(file, { sdk: ['runDeployment'] }).map((linked) => runIn(file, linked)),
);

function runIn(file: LinkedFile, linked: LinkedCall): DeploymentRun {
  const [name, options] = linked.call.arguments;
  const object = options === undefined ? undefined : file.objectOf(options);
  return {
    linked,
    name: name === undefined ? undefined : literalAt(file, name),
    options: object,
    isKnown: options === undefined || object !== undefined,
  };
}

/** The text or number that a value is, with a place in the file that uses it. */
export function literalAt(file: LinkedFile, value: Value): Located<LiteralValue> | undefined {
  const found = file.literalOf(value);
  return found === undefined || found.file === file ? found : { file, value: { ...found.value, span: value.span, elsewhere: true } };
}

/** Seconds that runDeployment waits: 0 for none, Infinity when no limit is given, undefined when it is not known. */
export function waitOf({ options, isKnown }: DeploymentRun): number | undefined {
  if (options === undefined) return isKnown ? Infinity : undefined;
  const timeout = memberOf(options, 'timeout');
  if (timeout === 'absent') return Infinity;
  const value = timeout === 'unknown' ? undefined : timeout.file.literalOf(timeout.member.value)?.value.value;
  return typeof value === 'number' ? value : undefined;
}

/** The deployments of the project that a name means; empty for those of elsewhere. */
export function deploymentsMeant(project: ProjectModel, name: Located<LiteralValue> | undefined): readonly DeploymentModel[] {
  const text = name?.value.value;
  return typeof text === 'string' ? project.deploymentsNamed(text) : [];
}
