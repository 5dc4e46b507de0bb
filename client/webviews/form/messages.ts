/** One input; see `client/deployments/parameter-form.ts`. */
export interface FormField {
  name: string;
  label: string;
  description: string;
  kind: 'text' | 'long-text' | 'number' | 'integer' | 'boolean' | 'choice' | 'moment' | 'json';
  required: boolean;
  text: string;
  options: readonly string[];
  secret: boolean;
}

/** What the form shows. */
export interface Form {
  title: string;
  description: string;
  /** What the button does, as "Run". */
  action: string;
  fields: readonly FormField[];
  presets: readonly string[];
  canSavePreset: boolean;
  /** Whether the run may be put off to a later time. */
  canSchedule: boolean;
}

/** From the extension to the form. */
export type ToForm =
  | { type: 'form'; form: Form }
  | { type: 'faults'; faults: Readonly<Record<string, string>>; message: string | undefined };

/** From the form to the extension. */
export type FromForm =
  | { type: 'ready' }
  /** `at` is a moment with its zone, or empty for now. */
  | { type: 'submit'; texts: Record<string, string | boolean>; at: string }
  | { type: 'check'; texts: Record<string, string | boolean> }
  | { type: 'preset'; name: string }
  | { type: 'savePreset'; texts: Record<string, string | boolean> }
  | { type: 'paste'; json: string };
