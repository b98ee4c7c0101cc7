using System.Text.Json;
using ContactRelay.Contacts;

namespace ContactRelay.Tenants;

/// <summary>Reads the properties of a JSON document and notes, with pointers, what is wrong with them.</summary>
internal sealed class DocumentDraft
{
    private const int MaxErrors = 50;

    private readonly List<FieldError> _errors = [];

    public IReadOnlyList<FieldError> Errors => _errors;

    public void Fail(string pointer, string detail)
    {
        if (_errors.Count < MaxErrors)
        {
            _errors.Add(new(pointer, detail));
        }
    }

    public void Fail(IEnumerable<FieldError> errors)
    {
        foreach (var (pointer, detail, _) in errors)
        {
            Fail(pointer, detail);
        }
    }

    /// <summary>Whether it is an object with no other properties than the allowed; null allows all.</summary>
    public bool IsObject(JsonElement element, string pointer, IReadOnlyCollection<string>? allowed)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Fail(pointer, "Must be an object.");
            return false;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (allowed is not null && !allowed.Contains(property.Name))
            {
                Fail($"{pointer}/{FieldPath.Escape(property.Name)}", allowed.Count == 0
                    ? "There is no such property."
                    : "There is no such property; there are " + string.Join(", ", allowed.Where(name => name[0] != '$').Order(StringComparer.Ordinal)) + ".");
            }
        }

        return true;
    }

    /// <summary>The property's text, or null where it is absent or, which is an error, not a text.</summary>
    public string? Text(JsonElement parent, string pointer, string name)
    {
        if (!parent.TryGetProperty(name, out var property))
        {
            return null;
        }

        if (property.ValueKind == JsonValueKind.String)
        {
            return property.GetString();
        }

        Fail($"{pointer}/{FieldPath.Escape(name)}", "Must be a string.");
        return null;
    }

    /// <summary>The property's texts: one alone, or an array of them; none where it is absent or, which is an error, something else.</summary>
    public List<string> TextList(JsonElement parent, string pointer, string name)
    {
        if (!parent.TryGetProperty(name, out var property))
        {
            return [];
        }

        var items = property.ValueKind == JsonValueKind.Array ? [.. property.EnumerateArray()] : new[] { property };
        if (items.All(item => item.ValueKind == JsonValueKind.String))
        {
            return [.. items.Select(item => item.GetString()!)];
        }

        Fail($"{pointer}/{name}", "Must be a string, or an array of strings.");
        return [];
    }

    /// <summary>The property's text where it is one of these, or null where it is absent.</summary>
    public string? OneOf(JsonElement parent, string pointer, string name, IReadOnlyCollection<string> allowed)
    {
        var text = Text(parent, pointer, name);
        if (text is null || allowed.Contains(text))
        {
            return text;
        }

        Fail($"{pointer}/{name}", "Must be one of " + string.Join(", ", allowed) + ".");
        return null;
    }

    /// <summary>The property's number, or null where it is absent.</summary>
    public int? Positive(JsonElement parent, string pointer, string name)
    {
        if (!parent.TryGetProperty(name, out var property))
        {
            return null;
        }

        if (property.ValueKind == JsonValueKind.Number && property.TryGetInt32(out var number) && number > 0)
        {
            return number;
        }

        Fail($"{pointer}/{name}", "Must be a whole number above 0.");
        return null;
    }

    /// <summary>The property's object, or null where it is absent or, which is an error, not an object.</summary>
    public JsonElement? Object(JsonElement parent, string pointer, string name, IReadOnlyCollection<string>? allowed) =>
        parent.TryGetProperty(name, out var property) && IsObject(property, $"{pointer}/{name}", allowed) ? property : null;

    /// <summary>The texts in the property's object by name, with their pointers.</summary>
    public IEnumerable<(string Name, string Text, string Pointer)> Texts(JsonElement parent, string pointer, string name)
    {
        if (Object(parent, pointer, name, allowed: null) is not { } map)
        {
            yield break;
        }

        foreach (var property in map.EnumerateObject())
        {
            if (Text(map, $"{pointer}/{name}", property.Name) is { } text)
            {
                yield return (property.Name, text, $"{pointer}/{name}/{FieldPath.Escape(property.Name)}");
            }
        }
    }

    /// <summary>The objects in the property's array, with their pointers.</summary>
    public IEnumerable<(JsonElement Item, string Pointer)> Objects(
        JsonElement parent, string pointer, string name, IReadOnlyCollection<string> allowed)
    {
        if (!parent.TryGetProperty(name, out var array))
        {
            yield break;
        }

        if (array.ValueKind != JsonValueKind.Array)
        {
            Fail($"{pointer}/{name}", "Must be an array.");
            yield break;
        }

        foreach (var (i, item) in array.EnumerateArray().Index())
        {
            var at = $"{pointer}/{name}/{i}";
            if (IsObject(item, at, allowed))
            {
                yield return (item, at);
            }
        }
    }
}
