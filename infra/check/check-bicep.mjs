// node check-bicep.mjs [--types] files...
// Checks Bicep without the Bicep compiler: the syntax, and that names which files share agree. With --types also
// that each resource has the properties which Azure's type data knows, those it requires, and documented values.
import { parseFile, syntaxErrors } from './grammar.mjs';
import { nameErrors } from './names.mjs';
import { typeErrors } from './types.mjs';

const files = process.argv.slice(2).filter(argument => argument !== '--types');
const checks = process.argv.includes('--types') ? [nameErrors, typeErrors] : [nameErrors];

let count = 0;
for (const path of files) {
  const file = parseFile(path);
  let errors = [...syntaxErrors(file.root)];
  if (errors.length === 0) errors = checks.flatMap(check => [...check(file)]);
  for (const { node, message } of errors) {
    const { row, column } = node.startPosition;
    console.error(`${path}:${row + 1}:${column + 1} error ${message}`);
  }
  count += errors.length;
}
process.exit(count === 0 ? 0 : 1);
