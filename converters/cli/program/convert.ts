import { Command, Option } from 'commander';
import { INPUT_UPS } from '../../formats/parameters.js';
import { type ConvertCommandOptions, convertCommand } from '../commands/convert.js';
import { addExportOptions } from '../commands/export-flags.js';
import { collect, formatList, frameRate, personChoice, pitch } from '../options.js';
import { addBodyOptions, addKeypointOptions } from './given.js';
import { type Done, focalOption, fovOption, OUTPUT, PITCH, UPRIGHT } from './shared.js';

/** `photorig convert`: its options. */
export function convertProgram(done: Done): Command {
  const command = new Command('convert')
    .description('turn bodies, fits, motions and keypoints into any of the formats')
    .argument(
      '<inputs...>',
      'body, AMASS .npz, SMPLify .pkl, fit .json, GLB, VRM or VRMA of ours, .bvh, or keypoint files',
    )
    .optionsGroup('Output:')
    .option('-o, --output <file>', `${OUTPUT} (default: .glb beside the input)`, collect)
    .option('--format <list>', 'formats for a folder/ or beside the input, by extension (default: glb)', formatList)
    .option('--split', 'one file a person, avatar-1.glb, avatar-2.glb ...')
    .option('-q, --quiet', 'no progress on stderr');
  addExportOptions(command)
    .optionsGroup('Input:')
    .option('--person <who>', 'all, best, or a number from 1 (default: all)', personChoice)
    .addOption(
      new Option('--input-up <axis>', 'the axis that points up in a motion file, or camera: its frame').choices(
        INPUT_UPS,
      ),
    )
    .option('--frame-rate <hz>', 'frames a second, where the file does not say', frameRate)
    .addOption(focalOption("of the file, else by the people's perspective, else the diagonal of the image"))
    .addOption(fovOption())
    .option('--upright', `of keypoints, ${UPRIGHT}`)
    .option('--pitch <degrees>', PITCH, pitch);
  addBodyOptions(command).option('--gender-csv <file>', 'table of genders, one an image (lsp_gender.csv)');
  return addKeypointOptions(command).action(async (inputs: string[], options: ConvertCommandOptions) =>
    done(await convertCommand(inputs, options)),
  );
}
