using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using ContactRelay.Contacts;
using ContactRelay.Intake;

namespace ContactRelay.Delivery;

/// <summary>Reads the text of a message, plain or in base64, as the clients of Azure's queues send it by default or not.</summary>
public static class QueueMessageReader
{
    private const int MaxMaskedLength = 1024;

    // Of version 00; what longer ones of later versions add, nobody here would understand.
    private const int TraceParentLength = 55;

    private static readonly string[] Properties =
        ["tenant", .. UpdateEnvelope.Properties, "insertedAt", "tries", "slot", "deferrals", "extra", "traceparent"];

    /// <summary>What the text is.</summary>
    public static QueueMessage Read(string text)
    {
        if (PlainWakeUp.TryRead(text) is { } key)
        {
            return new() { Key = key };
        }

        try
        {
            using var json = JsonDocument.Parse(Decode(text), new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Read(json.RootElement);
        }
        catch (JsonException)
        {
            return Invalid("The message is not JSON, or a name comes twice in it.");
        }
        catch (InvalidOperationException)
        {
            return Invalid("The message holds half of a surrogate pair, which is not Unicode text.");
        }
    }

    /// <summary>The shape of a message without its values, for those who have to find out what was wrong with it.</summary>
    public static string Mask(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(Decode(text));
            var masked = Encoding.UTF8.GetString(JsonText.Write(writer => Mask(writer, json.RootElement)));
            return masked.Length <= MaxMaskedLength ? masked : masked[..MaxMaskedLength];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return $"({text.Length} characters)";
        }
    }

    private static string Decode(string text)
    {
        if (text.AsSpan().TrimStart().StartsWith("{"))
        {
            return text;
        }

        // What is base64 and not UTF-8 stays as it is: it is no JSON either.
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && Utf8.IsValid(bytes.AsSpan(0, length))
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : text;
    }

    private static QueueMessage Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return Invalid("The message is not an object.");
        }

        foreach (var property in root.EnumerateObject())
        {
            if (!Properties.Contains(property.Name))
            {
                return Invalid($"The message has a property that is none of {string.Join(", ", Properties)}.");
            }
        }

        if (Text(root, "tenant") is not { Length: > 0 } tenant || Text(root, "contactId") is not { Length: > 0 } contactId)
        {
            return Invalid("The message must name its tenant and its contactId.");
        }

        var errors = new List<FieldError>();
        var message = new QueueMessage
        {
            Key = new(tenant, contactId),
            Tries = Count(root, "tries", errors),
            Slot = UpdateEnvelope.Time(root, "slot", errors),
            Deferrals = Count(root, "deferrals", errors),
            TraceParent = TraceParent(root),
            IsExtra = root.TryGetProperty("extra", out var extra) && extra.ValueKind == JsonValueKind.True,
        };
        if (errors.Count > 0)
        {
            return Invalid(Words(errors));
        }

        return root.TryGetProperty("changes", out var changes) ? ReadUpdate(root, changes, message) : message;
    }

    private static QueueMessage ReadUpdate(JsonElement root, JsonElement changes, QueueMessage message)
    {
        var errors = new List<FieldError>();
        var update = UpdateEnvelope.Read(root, errors);
        var inserted = UpdateEnvelope.Time(root, "insertedAt", errors);
        return update is null || errors.Count > 0
            ? message with { Problem = Words(errors) }
            : message with { Update = new(update.Changes, changes.GetRawText(), update.Options with { IsQueued = true }, inserted) };
    }

    /// <summary>A trace that cannot be read is no reason to lose an update: it is left out, as W3C's Trace Context asks.</summary>
    private static string? TraceParent(JsonElement root) =>
        Text(root, "traceparent") is { Length: TraceParentLength } text && ActivityContext.TryParse(text, null, out _) ? text : null;

    private static int Count(JsonElement root, string name, List<FieldError> errors)
    {
        var count = 0;
        if (root.TryGetProperty(name, out var property) && !(property.ValueKind == JsonValueKind.Number && property.TryGetInt32(out count) && count >= 0))
        {
            errors.Add(new("/" + name, "Must be a whole number."));
        }

        return count;
    }

    private static string Words(IEnumerable<FieldError> errors) => string.Join(" ", errors.Select(error => $"{error.Pointer}: {error.Detail}"));

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var property) && property.ValueKind == JsonValueKind.String ? property.GetString() : null;

    private static QueueMessage Invalid(string problem) => new() { Problem = problem };

    private static void Mask(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Mask(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Mask(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue($"({element.ValueKind})");
                break;
        }
    }
}
