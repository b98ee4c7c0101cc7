using System.Text.Json;

namespace ContactRelay.Storage.Tables;

/// <summary>A row as read, or those of its properties that were asked for.</summary>
/// <param name="json">Its JSON, without annotations.</param>
/// <param name="etag">Its version; null where it was one of many.</param>
internal sealed class StoredRow(JsonElement json, string? etag)
{
    /// <summary>Which version of the row it is.</summary>
    public string? ETag { get; } = etag;

    /// <summary>The text of this name, or null.</summary>
    public string? Text(string name) => Find(name) is { } value ? value.GetString() : null;

    /// <summary>The number of this name, or null.</summary>
    public int? Number(string name) => Find(name) is { } value ? value.GetInt32() : null;

    /// <summary>The time of this name, or null.</summary>
    public DateTimeOffset? Time(string name) => Find(name) is { } value ? value.GetDateTimeOffset() : null;

    /// <summary>The bytes of this name, or null.</summary>
    public byte[]? Bytes(string name) => Find(name) is { } value ? value.GetBytesFromBase64() : null;

    /// <summary>Of a property that was asked for and that the row does not have, the service may say that it is null.</summary>
    private JsonElement? Find(string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
