import { expectType, FitError } from '../../core/error.js';
import type { RiggedBody } from '../../core/types.js';
import { VRM_LICENSE_URL, type VrmMeta } from '../formats/vrm-block.js';
import type { SkinTexture } from './skin-texture.js';

/**
 * What others may do with an avatar.
 *  - `private`: only its author uses it. The default: the avatar is the likeness of whoever is in the photo.
 *  - `open`: everybody may use, change, sell and pass it on, without credit.
 *  - an https address: `private`, and beyond it what the licence there says.
 */
export type VrmLicence = 'private' | 'open' | `https://${string}`;

export interface VrmOptions {
  /** Name of the avatar; "Avatar" when none is given. */
  readonly title?: string;
  /** Who made it, at least one; "unknown" when none is given. */
  readonly authors?: readonly string[];
  readonly licence?: VrmLicence;
  /** Single entries of VRM's meta block, above what the options before say. */
  readonly meta?: Partial<Omit<VrmMeta, 'licenseUrl'>>;
  /** Pictures or colour of the skin; a painted body must have gone through withSkinAtlas. */
  readonly skin?: SkinTexture;
  /** asset.generator. */
  readonly generator?: string;
}

type Permissions = Omit<VrmMeta, 'name' | 'authors' | 'licenseUrl'>;

const PRIVATE: Permissions = {
  avatarPermission: 'onlyAuthor',
  allowExcessivelyViolentUsage: false,
  allowExcessivelySexualUsage: false,
  commercialUsage: 'personalNonProfit',
  allowPoliticalOrReligiousUsage: false,
  allowAntisocialOrHateUsage: false,
  creditNotation: 'required',
  allowRedistribution: false,
  modification: 'prohibited',
};

const OPEN: Permissions = {
  avatarPermission: 'everyone',
  allowExcessivelyViolentUsage: true,
  allowExcessivelySexualUsage: true,
  commercialUsage: 'corporation',
  allowPoliticalOrReligiousUsage: true,
  allowAntisocialOrHateUsage: true,
  creditNotation: 'unnecessary',
  allowRedistribution: true,
  modification: 'allowModificationRedistribution',
};

/** The meta block of a body's file. @throws FitError usage for an unknown licence, no author or an empty title */
export function vrmMeta(body: RiggedBody, options: VrmOptions = {}): VrmMeta {
  const { title = 'Avatar', authors = ['unknown'], licence = 'private' } = options;
  const { bodyName, bodyLicence } = body.metadata;
  const meta = {
    name: title,
    authors,
    ...permissions(licence),
    thirdPartyLicenses: `Body model ${bodyName}: ${bodyLicence}`,
    ...options.meta,
    licenseUrl: VRM_LICENSE_URL,
  };
  expectType('title', meta.name, 'string');
  if (meta.name.trim() === '') throw new FitError('usage', 'title', 'it is empty.', 'Give the avatar a name.');
  if (
    !Array.isArray(meta.authors) ||
    meta.authors.length === 0 ||
    meta.authors.some((author) => author.trim() === '')
  ) {
    throw new FitError('usage', 'authors', 'VRM requires the name of at least one author.', 'Give a name.');
  }
  return meta;
}

function permissions(licence: VrmLicence): Permissions {
  if (licence === 'private') return PRIVATE;
  if (licence === 'open') return OPEN;
  if (/^https:\/\/\S+$/.test(licence)) return { ...PRIVATE, otherLicenseUrl: licence };
  throw new FitError('usage', 'licence', `${licence} is not a licence.`, 'Choose private, open or an https address.');
}
