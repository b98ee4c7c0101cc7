using System.Collections.Immutable;
using System.Text.Json;
using ContactRelay.Contacts;

namespace ContactRelay.Mailboxes;

/// <summary>
/// Writes a mailbox's document as the serializer would, in half its time: each update is written twice on its way.
/// What has its type's default value is left out.
/// </summary>
internal static class MailboxWriter
{
    /// <summary>Writes the mailbox.</summary>
    public static void Write(Utf8JsonWriter writer, Mailbox mailbox)
    {
        writer.WriteStartObject();
        WriteNumber(writer, "sequence"u8, mailbox.Sequence);
        WriteArray(writer, "pending"u8, mailbox.Pending, WritePending);
        WriteArray(writer, "settled"u8, mailbox.Settled, WriteSettled);
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

        WriteArray(writer, "attemptLog"u8, mailbox.AttemptLog, WriteAttempt);
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

    private static void WritePending(Utf8JsonWriter writer, PendingUpdate update)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, update.Id);
        WriteVersion(writer, "version"u8, update.Version);
        writer.WritePropertyName("changes"u8);
        WriteFields(writer, update.Changes);
        WriteTime(writer, "acceptedAt"u8, update.AcceptedAt);
        WriteTime(writer, "deliverAt"u8, update.DeliverAt);
        WriteTime(writer, "redrivenAt"u8, update.RedrivenAt);
        WriteText(writer, "keyHash"u8, update.KeyHash);
        writer.WriteString("bodyHash"u8, update.BodyHash);
        WriteFlag(writer, "isBulk"u8, update.IsBulk);
        WriteFlag(writer, "alone"u8, update.Alone);
        WriteArray(writer, "attemptNumbers"u8, update.AttemptNumbers, static (writer, number) => writer.WriteNumberValue(number));
        WriteNumber(writer, "attemptCount"u8, update.AttemptCount);
        WriteFlag(writer, "outcomeUnknown"u8, update.OutcomeUnknown);
        writer.WriteEndObject();
    }

    private static void WriteSettled(Utf8JsonWriter writer, SettledUpdate update)
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
        writer.WriteEndObject();
    }

    private static void WriteDetail(Utf8JsonWriter writer, SettledDetail detail)
    {
        writer.WriteStartObject();
        WriteVersion(writer, "version"u8, detail.Version);
        WriteTime(writer, "deliverAt"u8, detail.DeliverAt);
        WriteTexts(writer, "fields"u8, detail.Fields);
        WriteTexts(writer, "overtaken"u8, detail.Overtaken);
        WriteText(writer, "recordId"u8, detail.RecordId);
        WriteNumber(writer, "httpStatus"u8, detail.HttpStatus);
        WriteText(writer, "reason"u8, detail.Reason);
        WriteFlag(writer, "outcomeUnknown"u8, detail.OutcomeUnknown);
        WriteArray(writer, "attempts"u8, detail.Attempts, WriteAttempt);
        WriteNumber(writer, "attemptCount"u8, detail.AttemptCount);
        writer.WriteEndObject();
    }

    private static void WriteAttempt(Utf8JsonWriter writer, Attempt attempt)
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

    private static void WriteVersion(Utf8JsonWriter writer, ReadOnlySpan<byte> name, UpdateVersion version)
    {
        if (version != default)
        {
            writer.WritePropertyName(name);
            WriteVersion(writer, version);
        }
    }

    private static void WriteVersion(Utf8JsonWriter writer, UpdateVersion version)
    {
        writer.WriteStartObject();
        WriteNumber(writer, "unixMs"u8, version.UnixMs);
        WriteNumber(writer, "sequence"u8, version.Sequence);
        writer.WriteEndObject();
    }

    private static void WriteArray<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ImmutableArray<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ImmutableArray<string> texts) =>
        WriteArray(writer, name, texts, static (writer, text) => writer.WriteStringValue(text));

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteFlag(Utf8JsonWriter writer, ReadOnlySpan<byte> name, bool flag)
    {
        if (flag)
        {
            writer.WriteBoolean(name, flag);
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? number)
    {
        if (number is not (null or 0))
        {
            writer.WriteNumber(name, number.Value);
        }
    }

    private static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } at)
        {
            writer.WriteNumber(name, at.ToUnixTimeMilliseconds());
        }
    }

    private static string Name(UpdateStatus status) => Enum.GetName(status)!;
}
