using System.Diagnostics;
using System.Globalization;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Tenants;

namespace ContactRelay.Telemetry;

/// <summary>
/// The spans, by OpenTelemetry's conventions for messaging and for HTTP clients. Where nobody listens there are none, and
/// they cost a look whether anybody does. What a convention asks for and would name a contact, such as a URL, is left out.
/// </summary>
internal static class RelaySpans
{
    // The conventions list no name for Azure's queues of storage accounts, and allow for another.
    private const string MessagingSystem = "azure_queue_storage";

    /// <summary>
    /// The span of sending an update's wake-up, its mailbox saved before it or with it. Null where nobody listens, or
    /// where there is no wake-up.
    /// </summary>
    public static Activity? StartSend(Tenant tenant, WakeUp? wakeUp) => wakeUp is null || !RelayTelemetry.Source.HasListeners() ? null
        : StartMessaging("send", ActivityKind.Producer, QueueNames.For(wakeUp.IsBulk), tenant.Id, default, null)?
            .SetTag(RelayTelemetry.Provider, tenant.Provider);

    /// <summary>The span of handling a message: a child of the span that sent it, wherever that was.</summary>
    public static Activity? StartProcess(QueueMessage message, ReceivedMessage received)
    {
        if (!RelayTelemetry.Source.HasListeners())
        {
            return null;
        }

        // One message, so the sender may be the parent, and the trace of an update is one; the conventions then ask for
        // links to the sender and to the host's own span.
        var hasSender = ActivityContext.TryParse(message.TraceParent, null, isRemote: true, out var sender);
        var links = new List<ActivityLink>();
        if (hasSender)
        {
            links.Add(new(sender));
            if (Activity.Current is { } around)
            {
                links.Add(new(around.Context));
            }
        }

        var tenant = message.Key is { } key && TenantReader.IsId(key.Tenant) ? key.Tenant : null;
        return StartMessaging("process", ActivityKind.Consumer, QueueNames.For(received.IsBulk), tenant, sender, links)?
            .SetTag("messaging.message.id", received.Id);
    }

    /// <summary>The span of a request to a provider.</summary>
    public static Activity? StartCall(Tenant tenant, ProviderRequest request)
    {
        if (!RelayTelemetry.Source.HasListeners())
        {
            return null;
        }

        var span = RelayTelemetry.Source.StartActivity(request.Method.Method, ActivityKind.Client);
        if (span is { IsAllDataRequested: true })
        {
            var url = new Uri(request.Url);
            span.SetTag("http.request.method", request.Method.Method)
                .SetTag("server.address", url.Host)
                .SetTag("server.port", url.Port)
                .SetTag(RelayTelemetry.Tenant, tenant.Id)
                .SetTag(RelayTelemetry.Provider, tenant.Provider);
        }

        return span;
    }

    /// <summary>Says what came of the request.</summary>
    public static void EndCall(Activity? span, int? status, DeliveryOutcome outcome)
    {
        if (span is null)
        {
            return;
        }

        span.SetTag("http.response.status_code", status).SetTag(RelayTelemetry.Outcome, outcome.Word);
        if (status is null or >= 400)
        {
            span.SetTag("error.type", status?.ToString(CultureInfo.InvariantCulture) ?? outcome.Word).SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <summary>Says that it failed, by the exception's type: its message may hold anything.</summary>
    public static void Fail(Activity? span, Exception exception) =>
        span?.SetTag("error.type", exception.GetType().FullName).SetStatus(ActivityStatusCode.Error);

    /// <summary>What a message takes along of the trace: the span, else that around it; null where there is none.</summary>
    public static string? Context(Activity? span) => (span ?? Activity.Current) is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;

    private static Activity? StartMessaging(
        string operation, ActivityKind kind, string queue, string? tenant, ActivityContext parent, IEnumerable<ActivityLink>? links)
    {
        var span = RelayTelemetry.Source.StartActivity($"{operation} {queue}", kind, parent, tags: null, links);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("messaging.system", MessagingSystem)
                .SetTag("messaging.operation.name", operation)
                .SetTag("messaging.operation.type", operation)
                .SetTag("messaging.destination.name", queue)
                .SetTag(RelayTelemetry.Tenant, tenant);
        }

        return span;
    }
}
