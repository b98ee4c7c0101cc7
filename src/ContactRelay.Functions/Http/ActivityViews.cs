using System.Text.Json;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>The JSON of recent activity.</summary>
internal static class ActivityViews
{
    private const int MaxUpdatesShown = 10;

    public static void WritePage(
        Utf8JsonWriter writer, HttpRequestData request, string tenant, bool isRecorded, IEnumerable<Settlement> page, ActivityPosition? next)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("recorded", isRecorded);
        writer.WriteStartArray("updates");
        foreach (var row in page)
        {
            foreach (var update in row.Updates)
            {
                WriteUpdate(writer, request, tenant, row, update);
            }
        }

        writer.WriteEndArray();
        writer.WriteText("next", next?.ToString());
        writer.WriteEndObject();
    }

    public static void WriteSummaries(Utf8JsonWriter writer, HttpRequestData request, TenantsActivity all, bool isRecorded)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("tenants");
        foreach (var activity in all.Tenants)
        {
            WriteSummary(writer, request, activity, isRecorded);
        }

        writer.WriteEndArray();
        writer.WriteNumber("total", all.Total);
        if (all.Tenants.Count < all.Total)
        {
            writer.WriteBoolean("partial", true);
        }

        writer.WriteEndObject();
    }

    public static void WriteSummary(Utf8JsonWriter writer, HttpRequestData request, TenantActivity activity, bool isRecorded)
    {
        var (tenant, summary, hold) = activity;
        writer.WriteStartObject();
        writer.WriteString("tenant", tenant.Id);
        writer.WriteBoolean("recorded", isRecorded);
        writer.WriteString("provider", tenant.Provider);
        WriteSettled(writer, summary, isRecorded);
        WriteBounds(writer, summary, isRecorded);
        writer.WriteNumber("pending", summary.Pending);
        writer.WriteNumber("pendingContacts", summary.Contacts.Count);
        writer.WriteTime("oldestDue", summary.Contacts.Count > 0 ? summary.Contacts[0].Due : null);
        if (hold is not null)
        {
            writer.WritePropertyName("hold");
            TenantViews.WriteHold(writer, hold);
        }

        writer.WriteStartArray("waiting");
        foreach (var (key, mailbox) in summary.Waiting)
        {
            WriteWaiting(writer, request, key, mailbox);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("latest");
        foreach (var row in summary.Latest)
        {
            foreach (var update in row.Updates)
            {
                WriteUpdate(writer, request, tenant.Id, row, update);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteSettled(Utf8JsonWriter writer, ActivitySummary summary, bool isRecorded)
    {
        writer.WriteStartArray("minutes");
        foreach (var (i, minute) in summary.Minutes.Index())
        {
            writer.WriteStartObject();
            writer.WriteTime("at", minute.At);
            writer.WriteNumber("accepted", minute.Accepted);
            writer.WriteNumber("delivered", minute.Delivered);
            writer.WriteNumber("dead", minute.Dead);

            // Without the list of what was settled nothing is known of what was pending before now.
            if (minute.Pending is { } pending && (isRecorded || i == summary.Minutes.Count - 1))
            {
                writer.WriteNumber("pending", pending);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("settled");
        foreach (var (status, count) in summary.Settled)
        {
            writer.WriteNumber(status.Word(), count);
        }

        writer.WriteEndObject();
        if (summary is { P50: { } p50, P99: { } p99 })
        {
            writer.WriteNumber("p50Milliseconds", p50);
            writer.WriteNumber("p99Milliseconds", p99);
        }

        if (summary.IsCutShort)
        {
            writer.WriteBoolean("cutShort", true);
        }
    }

    /// <summary>Names the figures that are a part of what there is.</summary>
    private static void WriteBounds(Utf8JsonWriter writer, ActivitySummary summary, bool isRecorded)
    {
        string?[] figures =
        [
            summary.IsAcceptedPartial || !isRecorded ? "accepted" : null,
            summary.IsCutShort || !isRecorded ? "settled" : null,
            summary.IsPendingPartial ? "pending" : null,
        ];
        if (figures.Any(figure => figure is not null))
        {
            writer.WriteBoolean("partial", true);
            writer.WriteTexts("atLeast", [.. figures.OfType<string>()]);
        }
    }

    private static void WriteUpdate(Utf8JsonWriter writer, HttpRequestData request, string tenant, Settlement row, SettledActivity update)
    {
        writer.WriteStartObject();
        writer.WriteString("updateId", update.Id);
        writer.WriteString("contactId", row.ContactId);
        writer.WriteString("status", update.Status.Word());
        writer.WriteString("statusUrl", request.StatusUrl(tenant, row.ContactId, update.Id));
        writer.WriteTime("acceptedAt", update.AcceptedAt);
        writer.WriteTime("settledAt", row.At);
        writer.WriteNumber("milliseconds", update.Milliseconds);
        if (update.HttpStatus is { } status)
        {
            writer.WriteNumber("httpStatus", status);
        }

        writer.WriteNumber("attemptCount", update.Attempts);
        writer.WriteEndObject();
    }

    private static void WriteWaiting(Utf8JsonWriter writer, HttpRequestData request, MailboxKey key, Mailbox mailbox)
    {
        writer.WriteStartObject();
        writer.WriteString("contactId", key.ContactId);
        writer.WriteNumber("pending", mailbox.Pending.Length);
        writer.WriteStartArray("updates");
        foreach (var update in mailbox.Pending.Take(MaxUpdatesShown))
        {
            Views.WriteUpdate(writer, update, mailbox, hold: null, request.StatusUrl(key.Tenant, key.ContactId, update.Id));
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
