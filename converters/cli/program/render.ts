import { Command, InvalidArgumentError, Option } from 'commander';
import { type RenderCommandOptions, renderCommand } from '../commands/render.js';
import { MAP_NAMES, type MapName, NORMAL_STYLES } from '../commands/render-maps.js';
import { box, height, personChoice, pitch, point, weight } from '../options.js';
import { addBodyOptions, addKeypointOptions } from './given.js';
import { AT, BOX, type Done, detailOption, focalOption, fovOption, PITCH, UPRIGHT, WHO } from './shared.js';

/** `photorig render`: its options. */
export function renderProgram(done: Done): Command {
  const command = new Command('render')
    .description('draw the bodies as the camera sees them: over the photo, depth, body parts, silhouette, normals')
    .argument('<inputs...>', 'photos, a folder of photos, keypoint files, fits (.json) or SMPLify results (.pkl, .npz)')
    .optionsGroup('Output:')
    .option('-o, --output <folder>', 'where to write (default: beside the input)')
    .option('--maps <list>', `some of ${MAP_NAMES.join(', ')} (default: all)`, mapList)
    .addOption(
      new Option('--normal-style <style>', 'red is right (opengl, the default) or left (controlnet 1.1)').choices(
        NORMAL_STYLES,
      ),
    )
    .option('--photo <file>', 'the photo of a fit or keypoint file')
    .option('-q, --quiet', 'no progress on stderr')
    .optionsGroup('Fitting:')
    .option('--person <who>', `${WHO} (default: best of a photo, all of a fit)`, personChoice)
    .option('--at <x,y>', AT, point)
    .option('--box <x,y,w,h>', BOX, box)
    .option('--height <metres>', 'how tall the person is, where it is known', height)
    .option('--weight <kilograms>', 'how heavy the person is, where it is known', weight)
    .addOption(focalOption("of the file, else EXIF, else by the people's perspective, else the photo's diagonal"))
    .addOption(fovOption())
    .option('--upright', UPRIGHT)
    .option('--pitch <degrees>', PITCH, pitch)
    .addOption(detailOption());
  addBodyOptions(command);
  return addKeypointOptions(command)
    .option('--keypoints <file>', 'take the keypoints from a file instead of finding people')
    .action(async (inputs: string[], options: RenderCommandOptions) => done(await renderCommand(inputs, options)));
}

/** A comma-separated list of maps. */
export function mapList(text: string): MapName[] {
  const names = text.split(',').map((name) => name.trim().toLowerCase());
  const isMap = (name: string): name is MapName => (MAP_NAMES as readonly string[]).includes(name);
  if (names.every(isMap)) return [...new Set(names)];
  throw new InvalidArgumentError(`Give one or more of ${MAP_NAMES.join(', ')}, separated by commas.`);
}
