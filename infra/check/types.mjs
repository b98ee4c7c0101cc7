// Compares resources with Azure's Bicep type data, as the package @azure/mcp carries it: one API version a type, the
// latest that it knows, so files pin that one. more-types.mjs has the few types that are missing there.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bodyOf, childrenOf, literalOf, propertiesOf } from './grammar.mjs';
import { moreTypes } from './more-types.mjs';

const require = createRequire(import.meta.url);
const resourceProperties = new Set(['parent', 'scope', 'dependsOn']);
const schemas = new Map();

export const typeErrors = file => resourceErrors(file.root, null);

function* resourceErrors(node, parentType) {
  let type = parentType;
  if (node.type === 'resource_declaration') {
    const [name, version] = literalOf(childrenOf(node, 'string')[0]).value.split('@');
    type = parentType && !name.includes('.') ? `${parentType}/${name}` : name;
    const schema = schemaOf(type);
    if (!schema) yield { node, message: `${type}: unknown resource type` };
    else {
      if (version && version !== schema.version) yield { node, message: `${type}: pin ${schema.version}, not ${version}` };
      const isExisting = node.children.some(child => child.text === 'existing');
      const body = bodyOf(node);
      if (body && !isExisting) yield* objectErrors(body, schema.body, schema, type, resourceProperties);
    }
  }
  for (const child of node.namedChildren) yield* resourceErrors(child, type);
}

function* objectErrors(node, definition, schema, path, known = new Set()) {
  const properties = propertiesOf(node);
  if (definition.$type === 'DiscriminatedObject') {
    definition = variantOf(definition, properties);
    if (!definition) {
      yield { node, message: `${path}: fits none of its variants` };
      return;
    }
  }
  if (!definition.properties) return;

  const expected = new Map(definition.properties.map(property => [property.name, property]));
  for (const [name, key, value] of properties.filter(([name]) => !known.has(name))) {
    const property = expected.get(name);
    if (!property && definition.additionalPropertiesType) continue;
    if (!property) yield { node: key, message: `${path}.${name}: no such property on ${definition.name}` };
    else if (hasFlag(property, 'ReadOnly')) yield { node: key, message: `${path}.${name}: read-only` };
    else if (value) yield* valueErrors(value, property.type, schema, `${path}.${name}`);
  }
  const given = new Set([...known, ...properties.map(([name]) => name)]);
  for (const property of definition.properties) {
    if (hasFlag(property, 'Required') && !given.has(property.name)) {
      yield { node, message: `${path}: missing ${property.name} (${definition.name})` };
    }
  }
}

function* valueErrors(node, type, schema, path) {
  if (type === 'any') return;
  const literal = literalOf(node);
  if (type.endsWith('[]')) {
    if (literal || node.type === 'object') yield { node, message: `${path}: expected an array (${type})` };
    if (node.type !== 'array') return;
    for (const [i, item] of node.namedChildren.entries()) yield* valueErrors(item, type.slice(0, -2), schema, `${path}[${i}]`);
    return;
  }
  const definition = schema.byName.get(type);
  if (definition) {
    if (literal || node.type === 'array') yield { node, message: `${path}: expected an object (${type})` };
    if (node.type === 'object') yield* objectErrors(node, definition, schema, path);
    return;
  }
  const isSimple = ['string', 'int', 'bool'].includes(type);
  if (isSimple && (node.type === 'object' || node.type === 'array')) yield { node, message: `${path}: expected ${type}` };
  if (!literal) return;

  const expected = ['int', 'bool'].includes(type) ? type : 'string';
  const values = type.split(' | ');
  if (literal.type !== expected) yield { node, message: `${path}: expected ${type}, got ${node.text}` };
  else if (!isSimple && !values.includes(literal.value)) yield { node, message: `${path}: '${literal.value}' is not one of ${type}` };
}

function variantOf(definition, properties) {
  const given = new Map(properties.map(([name, , value]) => [name, value && literalOf(value)?.value]));
  return definition.elements.find(element => {
    const tag = element.properties.find(property => property.name === definition.discriminator);
    return tag && tag.type === given.get(tag.name);
  });
}

const hasFlag = (property, flag) => (property.flags ?? '').includes(flag);

function schemaOf(type) {
  if (!schemas.has(type)) schemas.set(type, moreTypes.get(type) ?? readSchema(type));
  return schemas.get(type);
}

function readSchema(type) {
  // The tool takes a second to start; its answers are kept until the packages are installed anew.
  const cache = fileURLToPath(new URL(`node_modules/.cache/types/${type.replaceAll('/', '_')}.json`, import.meta.url));
  const answer = existsSync(cache) ? readFileSync(cache, 'utf8') : askTool(type);
  if (answer === null) return null;
  mkdirSync(dirname(cache), { recursive: true });
  writeFileSync(cache, answer);

  const entries = JSON.parse(answer).results.BicepSchemaResult;
  const resource = entries.find(entry => entry.$type === 'Resource');
  const named = entries.filter(entry => entry.$type !== 'ResourceInstanceFunction');
  return { version: resource.name.split('@')[1], body: resource.bodyType, byName: new Map(named.map(entry => [entry.name, entry])) };
}

function askTool(type) {
  const tool = require.resolve('@azure/mcp-linux-x64/package.json').replace('package.json', 'dist/azmcp');
  try {
    return execFileSync(tool, ['bicepschema', 'get', '--resource-type', type], {
      encoding: 'utf8',
      env: { ...process.env, AZURE_MCP_COLLECT_TELEMETRY: 'false' },
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 1 << 27,
    });
  } catch {
    return null;
  }
}
