using System.Globalization;
using System.Text.Json.Nodes;

namespace ContactRelay.Simulation.Workload;

/// <summary>Writes an update as another service puts it on the queue.</summary>
internal static class MessageText
{
    public static string Of(SentUpdate update)
    {
        var message = new JsonObject
        {
            ["tenant"] = update.Key.Tenant,
            ["contactId"] = update.Key.ContactId,
            ["changes"] = JsonNode.Parse(update.Json),
        };
        Add(message, "occurredAt", Text(update.Options.OccurredAt));
        Add(message, "deliverAt", Text(update.Options.DeliverAt));
        Add(message, "idempotencyKey", update.Options.IdempotencyKey);
        return message.ToJsonString();
    }

    private static string? Text(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);

    private static void Add(JsonObject message, string name, string? text)
    {
        if (text is not null)
        {
            message[name] = text;
        }
    }
}
