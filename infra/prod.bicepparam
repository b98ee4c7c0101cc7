// The environment that tenants use.
using 'main.bicep'

param environmentName = 'prod'
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')

// One instance each is always warm, so that a form never waits for a cold start.
param maximumInstanceCount = 40
param alwaysReadyHttp = 1
param alwaysReadyDeliver = 1

param storageSku = 'Standard_ZRS'
param vaultRetentionDays = 90
param logRetentionDays = 90

// Providers that bind API keys to addresses see one that does not change.
param natGateway = true

// Off: the secrets could then be set from inside the virtual network only. See the README for turning it on.
param privateEndpoints = false
param alertActionGroupId = readEnvironmentVariable('ALERT_ACTION_GROUP_ID', '')
