using System.Text.Json;
using static ContactRelay.Mailboxes.JsonValues;

namespace ContactRelay.Mailboxes;

/// <summary>Writes settled updates as <see cref="MailboxWriter"/> does the rest of a mailbox.</summary>
internal static class SettledWriter
{
    /// <summary>Writes the update as an object.</summary>
    public static void Write(Utf8JsonWriter writer, SettledUpdate update)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, update.Id);
        if (update.Status != default)
        {
            writer.WriteString("status"u8, Name(update.Status));
        }

        WriteTime(writer, "acceptedAt"u8, update.AcceptedAt);
        WriteTime(writer, "settledAt"u8, update.SettledAt);
        WriteText(writer, "keyHash"u8, update.KeyHash);
        writer.WriteString("bodyHash"u8, update.BodyHash);
        if (update.Detail is { } detail)
        {
            writer.WritePropertyName("detail"u8);
            WriteDetail(writer, detail);
        }

        WriteFlag(writer, "atOnce"u8, update.AtOnce);
        WriteFormerIds(writer, update.FormerIds);
        writer.WriteEndObject();
    }

    private static void WriteDetail(Utf8JsonWriter writer, SettledDetail detail)
    {
        writer.WriteStartObject();
        WriteVersion(writer, "version"u8, detail.Version);
        WriteTime(writer, "deliverAt"u8, detail.DeliverAt);
        WriteTexts(writer, "fields"u8, detail.Fields);
        WriteTexts(writer, "overtaken"u8, detail.Overtaken);
        WriteNotFound(writer, detail.NotFound);
        WriteText(writer, "recordId"u8, detail.RecordId);
        WriteNumber(writer, "httpStatus"u8, detail.HttpStatus);
        WriteText(writer, "reason"u8, detail.Reason);
        WriteFlag(writer, "outcomeUnknown"u8, detail.OutcomeUnknown);
        WriteArray(writer, "attempts"u8, detail.Attempts, WriteAttempt);
        WriteNumber(writer, "attemptCount"u8, detail.AttemptCount);
        writer.WriteEndObject();
    }

    /// <summary>Writes an attempt as an object.</summary>
    public static void WriteAttempt(Utf8JsonWriter writer, Attempt attempt)
    {
        writer.WriteStartObject();
        WriteTime(writer, "at"u8, attempt.At);
        writer.WriteString("outcome"u8, attempt.Outcome);
        WriteNumber(writer, "httpStatus"u8, attempt.HttpStatus);
        WriteNumber(writer, "milliseconds"u8, attempt.Milliseconds);
        WriteText(writer, "reason"u8, attempt.Reason);
        WriteFlag(writer, "unknown"u8, attempt.Unknown);
        WriteNumber(writer, "number"u8, attempt.Number);
        writer.WriteEndObject();
    }
}
