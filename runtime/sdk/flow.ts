import type { FlowDefinition, FlowOptions, Parameters } from '../core/definitions.ts';
import { flowSymbol } from '../core/definitions.ts';
import { MillraceError } from '../core/errors.ts';
import { namedParameters } from '../core/parameters.ts';
import { flowScope } from '../engine/context.ts';
import type { FlowOutcome } from '../engine/flow-run.ts';
import { resolveInputs } from '../engine/inputs.ts';
import { runSubflow } from '../engine/subflow.ts';
import { callSite } from './call-site.ts';
import { deployFlow } from './deploy.ts';
import { capturePrints } from './prints.ts';
import { stateOf } from './results.ts';
import { runRoot } from './root.ts';
import type { DeployOptions, Flow } from './types.ts';

/**
 * Makes a flow of a function that takes one object of named parameters.
 *
 * Called, the flow runs and gives the function's value; a failure is thrown. Inside another flow it is a subflow.
 */
export function flow<P extends object = {}, R = void>(options: FlowOptions, fn: (parameters: P) => R | Promise<R>): Flow<P, Awaited<R>> {
  return define(options, fn, callSite(flow));
}

function define<P extends object, R>(
  options: FlowOptions,
  fn: (parameters: P) => R | Promise<R>,
  definedAt: { readonly stack?: string },
): Flow<P, Awaited<R>> {
  if (typeof options === 'function' || !options.name)
    throw new MillraceError('invalid', 'A flow needs a name: flow({ name: "etl" }, async (parameters) => …).');
  if (options.logPrints === true) capturePrints();
  const definition: FlowDefinition = { options, fn: fn as (parameters: Parameters) => unknown, definedAt };
  const call = async (...args: unknown[]): Promise<unknown> => {
    const { state, value, error } = await run(definition, args);
    if (state.type === 'COMPLETED') return value;
    throw error ?? new MillraceError('failed', `Flow run of '${options.name}' ended as ${state.name}: ${state.message ?? ''}`);
  };
  const instead = (method: string) => (): never => {
    throw new MillraceError(
      'unsupported',
      `Flow '${options.name}' has no .${method}(): only tasks have. Call it as a subflow with await, start its deployment with runDeployment('${options.name}/<deployment>', { timeout: 0 }) and waitForFlowRuns, or make it a task.`,
    );
  };
  return Object.assign(call, {
    [flowSymbol]: definition,
    definition,
    submit: instead('submit'),
    map: instead('map'),
    returnState: async (...args: unknown[]) => stateOf(await run(definition, args)),
    withOptions: (changes: Partial<FlowOptions>) => define<P, R>({ ...options, ...changes }, fn, definedAt),
    deploy: (deployment: DeployOptions) => deployFlow(definition, deployment),
    toDeployment: (deployment: DeployOptions) => ({ flow: definition, options: deployment }),
  }) as unknown as Flow<P, Awaited<R>>;
}

async function run(definition: FlowDefinition, args: readonly unknown[]): Promise<FlowOutcome> {
  const given = namedParameters(args, `Flow '${definition.options.name}'`);
  const around = flowScope();
  if (around === undefined) {
    const { parameters } = await resolveInputs(given, []);
    return runRoot(definition, { parameters });
  }
  return runSubflow(definition, around, given);
}
