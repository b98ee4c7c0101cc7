using System.Text.Json;
using ContactRelay.Contacts;
using ContactRelay.Intake;
using ContactRelay.Mailboxes;
using ContactRelay.Secrets;
using ContactRelay.Storage;
using ContactRelay.Tenants;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Delivery;

/// <summary>
/// Makes dead letters of messages that nothing else can be made of. One that names a tenant is in its list, with its text if there is
/// that tenant. Its members throw <see cref="StorageUnavailableException"/>.
/// </summary>
public sealed partial class QueueDeadLetters(
    IDeadLetterStore deadLetters, ITenantDirectory tenants, ContactHash contactHash, TimeProvider time, ILogger<QueueDeadLetters> logger)
{
    /// <summary>Keeps a message that is no update, or one that is refused.</summary>
    /// <param name="named">What it names, the contact's id empty if it names none; null if it names no tenant.</param>
    /// <param name="received">The message.</param>
    /// <param name="reason">Why; nothing in it may be a contact's.</param>
    /// <param name="cancellationToken">Ends the saving.</param>
    public async Task BuryAsync(MailboxKey? named, ReceivedMessage received, string reason, CancellationToken cancellationToken)
    {
        // What a message calls its tenant may be anything, a contact's name too.
        var id = named is not null && TenantReader.IsId(named.TenantId) ? named.TenantId : null;
        var tenant = id is null ? null : await tenants.FindAsync(id, cancellationToken);
        Log.Invalid(logger, tenant?.Id ?? "(no tenant)", received.Id);
        var letter = Letter(tenant?.Scope ?? id ?? "", received, reason) with { ContactId = named is { ContactId.Length: > 0 } ? named.ContactId : null };
        await deadLetters.UpsertAsync(
            tenant is null ? letter : letter with
            {
                Message = QueueMessageText.Decode(received.Text).Text,
                InsertedAt = received.InsertedAt,
                IsBulk = received.IsBulk,
            },
            cancellationToken);
    }

    /// <summary>Keeps a whole update that the rules refuse.</summary>
    public Task BuryAsync(MailboxKey key, ReceivedMessage received, IEnumerable<FieldError> errors, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(QueueMessageText.Decode(received.Text).Text);
        var root = json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement[0] : json.RootElement;
        return BuryAsync(key, received, QueueMessageMask.Words(root, errors.Select(InMessage)), cancellationToken);
    }

    /// <summary>Keeps that a message was from before its contact was erased: not even the contact's id is to come back.</summary>
    public async Task BuryErasedAsync(Tenant tenant, ReceivedMessage received, string reason, CancellationToken cancellationToken)
    {
        Log.Invalid(logger, tenant.Id, received.Id);
        await deadLetters.UpsertAsync(Letter(tenant.Scope, received, reason), cancellationToken);
    }

    /// <summary>
    /// Keeps that a mailbox's row cannot be read: with the update that the message brings; else in one letter for the row, however many
    /// wake-ups find it so.
    /// </summary>
    public async Task BuryAsync(QueueMessage message, ReceivedMessage received, UnreadableRowException row, CancellationToken cancellationToken)
    {
        var named = message.Key!;
        var key = (await tenants.FindAsync(named.TenantId, cancellationToken))?.Mailbox(named.ContactId) ?? named;
        var contact = await contactHash.OfAsync(key, cancellationToken);
        var reason = $"The row of this contact in the table '{row.Table}' cannot be read. Repair it and reconcile the tenant, or erase the contact.";
        if (message.Update is not null)
        {
            Log.Unreadable(logger, key.TenantId, contact, row);
            await BuryAsync(key, received, reason, cancellationToken);
            return;
        }

        var id = "row-" + contact;
        if (await deadLetters.FindAsync(key.Tenant, id, cancellationToken) is null)
        {
            Log.Unreadable(logger, key.TenantId, contact, row);
            await deadLetters.UpsertAsync(
                new() { Tenant = key.Tenant, Id = id, ContactId = key.ContactId, At = time.GetUtcNow(), Kind = DeadLetter.Invalid, Reason = reason },
                cancellationToken);
        }
    }

    private DeadLetter Letter(string tenant, ReceivedMessage received, string reason) => new()
    {
        Tenant = tenant,
        Id = received.Id,
        At = time.GetUtcNow(),
        Kind = DeadLetter.Invalid,
        Reason = reason,
        Text = QueueMessageMask.Shape(received.Text),
    };

    /// <summary>What is wrong with a field is wrong within <c>changes</c>.</summary>
    internal static FieldError InMessage(FieldError error) =>
        UpdateEnvelope.Properties.Contains(error.Pointer.TrimStart('/')) ? error : error with { Pointer = "/changes" + error.Pointer };

    private static partial class Log
    {
        [LoggerMessage(13, LogLevel.Error, "{Tenant} message {MessageId} is not an update; it is in the dead letters")]
        public static partial void Invalid(ILogger logger, string tenant, string messageId);

        [LoggerMessage(14, LogLevel.Error, "{Tenant} contact {Contact}: its stored state cannot be read, and its updates stand still; it is in the dead letters")]
        public static partial void Unreadable(ILogger logger, string tenant, string contact, Exception exception);
    }
}
