using System.Text.Json;

namespace ContactRelay.Contacts;

/// <summary>
/// One value of a contact's field, kept as the JSON text it came as, so that <c>1.10</c> stays <c>1.10</c> and an
/// integer of any length stays exact. Two values are equal if their JSON texts are.
/// </summary>
public sealed record FieldValue
{
    /// <summary>JSON <c>null</c>: clear the field.</summary>
    public static readonly FieldValue Null = new(FieldKind.Null, "null");

    /// <summary>JSON <c>true</c>.</summary>
    public static readonly FieldValue True = new(FieldKind.Boolean, "true");

    /// <summary>JSON <c>false</c>.</summary>
    public static readonly FieldValue False = new(FieldKind.Boolean, "false");

    private FieldValue(FieldKind kind, string json) => (Kind, Json) = (kind, json);

    /// <summary>The shape of <see cref="Json"/>.</summary>
    public FieldKind Kind { get; }

    /// <summary>The value as JSON text: numbers as they were written, strings with nothing escaped that need not be.</summary>
    public string Json { get; }

    /// <summary>Whether the value clears its field.</summary>
    public bool IsNull => Kind == FieldKind.Null;

    /// <summary>A text. It must hold no lone surrogates.</summary>
    public static FieldValue Text(string text) => new(FieldKind.Text, JsonText.Quote(text));

    /// <summary>A number, from JSON's own notation of it (RFC 8259, section 6), which is not checked here.</summary>
    public static FieldValue Number(string json) => new(FieldKind.Number, json);

    /// <summary>A list of scalars, in the order given.</summary>
    public static FieldValue List(IEnumerable<FieldValue> items) =>
        new(FieldKind.List, "[" + string.Join(',', items.Select(item => item.Json)) + "]");

    /// <summary>The value that a stored document holds at the reader's position.</summary>
    internal static FieldValue Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => Null,
        JsonTokenType.True => True,
        JsonTokenType.False => False,
        JsonTokenType.String => Text(reader.GetString()!),
        JsonTokenType.Number => Number(JsonText.Raw(reader)),
        JsonTokenType.StartArray => ReadList(ref reader),
        _ => throw new JsonException("A field's value is neither a scalar nor a list."),
    };

    /// <summary>The text of a <see cref="FieldKind.Text"/> value; else throws <see cref="InvalidOperationException"/>.</summary>
    public string AsText() => Kind == FieldKind.Text
        ? JsonText.Unquote(Json)
        : throw new InvalidOperationException("Not a text.");

    /// <summary>The items of a <see cref="FieldKind.List"/> value; else throws <see cref="InvalidOperationException"/>.</summary>
    public IReadOnlyList<FieldValue> AsList()
    {
        if (Kind != FieldKind.List)
        {
            throw new InvalidOperationException("Not a list.");
        }

        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(Json));
        reader.Read();
        return ReadItems(ref reader);
    }

    /// <summary>Never the value itself: it may be a contact's data, and this text may reach a log.</summary>
    public override string ToString() => Kind.ToString();

    private static FieldValue ReadList(ref Utf8JsonReader reader) => List(ReadItems(ref reader));

    private static List<FieldValue> ReadItems(ref Utf8JsonReader reader)
    {
        var items = new List<FieldValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Read(ref reader));
        }

        return items;
    }
}
