import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { importSearch } from '../../features/as-found/search.ts';
import { comparisonSearch, notebookPairSearch } from '../../features/comparison/search.ts';
import { completenessSearch } from '../../features/completeness/search.ts';
import { compareSearch, runSearch, runsSearch } from '../../features/experiment/search.ts';
import { modelSearch, modelsSearch } from '../../features/model/search.ts';
import { reviewSearch } from '../../features/review/search.ts';
import { documentSearch } from '../../features/search/search.ts';
import { versionSearch } from '../../features/version/search.ts';
import { frameRoute } from './frame-route.ts';

const models = createRoute({
  getParentRoute: () => frameRoute,
  path: '/models',
  validateSearch: modelsSearch,
  component: lazyRouteComponent(() => import('../../features/model/models-page.tsx'), 'ModelsPage'),
});
const search = createRoute({
  getParentRoute: () => frameRoute,
  path: '/search',
  validateSearch: documentSearch,
  component: lazyRouteComponent(() => import('../../features/search/search-page.tsx'), 'SearchPage'),
});
const newModel = createRoute({
  getParentRoute: () => frameRoute,
  path: '/models/new',
  component: lazyRouteComponent(() => import('../../features/model/new-model-page.tsx'), 'NewModelPage'),
});
const importAsFound = createRoute({
  getParentRoute: () => frameRoute,
  path: '/import',
  validateSearch: importSearch,
  component: lazyRouteComponent(() => import('../../features/as-found/import-page.tsx'), 'ImportPage'),
});
const model = createRoute({
  getParentRoute: () => frameRoute,
  path: '/m/$model',
  validateSearch: modelSearch,
  component: lazyRouteComponent(() => import('../../features/model/model-page.tsx'), 'ModelPage'),
});
const tier = createRoute({
  getParentRoute: () => frameRoute,
  path: '/m/$model/tier',
  component: lazyRouteComponent(() => import('../../features/tier/tier-page.tsx'), 'TierPage'),
});
const recording = createRoute({
  getParentRoute: () => frameRoute,
  path: '/m/$model/recording',
  component: lazyRouteComponent(() => import('../../features/recording/recording-page.tsx'), 'RecordingPage'),
});
const completeness = createRoute({
  getParentRoute: () => frameRoute,
  path: '/m/$model/completeness',
  validateSearch: completenessSearch,
  component: lazyRouteComponent(
    () => import('../../features/completeness/completeness-page.tsx'),
    'CompletenessPage',
  ),
});
const register = createRoute({
  getParentRoute: () => frameRoute,
  path: '/m/$model/new',
  component: lazyRouteComponent(() => import('../../features/register/register-page.tsx'), 'RegisterPage'),
});
const compare = createRoute({
  getParentRoute: () => frameRoute,
  path: '/m/$model/compare/$pair',
  validateSearch: comparisonSearch,
  component: lazyRouteComponent(() => import('../../features/comparison/compare-page.tsx'), 'ComparePage'),
});
const compareNotebooks = createRoute({
  getParentRoute: () => frameRoute,
  path: '/m/$model/compare/$pair/notebook',
  validateSearch: notebookPairSearch,
  component: lazyRouteComponent(
    () => import('../../features/comparison/notebook-page.tsx'),
    'NotebookPairPage',
  ),
});
const versioning = createRoute({
  getParentRoute: () => frameRoute,
  path: '/m/$model/versioning',
  validateSearch: modelSearch,
  component: lazyRouteComponent(
    () => import('../../features/comparison/versioning-page.tsx'),
    'VersioningPage',
  ),
});
const notes = createRoute({
  getParentRoute: () => frameRoute,
  path: '/m/$model/notes',
  validateSearch: modelSearch,
  component: lazyRouteComponent(() => import('../../features/release-note/notes-page.tsx'), 'NotesPage'),
});
const experiments = createRoute({
  getParentRoute: () => frameRoute,
  path: '/m/$model/experiments',
  validateSearch: modelSearch,
  component: lazyRouteComponent(
    () => import('../../features/experiment/experiments-page.tsx'),
    'ExperimentsPage',
  ),
});
const importRecords = createRoute({
  getParentRoute: () => frameRoute,
  path: '/m/$model/import',
  validateSearch: modelSearch,
  component: lazyRouteComponent(() => import('../../features/import/import-page.tsx'), 'ImportRecordsPage'),
});
const runs = createRoute({
  getParentRoute: () => frameRoute,
  path: '/m/$model/experiments/$experiment',
  validateSearch: runsSearch,
  component: lazyRouteComponent(() => import('../../features/experiment/runs-page.tsx'), 'RunsPage'),
});
const compareRuns = createRoute({
  getParentRoute: () => frameRoute,
  path: '/m/$model/experiments/$experiment/compare',
  validateSearch: compareSearch,
  component: lazyRouteComponent(
    () => import('../../features/experiment/compare-runs-page.tsx'),
    'CompareRunsPage',
  ),
});
const run = createRoute({
  getParentRoute: () => frameRoute,
  path: '/m/$model/experiments/$experiment/runs/$run',
  validateSearch: runSearch,
  component: lazyRouteComponent(() => import('../../features/experiment/run-page.tsx'), 'RunPage'),
});
const version = createRoute({
  getParentRoute: () => frameRoute,
  path: '/m/$model/v/$version',
  validateSearch: versionSearch,
  component: lazyRouteComponent(() => import('../../features/version/version-page.tsx'), 'VersionPage'),
});
const review = createRoute({
  getParentRoute: () => frameRoute,
  path: '/m/$model/v/$version/review',
  validateSearch: reviewSearch,
  component: lazyRouteComponent(() => import('../../features/review/review-page.tsx'), 'ReviewPage'),
});

export const catalogRoutes = [
  models,
  search,
  newModel,
  importAsFound,
  model,
  tier,
  recording,
  completeness,
  register,
  compare,
  compareNotebooks,
  versioning,
  notes,
  experiments,
  importRecords,
  runs,
  compareRuns,
  run,
  version,
  review,
] as const;
