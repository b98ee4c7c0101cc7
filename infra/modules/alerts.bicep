// Alerts over the metrics that the app publishes every minute, and over its failed calls. Azure's own queue metrics
// are daily and for the whole account: too late and too coarse.

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the workspace that holds the app\'s telemetry.')
param workspaceId string

@description('Resource id of the action group to notify; empty for none.')
param actionGroupId string

@description('Seconds that a due update may wait.')
param oldestDueSeconds int

@description('Dead letters that may be held.')
param deadLetterCount int

@description('Failed function calls that are borne within five minutes.')
param failureCount int

// Every query answers one row with one column, Value. A measured value may arrive as a sum over several samples.
var rules = [
  {
    name: 'poison-queue'
    title: 'ContactRelay: messages went to a poison queue'
    description: 'The host gave up on messages. They are looked into and sent back, but something is wrong.'
    severity: 1
    window: 'PT15M'
    operator: 'GreaterThan'
    threshold: 0
    query: '''
let depth = AppMetrics
  | where Name == 'contactrelay.queue.depth'
  | where tostring(Properties['queue']) endswith '-poison'
  | project Value = iff(ItemCount > 1, Sum / ItemCount, Sum);
let handled = AppRequests
  | where Name has 'poison'
  | summarize Value = todouble(count());
union depth, handled
| summarize Value = max(Value)
'''
  }
  {
    name: 'dead-letters'
    title: 'ContactRelay: updates are in the dead letters'
    description: 'Updates were refused for good or ran out of retries. List them, then redrive or discard them.'
    severity: 2
    window: 'PT15M'
    operator: 'GreaterThan'
    threshold: deadLetterCount
    query: '''
AppMetrics
| where Name == 'contactrelay.dead_letters'
| summarize Value = max(iff(ItemCount > 1, Sum / ItemCount, Sum))
'''
  }
  {
    name: 'oldest-due'
    title: 'ContactRelay: updates wait too long'
    description: 'The oldest update that is due has waited longer than it may, all the time. A tenant may be held, or a provider down.'
    severity: 2
    window: 'PT15M'
    operator: 'GreaterThan'
    threshold: oldestDueSeconds
    query: '''
AppMetrics
| where Name == 'contactrelay.updates.oldest_due'
| summarize Value = min(iff(ItemCount > 1, Sum / ItemCount, Sum))
'''
  }
  {
    name: 'failures'
    title: 'ContactRelay: function calls fail'
    description: 'Function calls ended in an exception or in a server error. Refusals of bad requests do not count.'
    severity: 2
    window: 'PT5M'
    operator: 'GreaterThan'
    threshold: failureCount
    query: '''
AppRequests
| where Success == false and not(ResultCode startswith '4')
| summarize Value = todouble(count())
'''
  }
  {
    name: 'silence'
    title: 'ContactRelay: the app publishes no metrics'
    description: 'Without its metrics the other alerts are blind. The app is down, or its telemetry does not arrive.'
    severity: 2
    window: 'PT30M'
    operator: 'LessThan'
    threshold: 1
    query: '''
AppMetrics
| where Name == 'contactrelay.updates.oldest_due'
| summarize Value = todouble(count())
'''
  }
]

resource alerts 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for rule in rules: {
    name: 'alert-contactrelay-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.title
      description: rule.description
      severity: rule.severity
      enabled: true
      scopes: [
        workspaceId
      ]
      evaluationFrequency: 'PT5M'
      windowSize: rule.window
      autoMitigate: true
      // The tables have no columns to validate against until the app has sent its first telemetry.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Maximum'
            metricMeasureColumn: 'Value'
            operator: rule.operator
            threshold: rule.threshold
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: empty(actionGroupId) ? [] : [actionGroupId]
      }
    }
  }
]
