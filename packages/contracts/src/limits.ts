/** Every limit of what may come in, in one place. Bytes unless named otherwise. */
export const limits = {
  jsonBody: 10 * 1024 * 1024,
  ndjsonBody: 256 * 1024 * 1024,
  ndjsonLine: 1024 * 1024,
  artifact: 2 * 1024 * 1024 * 1024,
  notebook: 20 * 1024 * 1024,
  document: 10 * 1024 * 1024,
  filesPerVersion: 1_000,
  path: 300,
  /** Rows of one invocation request; scoring runs hold at most 1,000 each. */
  invocationRows: 10_000,
  scoringRunRows: 1_000,
  /** Rows of an export of predictions. */
  exportRows: 100_000,
  releaseNotes: 200_000,
  /** Claims in the front matter of release notes. */
  noteClaims: 100,
  checklistAnswer: 2_000,
  commentText: 10_000,
  /** People whom one comment calls. */
  mentions: 20,
  /** Comments of one thread; then another one is opened. */
  threadComments: 200,
  /** Fields of models that are in use at once. */
  modelFields: 60,
  /** Entries of one field's list. */
  fieldChoices: 200,
  /** Characters of one value. */
  fieldText: 500,
  /** Conditions on fields that one list of models takes. */
  fieldFilters: 20,
  /** Sensitive fields of one model. */
  sensitiveFields: 200,
  /** References of one version, withdrawn ones among them. */
  references: 200,
  /** Bytes of one attachment, and attachments of one version, withdrawn ones among them. */
  attachment: 50 * 1024 * 1024,
  attachments: 200,
  /** Figures that are read from one attachment. */
  attachmentFigures: 500,
  /** Entries and bytes of the directory of an attached DOCX. */
  archiveEntries: 5_000,
  archiveDirectory: 2 * 1024 * 1024,
  /** Suggestions that one request for changes brings along. */
  suggestions: 20,
  /** Requests that are signed in one sitting. */
  sittingItems: 20,
  /** Filters that one person keeps of their inbox. */
  savedFilters: 20,
  /** Things that one person follows. */
  subscriptions: 100,
  /** Models, versions or people that one report names. */
  reportModels: 100,
  /** Reports of one person that are waited for at once. */
  reportsWaiting: 5,
  /** Items that a population may have, those that one sample takes, and samples of one person that are packed at once. */
  samplePopulation: 1_000_000,
  sampleItems: 100,
  samplesWaiting: 2,
  /** Predictions that one re-scoring takes, and re-scorings of one person that are under way at once. */
  rescoredPredictions: 1_000_000,
  rescoringsWaiting: 3,
  /** Runs, and facts of runs (parameters, values, tags, datasets, artifacts) that one call logs. */
  runsLogged: 1_000,
  runFacts: 10_000,
  /** Characters: names of experiments, keys, texts, notes. */
  experimentName: 200,
  runKey: 250,
  runText: 8_000,
  runNotes: 20_000,
  /** Of one run. */
  runParameters: 1_000,
  runTags: 1_000,
  runMetrics: 1_000,
  runPoints: 1_000_000,
  runDatasets: 100,
  runArtifacts: 1_000,
  /** Different parameters, metrics and tags that the runs of one experiment have. */
  experimentKeys: 5_000,
  experiments: 1_000,
  /** Characters and conditions of a filter. */
  runFilter: 2_000,
  runConditions: 20,
  runColumns: 50,
  runsCompared: 20,
  runViews: 20,
} as const;
