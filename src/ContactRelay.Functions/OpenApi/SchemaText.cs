using ContactRelay.Contacts;

namespace ContactRelay.Functions.OpenApi;

/// <summary>Pieces of schemas that are written from what the code knows.</summary>
internal static class SchemaText
{
    /// <summary>An array of these words.</summary>
    public static string Words(IEnumerable<string> words) => $"[ {string.Join(", ", words.Select(JsonText.Quote))} ]";

    /// <summary>A property for each of these names, which is a whole number.</summary>
    public static string Integers(IEnumerable<string> names) => string.Join(", ", names.Select(name => $$"""{{JsonText.Quote(name)}}: { "type": "integer" }"""));
}
