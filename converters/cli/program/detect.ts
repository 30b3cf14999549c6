import { Command, Option } from 'commander';
import { type DetectCommandOptions, detectCommand, KEYPOINT_FORMATS } from '../commands/detect.js';
import { box, collect, personChoice, point } from '../options.js';
import { AT, BOX, type Done, detailOption, focalOption, fovOption, OUTPUT, WHO } from './shared.js';

/** `photorig detect`: its options. */
export function detectProgram(done: Done): Command {
  return new Command('detect')
    .description('find the people in a photo, without fitting: keypoints for photorig fit and for other programs')
    .argument('<inputs...>', 'photos, or a folder of photos')
    .optionsGroup('Output:')
    .option('-o, --output <file>', `${OUTPUT} (.json, .png; default: .keypoints.json beside the photo)`, collect)
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
    .addOption(focalOption('EXIF, else none'))
    .addOption(fovOption())
    .addOption(detailOption())
    .action(async (inputs: string[], options: DetectCommandOptions) => done(await detectCommand(inputs, options)));
}
