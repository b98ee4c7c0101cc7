using System.Text.Json;
using ContactRelay.Contacts;
using ContactRelay.Mailboxes;

namespace ContactRelay.Delivery;

/// <summary>
/// A message of the queue: a wake-up <c>{"tenant","contactId"}</c>; or a whole update, which has <c>changes</c> too; or
/// something that is neither, and why.
/// </summary>
public sealed record QueueMessage
{
    /// <summary>Which mailbox it is about; null where it is neither.</summary>
    public MailboxKey? Key { get; init; }

    /// <summary>The update that it brings; null for a wake-up.</summary>
    public QueuedUpdate? Update { get; init; }

    /// <summary>Why it is neither, without anything of a contact; null where it is one of them.</summary>
    public string? Problem { get; init; }

    /// <summary>The same with pointers into it, which may name anything that its sender wrote: for its sender alone.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>Of what is neither, the tenant and the contact that it names all the same, the contact's id empty if it names none; else null.</summary>
    public MailboxKey? Named { get; init; }

    /// <summary>How often it has been sent again because the storage was away.</summary>
    public int Tries { get; init; }

    /// <summary>The slot of its tenant's rate that a wake-up brings along; null for none.</summary>
    public DateTimeOffset? Slot { get; init; }

    /// <summary>How often a wake-up has been turned away because too many calls were being made for its tenant.</summary>
    public int Deferrals { get; init; }

    /// <summary>The trace that it belongs to, as W3C's Trace Context writes it; null for none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Whether a wake-up is one more than its mailbox needs, which has another on its way.</summary>
    public bool IsExtra { get; init; }

    /// <summary>Whether it is a wake-up that says nothing but which mailbox to look into.</summary>
    public bool IsPlainWakeUp => this is { Key: not null, Update: null, Problem: null, Tries: 0, Slot: null, Deferrals: 0, TraceParent: null, IsExtra: false };

    /// <summary>The text of a wake-up.</summary>
    public static string Write(WakeUp wakeUp) => wakeUp.IsPlain ? PlainWakeUp.Write(wakeUp.Key)
        : new QueueMessage { Key = wakeUp.Key, Slot = wakeUp.Slot, Deferrals = wakeUp.Deferrals, TraceParent = wakeUp.TraceParent, IsExtra = wakeUp.IsExtra }.Write(null, null);

    /// <summary>
    /// The text of this message, to be sent again. A whole update takes its idempotency key and its time of insertion
    /// along, since the new message has an id and a time of its own.
    /// </summary>
    public string Again(string messageId, DateTimeOffset insertedAt) =>
        (this with { Tries = Tries + 1 }).Write(Update?.Options.IdempotencyKey ?? messageId, Update?.InsertedAt ?? insertedAt);

    private string Write(string? idempotencyKey, DateTimeOffset? insertedAt) => System.Text.Encoding.UTF8.GetString(JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("tenant", Key!.TenantId);
        writer.WriteString("contactId", Key.ContactId);
        if (Update is { } update)
        {
            writer.WritePropertyName("changes");
            writer.WriteRawValue(update.ChangesJson, skipInputValidation: true);
            WriteTime(writer, "occurredAt", update.Options.OccurredAt);
            WriteTime(writer, "deliverAt", update.Options.DeliverAt);
            writer.WriteString("idempotencyKey", idempotencyKey);
            WriteTime(writer, "insertedAt", insertedAt);
        }

        WriteTime(writer, "slot", Slot);
        if (Deferrals > 0)
        {
            writer.WriteNumber("deferrals", Deferrals);
        }

        if (Tries > 0)
        {
            writer.WriteNumber("tries", Tries);
        }

        if (IsExtra)
        {
            writer.WriteBoolean("extra", true);
        }

        if (TraceParent is not null)
        {
            writer.WriteString("traceparent", TraceParent);
        }

        writer.WriteEndObject();
    }));

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } at)
        {
            writer.WriteString(name, at);
        }
    }
}
