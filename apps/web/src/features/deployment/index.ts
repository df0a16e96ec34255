export { isDeploymentCommand } from './commands.ts';
export { DeploymentSheet } from './deployment-sheet.tsx';
export { DeploymentTable, deploymentColumns } from './deployment-table.tsx';
export { VersionDeployments } from './version-deployments.tsx';
