using System.Text.Json;
using System.Text.Json.Serialization;
using ContactRelay.Mailboxes;
using static ContactRelay.Mailboxes.JsonValues;

namespace ContactRelay.Delivery;

/// <summary>What the index of recent activity says of an update that was settled. No values, and no names of fields.</summary>
/// <param name="Id">The update's id.</param>
/// <param name="Status">What became of it.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="Milliseconds">How long it took from when it could be delivered until it was settled.</param>
/// <param name="HttpStatus">The HTTP status of the answer that settled it; null where none did.</param>
/// <param name="Attempts">How many attempts there were.</param>
public sealed record SettledActivity(
    string Id, UpdateStatus Status, DateTimeOffset AcceptedAt, long Milliseconds, int? HttpStatus, int Attempts)
{
    /// <summary>Whether it was not delivered, and is among the dead letters.</summary>
    [JsonIgnore]
    public bool IsDead => Status is UpdateStatus.Rejected or UpdateStatus.Expired;

    /// <summary>What is said of the update.</summary>
    public static SettledActivity Of(SettledUpdate update)
    {
        var start = update.Detail?.DeliverAt is { } at && at > update.AcceptedAt ? at : update.AcceptedAt;
        return new(
            update.Id,
            update.Status,
            update.AcceptedAt,
            Math.Max(0, (long)(update.SettledAt - start).TotalMilliseconds),
            update.Detail?.HttpStatus,
            update.Detail?.AttemptCount ?? 0);
    }

    /// <summary>Writes it as an object.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, Id);
        if (Status != default)
        {
            writer.WriteString("status"u8, Name(Status));
        }

        WriteTime(writer, "acceptedAt"u8, AcceptedAt);
        WriteNumber(writer, "milliseconds"u8, Milliseconds);
        WriteNumber(writer, "httpStatus"u8, HttpStatus);
        WriteNumber(writer, "attempts"u8, Attempts);
        writer.WriteEndObject();
    }
}
