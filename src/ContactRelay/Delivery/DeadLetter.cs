using System.Text.Json;
using System.Text.Json.Serialization;
using ContactRelay.Mailboxes;

namespace ContactRelay.Delivery;

/// <summary>An update that was not delivered, with its values, or a message that was never one.</summary>
public sealed record DeadLetter
{
    /// <summary>The kind of an update that the provider refused for good.</summary>
    public const string Rejected = "rejected";

    /// <summary>The kind of an update that could not be delivered in time.</summary>
    public const string Expired = "expired";

    /// <summary>The kind of what was never an update.</summary>
    public const string Invalid = "invalid";

    /// <summary>The tenant's scope; empty where a message named none, and its id alone where no tenant had that.</summary>
    public required string Tenant { get; init; }

    /// <summary>The update's id, or that of the message; unique for the tenant.</summary>
    public required string Id { get; init; }

    /// <summary>The contact's id; null where a message named none.</summary>
    public string? ContactId { get; init; }

    /// <summary>When it came here.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary><c>rejected</c>, <c>expired</c>, or <c>invalid</c> for what was never an update.</summary>
    public required string Kind { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>The update, its values with it; null for what was never one.</summary>
    public PendingUpdate? Update { get; init; }

    /// <summary>Of a message that was never an update its shape, the values masked, and such names as may be values.</summary>
    public string? Text { get; init; }

    /// <summary>
    /// Of a message to a tenant that there is its whole text, so that it can be corrected and sent again; null for all others.
    /// Only for whoever may see values.
    /// </summary>
    public string? Message { get; init; }

    /// <summary>When the message was put on the queue.</summary>
    public DateTimeOffset? InsertedAt { get; init; }

    /// <summary>Whether the message came on the queue for what comes in bulk.</summary>
    public bool IsBulk { get; init; }

    /// <summary>Whether its row cannot be read, so that nothing is known of it but its tenant and its id.</summary>
    [JsonIgnore]
    public bool IsUnreadable { get; init; }

    /// <summary>The status that its update died with.</summary>
    [JsonIgnore]
    public UpdateStatus Died => Kind == Expired ? UpdateStatus.Expired : UpdateStatus.Rejected;

    /// <summary>The dead letter of an update that was settled without having been delivered.</summary>
    public static DeadLetter Of(MailboxKey key, DeadUpdate dead) => new()
    {
        Tenant = key.Tenant,
        Id = dead.Update.Id,
        ContactId = key.ContactId,
        At = dead.Settled.SettledAt,
        Kind = dead.Settled.Status == UpdateStatus.Expired ? Expired : Rejected,
        Reason = dead.Settled.Detail?.Reason ?? "",
        Update = dead.Update,
    };

    /// <summary>What stands for a dead letter whose row cannot be read: it is listed, and can be given up.</summary>
    public static DeadLetter Unreadable(string tenant, string id, string? contactId) => new()
    {
        Tenant = tenant,
        Id = id,
        ContactId = contactId,
        At = DateTimeOffset.UnixEpoch,
        Kind = Invalid,
        Reason = "The stored row of this dead letter cannot be read: repair it, or discard it.",
        IsUnreadable = true,
    };

    /// <summary>The bytes to store.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, DeadLetterJson.Default.DeadLetter);

    /// <summary>The dead letter that <see cref="Write"/> wrote. Throws <see cref="JsonException"/> for anything else.</summary>
    public static DeadLetter Read(ReadOnlySpan<byte> document) =>
        JsonSerializer.Deserialize(document, DeadLetterJson.Default.DeadLetter) ?? throw new JsonException("A dead letter is null.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true,
    Converters = [typeof(FieldsConverter), typeof(UnixMsConverter)])]
[JsonSerializable(typeof(DeadLetter))]
internal sealed partial class DeadLetterJson : JsonSerializerContext;
