// Resource types that @azure/mcp lists without carrying their data, written down from Azure's REST reference as far
// as infra/ needs them. A ! marks what is required, * the type of properties with any name.
const tags = { '*': 'string' };

const types = {
  'Microsoft.Insights/diagnosticSettings@2021-05-01-preview': {
    'name!': 'string',
    properties: {
      eventHubAuthorizationRuleId: 'string',
      eventHubName: 'string',
      logAnalyticsDestinationType: 'string',
      logs: [{ category: 'string', categoryGroup: 'string', 'enabled!': 'bool' }],
      marketplacePartnerId: 'string',
      metrics: [{ category: 'string', 'enabled!': 'bool', timeGrain: 'string' }],
      storageAccountId: 'string',
      workspaceId: 'string',
    },
  },
  'Microsoft.Insights/scheduledQueryRules@2023-12-01': {
    'name!': 'string',
    'location!': 'string',
    kind: 'LogAlert | LogToMetric',
    tags,
    'properties!': {
      actions: { actionGroups: 'string[]', actionProperties: tags, customProperties: tags },
      autoMitigate: 'bool',
      checkWorkspaceAlertsStorageConfigured: 'bool',
      criteria: {
        allOf: [{
          dimensions: [{ 'name!': 'string', 'operator!': 'Include | Exclude', 'values!': 'string[]' }],
          failingPeriods: { minFailingPeriodsToAlert: 'int', numberOfEvaluationPeriods: 'int' },
          metricMeasureColumn: 'string',
          metricName: 'string',
          operator: 'Equals | GreaterThan | GreaterThanOrEqual | LessThan | LessThanOrEqual',
          query: 'string',
          resourceIdColumn: 'string',
          threshold: 'int',
          timeAggregation: 'Average | Count | Maximum | Minimum | Total',
        }],
      },
      description: 'string',
      displayName: 'string',
      enabled: 'bool',
      evaluationFrequency: 'string',
      muteActionsDuration: 'string',
      overrideQueryTimeRange: 'string',
      resolveConfiguration: { autoResolved: 'bool', timeToResolve: 'string' },
      scopes: 'string[]',
      severity: 'int',
      skipQueryValidation: 'bool',
      targetResourceTypes: 'string[]',
      windowSize: 'string',
    },
  },
  'Microsoft.Network/privateDnsZones@2024-06-01': {
    'name!': 'string',
    location: 'string',
    tags,
    properties: {},
  },
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01': {
    'name!': 'string',
    location: 'string',
    tags,
    properties: {
      registrationEnabled: 'bool',
      resolutionPolicy: 'Default | NxDomainRedirect',
      virtualNetwork: { id: 'string' },
    },
  },
};

/** Gives an object the form that the type data has: named definitions that refer to one another. */
function define(name, shape, byName) {
  const { '*': additionalPropertiesType, ...properties } = shape;
  const definition = { $type: 'Object', name, additionalPropertiesType, properties: [] };
  byName.set(name, definition);
  for (const [key, value] of Object.entries(properties)) {
    const property = { name: key.replace('!', ''), flags: key.endsWith('!') ? 'Required' : '' };
    const item = Array.isArray(value) ? value[0] : value;
    const type = typeof item === 'string' ? item : define(`${name}.${property.name}`, item, byName);
    definition.properties.push({ ...property, type: Array.isArray(value) ? `${type}[]` : type });
  }
  return name;
}

export const moreTypes = new Map(Object.entries(types).map(([reference, shape]) => {
  const [type, version] = reference.split('@');
  const byName = new Map();
  define(type, shape, byName);
  return [type, { version, body: byName.get(type), byName }];
}));
