/** Makes a form's submit button a component of its own, which knows from `useFormStatus` that the form is pending. */
import { type AssistContext, defineAssist } from '../core/assist/assist';
import { changesBetween, edited } from '../core/edit/draft';
import { planImports } from '../core/edit/imports';
import { unusedImportRemovals } from '../core/edit/removal';
import { specifierFor } from '../core/edit/specifier';
import { nextMajor } from '../core/program/nextMajor';
import {
  forEachChild,
  isIdentifier,
  isJsxAttribute,
  isJsxExpression,
  isJsxOpeningLikeElement,
  isStringLiteral,
  type Node,
} from '../core/syntax/ast';
import { isJsxElement } from '../core/syntax/code';
import { isFunctionNode } from '../core/syntax/functions';
import { parseFile, type ParsedFile } from '../core/syntax/parse';
import { allIdentifiers, nodesAt } from '../core/syntax/references';
import { restyle } from '../core/syntax/restyle';
import { boundAtTopLevel, importsOf } from '../core/syntax/topLevelNames';
import { baseName, type FilePath, folderOf, joinPath } from '../core/text/filePath';
import { detectFileStyle } from '../core/text/fileStyle';
import { type TextEdit } from '../core/text/textEdit';
import { rangesTouch } from '../core/text/textRange';
import { submitButton } from './clientActions';
import { wantedBy, withCode, withImports } from './moving/moveCode';

const NAME = 'SubmitButton';

export const assist = defineAssist({
  meta: {
    id: 'use-form-status',
    summary:
      'Makes the submit button of a form with an action a component that is disabled while the form is pending, with `useFormStatus`.',
    kind: 'refactor.extract',
    since: '0.1.0',
    examples: [
      {
        before: `//- app/actions.ts
'use server';
export async function save(formData: FormData) {}
//- app/page.tsx
import { save } from './actions';

export default function Page() {
  return (
    <form acti$0on={save}>
      <input name="title" />
      <button type="submit" className="primary">Save</button>
    </form>
  );
}
`,
        after: `//- app/page.tsx
import { save } from './actions';
import { SubmitButton } from './submit-button';

export default function Page() {
  return (
    <form action={save}>
      <input name="title" />
      <SubmitButton className="primary">Save</SubmitButton>
    </form>
  );
}

//- app/submit-button.tsx
'use client';

import type { ComponentProps } from 'react';
import { useFormStatus } from 'react-dom';

export function SubmitButton(props: ComponentProps<'button'>) {
  const { pending } = useFormStatus();
  return <button {...props} type="submit" disabled={pending} />;
}
`,
      },
    ],
  },

  *offers(ctx) {
    for (const { form, index } of formsOf(ctx)) {
      const { tree } = ctx.syntax();
      const head = isJsxElement(form) ? form.openingElement : form;
      if (!rangesTouch({ start: head.getStart(tree), end: head.end }, ctx.range)) continue;
      const isClient = ctx.file.link.directive === 'use client';
      const proposal = proposedFile(ctx);
      const known = isClient ? undefined : ownButton(ctx);
      yield {
        target: `form:${index}`,
        title:
          known === undefined
            ? 'Extract a submit button that is disabled while the form is pending'
            : `Use \`${known.name}\`, which is disabled while the form is pending`,
        ...(known !== undefined && { kind: 'refactor.rewrite' as const }),
        ...(!isClient &&
          known === undefined && {
            movesFiles: true,
            questions: [
              { id: 'file', prompt: "File of the button, relative to this file's folder", proposal },
            ],
          }),
      };
    }
  },

  resolve(ctx, target, input) {
    const found = formsOf(ctx).find(({ index }) => `form:${index}` === target);
    if (!found) return undefined;
    const file = ctx.syntax();
    const style = detectFileStyle(ctx.text);
    const { project } = ctx.program();
    const isClient = ctx.file.link.directive === 'use client';
    const known = isClient ? undefined : ownButton(ctx);
    const tag = found.tag;
    const name = known?.name ?? NAME;
    const draft = edited(file, renamedButton(file, found.button, name));
    if (isClient) {
      const imported = withImports(draft, reactImports(ctx), style);
      if (!imported) return undefined;
      const written = restyle(ctx.path, componentCode(ctx, tag, false), style);
      return {
        edits: new Map([[ctx.path, changesBetween(ctx.text, withCode(imported, written, style).text)]]),
      };
    }
    const given = (input['file'] ?? proposedFile(ctx)).trim();
    if (!/^[\w./@()[\]-]+\.[jt]sx$/.test(given))
      return { refused: 'A path that ends with .tsx or .jsx is needed', question: 'file' };
    const path = known?.path ?? joinPath(folderOf(ctx.path), given);
    if (!known && ctx.textOf(path) !== undefined)
      return { refused: `${given} is there already`, question: 'file' };
    const existing = importsOf(file).map(({ specifier }) => specifier);
    const specifier = specifierFor(project, ctx.path, path, existing);
    const imported = edited(draft, planImports(draft, [{ specifier, name }], style).edits);
    const rest = edited(imported, unusedImportRemovals(imported, new Set([tag])));
    const edits = new Map([[ctx.path, changesBetween(ctx.text, rest.text)]]);
    if (known) return { edits };
    const end = style.semicolons ? ';' : '';
    const opening = parseFile(path, `${style.quote}use client${style.quote}${end}${style.eol}`);
    const needs = importsOf(file).filter(({ local }) => local === tag);
    const wanted = [...reactImports(ctx), ...wantedBy(project, ctx.path, path, needs, [])];
    const module = withImports(opening, wanted, style);
    const code = restyle(path, componentCode(ctx, tag, true), style);
    return module && { edits, newFiles: new Map([[path, withCode(module, code, style).text]]) };
  },
});

