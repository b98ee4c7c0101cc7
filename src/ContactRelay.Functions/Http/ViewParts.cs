using System.Globalization;
using System.Text.Json;
using ContactRelay.Contacts;

namespace ContactRelay.Functions.Http;

/// <summary>What the API's answers are made of.</summary>
internal static class ViewParts
{
    /// <summary>JSON pointers to the fields with these paths.</summary>
    public static void WritePointers(this Utf8JsonWriter writer, string name, IEnumerable<string> paths)
    {
        writer.WriteStartArray(name);
        foreach (var path in paths)
        {
            writer.WriteStringValue(FieldPath.Pointer(path));
        }

        writer.WriteEndArray();
    }

    /// <summary>JSON pointers to the fields that a hook looked for and did not find, unless there are none.</summary>
    public static void WriteNotFound(this Utf8JsonWriter writer, IReadOnlyCollection<string>? paths)
    {
        if (paths is { Count: > 0 })
        {
            writer.WritePointers("notFound", paths);
        }
    }

    /// <summary>The fields' values by their JSON pointers, unless there are none.</summary>
    public static void WriteValues(this Utf8JsonWriter writer, ContactFields? values)
    {
        if (values is null)
        {
            return;
        }

        writer.WriteStartObject("values");
        foreach (var (path, value) in values)
        {
            writer.WritePropertyName(FieldPath.Pointer(path));
            writer.WriteRawValue(value.Json);
        }

        writer.WriteEndObject();
    }

    /// <summary>The texts, unless there are none.</summary>
    public static void WriteTexts(this Utf8JsonWriter writer, string name, IReadOnlyCollection<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    /// <summary>What is wrong, unless nothing is.</summary>
    public static void WriteErrors(this Utf8JsonWriter writer, IReadOnlyList<FieldError> errors)
    {
        if (errors.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("errors");
        foreach (var error in errors)
        {
            writer.WriteStartObject();
            writer.WriteString("pointer", error.Pointer);
            writer.WriteString("detail", error.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The text, unless there is none.</summary>
    public static void WriteText(this Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    /// <summary>The time in UTC (RFC 3339), unless there is none.</summary>
    public static void WriteTime(this Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } at)
        {
            writer.WriteString(name, at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        }
    }
}
