/** The one licence document that VRM 1.0 files refer to; readers refuse any other address. */
export const VRM_LICENSE_URL = 'https://vrm.dev/licenses/1.0/';

/** VRM 1.0's meta block: who made the avatar and what others may do with it. Names and values are VRM's own. */
export interface VrmMeta {
  readonly name: string;
  readonly version?: string;
  readonly authors: readonly string[];
  readonly copyrightInformation?: string;
  readonly contactInformation?: string;
  readonly references?: readonly string[];
  readonly thirdPartyLicenses?: string;
  readonly licenseUrl: string;
  readonly avatarPermission?: 'onlyAuthor' | 'onlySeparatelyLicensedPerson' | 'everyone';
  readonly allowExcessivelyViolentUsage?: boolean;
  readonly allowExcessivelySexualUsage?: boolean;
  readonly commercialUsage?: 'personalNonProfit' | 'personalProfit' | 'corporation';
  readonly allowPoliticalOrReligiousUsage?: boolean;
  readonly allowAntisocialOrHateUsage?: boolean;
  readonly creditNotation?: 'required' | 'unnecessary';
  readonly allowRedistribution?: boolean;
  readonly modification?: 'prohibited' | 'allowModification' | 'allowModificationRedistribution';
  readonly otherLicenseUrl?: string;
}
