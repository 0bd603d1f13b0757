import { afterEach, beforeEach, describe } from 'vitest';
import type { CompositionRepository } from '../../src/core/history/compositionRepository';
import { againstAList } from './repositoryConformance/againstAList';
import { counting } from './repositoryConformance/counting';
import { searching } from './repositoryConformance/searching';
import { selecting } from './repositoryConformance/selecting';
import { storing } from './repositoryConformance/storing';
import { Subject } from './repositoryConformance/subject';
import { underWay } from './repositoryConformance/underWay';

/**
 * What every {@link CompositionRepository} must do, whatever it is made of.
 *
 * @param create an empty one; the suite disposes it.
 */
export function compositionRepositoryConformance(name: string, create: () => Promise<CompositionRepository>): void {
  describe(`${name} as a repository of compositions`, () => {
    const subject = new Subject(create);

    beforeEach(async () => {
      subject.repository = await create();
    });
    afterEach(() => subject.repository.dispose());

    for (const define of [storing, selecting, searching, counting, underWay, againstAList]) define(subject);
  });
}
