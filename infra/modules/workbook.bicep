// A workbook over the metrics that the app publishes. It names no tenant: whoever opens it chooses.

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Name that the portal shows.')
param displayName string

@description('Resource id of the workspace that holds the app\'s telemetry.')
param workspaceId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  // Azure wants a GUID, and the same one each time, or every deployment would leave another workbook.
  name: guid(resourceGroup().id, 'contactrelay')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: displayName
    category: 'workbook'
    sourceId: workspaceId
    serializedData: replace(loadTextContent('workbook.json'), 'WORKSPACE_ID', workspaceId)
  }
}
