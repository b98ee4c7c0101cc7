// An environment to try things in: it costs next to nothing while idle.
using 'main.bicep'

param environmentName = 'dev'
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')

// Few instances, so that a mistake stays cheap.
param maximumInstanceCount = 4
param storageSku = 'Standard_LRS'

// The shortest there is: the vault's name is free again a week after the environment was deleted.
param vaultRetentionDays = 7
param alertActionGroupId = readEnvironmentVariable('ALERT_ACTION_GROUP_ID', '')
