import type { Row } from '../store/database.ts';
import type { WireEvent } from '../store/events.ts';
import type { Firing } from './firings.ts';

/** An action of an automation, as it is stored. */
export type Action = Readonly<Record<string, unknown>>;

/** One of the server's own operations, with its input. */
export interface ActionRequest {
  route: string;
  path: Record<string, string>;
  body: unknown;
}

/** Carries out an operation. */
export type Act = (request: ActionRequest) => { status: number; body: unknown };

/** That an automation does one of its actions, and why. */
export interface Triggered {
  automation: Row;
  firing: Firing;
  /** What the action is about, where it does not say so itself. */
  event: WireEvent | null;
  action: Action;
  /** Which of the automation's actions it is, and the one time that it is done. */
  index: number;
  invocation: string;
  act: Act;
  /** Filled in while it is done. */
  done: Done;
}

/** What an action came to: what it was done to, and what else its event tells. */
export interface Done {
  related: Record<string, string>[];
  details: Record<string, string | number>;
  /** What is still to be sent: the action is done when it has been. */
  delivery?: Delivery;
}

/** A request that is sent out of the server, because a block says where to. */
export interface Delivery {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Seconds. */
  timeout: number;
  /** Whether addresses of this machine and its network may be asked. */
  allowsPrivate: boolean;
  /** Whether a certificate must be one that is trusted. */
  verifies: boolean;
}

/** The id of the first resource of this kind that an event is about, or is related to. */
export function inferred(kind: string, event: WireEvent): string | undefined {
  const prefix = `prefect.${kind}.`;
  const ids = [event.resource, ...event.related].map((labels) => labels['prefect.resource.id'] ?? '');
  return ids.find((id) => id.startsWith(prefix))?.slice(prefix.length);
}
