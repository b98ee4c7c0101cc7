// Reads Bicep files into syntax trees.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';

await Parser.init();
const grammar = createRequire(import.meta.url).resolve('tree-sitter-bicep/tree-sitter-bicep.wasm');
const parser = new Parser().setLanguage(await Language.load(grammar));

export function parseFile(path) {
  const text = readFileSync(path, 'utf8');
  // The grammar does not know the assignments of a parameter file; as variables of the same width they parse in place.
  const isParameterFile = path.endsWith('.bicepparam');
  const source = isParameterFile ? text.replace(/^param (?=\w+ *=)/gm, 'var   ') : text;
  return { path, isParameterFile, root: parser.parse(source).rootNode };
}

export function* syntaxErrors(node) {
  if (node.isMissing) yield { node, message: `missing ${node.type}` };
  else if (node.isError) yield { node, message: `syntax error near ${JSON.stringify(node.text.slice(0, 50))}` };
  else if (node.hasError) for (const child of node.children) yield* syntaxErrors(child);
}

export const childrenOf = (node, ...types) => node.namedChildren.filter(child => types.includes(child.type));

export function* descendants(node) {
  yield node;
  for (const child of node.namedChildren) yield* descendants(child);
}

/** The type and value of a literal; null for all that is computed. */
export function literalOf(node) {
  if (node.type === 'number') return { type: 'int', value: node.text };
  if (node.type === 'boolean') return { type: 'bool', value: node.text };
  const isPlainString = node.type === 'string' && childrenOf(node, 'interpolation').length === 0;
  return isPlainString ? { type: 'string', value: node.text.slice(1, -1) } : null;
}

/** The object that a declaration gives its resource or module, also within a loop or a condition; null if there is none. */
export function bodyOf(declaration) {
  let body = declaration.namedChildren.at(-1);
  while (['for_statement', 'if_statement', 'parenthesized_expression'].includes(body?.type)) body = body.namedChildren.at(-1);
  return body?.type === 'object' ? body : null;
}

/** The properties of an object as [name, key, value]; those with a computed name are left out. */
export function propertiesOf(object) {
  return childrenOf(object, 'object_property')
    .map(property => property.namedChildren)
    .filter(([key]) => key.type !== 'resource_declaration' && childrenOf(key, 'interpolation').length === 0)
    .map(([key, value]) => [key.type === 'string' ? key.text.slice(1, -1) : key.text, key, value]);
}

/** What a file declares, by kind, each with its node. */
export function declarationsOf(root) {
  const declared = { parameter: new Map(), variable: new Map(), output: new Map(), module: new Map(), resource: new Map() };
  for (const node of descendants(root)) {
    const kind = node.type.replace('_declaration', '');
    if (node.type.endsWith('_declaration') && kind in declared) declared[kind].set(node.namedChildren[0].text, node);
  }
  return declared;
}
