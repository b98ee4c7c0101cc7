using System.Text.Json;
using ContactRelay.Sandbox.Contacts;
using ContactRelay.Sandbox.Http;
using ContactRelay.Sandbox.Json;
using Microsoft.AspNetCore.Http;

namespace ContactRelay.Sandbox.Providers.CampaignLark;

/// <summary>A contact as CampaignLark answers it.</summary>
internal static class CampaignLarkContact
{
    public static Answer Answer(StoredContact contact, ContactState state)
    {
        using var document = JsonDocument.Parse(state.Values);
        var values = document.RootElement;
        return Http.Answer.Json(StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("data");
            writer.WriteString("id", contact.Id);

            // A contact nobody has updated has given no consent either.
            writer.WriteString("status", values.Member("status") is { ValueKind: JsonValueKind.String } status ? status.GetString() : "UNCONFIRMED");
            WriteTags(writer, values.Member("tags"));
            WriteData(writer, values.Member("fields"));
            WriteStatistics(writer);
            writer.WriteNull("last_opened_at");
            writer.WriteNull("last_clicked_at");
            writer.WriteString("created_at", contact.CreatedAt.UtcDateTime);
            writer.WriteString("updated_at", state.UpdatedAt.UtcDateTime);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    private static void WriteTags(Utf8JsonWriter writer, JsonElement tags)
    {
        writer.WriteStartArray("tags");
        if (tags.ValueKind == JsonValueKind.Array)
        {
            foreach (var tag in tags.EnumerateArray())
            {
                writer.WriteStartObject();
                writer.WriteOrNull("id", tag);
                writer.WriteString("name", $"tag {tag.GetRawText()}");
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteData(Utf8JsonWriter writer, JsonElement fields)
    {
        writer.WritePropertyName("data");
        if (fields.ValueKind == JsonValueKind.Object)
        {
            fields.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        writer.WriteEndObject();
    }

    private static void WriteStatistics(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("statistics");
        foreach (var name in new[] { "sent", "delivered", "opened", "clicked" })
        {
            writer.WriteNumber(name, 0);
        }

        writer.WriteEndObject();
    }
}
