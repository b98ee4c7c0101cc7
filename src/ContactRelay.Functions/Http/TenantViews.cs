using System.Text.Json;
using System.Text.Json.Nodes;
using ContactRelay.Contacts;
using ContactRelay.Delivery.Gates;

namespace ContactRelay.Functions.Http;

/// <summary>The JSON of tenants and their holds.</summary>
internal static class TenantViews
{
    /// <summary>The tenant's document with the hold in it, which storing the document leaves out again.</summary>
    public static ReadOnlyMemory<byte> WithHold(ReadOnlyMemory<byte> document, Hold? hold)
    {
        if (hold is null)
        {
            return document;
        }

        var json = JsonNode.Parse(document.Span)!.AsObject();
        json["hold"] = JsonNode.Parse(JsonText.Write(writer => WriteHold(writer, hold)));
        return JsonText.Write(writer => json.WriteTo(writer));
    }

    public static void WriteList(Utf8JsonWriter writer, IEnumerable<string> ids, IReadOnlyDictionary<string, Hold> holds)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("tenants");
        foreach (var id in ids)
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            if (holds.TryGetValue(id, out var hold))
            {
                writer.WritePropertyName("hold");
                WriteHold(writer, hold);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WriteHold(Utf8JsonWriter writer, Hold hold)
    {
        writer.WriteStartObject();
        writer.WriteString("reason", JsonNamingPolicy.CamelCase.ConvertName(hold.Reason.ToString()));
        writer.WriteString("words", Words(hold));
        writer.WriteTime("since", hold.Since);
        writer.WriteTime("until", hold.Until);
        writer.WriteEndObject();
    }

    private static string Words(Hold hold) => hold.Reason switch
    {
        HoldReason.Throttled => "The provider asks to wait, and is not called before then: ",
        HoldReason.Unauthorized => "The provider refuses the tenant's key, or it cannot be read; one call then tries it again, and all go on as soon as the secret changes: ",
        _ => "The provider does not answer or fails, whatever the contact; one call then tries it again: ",
    } + hold.Words;
}
