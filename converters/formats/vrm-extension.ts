import {
  Extension,
  ExtensionProperty,
  type IProperty,
  type Node,
  type Nullable,
  PropertyType,
  type ReaderContext,
  RefMap,
  type WriterContext,
} from '@gltf-transform/core';
import { isRecord } from './json-values.js';
import type { VrmMeta } from './vrm-block.js';
import { isVrmBone, type VrmBone } from './vrm-humanoid.js';

const VRM = 'VRMC_vrm';
const VRM_ANIMATION = 'VRMC_vrm_animation';
const SPEC_VERSION = '1.0';

/** Metres from the head bone to the point between the eyes. */
export type EyeOffset = readonly [number, number, number];

/** Degrees of the target and of the eye: a bone turns by 10 degrees when the target is 90 degrees aside. */
const LOOK_AT_RANGE = { inputMaxValue: 90, outputScale: 10 };

/** What VRM's two blocks hold; of an animation's, meta, eyes and meshes stay empty. */
interface IVrm extends IProperty {
  specVersion: string;
  bones: RefMap<Node>;
  meta: Partial<VrmMeta>;
  /** Wrapped: gltf-transform's graph takes literals of its own kinds only. */
  eyes: Record<string, unknown>;
  meshes: RefMap<Node>;
}

/** Which node of a document is which of VRM's bones: what avatars and their animations have in common. */
export abstract class Humanoid extends ExtensionProperty<IVrm> {
  declare parentTypes: [PropertyType.ROOT];

  protected init(): void {
    this.parentTypes = [PropertyType.ROOT];
  }
  protected override getDefaults(): Nullable<IVrm> {
    const references = { bones: new RefMap<Node>(), meshes: new RefMap<Node>() };
    const values = { specVersion: SPEC_VERSION, meta: {}, eyes: {} };
    return Object.assign(super.getDefaults() as IProperty, { ...values, ...references });
  }
  getSpecVersion(): string {
    return this.get('specVersion');
  }
  setSpecVersion(version: string): this {
    return this.set('specVersion', version);
  }
  /** The mapped bones and their nodes. */
  listBones(): [VrmBone, Node][] {
    const nodes = this.listRefMapValues('bones');
    return this.listRefMapKeys('bones').map((bone, i) => [bone as VrmBone, nodes[i]]);
  }
  getBone(bone: VrmBone): Node | null {
    return this.getRefMap('bones', bone);
  }
  setBone(bone: VrmBone, node: Node | null): this {
    return this.setRefMap('bones', bone, node);
  }
}

/** The VRMC_vrm block of a document: meta, humanoid bones, first person and gaze. */
export class Vrm extends Humanoid {
  static override EXTENSION_NAME: typeof VRM = VRM;
  declare extensionName: typeof VRM;
  declare propertyType: 'Vrm';

  protected override init(): void {
    super.init();
    this.extensionName = VRM;
    this.propertyType = 'Vrm';
  }
  getMeta(): Partial<VrmMeta> {
    return this.get('meta');
  }
  setMeta(meta: Partial<VrmMeta>): this {
    return this.set('meta', meta);
  }
  getEyeOffset(): EyeOffset | null {
    return (this.get('eyes').offset as EyeOffset | undefined) ?? null;
  }
  /** Where the gaze starts, seen from the head bone. Metres. */
  setEyeOffset(offset: EyeOffset | null): this {
    return this.set('eyes', offset === null ? {} : { offset });
  }
  listFirstPersonMeshes(): Node[] {
    return this.listRefMapValues('meshes');
  }
  /** A mesh node whose head a first-person camera should not see; the reader finds the head by its weights. */
  addFirstPersonMesh(node: Node): this {
    return this.setRefMap('meshes', String(this.listRefMapKeys('meshes').length), node);
  }
}

/** The VRMC_vrm_animation block of a document: which node moves which bone. */
export class VrmAnimation extends Humanoid {
  static override EXTENSION_NAME: typeof VRM_ANIMATION = VRM_ANIMATION;
  declare extensionName: typeof VRM_ANIMATION;
  declare propertyType: 'VrmAnimation';

  protected override init(): void {
    super.init();
    this.extensionName = VRM_ANIMATION;
    this.propertyType = 'VrmAnimation';
  }
}

/**
 * gltf-transform's door to VRM 1.0 avatars. Reads and writes meta, humanoid, first person and gaze; expressions are not
 * kept. What is malformed in a file reads as absent: validateVrm says so.
 */
export class VrmcVrm extends Extension {
  static override readonly EXTENSION_NAME: typeof VRM = VRM;
  override readonly extensionName: typeof VRM = VRM;

  createVrm(): Vrm {
    return new Vrm(this.document.getGraph());
  }

