import { standOnFloor } from '../../core/body/floor.js';
import { expectChoice } from '../../core/error.js';
import type { BodyModel, RiggedBody } from '../../core/types.js';
import type { Naming } from '../formats/bone-names.js';
import { type Parameters, restPelvis, type UpAxis } from '../formats/parameters.js';
import { toAmassNpz } from './amass-npz.js';
import type { BoneAxes } from './bone-axes.js';
import { toBvh } from './bvh.js';
import { expectBodies, expectSkin, expectSomebody } from './expect-bodies.js';
import { toFbx } from './fbx.js';
import { toGlb, toGltf } from './glb.js';
import { type Compression, type GltfOptions, type Photo, POSE_MODES, type PoseMode } from './gltf-options.js';
import { simplifyBody } from './lod.js';
import { toObj } from './obj.js';
import { toPly } from './ply.js';
import { type SkinTexture, withSkinAtlas } from './skin-texture.js';
import { toSmplifyPickle } from './smplify-pickle.js';
import { toVrm } from './vrm.js';
import type { VrmOptions } from './vrm-meta.js';
import { toVrma } from './vrma.js';

/** Everything that an avatar's file may be asked to hold; each format takes what it can. */
export interface ExportOptions {
  readonly naming?: Naming;
  readonly pose?: PoseMode;
  readonly boneAxes?: BoneAxes;
  /** A lighter mesh, see simplifyBody. */
  readonly lod?: number;
  readonly compression?: Compression;
  /** The model whose betas become morph targets of a GLB. */
  readonly shapeMorphs?: { readonly model: BodyModel };
  /** The picture behind the people of a GLB: give bodies that stand where the camera saw them. */
  readonly photo?: Photo;
  /** Pictures or colour of the skin. */
  readonly skin?: SkinTexture;
  /** What a VRM says of its author. */
  readonly vrm?: VrmOptions;
  /** How the file of an ending will be called, without folder, unless by the name and the ending: some name others. */
  readonly nameFile?: NameFile;
}

/** How the file of an ending is called. */
export type NameFile = (ending: string) => string;

/** One file of an export. */
export interface ExportedFile {
  /** How its name ends after the name that the avatar is saved under: `.obj`, `.mtl`. */
  readonly ending: string;
  readonly content: Uint8Array | string;
}

/** Writes avatars in one format. */
export interface Exporter {
  /** Whether one file holds several people; else each gets one of its own. */
  readonly holdsSeveral: boolean;
  /**
   * @param bodies at least one; only one unless `holdsSeveral`
   * @param nameFile how the file of an ending is called, without folder: some files name others
   */
  write(bodies: readonly RiggedBody[], nameFile: NameFile, options: ExportOptions): Promise<ExportedFile[]>;
}

/** Formats of avatars, by extension. */
export type AvatarFormat = keyof typeof EXPORTERS;

/** Of the picture beside an OBJ. */
const SKIN_ENDING = '-skin.jpg';

export const EXPORTERS = {
  glb: scene('.glb', toGlb),
  gltf: scene('.gltf', toGltf),
  vrm: onePerson('.vrm', async (body, { vrm = {}, lod, skin }) =>
    toVrm(await prepared(body, { lod, skin }), { ...vrm, ...(skin && { skin }) }),
  ),
  vrma: onePerson('.vrma', async (body) => toVrma(body)),
  fbx: {
    holdsSeveral: true,
    async write(bodies, _, { naming, pose, lod, skin }) {
      const light = await Promise.all(bodies.map((body) => prepared(body, { lod, skin })));
      // toFbx refuses `applied`.
      const held = pose as Exclude<PoseMode, 'applied'> | undefined;
      const content = await toFbx(light, {
        ...(naming && { naming }),
        ...(skin && { skin }),
        ...(held && { pose: held }),
      });
      return [{ ending: '.fbx', content }];
    },
  },
  obj: {
    holdsSeveral: true,
    async write(bodies, nameFile, { naming, pose, lod, skin }) {
      const light = await Promise.all(bodies.map((body) => prepared(body, { lod, skin })));
      const picture = skin?.albedo ?? null;
      const { obj, mtl } = toObj(light, {
        materialFile: nameFile('.mtl'),
        ...(skin && { skin: { texture: skin, imageFile: picture === null ? '' : nameFile(SKIN_ENDING) } }),
        pose: pose === 'rest' ? 'rest' : 'posed',
        ...(naming && { naming }),
      });
      return [
        { ending: '.obj', content: obj },
        { ending: '.mtl', content: mtl },
        ...(picture === null ? [] : [{ ending: SKIN_ENDING, content: picture.bytes }]),
      ];
    },
  },
  ply: {
    holdsSeveral: true,
    async write(bodies, _, { pose, lod }) {
      const light = await Promise.all(bodies.map((body) => prepared(body, { lod })));
      return [{ ending: '.ply', content: toPly(light, { pose: pose === 'rest' ? 'rest' : 'posed' }) }];
    },
  },
  bvh: onePerson('.bvh', async (body, { naming }) => toBvh(body, naming ? { naming } : {})),
} as const satisfies Record<string, Exporter>;

