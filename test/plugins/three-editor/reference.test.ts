import * as THREE from 'three';
import { expect, test } from 'vitest';
import type { Editor } from '../../../plugins/three-editor/contract.js';
import { backgroundReference, selectedReference } from '../../../plugins/three-editor/reference.js';

const image = { data: new Uint8Array(4), width: 1, height: 1 };
const texture = new THREE.Texture(image as never);
const editorWith = (selected: THREE.Object3D | null, background: unknown = null): Editor => {
  const scene = new THREE.Scene();
  scene.background = background as THREE.Texture | null;
  return { scene, selected, execute: () => undefined, signals: {} };
};

test('the picture of the selected object, its first material’s', () => {
  const plane = new THREE.Mesh(new THREE.PlaneGeometry(), [new THREE.MeshBasicMaterial({ map: texture })]);
  plane.name = '<b>photo</b>';
  expect(selectedReference(editorWith(plane))).toEqual({ source: image, name: '<b>photo</b>', plane });
});

test('the picture in the background', () => {
  expect(backgroundReference(editorWith(null, texture))).toEqual({ source: image, name: 'background', plane: null });
});

test.each([
  ['nothing selected', null],
  ['a light', new THREE.PointLight()],
  ['a mesh without a picture', new THREE.Mesh()],
  ['an unfinished picture', new THREE.Mesh(undefined, new THREE.MeshBasicMaterial({ map: new THREE.Texture() }))],
])('%s is not a picture', (_, selected) => {
  expect(() => selectedReference(editorWith(selected))).toThrow('selection: no object with a picture is selected.');
});

test('a colour in the background is not a picture', () => {
  for (const background of [null, new THREE.Color('red')]) {
    expect(() => backgroundReference(editorWith(null, background))).toThrow('background: the background');
  }
});
