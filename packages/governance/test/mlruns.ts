/** An `mlruns` folder as MLflow's file store writes one, in figures of our own: two experiments, a deleted run, an input dataset. */
export const mlruns = (changed: Readonly<Record<string, string | null>> = {}): Record<string, string> => {
  const files: Record<string, string | null> = {
    'mlruns/417/meta.yaml':
      "artifact_location: file:///srv/tracking/417\ncreation_time: 1767225600000\nexperiment_id: '417'\nlast_update_time: 1767225600000\nlifecycle_stage: active\nname: shore erosion\n",
    'mlruns/417/tags/team': 'coast',
    'mlruns/417/datasets/d01/meta.yaml':
      'digest: 4f1c22aa\nname: shoreline\nprofile: null\nschema: null\nsource: \'{"uri": "s3://coast/shoreline.parquet"}\'\nsource_type: s3\n',
    'mlruns/417/ab12/meta.yaml':
      "end_time: 1767229200000\nexperiment_id: '417'\nlifecycle_stage: active\nrun_id: ab12\nrun_name: brisk heron\nstart_time: 1767225600000\nstatus: 3\n",
    'mlruns/417/ab12/params/depth': '007',
    'mlruns/417/ab12/params/booster': 'gbtree',
    'mlruns/417/ab12/metrics/rmse': '1767225601000 0.5 0\n1767225602000 0.25 1\n',
    'mlruns/417/ab12/metrics/val/loss': '1767225602000 nan 1\n',
    'mlruns/417/ab12/tags/mlflow.note.content': 'The first that holds at high tide.',
    'mlruns/417/ab12/tags/mlflow.user': 'ines',
    'mlruns/417/ab12/inputs/in1/meta.yaml':
      'destination_id: ab12\ndestination_type: RUN\nsource_id: d01\nsource_type: DATASET\ntags:\n  mlflow.data.context: training\n',
    'mlruns/417/ab12/artifacts/plots/tide.svg': '<svg/>',
    'mlruns/417/ab12/outputs/m-1/meta.yaml': 'source_id: ab12\n',
    'mlruns/417/cd34/meta.yaml':
      "experiment_id: '417'\nlifecycle_stage: deleted\nrun_id: cd34\nstart_time: 1767225600000\nstatus: 4\n",
    'mlruns/0/meta.yaml': "experiment_id: '0'\nlifecycle_stage: active\nname: Default\n",
    'mlruns/0/ef56/meta.yaml':
      "experiment_id: '0'\nlifecycle_stage: active\nrun_uuid: ef56\nstart_time: 1767225600000\nstatus: RUNNING\n",
    'mlruns/.trash/9/meta.yaml': "experiment_id: '9'\nlifecycle_stage: deleted\nname: gone\n",
    ...changed,
  };
  return Object.fromEntries(
    Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== null),
  );
};
