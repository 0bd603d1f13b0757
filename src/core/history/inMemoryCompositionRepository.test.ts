import { compositionRepositoryConformance } from '../../../test/support/compositionRepositoryConformance';
import { InMemoryCompositionRepository } from './inMemoryCompositionRepository';

compositionRepositoryConformance('InMemoryCompositionRepository', () => Promise.resolve(new InMemoryCompositionRepository()));