interface FormUse {
  readonly form: Node;
  readonly button: Node;
  /** `button`, or a component of that name. */
  readonly tag: string;
  readonly index: number;
}

/** Forms whose action is a function and that have one submit button, which does not say itself when it is disabled. */
function formsOf(ctx: AssistContext): readonly FormUse[] {
  if (!/<form\b[^]*\baction=\{/.test(ctx.text) || !/\.[jt]sx$/.test(ctx.path)) return [];
  const app = ctx.program().project.appOf(ctx.path);
  // https://react.dev/reference/react-dom/hooks/useFormStatus: of React 19.
  if (!app?.appDir || nextMajor(app) < 15) return [];
  const file = ctx.syntax();
  if (boundAtTopLevel(file).includes(NAME)) return [];
  const found: FormUse[] = [];
  let index = 0;
  const visit = (node: Node): void => {
    if (isJsxElement(node) && node.openingElement.tagName.getText(file.tree) === 'form') {
      const button = hasAction(file, node) ? submitButton(file, node) : undefined;
      const tag = button && plainTag(ctx, file, button);
      if (button && tag !== undefined && !knowsItself(file, node))
        found.push({ form: node, button, tag, index });
      index++;
    }
    forEachChild(node, visit);
  };
  visit(file.tree);
  return found;
}

/** The component has another way to know that it is pending. */
function knowsItself(file: ParsedFile, form: Node): boolean {
  const component = nodesAt(file.tree, form.getStart(file.tree)).find(isFunctionNode);
  const names = component ? allIdentifiers(component) : new Set<string>();
  return names.has('isPending') || names.has('pending');
}

function hasAction(file: ParsedFile, form: Node): boolean {
  if (!isJsxElement(form)) return false;
  return form.openingElement.attributes.properties.some(
    (one) =>
      isJsxAttribute(one) &&
      one.name.getText(file.tree) === 'action' &&
      one.initializer !== undefined &&
      isJsxExpression(one.initializer) &&
      one.initializer.expression !== undefined &&
      !isStringLiteral(one.initializer.expression),
  );
}

/** The tag of a button that can be given its `disabled` from within; a component must be one that the file imports. */
function plainTag(ctx: AssistContext, file: ParsedFile, button: Node): string | undefined {
  if (!isJsxOpeningLikeElement(button) || !isIdentifier(button.tagName)) return undefined;
  const names = button.attributes.properties.map((one) =>
    isJsxAttribute(one) ? one.name.getText(file.tree) : undefined,
  );
  const speaks = /^(?:disabled|isDisabled|loading|isLoading|pending|formAction|asChild|ref)$/;
  if (names.some((name) => name === undefined || speaks.test(name))) return undefined;
  const tag = button.tagName.text;
  const isImported = ctx.file.link.imports.some(({ local, typeOnly }) => local === tag && !typeOnly);
  return tag === 'button' || isImported ? tag : undefined;
}

/** The button under its new name, without the type that the component gives it. */
function renamedButton(file: ParsedFile, button: Node, name: string): readonly TextEdit[] {
  if (!isJsxOpeningLikeElement(button)) return [];
  const { tree } = file;
  const rename = (tag: Node): TextEdit => ({
    range: { start: tag.getStart(tree), end: tag.end },
    text: name,
  });
  const edits = [rename(button.tagName)];
  const visit = (node: Node): void => {
    if (isJsxElement(node) && node.openingElement === button) edits.push(rename(node.closingElement.tagName));
    forEachChild(node, visit);
  };
  visit(tree);
  for (const one of button.attributes.properties) {
    if (isJsxAttribute(one) && one.name.getText(tree) === 'type')
      edits.push({ range: { start: one.pos, end: one.end }, text: '' });
  }
  return edits;
}

function isTyped(path: FilePath): boolean {
  return path.endsWith('.tsx');
}

function reactImports({ path }: AssistContext) {
  const types = { specifier: 'react', name: 'ComponentProps', typeOnly: true };
  return [...(isTyped(path) ? [types] : []), { specifier: 'react-dom', name: 'useFormStatus' }];
}

function componentCode({ path }: AssistContext, tag: string, isExported: boolean): string {
  const of = tag === 'button' ? "'button'" : `typeof ${tag}`;
  return `${isExported ? 'export ' : ''}function ${NAME}(props${isTyped(path) ? `: ComponentProps<${of}>` : ''}) {
  const { pending } = useFormStatus();
  return <${tag} {...props} type="submit" disabled={pending} />;
}
`;
}

function proposedFile({ path, textOf }: AssistContext): string {
  const extension = isTyped(path) ? 'tsx' : 'jsx';
  const names = /^[A-Z]/.test(baseName(path))
    ? [NAME, 'FormSubmitButton']
    : ['submit-button', 'form-submit-button'];
  const free = names.find((name) => textOf(joinPath(folderOf(path), `${name}.${extension}`)) === undefined);
  return `${free ?? `${names[0] ?? NAME}2`}.${extension}`;
}

/** The button of this kind that the app has already. */
function ownButton(ctx: AssistContext): { readonly path: FilePath; readonly name: string } | undefined {
  const { project, linkFactsOf } = ctx.program();
  const app = project.appOf(ctx.path);
  for (const path of [...ctx.paths()].sort()) {
    if (!/submit-?button\.[jt]sx$/i.test(path) || path === ctx.path || project.appOf(path) !== app) continue;
    const name = linkFactsOf(path)?.exports.find((fact) => /^\w*SubmitButton$/.test(fact.name))?.name;
    const file = name === undefined ? undefined : ctx.syntaxOf(path);
    // One that is told what to say, or when it is pending, needs more than the form's button has.
    if (name === undefined || !file || !allIdentifiers(file.tree).has('useFormStatus')) continue;
    if (/\{\s*\.\.\.\w+\s*\}/.test(file.text) && /children|\.\.\.props/.test(file.text))
      return { path, name };
  }
  return undefined;
}
