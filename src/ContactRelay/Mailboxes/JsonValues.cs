using System.Collections.Immutable;
using System.Text.Json;

namespace ContactRelay.Mailboxes;

/// <summary>The values that a mailbox's document is made of. What has its type's default value is left out.</summary>
internal static class JsonValues
{
    /// <summary>Writes a version, unless it is none.</summary>
    public static void WriteVersion(Utf8JsonWriter writer, ReadOnlySpan<byte> name, UpdateVersion version)
    {
        if (version != default)
        {
            writer.WritePropertyName(name);
            WriteVersion(writer, version);
        }
    }

    /// <summary>Writes a version as a value.</summary>
    public static void WriteVersion(Utf8JsonWriter writer, UpdateVersion version)
    {
        writer.WriteStartObject();
        WriteNumber(writer, "unixMs"u8, version.UnixMs);
        WriteNumber(writer, "sequence"u8, version.Sequence);
        writer.WriteEndObject();
    }

    /// <summary>Writes an array, each item by <paramref name="write"/>.</summary>
    public static void WriteArray<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ImmutableArray<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes an array of texts.</summary>
    public static void WriteTexts(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ImmutableArray<string> texts) =>
        WriteArray(writer, name, texts, static (writer, text) => writer.WriteStringValue(text));

    /// <summary>Writes the paths of fields that were not found, unless there are none.</summary>
    public static void WriteNotFound(Utf8JsonWriter writer, IReadOnlyList<string>? paths)
    {
        if (paths is { Count: > 0 })
        {
            WriteTexts(writer, "notFound"u8, [.. paths]);
        }
    }

    /// <summary>Writes the ids that an update had before, unless it had none.</summary>
    public static void WriteFormerIds(Utf8JsonWriter writer, ImmutableArray<string> ids)
    {
        if (!ids.IsDefaultOrEmpty)
        {
            WriteTexts(writer, "formerIds"u8, ids);
        }
    }

    /// <summary>Writes a text, unless it is null.</summary>
    public static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    /// <summary>Writes true, or else nothing.</summary>
    public static void WriteFlag(Utf8JsonWriter writer, ReadOnlySpan<byte> name, bool flag)
    {
        if (flag)
        {
            writer.WriteBoolean(name, flag);
        }
    }

    /// <summary>Writes a number, unless it is null or 0.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? number)
    {
        if (number is not (null or 0))
        {
            writer.WriteNumber(name, number.Value);
        }
    }

    /// <summary>Writes a time as milliseconds since 1970, unless it is null.</summary>
    public static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } at)
        {
            writer.WriteNumber(name, at.ToUnixTimeMilliseconds());
        }
    }

    /// <summary>A status as it is stored.</summary>
    public static string Name(UpdateStatus status) => Enum.GetName(status)!;
}
