using System.Collections.Immutable;
using System.Text.Json;
using ContactRelay.Contacts;
using ContactRelay.Delivery.Gates;
using ContactRelay.Intake;
using ContactRelay.Mailboxes;

namespace ContactRelay.Functions.Http;

/// <summary>The JSON of the API's answers.</summary>
internal static class Views
{
    // A single update's replay is told by a header: its body is the first answer again.
    public static void WriteAccepted(Utf8JsonWriter writer, IntakeResult result, string url, bool sayReplayed = false, IReadOnlyCollection<string>? notFound = null)
    {
        writer.WriteStartObject();
        writer.WriteString("updateId"u8, result.UpdateId);
        writer.WriteString("status"u8, result.Status.Word());
        writer.WriteString("statusUrl"u8, url);
        if (sayReplayed && result.IsReplay)
        {
            writer.WriteBoolean("replayed", true);
        }

        writer.WriteTexts("leftOut", result.LeftOut);
        writer.WriteNotFound(notFound);
        writer.WriteEndObject();
    }

    public static void WritePreview(Utf8JsonWriter writer, RequestPreview preview)
    {
        writer.WriteStartObject();
        writer.WriteString("method", preview.Method);
        writer.WriteString("url", preview.Url);
        writer.WriteStartObject("headers");
        writer.WriteString("Authorization", preview.Authorization);
        writer.WriteString("Content-Type", preview.ContentType);
        writer.WriteEndObject();
        writer.WriteString("body", preview.Body);
        writer.WriteTexts("leftOut", preview.LeftOut);
        writer.WriteTime("version", preview.Version);
        writer.WriteTexts("rules", preview.Rules);
        writer.WriteString("note", "Nothing was sent or stored. What the contact changed at the provider since our last call, an opt-out too, cannot be seen here.");
        writer.WriteEndObject();
    }

    public static void WriteUpdate(Utf8JsonWriter writer, PendingUpdate update, Mailbox mailbox, Hold? hold, string url, ContactFields? values = null)
    {
        writer.WriteStartObject();
        WriteHead(writer, update.Id, UpdateStatus.Accepted, url, update.AcceptedAt, settledAt: null);
        writer.WriteTime("version", DateTimeOffset.FromUnixTimeMilliseconds(update.Version.UnixMs));
        writer.WriteTime("deliverAt", update.DeliverAt);
        writer.WriteTime("nextAttemptAt", Later(mailbox.NextAttemptAt, update.DeliverAt));
        if (mailbox.Lease?.Members.Contains(update.Id) == true)
        {
            writer.WriteBoolean("calling", true);
        }

        if (hold is not null)
        {
            writer.WritePropertyName("hold");
            TenantViews.WriteHold(writer, hold);
        }

        writer.WritePointers("fields", update.Changes.Paths);
        writer.WriteNotFound(update.NotFound);
        writer.WriteValues(values);
        WriteAttempts(writer, mailbox.AttemptsOf(update), update.AttemptCount);
        writer.WriteEndObject();
    }

    public static void WriteUpdate(Utf8JsonWriter writer, SettledUpdate update, string url, ContactFields? values = null)
    {
        writer.WriteStartObject();
        WriteHead(writer, update.Id, update.Status, url, update.AcceptedAt, update.SettledAt);
        if (update.Detail is { } detail)
        {
            writer.WriteTime("version", DateTimeOffset.FromUnixTimeMilliseconds(detail.Version.UnixMs));
            writer.WriteTime("deliverAt", detail.DeliverAt);
            writer.WriteText("recordId", detail.RecordId);
            if (detail.HttpStatus is { } status)
            {
                writer.WriteNumber("httpStatus", status);
            }

            writer.WriteText("reason", detail.Reason);
            if (detail.OutcomeUnknown)
            {
                writer.WriteBoolean("outcomeUnknown", true);
            }

            writer.WritePointers("fields", detail.Fields);
            writer.WriteNotFound(detail.NotFound);
            if (!detail.Overtaken.IsEmpty)
            {
                writer.WritePointers("overtaken", detail.Overtaken);
            }

            WriteAttempts(writer, detail.Attempts, detail.AttemptCount);
        }

        writer.WriteValues(values);

        writer.WriteEndObject();
    }

    public static void WriteMailbox(Utf8JsonWriter writer, MailboxKey key, Mailbox mailbox, Func<string, string> statusUrl)
    {
        writer.WriteStartObject();
        writer.WriteString("tenant", key.TenantId);
        writer.WriteString("contactId", key.ContactId);
        writer.WriteNumber("accepted", mailbox.Sequence);
        writer.WriteNumber("pending", mailbox.Pending.Length);
        writer.WriteStartObject("settled");
        foreach (var (status, count) in mailbox.Counts)
        {
            writer.WriteNumber(status.Word(), count);
        }

        writer.WriteEndObject();
        writer.WriteTime("dueAt", mailbox.DueAt());
        writer.WriteTime("leasedUntil", mailbox.Lease?.Until);
        WriteUpdates(writer, "pendingUpdates", mailbox.Pending.Select(update => (update.Id, UpdateStatus.Accepted, update.AcceptedAt)), statusUrl);
        WriteUpdates(writer, "settledUpdates", mailbox.Settled.Reverse().Take(Mailbox.MaxDetails).Select(update => (update.Id, update.Status, update.AcceptedAt)), statusUrl);
        writer.WriteEndObject();
    }

    private static void WriteHead(
        Utf8JsonWriter writer, string id, UpdateStatus status, string url, DateTimeOffset acceptedAt, DateTimeOffset? settledAt)
    {
        writer.WriteString("updateId", id);
        writer.WriteString("status", status.Word());
        writer.WriteString("statusUrl", url);
        writer.WriteTime("acceptedAt", acceptedAt);
        writer.WriteTime("settledAt", settledAt);
    }

    private static void WriteUpdates(
        Utf8JsonWriter writer, string name, IEnumerable<(string Id, UpdateStatus Status, DateTimeOffset AcceptedAt)> updates, Func<string, string> statusUrl)
    {
        writer.WriteStartArray(name);
        foreach (var (id, status, acceptedAt) in updates)
        {
            writer.WriteStartObject();
            WriteHead(writer, id, status, statusUrl(id), acceptedAt, settledAt: null);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteAttempts(Utf8JsonWriter writer, ImmutableArray<Attempt> attempts, int count)
    {
        writer.WriteNumber("attemptCount", count);
        writer.WriteStartArray("attempts");
        foreach (var attempt in attempts)
        {
            writer.WriteStartObject();
            writer.WriteTime("at", attempt.At);
            writer.WriteString("outcome", attempt.Outcome);
            if (attempt.HttpStatus is { } status)
            {
                writer.WriteNumber("httpStatus", status);
            }

            writer.WriteNumber("milliseconds", attempt.Milliseconds);
            writer.WriteText("reason", attempt.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;
}
