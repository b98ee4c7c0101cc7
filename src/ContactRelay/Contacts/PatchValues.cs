using System.Net.Mail;
using System.Text.Json;

namespace ContactRelay.Contacts;

/// <summary>Reads the value of one field of a patch into its draft, or says there what is wrong with it.</summary>
internal static class PatchValues
{
    public static void ReadSubscription(ref Utf8JsonReader reader, PatchDraft draft)
    {
        if (reader.TokenType == JsonTokenType.String && CanonicalFields.Subscriptions.Contains(draft.Text(reader, "/subscription") ?? ""))
        {
            draft.Values.Add(new(CanonicalFields.Subscription, FieldValue.Text(reader.GetString()!)));
            return;
        }

        draft.Fail("/subscription", "Must be one of " + string.Join(", ", CanonicalFields.Subscriptions.Order(StringComparer.Ordinal)) + ".");
        reader.Skip();
    }

    public static void ReadList(ref Utf8JsonReader reader, PatchDraft draft, string name, string pointer)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            draft.Values.Add(new(name, FieldValue.Null));
            return;
        }

        var what = name == CanonicalFields.Tags ? "an array of tag names and integer ids" : "an array of integers";
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            draft.Fail(pointer, $"Must be {what}, or null.");
            reader.Skip();
            return;
        }

        var before = draft.Errors.Count;
        var items = ReadItems(ref reader, draft, pointer, item => IsInteger(item) || (name == CanonicalFields.Tags && IsName(item)), $"Must be {what}.");
        if (draft.Errors.Count == before)
        {
            draft.Values.Add(new(name, FieldValue.List(items)));
        }
    }

    public static void ReadText(ref Utf8JsonReader reader, PatchDraft draft, string path, string pointer)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            draft.Values.Add(new(path, FieldValue.Null));
        }
        else if (reader.TokenType != JsonTokenType.String)
        {
            draft.Fail(pointer, "Must be a string or null.");
            reader.Skip();
        }
        else if (draft.Text(reader, pointer) is { } text)
        {
            if (path == CanonicalFields.Email && !IsEmail(text))
            {
                draft.Fail(pointer, "Must be one e-mail address, such as ada@example.com.");
            }
            else
            {
                draft.Values.Add(new(path, FieldValue.Text(text)));
            }
        }
    }

    public static FieldValue? ReadScalarOrList(ref Utf8JsonReader reader, PatchDraft draft, string pointer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                draft.Fail(pointer, "Must be a string, a number, a boolean, an array of those, or null: an object has no place at a provider.");
                reader.Skip();
                return null;
            case JsonTokenType.StartArray:
                var before = draft.Errors.Count;
                var items = ReadItems(ref reader, draft, pointer, _ => true, "Must be a string, a number or a boolean.");
                return draft.Errors.Count == before ? FieldValue.List(items) : null;
            case JsonTokenType.String:
                return draft.Text(reader, pointer) is { } text ? FieldValue.Text(text) : null;
            default:
                return FieldValue.Read(ref reader);
        }
    }

    private static List<FieldValue> ReadItems(
        ref Utf8JsonReader reader, PatchDraft draft, string pointer, Func<FieldValue, bool> isAllowed, string otherwise)
    {
        var items = new List<FieldValue>();
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            var item = $"{pointer}/{i}";
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject or JsonTokenType.Null)
            {
                draft.Fail(item, otherwise);
                reader.Skip();
            }
            else if (ReadScalarOrList(ref reader, draft, item) is { } value)
            {
                items.Add(value);
                if (!isAllowed(value))
                {
                    draft.Fail(item, otherwise);
                }
            }
        }

        return items;
    }

    private static bool IsInteger(FieldValue value) =>
        value.Kind == FieldKind.Number && value.Json.AsSpan().IndexOfAny('.', 'e', 'E') < 0;

    private static bool IsName(FieldValue value) => value.Kind == FieldKind.Text && value.AsText().Length > 0;

    private static bool IsEmail(string text) =>
        MailAddress.TryCreate(text, out var address) && address.Address == text;
}
