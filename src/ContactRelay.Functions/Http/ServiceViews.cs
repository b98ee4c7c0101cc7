using System.Text.Json;
using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Providers;
using ContactRelay.Tenants;

namespace ContactRelay.Functions.Http;

/// <summary>The JSON of what the API says of itself and of tenants.</summary>
internal static class ServiceViews
{
    public static void WriteProviders(Utf8JsonWriter writer, IEnumerable<IContactProvider> providers)
    {
        writer.WriteStartArray();
        foreach (var description in providers.Select(provider => provider.Description))
        {
            writer.WriteStartObject();
            writer.WriteString("name", description.Name);
            writer.WriteString("title", description.Title);
            writer.WriteTexts("aliases", description.Aliases);
            writer.WriteText("defaultBaseUrl", description.DefaultBaseUrl);
            writer.WriteTexts("settings", description.Settings);
            writer.WriteTexts("requiredSettings", description.RequiredSettings);
            writer.WritePointers("fields", description.Fields);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteProblems(Utf8JsonWriter writer, IEnumerable<ProblemType> types)
    {
        writer.WriteStartArray();
        foreach (var type in types)
        {
            WriteProblem(writer, type);
        }

        writer.WriteEndArray();
    }

    public static void WriteProblem(Utf8JsonWriter writer, ProblemType type)
    {
        writer.WriteStartObject();
        writer.WriteString("type", type.Uri);
        writer.WriteNumber("status", (int)type.Status);
        writer.WriteString("title", type.Title);
        writer.WriteString("meaning", type.Meaning);
        writer.WriteEndObject();
    }

    public static void WriteNewCaller(Utf8JsonWriter writer, NewCaller caller, string key)
    {
        writer.WriteStartObject();
        writer.WriteString("name", caller.Name);
        writer.WriteText("access", caller.Access);
        writer.WriteText("hook", caller.Hook);
        writer.WriteString("key", key);
        writer.WriteString("note", "This is the one time that the key is shown: only its hash is stored.");
        writer.WriteEndObject();
    }

    public static void WriteHealth(Utf8JsonWriter writer, Backlog? backlog, IReadOnlyDictionary<string, Hold>? holds)
    {
        writer.WriteStartObject();
        writer.WriteString("status", "ok");
        writer.WriteString("version", typeof(Backlog).Assembly.GetName().Version?.ToString(3));
        if (backlog is not null)
        {
            writer.WriteStartObject("queues");
            foreach (var (queue, depth) in backlog.Queues)
            {
                writer.WriteNumber(queue, depth);
            }

            writer.WriteEndObject();
            writer.WriteTime("oldestDue", backlog.OldestDue);
            writer.WriteNumber("deadLetters", backlog.DeadLetters);
            if (backlog.IsPartial)
            {
                writer.WriteBoolean("partial", true);
            }
        }

        if (holds is not null)
        {
            writer.WriteStartObject("holds");
            foreach (var (tenant, hold) in holds)
            {
                writer.WritePropertyName(tenant);
                TenantViews.WriteHold(writer, hold);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