  read(context: ReaderContext): this {
    const block = readBlock(context, VRM);
    if (block === null) return this;
    const vrm = this.createVrm().setMeta(asRecord(block.meta) ?? {});
    readHumanoid(context, block, vrm);
    const offset = asRecord(block.lookAt)?.offsetFromHeadBone;
    if (Array.isArray(offset) && offset.length === 3 && offset.every(Number.isFinite)) {
      vrm.setEyeOffset([offset[0], offset[1], offset[2]]);
    }
    const annotations = asRecord(block.firstPerson)?.meshAnnotations;
    for (const annotation of Array.isArray(annotations) ? annotations : []) {
      const node = nodeAt(context, asRecord(annotation)?.node);
      if (node !== null) vrm.addFirstPersonMesh(node);
    }
    this.document.getRoot().setExtension(VRM, vrm);
    return this;
  }

  write(context: WriterContext): this {
    const vrm = this.document.getRoot().getExtension<Vrm>(VRM);
    if (vrm === null) return this;
    const offset = vrm.getEyeOffset();
    const indexOf = (node: Node): number => context.nodeIndexMap.get(node) as number;
    writeBlock(context, VRM, {
      ...writeHumanoid(context, vrm),
      meta: vrm.getMeta(),
      expressions: {}, // without the block three-vrm ignores the gaze
      firstPerson: {
        meshAnnotations: vrm.listFirstPersonMeshes().map((node) => ({ node: indexOf(node), type: 'auto' })),
      },
      ...(offset === null ? {} : { lookAt: lookAt(offset) }),
    });
    return this;
  }
}

/** gltf-transform's door to VRM animations: reads and writes the map of bones; the clip is the document's own. */
export class VrmcVrmAnimation extends Extension {
  static override readonly EXTENSION_NAME: typeof VRM_ANIMATION = VRM_ANIMATION;
  override readonly extensionName: typeof VRM_ANIMATION = VRM_ANIMATION;

  createVrmAnimation(): VrmAnimation {
    return new VrmAnimation(this.document.getGraph());
  }

  read(context: ReaderContext): this {
    const block = readBlock(context, VRM_ANIMATION);
    if (block === null) return this;
    const animation = this.createVrmAnimation();
    readHumanoid(context, block, animation);
    this.document.getRoot().setExtension(VRM_ANIMATION, animation);
    return this;
  }

  write(context: WriterContext): this {
    const animation = this.document.getRoot().getExtension<VrmAnimation>(VRM_ANIMATION);
    if (animation !== null) writeBlock(context, VRM_ANIMATION, writeHumanoid(context, animation));
    return this;
  }
}

function lookAt(offsetFromHeadBone: EyeOffset): Record<string, unknown> {
  return {
    type: 'bone',
    offsetFromHeadBone,
    rangeMapHorizontalInner: LOOK_AT_RANGE,
    rangeMapHorizontalOuter: LOOK_AT_RANGE,
    rangeMapVerticalDown: LOOK_AT_RANGE,
    rangeMapVerticalUp: LOOK_AT_RANGE,
  };
}

const readBlock = ({ jsonDoc: { json } }: ReaderContext, name: string): Record<string, unknown> | null =>
  asRecord(json.extensions?.[name]);

function writeBlock({ jsonDoc: { json } }: WriterContext, name: string, block: Record<string, unknown>): void {
  json.extensions = { ...json.extensions, [name]: block };
}

/** Reads version and bones of a block into `humanoid`, in place. */
function readHumanoid(context: ReaderContext, block: Record<string, unknown>, humanoid: Humanoid): void {
  humanoid.setSpecVersion(typeof block.specVersion === 'string' ? block.specVersion : '');
  const bones = asRecord(asRecord(block.humanoid)?.humanBones) ?? {};
  for (const [bone, entry] of Object.entries(bones)) {
    const node = nodeAt(context, asRecord(entry)?.node);
    if (isVrmBone(bone) && node !== null) humanoid.setBone(bone, node);
  }
}

/** Version and bones of `humanoid`, as both blocks have them. */
function writeHumanoid(context: WriterContext, humanoid: Humanoid): Record<string, unknown> {
  const bones = humanoid.listBones().map(([bone, node]) => [bone, { node: context.nodeIndexMap.get(node) as number }]);
  return { specVersion: humanoid.getSpecVersion(), humanoid: { humanBones: Object.fromEntries(bones) } };
}

const nodeAt = ({ nodes }: ReaderContext, index: unknown): Node | null =>
  typeof index === 'number' ? (nodes[index] ?? null) : null;

/** null for what is not an object. */
const asRecord = (value: unknown): Record<string, unknown> | null => (isRecord(value) ? value : null);
