using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ContactRelay.Contacts;

/// <summary>
/// Reads a JSON merge patch (RFC 7396) of canonical fields. Strict on purpose: an unknown name, a wrong type, a name
/// that comes twice or text that is not Unicode is refused with a pointer, never guessed at.
/// </summary>
public static class PatchReader
{
    private const int MaxOwnNameLength = 256;

    /// <summary>Reads the UTF-8 bytes of a patch.</summary>
    public static PatchResult Read(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return NotJson("The body is not UTF-8.");
        }

        if (utf8.StartsWith(Encoding.UTF8.Preamble))
        {
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        }

        // Utf8JsonReader keeps its nesting in a bit stack, so depth costs nothing; what is nested too deep is then
        // refused at its field, with a pointer, like everything else of the wrong type.
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            return Read(ref reader);
        }
        catch (JsonException e)
        {
            return NotJson($"The body is not JSON: it breaks off or goes wrong at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
    }

    private static PatchResult Read(ref Utf8JsonReader reader)
    {
        var draft = new PatchDraft();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            draft.Fail("", "The body must be a JSON object: a merge patch of the contact's fields.");
            reader.Skip();
        }
        else
        {
            ReadRoot(ref reader, draft);
        }

        // Trailing characters after the value are found only by reading on.
        reader.Read();
        if (draft.Errors.Count == 0 && draft.Values.Count == 0)
        {
            draft.Fail("", "The patch changes nothing: name at least one field.");
        }

        return draft.Errors.Count > 0
            ? new(null, null, draft.Errors)
            : new(new ContactFields(draft.Values), null, []);
    }

    private static void ReadRoot(ref Utf8JsonReader reader, PatchDraft draft)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (NextProperty(ref reader, draft, "", seen, out var name))
        {
            if (name is null)
            {
                continue;
            }

            var pointer = "/" + FieldPath.Escape(name);
            switch (name)
            {
                case "address":
                    ReadAddress(ref reader, draft);
                    break;
                case "fields":
                    ReadOwn(ref reader, draft);
                    break;
                case CanonicalFields.Subscription:
                    PatchValues.ReadSubscription(ref reader, draft);
                    break;
                case CanonicalFields.Tags or CanonicalFields.Lists:
                    PatchValues.ReadList(ref reader, draft, name, pointer);
                    break;
                case var text when CanonicalFields.Texts.Contains(text):
                    PatchValues.ReadText(ref reader, draft, name, pointer);
                    break;
                default:
                    draft.Fail(pointer, "There is no such canonical field; a field of your own goes under \"fields\".");
                    reader.Skip();
                    break;
            }
        }
    }

    private static void ReadAddress(ref Utf8JsonReader reader, PatchDraft draft)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            draft.Values.AddRange(CanonicalFields.AddressParts.Order(StringComparer.Ordinal)
                .Select(part => KeyValuePair.Create("address." + part, FieldValue.Null)));
            return;
        }

        if (!IsObject(ref reader, draft, "/address"))
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (NextProperty(ref reader, draft, "/address", seen, out var name))
        {
            if (name is null)
            {
                continue;
            }

            var pointer = "/address/" + FieldPath.Escape(name);
            if (CanonicalFields.AddressParts.Contains(name))
            {
                PatchValues.ReadText(ref reader, draft, "address." + name, pointer);
            }
            else
            {
                draft.Fail(pointer, "An address has street, city, state, postalCode and country.");
                reader.Skip();
            }
        }
    }

    private static void ReadOwn(ref Utf8JsonReader reader, PatchDraft draft)
    {
        if (!IsObject(ref reader, draft, "/fields"))
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (NextProperty(ref reader, draft, "/fields", seen, out var name))
        {
            if (name is null)
            {
                continue;
            }

            var pointer = "/fields/" + FieldPath.Escape(name);
            if (name.Length is 0 or > MaxOwnNameLength)
            {
                draft.Fail(pointer, $"A field's name has 1 to {MaxOwnNameLength} characters.");
                reader.Skip();
            }
            else if (PatchValues.ReadScalarOrList(ref reader, draft, pointer) is { } value)
            {
                draft.Values.Add(new(FieldPath.Own(name), value));
            }
        }
    }

    private static bool IsObject(ref Utf8JsonReader reader, PatchDraft draft, string pointer)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        draft.Fail(pointer, "Must be an object.");
        reader.Skip();
        return false;
    }

    /// <summary>Moves to the next property's value. A property whose name was refused is skipped and comes as null.</summary>
    private static bool NextProperty(ref Utf8JsonReader reader, PatchDraft draft, string pointer, HashSet<string> seen, out string? name)
    {
        name = null;
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            return false;
        }

        name = draft.Text(reader, pointer);
        if (name is not null && !seen.Add(name))
        {
            draft.Fail($"{pointer}/{FieldPath.Escape(name)}", "The name comes twice.");
            name = null;
        }

        reader.Read();
        if (name is null)
        {
            reader.Skip();
        }

        return true;
    }

    private static PatchResult NotJson(string detail) => new(null, detail, []);
}
