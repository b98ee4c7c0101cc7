using System.Text.Json;
using ContactRelay.Contacts;

namespace ContactRelay.Storage.Tables;

/// <summary>
/// A row to be written: its key, and properties that are text, 32-bit integers, times or bytes (at most 64 KiB each)
/// (https://learn.microsoft.com/rest/api/storageservices/payload-format-for-table-service-operations).
/// </summary>
internal sealed class NewRow(TableKey key)
{
    private readonly List<(string Name, object Value)> _properties = [];

    /// <summary>The row's key.</summary>
    public TableKey Key { get; } = key;

    /// <summary>Adds a text.</summary>
    public void Add(string name, string value) => _properties.Add((name, value));

    /// <summary>Adds a number.</summary>
    public void Add(string name, int value) => _properties.Add((name, value));

    /// <summary>Adds a time.</summary>
    public void Add(string name, DateTimeOffset value) => _properties.Add((name, value));

    /// <summary>Adds bytes.</summary>
    public void Add(string name, ReadOnlyMemory<byte> value) => _properties.Add((name, value));

    /// <summary>The request's body.</summary>
    public byte[] ToJson() => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("PartitionKey", Key.PartitionKey);
        writer.WriteString("RowKey", Key.RowKey);
        foreach (var (name, value) in _properties)
        {
            Write(writer, name, value);
        }

        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, string name, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteString(name, text);
                break;
            case int number:
                writer.WriteNumber(name, number);
                break;
            case DateTimeOffset time:
                writer.WriteString(name + "@odata.type", "Edm.DateTime");
                writer.WriteString(name, TableFilter.Iso(time));
                break;
            case ReadOnlyMemory<byte> bytes:
                writer.WriteString(name + "@odata.type", "Edm.Binary");
                writer.WriteBase64String(name, bytes.Span);
                break;
        }
    }
}
