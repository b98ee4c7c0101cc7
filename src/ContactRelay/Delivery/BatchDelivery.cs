using System.Collections.Immutable;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Storage;
using ContactRelay.Telemetry;
using ContactRelay.Tenants;

namespace ContactRelay.Delivery;

/// <summary>Calls the provider for a batch whose lease is taken, and settles what came of it.</summary>
public sealed class BatchDelivery(
    IMailboxStore mailboxes,
    WakeUpSender wakeUps,
    IDeadLetterStore deadLetters,
    ProviderRegistry providers,
    ProviderCaller caller,
    OutcomeRecorder outcomes,
    TimeProvider time,
    Random random)
{
    // A call that is not settled holds everything up until its lease has run out, and is then made again. While others write to
    // the contact all the time, each save may be met by one of theirs; but each of those adds an update, until no more may be pending.
    private const int MaxConflicts = Accepting.MaxPending;

    // The tenant is held meanwhile, and this must be due when that is over.
    private static readonly TimeSpan UnauthorizedWait = TimeSpan.FromSeconds(5);

    /// <summary>Calls the provider. Whatever comes of it is in the report.</summary>
    public Task<SettleReport> CallAsync(MailboxKey key, Tenant tenant, Batch batch, Mailbox mailbox) =>
        caller.CallAsync(tenant, key.ContactId, batch, KnownValues.ForCall(mailbox, providers.Of(tenant), batch, time.GetUtcNow()));

    /// <summary>
    /// Settles what came of the call, first with the mailbox as saved with the lease: most often it still is so. It goes
    /// through even where the host stops, since a call that was made and not settled is made again. Throws
    /// <see cref="StorageUnavailableException"/> where the message has to come back.
    /// </summary>
    public async Task SettleAsync(
        MailboxKey key, Tenant tenant, Batch batch, SettleReport report, LoadedMailbox loaded, string? traceParent)
    {
        ImmutableArray<DeadUpdate> kept = [];
        var answered = report;
        for (var tries = 0; tries < MaxConflicts; tries++)
        {
            var now = time.GetUtcNow();
            report = Forbidding.Judge(answered, batch, loaded.Mailbox);
            var retryAt = now + Wait(report.Outcome, loaded.Mailbox.Attempts, tenant);
            if (Settling.Settle(loaded.Mailbox, batch, report, retryAt, tenant.Limits.MaxAge, now) is not { } settled)
            {
                await deadLetters.ForgetAsync(key, kept, loaded.Mailbox, CancellationToken.None);
                await AnswerLostAsync(key, loaded.Mailbox, traceParent, now);
                return;
            }

            if (tries == 0 && !settled.Dead.IsDefaultOrEmpty)
            {
                // A dead letter stays, whatever becomes of the save, and the contact may have been erased since.
                loaded = await mailboxes.LoadAsync(key, CancellationToken.None);
                continue;
            }

            await deadLetters.KeepAsync(key, settled.Dead, CancellationToken.None);
            await deadLetters.ForgetAsync(key, kept, settled.Mailbox, CancellationToken.None);
            kept = settled.Dead;
            var wakeUp = settled.Mailbox.NextWakeUp(key) is { } next ? next with { TraceParent = traceParent } : null;
            if (await mailboxes.SaveAsync(key, settled.Mailbox, loaded.ETag, wakeUp, CancellationToken.None) is not null)
            {
                await outcomes.AttemptedAsync(key, tenant, batch, report, settled.Settled);
                return;
            }

            loaded = await mailboxes.LoadAsync(key, CancellationToken.None);
        }

        throw new StorageUnavailableException("The mailbox changes too fast to settle it.");
    }

    /// <summary>
    /// Another has the lease, or the save that we saw fail had landed. Either way the mailbox is right as it is, and
    /// what is pending must be looked into by somebody.
    /// </summary>
    private async Task AnswerLostAsync(MailboxKey key, Mailbox mailbox, string? traceParent, DateTimeOffset now)
    {
        if (mailbox.DueAt() is { } due)
        {
            var wakeUp = mailbox.WakeUpAt(key, mailbox.Lease is { } lease && lease.Until > now ? lease.Until : due);
            await wakeUps.SendAsync(wakeUp with { TraceParent = traceParent }, CancellationToken.None);
        }
    }

    private TimeSpan Wait(DeliveryOutcome outcome, int attempts, Tenant tenant)
    {
        // What the provider asks for lengthens the schedule and never shortens it: some ask for 0 seconds.
        var planned = RetrySchedule.Wait(attempts + 1, random.NextDouble());
        var wait = outcome.Kind == OutcomeKind.Unauthorized ? UnauthorizedWait
            : outcome.After is { } after && after > planned ? after < tenant.Limits.MaxAge ? after : tenant.Limits.MaxAge
            : planned;
        return outcome.Unknown && wait < Leases.WaitAfterNoAnswer ? Leases.WaitAfterNoAnswer : wait;
    }
}
