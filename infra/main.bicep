// Subscription scope: `azd up` and `az deployment sub create` then need nothing that exists beforehand, and the
// resource group, whose azd-env-name tag azd looks for, belongs to the deployment like all that is in it.
targetScope = 'subscription'

@description('The environment, such as dev or prod. It names the resource group and is part of what makes the names of resources unique.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('The region of all resources. It must offer the Flex Consumption plan.')
@metadata({
  azd: {
    type: 'location'
  }
})
param location string

@description('The resource group that is created, or used if it is there.')
param resourceGroupName string = 'rg-${environmentName}'

@description('Tags for all resources.')
param tags object = {}

@description('The most instances that the app may scale out to, for each scale group. The scaler counts delayed messages too, so a long backlog of retries alone can reach it.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Memory of an instance in MB.')
@allowed([
  512
  2048
  4096
])
param instanceMemoryMB int = 2048

@description('Instances kept ready for HTTP calls. 0: the first call after a pause waits for a cold start.')
@minValue(0)
@maxValue(1000)
param alwaysReadyHttp int = 0

@description('Instances kept ready for the queue function. 0: the first delivery after a pause waits for a cold start.')
@minValue(0)
@maxValue(1000)
param alwaysReadyDeliver int = 0

@description('Redundancy of the storage account: LRS in one data centre, ZRS across the zones of the region, the others in a second region too.')
@allowed([
  'Standard_LRS'
  'Standard_ZRS'
  'Standard_GRS'
  'Standard_GZRS'
])
param storageSku string = 'Standard_LRS'

@description('Days that a deleted key vault, or a deleted secret in it, can be recovered. It cannot be changed later, and the name stays taken for as long.')
@minValue(7)
@maxValue(90)
param vaultRetentionDays int = 90

@description('Days that logs and metrics are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Object ids of managed identities or service principals of other services that may put updates on the queue contact-updates, and do nothing else.')
param queueSenderPrincipalIds string[] = []

@description('Sends all outbound calls through a NAT gateway with a fixed public address, for providers that bind keys to addresses.')
param natGateway bool = false

@description('Reaches storage and the key vault through private endpoints and turns their public network access off.')
param privateEndpoints bool = false

@description('Address range of the virtual network, /24 or larger. It exists only with natGateway or privateEndpoints.')
param networkAddressPrefix string = '10.40.0.0/24'

@description('Resource id of the action group that alerts notify. Empty: alerts show in the portal and notify nobody.')
param alertActionGroupId string = ''

@description('Seconds that a due update may wait before an alert is raised.')
@minValue(60)
param oldestDueAlertSeconds int = 900

@description('Dead letters that may be held before an alert is raised.')
@minValue(0)
param deadLetterAlertCount int = 0

@description('Failed function calls within five minutes that are borne before an alert is raised.')
@minValue(0)
param failureAlertCount int = 5

@description('Logs every request to queues and tables as well: several lines an update, which cost more than the update.')
param logStorageRequests bool = false

var token = uniqueString(subscription().id, environmentName, location)
var allTags = union(tags, { 'azd-env-name': environmentName })
var useNetwork = natGateway || privateEndpoints
var deploymentContainerName = 'app-package'
var updatesQueueName = 'contact-updates'

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: resourceGroupName
  location: location
  tags: allTags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: 'id-contactrelay-${token}'
    location: location
    tags: allTags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: 'log-contactrelay-${token}'
    applicationInsightsName: 'appi-contactrelay-${token}'
    location: location
    tags: allTags
    retentionDays: logRetentionDays
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: 'stcrelay${token}'
    location: location
    tags: allTags
    sku: storageSku
    publicAccess: !privateEndpoints
    containerNames: [
      deploymentContainerName
    ]
    queueNames: [
      updatesQueueName
      '${updatesQueueName}-poison'
      '${updatesQueueName}-bulk'
      '${updatesQueueName}-bulk-poison'
    ]
    tableNames: [
      'mailboxes'
      'tenants'
      'deadletters'
    ]
  }
}

module keyVault 'modules/key-vault.bicep' = {
  scope: group
  params: {
    name: 'kv-crelay-${token}'
    location: location
    tags: allTags
    publicAccess: !privateEndpoints
    retentionDays: vaultRetentionDays
  }
}

module roles 'modules/roles.bicep' = {
  scope: group
  params: {
    principalId: identity.outputs.principalId
    storageAccountName: storage.outputs.name
    keyVaultName: keyVault.outputs.name
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    queueName: updatesQueueName
    queueSenderPrincipalIds: queueSenderPrincipalIds
  }
}

module network 'modules/network.bicep' = if (useNetwork) {
  scope: group
  params: {
    name: 'vnet-contactrelay-${token}'
    location: location
    tags: allTags
    addressPrefix: networkAddressPrefix
    natGateway: natGateway
  }
}

module endpoints 'modules/private-endpoints.bicep' = if (privateEndpoints) {
  scope: group
  params: {
    location: location
    tags: allTags
    networkId: privateEndpoints ? network!.outputs.id : ''
    subnetId: privateEndpoints ? network!.outputs.endpointSubnetId : ''
    storageAccountId: storage.outputs.id
    keyVaultId: keyVault.outputs.id
  }
}

module functionApp 'modules/function-app.bicep' = {
  scope: group
  params: {
    name: 'func-contactrelay-${token}'
    planName: 'plan-contactrelay-${token}'
    location: location
    tags: allTags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageAccountName: storage.outputs.name
    deploymentContainerName: deploymentContainerName
    keyVaultUri: keyVault.outputs.uri
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    subnetId: useNetwork ? network!.outputs.appSubnetId : ''
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMB: instanceMemoryMB
    alwaysReadyHttp: alwaysReadyHttp
    alwaysReadyDeliver: alwaysReadyDeliver
  }
  // The app reads its package and its secrets from the first start on.
  dependsOn: [
    roles
    endpoints
  ]
}

module diagnostics 'modules/diagnostics.bicep' = {
  scope: group
  params: {
    workspaceId: monitoring.outputs.workspaceId
    functionAppName: functionApp.outputs.name
    keyVaultName: keyVault.outputs.name
    storageAccountName: storage.outputs.name
    logStorageRequests: logStorageRequests
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    location: location
    tags: allTags
    workspaceId: monitoring.outputs.workspaceId
    actionGroupId: alertActionGroupId
    oldestDueSeconds: oldestDueAlertSeconds
    deadLetterCount: deadLetterAlertCount
    failureCount: failureAlertCount
  }
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  params: {
    location: location
    tags: allTags
    displayName: 'ContactRelay ${environmentName}'
    workspaceId: monitoring.outputs.workspaceId
  }
}

@description('The resource group.')
output AZURE_RESOURCE_GROUP string = group.name

@description('The function app.')
output FUNCTION_APP_NAME string = functionApp.outputs.name

@description('Where the API is served.')
output FUNCTION_APP_URL string = functionApp.outputs.url

@description('The key vault that holds the tenants\' API keys.')
output KEY_VAULT_NAME string = keyVault.outputs.name

@description('The storage account that holds mailboxes, tenants and queues.')
output STORAGE_ACCOUNT_NAME string = storage.outputs.name

@description('The fixed address that providers see; empty without a NAT gateway.')
output OUTBOUND_IP_ADDRESS string = useNetwork ? network!.outputs.outboundAddress : ''
