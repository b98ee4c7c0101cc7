using System.Text.Json;
using ContactRelay.Contacts;
using static ContactRelay.Mailboxes.JsonValues;

namespace ContactRelay.Mailboxes;

/// <summary>
/// Writes a mailbox's document as the serializer would, in half its time: each update is written twice on its way.
/// </summary>
internal static class MailboxWriter
{
    /// <summary>Writes the mailbox.</summary>
    public static void Write(Utf8JsonWriter writer, Mailbox mailbox)
    {
        writer.WriteStartObject();
        WriteNumber(writer, "sequence"u8, mailbox.Sequence);
        WriteArray(writer, "pending"u8, mailbox.Pending, WritePending);
        WriteArray(writer, "settled"u8, mailbox.Settled, SettledWriter.Write);
        writer.WriteStartObject("delivered"u8);
        foreach (var (path, version) in mailbox.Delivered)
        {
            writer.WritePropertyName(path);
            WriteVersion(writer, version);
        }

        writer.WriteEndObject();
        writer.WritePropertyName("known"u8);
        WriteFields(writer, mailbox.Known);
        if (mailbox.Lease is { } lease)
        {
            writer.WriteStartObject("lease"u8);
            writer.WriteString("token"u8, lease.Token);
            WriteTime(writer, "until"u8, lease.Until);
            WriteTime(writer, "takenAt"u8, lease.TakenAt);
            WriteTexts(writer, "members"u8, lease.Members);
            writer.WriteEndObject();
        }

        if (mailbox.Erased is { } erased)
        {
            writer.WriteStartObject("erased"u8);
            WriteTime(writer, "at"u8, erased.At);
            writer.WriteEndObject();
        }

        WriteArray(writer, "attemptLog"u8, mailbox.AttemptLog, SettledWriter.WriteAttempt);
        WriteNumber(writer, "attemptNumber"u8, mailbox.AttemptNumber);
        WriteNumber(writer, "attempts"u8, mailbox.Attempts);
        WriteTime(writer, "nextAttemptAt"u8, mailbox.NextAttemptAt);
        writer.WriteStartObject("counts"u8);
        foreach (var (status, count) in mailbox.Counts)
        {
            writer.WriteNumber(Name(status), count);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes fields as an object of their values by path.</summary>
    public static void WriteFields(Utf8JsonWriter writer, ContactFields fields)
    {
        writer.WriteStartObject();
        foreach (var (path, field) in fields)
        {
            writer.WritePropertyName(path);
            writer.WriteRawValue(field.Json, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes a pending update as an object.</summary>
    public static void WritePending(Utf8JsonWriter writer, PendingUpdate update)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, update.Id);
        WriteFormerIds(writer, update.FormerIds);
        WriteVersion(writer, "version"u8, update.Version);
        writer.WritePropertyName("changes"u8);
        WriteFields(writer, update.Changes);
        WriteTime(writer, "acceptedAt"u8, update.AcceptedAt);
        WriteTime(writer, "deliverAt"u8, update.DeliverAt);
        WriteTime(writer, "redrivenAt"u8, update.RedrivenAt);
        WriteText(writer, "keyHash"u8, update.KeyHash);
        writer.WriteString("bodyHash"u8, update.BodyHash);
        WriteFlag(writer, "isBulk"u8, update.IsBulk);
        WriteNotFound(writer, update.NotFound);
        WriteFlag(writer, "alone"u8, update.Alone);
        WriteArray(writer, "attemptNumbers"u8, update.AttemptNumbers, static (writer, number) => writer.WriteNumberValue(number));
        WriteNumber(writer, "attemptCount"u8, update.AttemptCount);
        WriteFlag(writer, "outcomeUnknown"u8, update.OutcomeUnknown);
        writer.WriteEndObject();
    }
}
