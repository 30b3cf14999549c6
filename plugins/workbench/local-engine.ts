import { yielding } from '../../converters/session/yielding.js';
import { standOnFloor } from '../../core/body/floor.js';
import { measureBody } from '../../core/body/measure.js';
import { rigBody } from '../../core/body/rigged-body.js';
import { findPeople, loadNetworks } from '../../core/detect/people.js';
import { FitError } from '../../core/error.js';
import type { Image } from '../../core/types.js';
import { letMessagesIn } from '../web/let-messages-in.js';
import { answerCameras, answerFit, answerRefit } from './answer-fit.js';
import type { Engine, EngineNews } from './engine.js';
import { createEngineModels, type EngineParts } from './engine-models.js';
import { writeFiles } from './formats.js';
import { warmUp } from './warm-up.js';

/** An engine on this thread: fits and networks block it while they compute. */
export function localEngine(parts: EngineParts): Engine {
  const listeners = new Set<(news: EngineNews) => void>();
  const tell = (news: EngineNews): void => {
    for (const listener of listeners) listener(news);
  };
  parts.news?.(tell);
  const models = createEngineModels(parts, (message) => tell({ type: 'notice', message }));
  const pictures = new Map<number, Image>();
  let lastId = 0;
  return {
    async prepare(body, detail) {
      await loadNetworks(parts.runtime, detail);
      const plain = models.fitter({ body, posePrior: 1, shapePrior: 1 });
      const [{ fitter, lifter }] = await Promise.all([plain, models.skeleton(body)]);
      await warmUp(fitter, await lifter());
    },
    async open(picture, name, signal) {
      signal?.throwIfAborted();
      const opened = await parts.decode(picture, name);
      signal?.throwIfAborted();
      lastId += 1;
      pictures.set(lastId, opened);
      const { width, height, focalLength } = opened;
      return { id: lastId, width, height, ...(focalLength !== undefined && { focalLength }) };
    },
    async detect({ picture, ...options }, signal) {
      const image = pictures.get(picture);
      if (image === undefined) {
        throw new FitError('usage', 'detect', 'there is no picture.', 'Open one first.');
      }
      return findPeople(image, yielding(parts.runtime, letMessagesIn), { ...options, ...(signal && { signal }) });
    },
    async close(picture) {
      pictures.delete(picture);
    },
    ...answerCameras(models),
    fit: (request, signal) => answerFit(models, request, signal),
    refit: (request, previous, signal) => answerRefit(models, request, previous, signal),
    skeleton: (body) => models.skeleton(body),
    measure: async (body, betas) => measureBody(await models.body(body), betas),
    rig: async (body, parameters) => rigBody(await models.body(body), parameters),
    async write({ format, name, body, people, onFloor, skin }, signal) {
      const model = await models.body(body);
      signal?.throwIfAborted();
      const rigged = people.map((parameters) => rigBody(model, parameters));
      return writeFiles(format, onFloor ? standOnFloor(rigged) : rigged, name, skin);
    },
    async addBody(name, bytes) {
      const { loadBody } = await import('../../models/load-body.js'); // readers of formats that most pages never see
      models.set(name, loadBody(name, bytes, { name }));
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      pictures.clear();
      listeners.clear();
    },
  };
}