export const AVATAR_FORMATS = Object.keys(EXPORTERS) as AvatarFormat[];

/**
 * Writes people in a format, one file or one a person. They stand on the floor, together or, in files of their own,
 * each in the middle of it; with a photo they stay where its camera saw them.
 *
 * @param bodies where the camera saw them, or on the floor already
 * @returns the files; their endings carry the number of the person (-1, -2 ...) where there are several
 * @throws FitError bad-input when there is nobody, usage for a format or an option that there is not
 */
export async function exportAvatars(
  format: AvatarFormat,
  bodies: readonly RiggedBody[],
  name: string,
  { nameFile = (ending) => name + ending, ...options }: ExportOptions = {},
  split = false,
): Promise<ExportedFile[]> {
  expectChoice('format', format, AVATAR_FORMATS);
  expectBodies(name, bodies);
  if (options.skin !== undefined) expectSkin(name, options.skin);
  if (options.pose !== undefined) expectChoice('pose', options.pose, POSE_MODES);
  const exporter: Exporter = EXPORTERS[format];
  const onFloor = options.photo === undefined ? standOnFloor : (people: readonly RiggedBody[]) => people;
  if ((exporter.holdsSeveral && !split) || bodies.length === 1)
    return exporter.write(onFloor(bodies), nameFile, options);
  const files: ExportedFile[] = [];
  for (const [i, body] of bodies.entries()) {
    const suffix = `-${i + 1}`;
    const own = await exporter.write(onFloor([body]), (ending) => nameFile(suffix + ending), options);
    files.push(...own.map(({ ending, content }) => ({ ending: suffix + ending, content })));
  }
  return files;
}

export const isAvatarFormat = (format: string): format is AvatarFormat => Object.hasOwn(EXPORTERS, format);
export const isParameterFormat = (format: string): format is ParameterFormat =>
  Object.hasOwn(PARAMETER_EXPORTERS, format);

/** A person's numbers and the body that they are of. */
export interface Figure {
  readonly parameters: Parameters;
  readonly model: BodyModel;
}

/** Formats of parameters, by extension: one person a file. */
export type ParameterFormat = keyof typeof PARAMETER_EXPORTERS;

export const PARAMETER_EXPORTERS = {
  npz: ({ parameters, model }: Figure, up: UpAxis = 'z') =>
    toAmassNpz(parameters, { pelvis: restPelvis(model, parameters.betas), up }),
  pkl: ({ parameters }: Figure) => toSmplifyPickle(parameters),
} as const;

export const PARAMETER_FORMATS = Object.keys(PARAMETER_EXPORTERS) as ParameterFormat[];

/**
 * Writes people's parameters, one file a person; endings as those of exportAvatars.
 *
 * @throws FitError usage for a format that there is not, bad-input when there is nobody
 */
export function exportParameters(format: ParameterFormat, figures: readonly Figure[], up?: UpAxis): ExportedFile[] {
  expectChoice('format', format, PARAMETER_FORMATS);
  expectSomebody(format, figures);
  return figures.map((figure, i) => ({
    ending: `${figures.length > 1 ? `-${i + 1}` : ''}.${format}`,
    content: PARAMETER_EXPORTERS[format](figure, up),
  }));
}

/** The body with its picture's atlas and as many triangles as were asked for: the atlas is told by the full mesh. */
async function prepared(
  body: RiggedBody,
  { lod = 0, skin }: { lod?: number | undefined; skin?: SkinTexture | undefined },
): Promise<RiggedBody> {
  const painted = skin?.albedo ? withSkinAtlas(body) : body;
  return lod === 0 ? painted : simplifyBody(painted, lod);
}

function scene(
  ending: string,
  write: (bodies: readonly RiggedBody[], options: GltfOptions) => Promise<Uint8Array>,
): Exporter {
  return {
    holdsSeveral: true,
    write: async (bodies, _, { vrm, ...options }) => [{ ending, content: await write(bodies, options) }],
  };
}

function onePerson(
  ending: string,
  write: (body: RiggedBody, options: ExportOptions) => Promise<Uint8Array | string>,
): Exporter {
  return {
    holdsSeveral: false,
    write: async ([body], _, options) => [{ ending, content: await write(body, options) }],
  };
}
