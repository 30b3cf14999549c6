import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as THREE from 'three';
import { afterAll, expect, test } from 'vitest';
import { commandsOf, type Editor, expectEditor } from '../../../plugins/three-editor/contract.js';

const folder = mkdtempSync(path.join(tmpdir(), 'editor-'));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(path.join(folder, 'js/commands'), { recursive: true });
writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
writeFileSync(
  path.join(folder, 'js/commands/Commands.js'),
  ['Add', 'Remove', 'Move'].map((name) => `export class ${name}ObjectCommand {}`).join(' ') +
    ' export class MultiCmdsCommand {}',
);
const page = pathToFileURL(`${folder}/index.html`).href;

test('the commands are those beside the page, unless they are given', async () => {
  const found = await commandsOf(undefined, page);
  expect(found.MultiCmdsCommand.name).toBe('MultiCmdsCommand');
  const given = { ...found };
  expect(await commandsOf(given, 'https://elsewhere.example/')).toBe(given);
});

test('an editor without them, or without one of them, is told apart', async () => {
  await expect(commandsOf(undefined, pathToFileURL(`${folder}/elsewhere/`).href)).rejects.toThrow(
    /Commands.js: the editor's commands are not there. Pass them/,
  );
  await expect(commandsOf({}, page)).rejects.toThrow(
    'this editor has no AddObjectCommand, RemoveObjectCommand, MoveObjectCommand, MultiCmdsCommand.',
  );
});

test('what is no editor is refused, and what it lacks is named', () => {
  const signal = { add: () => undefined, remove: () => undefined, dispatch: () => undefined };
  const editor = {
    scene: new THREE.Scene(),
    selected: null,
    execute: () => undefined,
    signals: { historyChanged: signal },
  };
  expect(() => expectEditor(editor)).not.toThrow();
  expect(() => expectEditor({ ...editor, signals: {} })).toThrow('it has no signals.historyChanged.');
  expect(() => expectEditor(undefined as unknown as Editor)).toThrow(
    'it has no scene, execute, signals.historyChanged.',
  );
});
