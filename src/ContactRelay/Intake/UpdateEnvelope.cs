using System.Text;
using System.Text.Json;
using ContactRelay.Contacts;

namespace ContactRelay.Intake;

/// <summary>
/// An update in a JSON object that says everything about it, where no URL and no header can: <c>changes</c>, and
/// <c>occurredAt</c>, <c>deliverAt</c> and <c>idempotencyKey</c>, which may be absent. An item of a batch is one, and so
/// is a message of the queue.
/// </summary>
internal static class UpdateEnvelope
{
    /// <summary>The names of its properties, <c>contactId</c> first.</summary>
    public static readonly string[] Properties = ["contactId", "changes", "occurredAt", "deliverAt", "idempotencyKey"];

    /// <summary>The update, or null where something is wrong with it, which <paramref name="errors"/> then say with pointers into the object.</summary>
    public static IncomingUpdate? Read(JsonElement root, List<FieldError> errors)
    {
        var options = new IntakeOptions
        {
            OccurredAt = Time(root, "occurredAt", errors),
            DeliverAt = Time(root, "deliverAt", errors),
            IdempotencyKey = Text(root, "idempotencyKey", errors),
        };
        if (!root.TryGetProperty("changes", out var changes))
        {
            errors.Add(new("/changes", "Is missing: a merge patch of the contact's fields."));
            return null;
        }

        var patch = PatchReader.Read(Encoding.UTF8.GetBytes(changes.GetRawText()));
        errors.AddRange(patch.Errors.Select(error => error with { Pointer = "/changes" + error.Pointer }));
        return errors.Count == 0 && patch.Changes is { } fields ? new(fields, options) : null;
    }

    /// <summary>The text with this name, or null where it is absent or, which is an error, no text.</summary>
    public static string? Text(JsonElement root, string name, List<FieldError> errors)
    {
        if (!root.TryGetProperty(name, out var property))
        {
            return null;
        }

        if (property.ValueKind == JsonValueKind.String)
        {
            return property.GetString();
        }

        errors.Add(new("/" + name, "Must be a string."));
        return null;
    }

    /// <summary>The time with this name, or null where it is absent or, which is an error, no time.</summary>
    public static DateTimeOffset? Time(JsonElement root, string name, List<FieldError> errors)
    {
        if (!root.TryGetProperty(name, out var property))
        {
            return null;
        }

        var time = property.ValueKind == JsonValueKind.String ? Rfc3339.Parse(property.GetString()!) : null;
        if (time is null)
        {
            errors.Add(new("/" + name, Rfc3339.Expected));
        }

        return time;
    }
}
