import type { LinkedFile, Located } from '../../model/entities.ts';
import type { ObjectValue } from '../../model/value.ts';
import { deploymentRuns } from './deployments.ts';
import { memberOf } from '../../model/object-members.ts';

/** An object of parameters that is sent to a server, and by what. */
export interface GivenParameters {
  readonly object: Located<ObjectValue>;
  readonly by: string;
}

/** All parameters and job variables that a file sends to a server: those of deployments, of schedules and of runs. */
export function* givenParameters(file: LinkedFile): Generator<GivenParameters> {
  for (const { options, schedules, name } of file.deployments) {
    const by = name === undefined ? 'this deployment' : `deployment '${name}'`;
    if (options !== undefined) yield* membersIn(options, by);
    for (const { parameters } of schedules)
      if (parameters !== undefined && parameters.file === file && isApart(options, parameters))
        yield { object: parameters, by: `a schedule of ${by}` };
  }
  for (const { options, name } of deploymentRuns(file)) {
    const by = typeof name?.value.value === 'string' ? `the run of '${name.value.value}'` : 'this run';
    if (options !== undefined) yield* membersIn(options, by);
  }
}

function* membersIn(options: Located<ObjectValue>, by: string): Generator<GivenParameters> {
  for (const name of ['parameters', 'jobVariables']) {
    const found = memberOf(options, name);
    const object = typeof found === 'string' ? undefined : found.file.objectOf(found.member.value);
    if (object !== undefined) yield { object, by };
  }
}

/** A schedule that is written among the deployment's own options has the deployment's parameters. */
function isApart(options: Located<ObjectValue> | undefined, parameters: Located<ObjectValue>): boolean {
  const found = options === undefined ? 'absent' : memberOf(options, 'parameters');
  return typeof found === 'string' || found.member.value.span.start !== parameters.value.span.start;
}
