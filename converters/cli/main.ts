#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { inspectCommand } from './commands/inspect.js';
import { validateCommand } from './commands/validate.js';
import { EXIT, type ExitCode, reportError } from './exit.js';
import { packageRoot } from './package-root.js';
import { convertProgram } from './program/convert.js';
import { detectProgram } from './program/detect.js';
import { fitProgram } from './program/fit.js';
import { renderProgram } from './program/render.js';

/** The command line. Resolves to the exit code; never leaves a promise behind. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const program = buildProgram((result) => {
    code = result;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    // Help and version end with 0; every other complaint of the parser is about how the command was called.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return reportError(error);
  }
}

function buildProgram(done: (code: ExitCode) => void): Command {
  const { version } = JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  const program = new Command('photorig')
    .description(
      'A photo in, a rigged avatar out: fits a human body to the people in a photo and writes posed, skinned glTF, VRM, FBX.',
    )
    .version(version, '-V, --version', 'print the version')
    .exitOverride();

  const large = [fitProgram(done), detectProgram(done), convertProgram(done), renderProgram(done)];
  for (const command of large) program.addCommand(command.copyInheritedSettings(program));
  const inspect = program
    .command('inspect')
    .description('say what is in a photo, a body, an avatar, a fit or a keypoint file')
    .argument('<file>', 'the file, or the name of a shipped body')
    .option('--json', 'one JSON object')
    .action(async (file: string, options: { json?: boolean }) => done(await inspectCommand(file, options)));
  const validate = program
    .command('validate')
    .description('check avatar files with the Khronos validator and our own rig checks')
    .argument('<files...>', 'GLB, glTF, VRM, VRMA, FBX, OBJ, PLY or BVH files')
    .option('--json', 'one JSON object a file')
    .action(async (files: string[], options: { json?: boolean }) => done(await validateCommand(files, options)));
  complainInOneLine(program, 'photorig');
  for (const command of [...large, inspect, validate]) complainInOneLine(command, `photorig ${command.name()}`);
  return program;
}

/** The parser's complaints as one line in our own form. */
function complainInOneLine(command: Command, name: string): void {
  command.configureOutput({
    outputError: (text, write) => {
      const [what, ...hints] = text
        .trim()
        .replace(/^error: /, '')
        .split('\n');
      const photo = /^unknown command '(.+\.\w+)'$/.exec(what)?.[1];
      if (photo !== undefined) hints.push(`Did you mean photorig fit ${photo}?`);
      const sentence = /[.?]$/.test(what) ? what : `${what}.`;
      write(`photorig: ${[sentence, ...hints, `Try ${name} --help.`].join(' ')}\n`);
    },
  });
}

/** A reader who has seen enough (photorig ... | head) is no failure; a full disk is. */
function onOutputError({ code }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') process.exit(EXIT.ok);
  process.stderr.write(`photorig: stdout: it cannot be written (${code}). Check where it leads.\n`);
  process.exit(EXIT.failure);
}

process.stdout.on('error', onOutputError);
// Nobody listens to the messages: the work goes on.
process.stderr.on('error', () => {});
process.exitCode = await main(process.argv.slice(2));
