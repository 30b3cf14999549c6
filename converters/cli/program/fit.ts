import { Command, Option } from 'commander';
import { SMPLIFY_TERMS } from '../../../core/fit/smplify-terms.js';
import { addExportOptions } from '../commands/export-flags.js';
import { fitCommand } from '../commands/fit.js';
import type { FitCommandOptions } from '../commands/fit-options.js';
import { METHODS } from '../known-to-method.js';
import {
  box,
  collect,
  formatList,
  frameRate,
  height,
  jointList,
  personChoice,
  pitch,
  point,
  termList,
  time,
  weight,
} from '../options.js';
import { addBodyOptions, addKeypointOptions } from './given.js';
import { AT, BOX, type Done, detailOption, focalOption, fovOption, OUTPUT, PITCH, UPRIGHT, WHO } from './shared.js';

const DEPTH = 'elbows, wrists, knees, ankles (left_wrist,right_knee) that are';

/** `photorig fit`: its options. */
export function fitProgram(done: Done): Command {
  const command = new Command('fit')
    .description('fit the body to the people in a photo')
    .argument('<inputs...>', 'photos, a folder of photos, or keypoint files')
    .optionsGroup('Output:')
    .option('-o, --output <file>', `${OUTPUT} (default: .glb beside the photo)`, collect)
    .option('--format <list>', 'formats for a folder/ or beside the photo, by extension (default: glb)', formatList)
    .option('--overlay <file>', 'PNG of the shaded body over the photo; or a folder/')
    .option('--split', 'with --person all: one file a person, avatar-1.glb, avatar-2.glb ...')
    .option('--with-photo', 'GLB with the photo behind the people, seen by its camera')
    .option('--json', 'print the fit as JSON; without -o or --format no file is written')
    .option('--explain', 'also write an HTML page that shows how the fit came about')
    .option('-q, --quiet', 'no progress on stderr');
  addExportOptions(command)
    .optionsGroup('Fitting:')
    .option('--person <who>', `${WHO} (default: best)`, personChoice)
    .option('--at <x,y>', AT, point)
    .option('--box <x,y,w,h>', BOX, box)
    .option('--height <metres>', 'how tall the person is, where it is known', height)
    .option('--weight <kilograms>', 'how heavy the person is, where it is known', weight)
    .option('--nearer <joints>', `${DEPTH} nearer to the camera than the joint above them; repeat for more`, jointList)
    .option('--farther <joints>', `${DEPTH} farther from it`, jointList)
    .addOption(focalOption("EXIF, else by the people's perspective, else the photo's diagonal"))
    .addOption(fovOption())
    .option('--upright', UPRIGHT)
    .option('--pitch <degrees>', PITCH, pitch)
    .addOption(detailOption())
    .addOption(
      new Option('--method <name>', "how to fit; smplify is the paper's recipe, for comparisons").choices(METHODS),
    )
    .option('--without <terms>', `smplify without some of its terms: ${SMPLIFY_TERMS.join(',')}`, termList);
  command
    .optionsGroup('Sequences:')
    .option(
      '--sequence',
      'the photos, an animated GIF or WebP, or a video (with ffmpeg) are the frames of one movement',
    )
    .option('--fps <rate>', 'frames a second of a sequence (default: 30; of a video its own, at most 32)', frameRate)
    .option('--from <time>', 'where in a video to begin: seconds or m:ss (default: at its start)', time)
    .option('--to <time>', 'where in a video to end (default: at its end)', time);
  addBodyOptions(command);
  return addKeypointOptions(command)
    .option('--keypoints <file>', 'take the keypoints from a file instead of finding people')
    .action(async (inputs: string[], options: FitCommandOptions) => done(await fitCommand(inputs, options)));
}
