import { type Command, Option } from 'commander';
import { isOurAtlas } from '../../../core/skin/atlas.js';
import type { BodyModel, Image } from '../../../core/types.js';
import { BONE_AXES, type BoneAxes } from '../../export/bone-axes.js';
import type { ExportOptions } from '../../export/exporters.js';
import { COMPRESSIONS, type Compression, type Photo, POSE_MODES, type PoseMode } from '../../export/gltf-options.js';
import type { SkinTexture } from '../../export/skin-texture.js';
import { TARGET_NAMES, type Target, targetOptions } from '../../export/targets.js';
import type { VrmLicence } from '../../export/vrm-meta.js';
import { NAMINGS, type Naming } from '../../formats/bone-names.js';
import { UP_AXES, type UpAxis } from '../../formats/parameters.js';
import { encodeJpeg } from '../node-jpeg.js';
import { DEFAULT_TONE, openSkinTexture } from '../node-skin.js';
import { collect, levelOfDetail, licence, PLAIN_SKIN, skinTone } from '../options.js';

/** What the options say of the avatars' files; `fit` and `convert` share them. */
export interface ExportFlags {
  readonly target?: Target;
  readonly naming?: Naming;
  readonly pose?: PoseMode;
  readonly boneAxes?: BoneAxes;
  readonly lod?: number;
  readonly compress?: Compression;
  readonly shapeMorphs?: boolean;
  /** light, medium, dark, clay, plain or #rrggbb. */
  readonly skin?: string;
  readonly title?: string;
  readonly author?: readonly string[];
  readonly licence?: VrmLicence;
  readonly up?: UpAxis;
}

/** Adds the options of ExportFlags to a command. */
export function addExportOptions(command: Command): Command {
  return command
    .optionsGroup('Avatars:')
    .addOption(new Option('--target <tool>', 'names, pose and axes as this tool reads them best').choices(TARGET_NAMES))
    .addOption(new Option('--naming <names>', 'bone names (default: humanoid)').choices(NAMINGS))
    .addOption(
      new Option('--pose <where>', 'as an animation clip, not at all, or as the bones stand (default: clip)').choices(
        POSE_MODES,
      ),
    )
    .addOption(new Option('--bone-axes <axes>', 'how bones are turned at rest (default: identity)').choices(BONE_AXES))
    .option(
      '--lod <level>',
      'a lighter mesh: 1 (7,000 triangles), 2 (2,000), or a number of them from 500',
      levelOfDetail,
    )
    .addOption(
      new Option('--compress <how>', 'GLB with smaller arrays; not every reader takes them').choices(COMPRESSIONS),
    )
    .option(
      '--skin <tone>',
      'light, medium, dark, #rrggbb, clay, or plain colours without a picture (default: medium)',
      skinTone,
    )
    .option('--shape-morphs', 'GLB with the shape parameters as morph targets')
    .option('--title <name>', 'VRM: name of the avatar')
    .option('--author <name>', 'VRM: who made it; repeat for more', collect)
    .option('--licence <what>', 'VRM: private (default), open, or the https address of a licence', licence)
    .addOption(
      new Option('--up <axis>', 'npz: the axis that points up (default: z, as AMASS has it)').choices(UP_AXES),
    );
}

/** The flags as exporters take them: the target's choices, then what was chosen besides. */
export async function exportOptions(flags: ExportFlags, model: BodyModel, photo?: Photo): Promise<ExportOptions> {
  const { target, naming, pose, boneAxes, lod, compress, shapeMorphs, title, author, licence } = flags;
  const { skin = DEFAULT_TONE } = flags;
  return {
    ...(target !== undefined && targetOptions(target)),
    ...(naming && { naming }),
    ...(pose && { pose }),
    ...(boneAxes && { boneAxes }),
    ...(lod !== undefined && { lod }),
    ...(compress && { compression: compress }),
    ...(shapeMorphs && { shapeMorphs: { model } }),
    ...(photo && { photo }),
    ...(skin !== PLAIN_SKIN && { skin: await skinOf(model, skin) }),
    vrm: { ...(title && { title }), ...(author && { authors: author }), ...(licence && { licence }) },
  };
}

const skins = new Map<string, Promise<SkinTexture>>();

/** A skin is made once: all outputs of a command share it. */
function skinOf(model: BodyModel, tone: string): Promise<SkinTexture> {
  const key = `${tone} ${isOurAtlas(model.uv)}`;
  const known = skins.get(key) ?? openSkinTexture(model, tone);
  skins.set(key, known);
  return known;
}

/** A photo and its camera, for a scene that shows both. */
export async function photoOfScene(image: Image, camera: Photo['camera']): Promise<Photo> {
  return { bytes: await encodeJpeg(image), mimeType: 'image/jpeg', camera };
}
