// What `azd up` deploys: azd takes this file in preference to any other, after it has asked for the environment's name,
// the subscription and the region. `azd env set NAME value` sets the rest.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')

param maximumInstanceCount = int(readEnvironmentVariable('MAXIMUM_INSTANCE_COUNT', '40'))
param alwaysReadyHttp = int(readEnvironmentVariable('ALWAYS_READY_HTTP', '0'))
param alwaysReadyDeliver = int(readEnvironmentVariable('ALWAYS_READY_DELIVER', '0'))

param storageSku = readEnvironmentVariable('STORAGE_SKU', 'Standard_LRS')
param natGateway = bool(readEnvironmentVariable('NAT_GATEWAY', 'false'))
param privateEndpoints = bool(readEnvironmentVariable('PRIVATE_ENDPOINTS', 'false'))
param alertActionGroupId = readEnvironmentVariable('ALERT_ACTION_GROUP_ID', '')
