// Reads {document, cases: [{pointer, value}], closed} and writes, for each case, what is wrong with the value by the schema
// at that place of the document: an array of texts, empty where it is valid. Where `closed` is true, objects may have no
// other properties than those that the document names.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const { document, cases, closed } = JSON.parse(readFileSync(0, 'utf8'));

function close(schema) {
  if (schema === null || typeof schema !== 'object') return;
  if (schema.properties && !('additionalProperties' in schema)) schema.additionalProperties = false;
  for (const part of [...Object.values(schema.properties ?? {}), ...(schema.anyOf ?? []), schema.items]) close(part);
}

if (closed) Object.values(document.components.schemas).forEach(close);

// An OpenAPI document is more than a schema, so keywords cannot all be known; a schema alone is held to the strict rules.
const ajv = addFormats(new Ajv({ allErrors: true, strict: !document.openapi, allowUnionTypes: true }));
delete document.$id;
ajv.addSchema(document, 'document');
const answers = cases.map(({ pointer, value }) => {
  const validate = ajv.getSchema('document' + pointer);
  if (!validate) return [`The document has no schema at ${pointer}.`];
  return validate(value) ? [] : validate.errors.map(error => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
});
console.log(JSON.stringify(answers));
