#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { BONE_NAMES } from '../export/names.js';
import { type DetectCommandOptions, detectCommand, KEYPOINT_FORMATS } from './commands/detect.js';
import { type FitCommandOptions, fitCommand } from './commands/fit.js';
import { inspectCommand } from './commands/inspect.js';
import { validateCommand } from './commands/validate.js';
import { EXIT, type ExitCode, reportError } from './exit.js';
import { box, collect, fieldOfView, focalLength, formatList, personChoice, point } from './options.js';
import { packageRoot } from './package-root.js';

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
      'A photo in, a rigged avatar out: fits a human body to the people in a photo and writes posed, skinned glTF.',
    )
    .version(version, '-V, --version', 'print the version')
    .exitOverride();

  const fit = fitProgram(done).copyInheritedSettings(program);
  program.addCommand(fit);
  const detect = detectProgram(done).copyInheritedSettings(program);
  program.addCommand(detect);
  const inspect = program
    .command('inspect')
    .description('say what is in a photo, a body, a GLB, a fit or a keypoint file')
    .argument('<file>', 'the file, or the name of a shipped body')
    .option('--json', 'one JSON object')
    .action(async (file: string, options: { json?: boolean }) => done(await inspectCommand(file, options)));
  const validate = program
    .command('validate')
    .description('check GLB files with the Khronos validator and our own rig checks')
    .argument('<files...>', 'GLB files')
    .option('--json', 'one JSON object a file')
    .action(async (files: string[], options: { json?: boolean }) => done(await validateCommand(files, options)));
  complainInOneLine(program, 'photorig');
  for (const command of [fit, detect, inspect, validate]) complainInOneLine(command, `photorig ${command.name()}`);
  return program;
}

function fitProgram(done: (code: ExitCode) => void): Command {
  const what = 'photos, a folder of photos, or keypoint files (photorig-keypoints-1)';
  return new Command('fit')
    .description('fit the body to the people in a photo')
    .argument('<inputs...>', what)
    .optionsGroup('Output:')
    .option(
      '-o, --output <file>',
      'where to write: .glb, .json or .png (overlay) by extension; repeat for more; or a folder/ ' +
        '(default: .glb beside the photo)',
      collect,
    )
    .option('--format <list>', 'formats for a folder/ or beside the photo: glb,json,png (default: glb)', formatList)
    .option('--overlay <file>', 'PNG of the shaded body over the photo; or a folder/')
    .option('--split', 'with --person all: one GLB a person, avatar-1.glb, avatar-2.glb ...')
    .option('--json', 'print the fit as JSON; without -o or --format no file is written')
    .addOption(new Option('--naming <names>', 'bone names').choices(Object.keys(BONE_NAMES)).default('humanoid'))
    .addOption(
      new Option('--pose <where>', 'the pose as an animation clip, not at all, or as the bones stand')
        .choices(['clip', 'rest', 'applied'])
        .default('clip'),
    )
    .option('-q, --quiet', 'no progress on stderr')
    .optionsGroup('Fitting:')
    .option('--body <body>', "neutral, female, male, or an .npz file in SMPL's keys", 'neutral')
    .option('--person <who>', `${WHO} (default: best)`, personChoice)
    .option('--at <x,y>', AT, point)
    .option('--box <x,y,w,h>', BOX, box)
    .option('--keypoints <file>', 'take the keypoints from a file instead of finding people')
    .option('--focal <pixels>', "focal length (default: EXIF, else the photo's diagonal)", focalLength)
    .option('--fov <degrees>', 'vertical field of view instead of --focal', fieldOfView)
    .addOption(detailOption())
    .action(async (inputs: string[], options: FitCommandOptions) => done(await fitCommand(inputs, options)));
}

function detectProgram(done: (code: ExitCode) => void): Command {
  return new Command('detect')
    .description('find the people in a photo, without fitting: keypoints for photorig fit and for other programs')
    .argument('<inputs...>', 'photos, or a folder of photos')
    .optionsGroup('Output:')
    .option(
      '-o, --output <file>',
      'where to write: .json or .png (overlay) by extension; repeat for more; or a folder/ ' +
        '(default: .keypoints.json beside the photo)',
      collect,
    )
    .addOption(
      new Option('--format <form>', 'photorig-keypoints-1, COCO annotations or OpenPose BODY-25')
        .choices(Object.keys(KEYPOINT_FORMATS))
        .default('photorig'),
    )
    .option('--overlay <file>', 'PNG of the keypoints over the photo; or a folder/')
    .option('--json', 'print the keypoints; without -o no file is written')
    .option('-q, --quiet', 'no progress on stderr')
    .optionsGroup('Detection:')
    .option('--person <who>', `${WHO} (default: all)`, personChoice)
    .option('--at <x,y>', AT, point)
    .option('--box <x,y,w,h>', BOX, box)
    .option('--focal <pixels>', 'focal length, for the file (default: EXIF, else none)', focalLength)
    .option('--fov <degrees>', 'vertical field of view instead of --focal', fieldOfView)
    .addOption(detailOption())
    .action(async (inputs: string[], options: DetectCommandOptions) => done(await detectCommand(inputs, options)));
}

const WHO = 'best, all, or a number from 1, the most prominent first';
const AT = 'the person at this point of the upright photo, in pixels';
const BOX = 'the person in this box of the upright photo, in pixels';

const detailOption = (): Option =>
  new Option('--detail <level>', 'work spent on finding joints').choices(['fast', 'balanced', 'best']).default('best');

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
