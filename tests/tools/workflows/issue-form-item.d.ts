// The published type of an issue form leaves its items open ("[k: string]: unknown"), so they are spelled out here.
// Source: GitHub Docs, "Syntax for GitHub's form schema".
interface Prose {
  label: string;
  description?: string;
}

interface Validations {
  required?: boolean;
}

interface Field<Type extends string, Attributes> {
  type: Type;
  id?: string;
  attributes: Attributes;
  validations?: Validations;
}

export interface Markdown {
  type: 'markdown';
  attributes: { value: string };
}

export type Answer =
  | Field<'textarea', Prose & { placeholder?: string; value?: string; render?: string }>
  | Field<'input', Prose & { placeholder?: string; value?: string }>
  | Field<'dropdown', Prose & { options: [string, ...string[]]; multiple?: boolean; default?: number }>
  | Field<'checkboxes', Prose & { options: [Check, ...Check[]] }>;

interface Check {
  label: string;
  required?: boolean;
}

export type Body = [...Markdown[], Answer, ...(Markdown | Answer)[]];
