import { expect, test } from 'vitest';
import { type VrmLicence, vrmMeta } from '../../../converters/export/vrm-meta.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

const body = tinyRiggedBody(1);

test('by default only the author may use the avatar', () => {
  expect(vrmMeta(body)).toEqual({
    name: 'Avatar',
    authors: ['unknown'],
    licenseUrl: 'https://vrm.dev/licenses/1.0/',
    thirdPartyLicenses: 'Body model tiny: CC0-1.0',
    avatarPermission: 'onlyAuthor',
    commercialUsage: 'personalNonProfit',
    creditNotation: 'required',
    modification: 'prohibited',
    allowRedistribution: false,
    allowExcessivelyViolentUsage: false,
    allowExcessivelySexualUsage: false,
    allowPoliticalOrReligiousUsage: false,
    allowAntisocialOrHateUsage: false,
  });
});

test('single entries stand above the licence, never above its address', () => {
  const meta = { allowAntisocialOrHateUsage: false, licenseUrl: 'https://example.org', version: '2' };
  expect(vrmMeta(body, { licence: 'open', meta })).toMatchObject({
    allowRedistribution: true,
    allowAntisocialOrHateUsage: false,
    version: '2',
    licenseUrl: 'https://vrm.dev/licenses/1.0/',
  });
});

test('another licence is named beside', () => {
  const licence = 'https://creativecommons.org/licenses/by/4.0/';
  expect(vrmMeta(body, { licence })).toMatchObject({ otherLicenseUrl: licence, avatarPermission: 'onlyAuthor' });
});

test('refuses what readers would refuse', () => {
  expect(() => vrmMeta(body, { title: ' ' })).toThrow(/Give the avatar a name/);
  expect(() => vrmMeta(body, { authors: [] })).toThrow(/at least one author/);
  expect(() => vrmMeta(body, { authors: [''] })).toThrow(/at least one author/);
  expect(() => vrmMeta(body, { licence: 'mit' as VrmLicence })).toThrow(/Choose private, open or an https address/);
});
