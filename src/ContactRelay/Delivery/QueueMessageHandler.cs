using ContactRelay.Intake;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Telemetry;
using ContactRelay.Tenants;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Delivery;

/// <summary>
/// Handles the messages of the queue. When it returns, the message may be deleted; where it throws, the message must
/// come back. The host's count of deliveries never decides over an update: what cannot be handled now is sent again
/// with a longer and longer delay.
/// </summary>
public sealed partial class QueueMessageHandler(
    MailboxDelivery delivery,
    UpdateIntake intake,
    WakeUpSender wakeUps,
    IMailboxStore mailboxes,
    IUpdateQueue queue,
    QueueDeadLetters deadLetters,
    ITenantDirectory tenants,
    TimeProvider time,
    ILogger<QueueMessageHandler> logger)
{
    private const int TriesForTenant = 6;
    private static readonly TimeSpan SameUpdateWithin = TimeSpan.FromDays(7);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>Handles a message of the queue.</summary>
    public async Task HandleAsync(ReceivedMessage received, CancellationToken cancellationToken)
    {
        var message = QueueMessageReader.Read(received.Text);
        using var span = RelaySpans.StartProcess(message, received);
        try
        {
            if (message.Problem is not null)
            {
                await deadLetters.BuryAsync(message.Named, received, message.Problem, cancellationToken);
            }
            else if (message.Update is null || await AcceptAsync(message, received, cancellationToken))
            {
                // What is sent on goes with the trace that this message came with, so that all attempts are side by side in it.
                var trace = message.TraceParent ?? RelaySpans.Context(span);
                await delivery.DrainAsync(message.Key!, new(received.IsBulk, message.Slot, message.Deferrals, trace, IsExtra: message.IsExtra), cancellationToken);
            }
        }
        catch (UnreadableRowException e)
        {
            RelaySpans.Fail(span, e);
            await deadLetters.BuryAsync(message, received, e, cancellationToken);
        }
        catch (StorageUnavailableException e)
        {
            Log.StorageAway(logger, e);
            RelaySpans.Fail(span, e);
            await SendAgainAsync(message, received, cancellationToken);
        }
    }

    /// <summary>
    /// Handles a message that failed too often. It changes nothing that is pending: an update that is not stored yet is
    /// stored, and what is pending gets another wake-up, later.
    /// </summary>
    public async Task HandlePoisonAsync(ReceivedMessage received, CancellationToken cancellationToken)
    {
        Log.Poison(logger, received.Id);
        var message = QueueMessageReader.Read(received.Text);
        if (message.Problem is not null)
        {
            await deadLetters.BuryAsync(message.Named, received, message.Problem, cancellationToken);
            return;
        }

        try
        {
            await WakeLaterAsync(message, received, cancellationToken);
        }
        catch (UnreadableRowException e)
        {
            await deadLetters.BuryAsync(message, received, e, cancellationToken);
        }
    }

    private async Task WakeLaterAsync(QueueMessage message, ReceivedMessage received, CancellationToken cancellationToken)
    {
        var named = message.Key!;
        if (message.Update is { } update && !await IsThereAsync(named, update, received, cancellationToken)
            && !await AcceptAsync(message, BeforeItWasDue(received, update), cancellationToken))
        {
            return;
        }

        if (await tenants.FindAsync(named.TenantId, cancellationToken) is not { } tenant)
        {
            await delivery.WaitForTenantAsync(named, new(received.IsBulk, TraceParent: message.TraceParent), cancellationToken);
            return;
        }

        var key = tenant.Mailbox(named.ContactId);
        var mailbox = (await mailboxes.LoadAsync(key, cancellationToken)).Mailbox;
        if (!mailbox.Pending.IsEmpty)
        {
            var wakeUp = mailbox.WakeUpAt(key, time.GetUtcNow() + LongestWait);
            await wakeUps.SendAsync(wakeUp with { TraceParent = message.TraceParent }, cancellationToken);
        }
    }

    /// <summary>
    /// Whether an update without a key of its own was stored before it came to the poison queue, where it has another
    /// message's id and time: by those it would be a new one, and newer than what came in between.
    /// </summary>
    private async Task<bool> IsThereAsync(MailboxKey named, QueuedUpdate update, ReceivedMessage received, CancellationToken cancellationToken)
    {
        if (update.Options.IdempotencyKey is not null || await tenants.FindAsync(named.TenantId, cancellationToken) is not { } tenant)
        {
            return false;
        }

        var hash = UpdateHash.OfUpdate(update.Changes, update.Options);
        var mailbox = (await mailboxes.LoadAsync(tenant.Mailbox(named.ContactId), cancellationToken)).Mailbox;
        return mailbox.Pending.Any(pending => pending.BodyHash == hash)
            || mailbox.Settled.Any(settled => settled.BodyHash == hash && received.InsertedAt - settled.AcceptedAt < SameUpdateWithin);
    }

    /// <summary>
    /// The message with a time of insertion at which its update's <c>deliverAt</c> was still ahead: that of the poison
    /// queue's message is later, and what became due while the message failed is no mistake of its sender's.
    /// </summary>
    private static ReceivedMessage BeforeItWasDue(ReceivedMessage received, QueuedUpdate update) =>
        update.Options.DeliverAt is { } due && due < received.InsertedAt ? received with { InsertedAt = due } : received;

    /// <summary>Stores a whole update. False where the message has been dealt with by that, one way or another.</summary>
    private async Task<bool> AcceptAsync(QueueMessage message, ReceivedMessage received, CancellationToken cancellationToken)
    {
        var key = message.Key!;
        if (await tenants.FindAsync(key.Tenant, cancellationToken) is not { } tenant)
        {
            // It may be as new as the message, or be mended, and what is buried has lost its values.
            if (message.Tries < TriesForTenant)
            {
                await SendAgainAsync(message, received, cancellationToken);
                return false;
            }

            await deadLetters.BuryAsync(key, received, "There is no such tenant.", cancellationToken);
            return false;
        }

        var update = message.Update!;
        var options = update.Options with
        {
            // What a sender says of it can only make the update older, never newer than the queue knows it to be.
            InsertedAt = update.InsertedAt < received.InsertedAt ? update.InsertedAt : received.InsertedAt,
            IdempotencyKey = update.Options.IdempotencyKey ?? received.Id,
            IsBulk = received.IsBulk,
        };
        if (options.InsertedAt < tenant.Life.Follows)
        {
            await deadLetters.BuryAsync(null, received, "It was sent for another tenant, which had the id before and was deleted.", cancellationToken);
            return false;
        }

        var result = await intake.AcceptAsync(tenant, key.ContactId, update.Changes, options, cancellationToken);
        switch (result.Outcome)
        {
            case IntakeOutcome.Accepted:
                return true;
            case IntakeOutcome.MailboxFull or IntakeOutcome.Busy:
                await SendAgainAsync(message, received, cancellationToken);
                return false;
            case IntakeOutcome.KeyReused:
                await deadLetters.BuryAsync(key, received, "The idempotency key was used for another update.", cancellationToken);
                return false;
            case IntakeOutcome.Erased:
                await deadLetters.BuryErasedAsync(tenant, received, result.Errors[0].Detail, cancellationToken);
                return false;
            default:
                await deadLetters.BuryAsync(key, received, result.Errors, cancellationToken);
                return false;
        }
    }

    private ValueTask SendAgainAsync(QueueMessage message, ReceivedMessage received, CancellationToken cancellationToken)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(message.Tries, 10));
        return queue.SendAsync(
            QueueNames.For(received.IsBulk),
            message.Problem is null ? message.Again(received.Id, received.InsertedAt) : received.Text,
            wait < LongestWait ? wait : LongestWait,
            cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(11, LogLevel.Warning, "The storage is away; the message was sent again")]
        public static partial void StorageAway(ILogger logger, Exception exception);

        [LoggerMessage(12, LogLevel.Error, "Message {MessageId} failed too often and came to the poison queue")]
        public static partial void Poison(ILogger logger, string messageId);
    }
}
