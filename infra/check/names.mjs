// What the compiler's linter would say of names: parameters and variables that nothing uses, parameters and outputs
// without a description, and modules or parameter files that pass what is not asked for, or leave out what is.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bodyOf, childrenOf, declarationsOf, descendants, literalOf, parseFile, propertiesOf } from './grammar.mjs';

export function* nameErrors(file) {
  const declared = declarationsOf(file.root);
  if (file.isParameterFile) {
    yield* parameterFileErrors(file, declared);
    return;
  }
  yield* descriptionErrors(declared);
  yield* unusedErrors(file.root, declared);
  for (const [name, node] of declared.module) yield* moduleErrors(file, name, node);
}

function* descriptionErrors(declared) {
  for (const [name, node] of [...declared.parameter, ...declared.output]) {
    const decorators = node.previousNamedSibling;
    if (decorators?.type !== 'decorators' || !/@(sys\.)?description\(/.test(decorators.text)) {
      yield { node, message: `${name}: no @description` };
    }
  }
}

function* unusedErrors(root, declared) {
  const uses = new Map();
  const count = (name, by) => uses.set(name, (uses.get(name) ?? 0) + by);
  for (const node of descendants(root)) {
    if (node.type === 'identifier') count(node.text, 1);
    if (node.type !== 'object') continue;
    for (const [name, key] of propertiesOf(node)) if (key.type === 'identifier') count(name, -1);
  }
  for (const [name, node] of [...declared.parameter, ...declared.variable]) {
    if (uses.get(name) < 2) yield { node, message: `${name} is never used` };
  }
}

function* moduleErrors(file, name, node) {
  const reference = childrenOf(node, 'string')[0];
  const path = join(dirname(file.path), literalOf(reference).value);
  if (!existsSync(path)) {
    yield { node: reference, message: `no such module: ${path}` };
    return;
  }
  const target = declarationsOf(parseFile(path).root);
  const params = propertiesOf(bodyOf(node)).find(([property]) => property === 'params');
  const given = params ? propertiesOf(params[2]) : [];
  yield* argumentErrors(node, given, target.parameter, path);

  for (const access of descendants(file.root)) {
    const [, module, output] = /^(\w+)!?\.\??outputs\.\??(\w+)$/.exec(access.type === 'member_expression' ? access.text : '') ?? [];
    if (module === name && !target.output.has(output)) yield { node: access, message: `${path} has no output ${output}` };
  }
}

function* parameterFileErrors(file, declared) {
  const using = [...descendants(file.root)].find(node => node.type === 'using_statement');
  const template = using && childrenOf(using, 'string').map(literalOf)[0]?.value;
  const path = template && join(dirname(file.path), template);
  if (!path || !existsSync(path)) {
    yield { node: file.root, message: `using: no such template: ${path}` };
    return;
  }
  const given = [...declared.variable].map(([name, node]) => [name, node, node.namedChildren[1]]);
  yield* argumentErrors(file.root, given, declarationsOf(parseFile(path).root).parameter, path);
}

/** Compares the arguments that are given, as [name, key, value], with the parameters of the file that takes them. */
function* argumentErrors(node, given, parameters, path) {
  for (const [name, key, value] of given) {
    const parameter = parameters.get(name);
    if (!parameter) {
      yield { node: key, message: `${path} has no parameter ${name}` };
      continue;
    }
    const type = childrenOf(parameter, 'type')[0].text;
    const literal = literalOf(value);
    if (literal && literal.type !== type) yield { node: value, message: `${name}: expected ${type}, got ${value.text}` };
  }
  const names = new Set(given.map(([name]) => name));
  for (const [name, parameter] of parameters) {
    const hasDefault = parameter.namedChildren.length > 2;
    if (!hasDefault && !names.has(name)) yield { node, message: `${path} asks for ${name}` };
  }
}
