import { type Command, Option } from 'commander';
import { LAYOUTS } from '../../import/keypoint-layouts.js';
import { count, gender, imageSize, index } from '../options.js';

/** Options about the body: BodyChoice. */
export const addBodyOptions = (command: Command): Command =>
  command
    .optionsGroup('Body:')
    .option('--body <body>', "neutral, female, male, or a file in SMPL's keys, .npz or .pkl (default: neutral)")
    .option('--body-dir <folder>', 'folder of gendered body files; --gender picks one')
    .option('--gender <who>', 'which of the bodies: neutral, female or male (n, f, m)', gender)
    .option('--betas <count>', 'shape components of a body file (default: 10)', count);

/** Options about keypoint files: KeypointOptions. */
export const addKeypointOptions = (command: Command): Command =>
  command
    .optionsGroup('Keypoint files:')
    .addOption(new Option('--layout <order>', 'order of the keypoints, where the file does not tell').choices(LAYOUTS))
    .option('--index <n>', 'which image of a file of several, from 0', index)
    .option(
      '--image-size <w,h>',
      'size of the photo, like 1280,720 or 1280x720, where the file does not tell',
      imageSize,
    );
