using System.Diagnostics;
using System.Text.Json;
using ContactRelay.Contacts;
using ContactRelay.Intake;
using ContactRelay.Tenants;

namespace ContactRelay.Delivery;

/// <summary>Reads the text of a message, plain or in base64, as the clients of Azure's queues send it by default or not.</summary>
public static class QueueMessageReader
{
    /// <summary>The names of a message's properties.</summary>
    internal static readonly string[] Properties =
        ["tenant", .. UpdateEnvelope.Properties, "insertedAt", "tries", "slot", "deferrals", "extra", "traceparent"];

    // Of version 00; what longer ones of later versions add, nobody here would understand.
    private const int TraceParentLength = 55;
    private const int MaxErrors = 50;

    /// <summary>What the text is.</summary>
    public static QueueMessage Read(string text)
    {
        if (PlainWakeUp.TryRead(text) is { } key && TenantReader.IsId(key.Tenant))
        {
            return new() { Key = key };
        }

        var (decoded, problem) = QueueMessageText.Decode(text);
        var message = problem is null ? Parse(decoded) : Invalid(problem);
        if (message.Problem is null)
        {
            return message;
        }

        var (tenant, contactId) = QueueMessageText.Names(decoded);
        return message with { Named = tenant is null ? null : new(tenant, contactId ?? "") };
    }

    private static QueueMessage Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            return Read(root.ValueKind == JsonValueKind.Array && root.GetArrayLength() == 1 ? root[0] : root);
        }
        catch (JsonException e)
        {
            return Invalid($"The message is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            return Invalid("The message holds half of a surrogate pair, which is not Unicode text.");
        }
    }

    private static QueueMessage Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return Invalid(root.ValueKind == JsonValueKind.Array
                ? "The message is an array: send one update in a message, or a batch over HTTP."
                : "The message is not an object.");
        }

        var errors = new List<FieldError>();
        CheckNames(root, errors);
        var tenant = Tenant(root, errors);
        var contactId = ContactId(root, errors);
        if (errors.Count > 0)
        {
            return Invalid(root, errors);
        }

        var message = new QueueMessage
        {
            Key = new(tenant, contactId),
            Tries = Count(root, "tries", errors),
            Slot = UpdateEnvelope.Time(root, "slot", errors),
            Deferrals = Count(root, "deferrals", errors),
            TraceParent = TraceParent(root),
            IsExtra = root.TryGetProperty("extra", out var extra) && extra.ValueKind == JsonValueKind.True,
        };
        return errors.Count > 0 ? Invalid(root, errors)
            : root.TryGetProperty("changes", out var changes) ? ReadUpdate(root, changes, message)
            : message;
    }

    private static QueueMessage ReadUpdate(JsonElement root, JsonElement changes, QueueMessage message)
    {
        var errors = new List<FieldError>();
        var update = UpdateEnvelope.Read(root, errors);
        var inserted = UpdateEnvelope.Time(root, "insertedAt", errors);
        return update is null || errors.Count > 0
            ? Invalid(root, errors) with { Key = message.Key, TraceParent = message.TraceParent }
            : message with { Update = new(update.Changes, changes.GetRawText(), update.Options with { IsQueued = true }, inserted) };
    }

    /// <summary>Nothing is passed over in silence: a misspelt time would make an old value a new one.</summary>
    private static void CheckNames(JsonElement root, List<FieldError> errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject().TakeWhile(_ => errors.Count < MaxErrors))
        {
            var pointer = "/" + FieldPath.Escape(property.Name);
            if (!names.Add(property.Name))
            {
                errors.Add(new(pointer, "The name comes twice."));
            }
            else if (!Properties.Contains(property.Name))
            {
                errors.Add(new(pointer, QueueMessageMask.Near(property.Name) is { } near && Properties.Contains(near)
                    ? $"There is no such property: it is written {near}."
                    : $"There is no such property; there are {string.Join(", ", Properties.Take(1 + UpdateEnvelope.Properties.Length))}, traceparent."));
            }
        }
    }

    private static string Tenant(JsonElement root, List<FieldError> errors)
    {
        var isThere = root.TryGetProperty("tenant", out var property);
        if (isThere && property.ValueKind == JsonValueKind.String && QueueMessageText.TenantId(property.GetString()!) is { Length: > 0 } tenant)
        {
            return tenant;
        }

        errors.Add(new("/tenant", isThere ? "Must be the tenant's id, as text." : "Is missing: the message must name its tenant."));
        return "";
    }

    /// <summary>An id is text; a whole number is taken as it is written, since many senders have nothing else.</summary>
    private static string ContactId(JsonElement root, List<FieldError> errors)
    {
        var isThere = root.TryGetProperty("contactId", out var property);
        if (isThere && property.ValueKind == JsonValueKind.String && property.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        if (isThere && property.ValueKind == JsonValueKind.Number && property.GetRawText() is var number && number.All(c => char.IsAsciiDigit(c) || c == '-'))
        {
            return number;
        }

        errors.Add(new(FieldError.ContactIdPointer, isThere
            ? "Must be the contact's id: text, or a whole number without a point and an exponent."
            : "Is missing: the message must name its contactId."));
        return "";
    }

    /// <summary>A trace that cannot be read is no reason to lose an update: it is left out, as W3C's Trace Context asks.</summary>
    private static string? TraceParent(JsonElement root) =>
        root.TryGetProperty("traceparent", out var property) && property.ValueKind == JsonValueKind.String
        && property.GetString() is { Length: TraceParentLength } text && ActivityContext.TryParse(text, null, out _)
            ? text
            : null;

    private static int Count(JsonElement root, string name, List<FieldError> errors)
    {
        var count = 0;
        if (root.TryGetProperty(name, out var property) && !(property.ValueKind == JsonValueKind.Number && property.TryGetInt32(out count) && count >= 0))
        {
            errors.Add(new("/" + name, "Must be a whole number."));
        }

        return count;
    }

    private static QueueMessage Invalid(string problem) => new() { Problem = problem, Errors = [new("", problem)] };

    private static QueueMessage Invalid(JsonElement root, IReadOnlyList<FieldError> errors) =>
        new() { Problem = QueueMessageMask.Words(root, errors), Errors = errors };
}
