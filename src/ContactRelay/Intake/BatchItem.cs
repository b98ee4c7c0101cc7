using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using ContactRelay.Contacts;

namespace ContactRelay.Intake;

/// <summary>One update of a batch, or what is wrong with it.</summary>
/// <param name="ContactId">The contact's id; empty where it could not be read.</param>
/// <param name="Update">The update; null where something is wrong with it.</param>
/// <param name="Wrong">What came of it already, where something is wrong with it; else null.</param>
public sealed record BatchItem(string ContactId, IncomingUpdate? Update, IntakeResult? Wrong)
{
    /// <summary>Reads the JSON object of an item.</summary>
    internal static BatchItem Read(ReadOnlySequence<byte> json)
    {
        if (json.Length > IntakeRules.MaxUpdateBytes)
        {
            return Refused([new("", $"The update is too large: it may have {IntakeRules.MaxUpdateBytes / 1024} KiB.")]);
        }

        var utf8 = json.ToArray();
        if (!Utf8.IsValid(utf8))
        {
            return NotJson("The item is not UTF-8.");
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            return NotJson($"The item is not JSON, or a name comes twice in it: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            return Refused([new("", "The item holds half of a surrogate pair, which is not Unicode text.")]);
        }
    }

    private static BatchItem Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return Refused([new("", "Must be an object with contactId and changes.")]);
        }

        var errors = new List<FieldError>();
        foreach (var property in root.EnumerateObject().Where(property => !UpdateEnvelope.Properties.Contains(property.Name)))
        {
            errors.Add(new("/" + FieldPath.Escape(property.Name), $"There is no such property; there are {string.Join(", ", UpdateEnvelope.Properties)}."));
        }

        var contactId = UpdateEnvelope.Text(root, "contactId", errors);
        if (contactId is null && !root.TryGetProperty("contactId", out _))
        {
            errors.Add(new(FieldError.ContactIdPointer, "Is missing."));
        }

        var update = UpdateEnvelope.Read(root, errors);
        return update is null || contactId is null || errors.Count > 0
            ? Refused(errors)
            : new(contactId, update with { Options = update.Options with { IsBulk = true } }, null);
    }

    private static BatchItem Refused(IReadOnlyList<FieldError> errors) => new("", null, IntakeResult.Refused(errors));

    private static BatchItem NotJson(string detail) => new("", null, new(IntakeOutcome.NotJson) { Errors = [new("", detail)] });
}
